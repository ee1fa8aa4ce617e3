import type { ModalView } from '@slack/types'
import { say, type Locale } from '../locale.ts'
import { actions, button, input, option, section, textInput, type Message, modal } from '../slack/blocks.ts'
import { escapeText } from '../slack/mrkdwn.ts'
import type { ModelSettings } from './model-settings.ts'
import type { MonthOfUse } from './uses-store.ts'

export const MODEL_FORM = 'model.settings'

/** What the workspace uses the model for, and within which bounds. `model` null: none is configured. */
export function modelShown(
  of: {
    readonly model: string | null
    readonly month: string
    readonly used: MonthOfUse
    readonly settings: ModelSettings
    readonly mayChange: boolean
  },
  locale: Locale,
): Message {
  const { model, month, used, settings, mayChange } = of
  const text = [
    model === null
      ? say(locale, {
          zh: '*模型*：没有配置，由内置撰写器起草。',
          en: '*Model*: none is configured; the built-in composer drafts.',
        })
      : say(locale, { zh: `*模型*：${escapeText(model)}`, en: `*Model*: ${escapeText(model)}` }),
    usedLine(month, used, settings, locale),
    boundsLine(settings, locale),
    namesLine(settings, locale),
  ].join('\n')
  const change = button(say(locale, { zh: '修改', en: 'Change' }), 'model.change', 'change')
  return { text, blocks: [section(text), ...(mayChange ? [actions(change)] : [])] }
}

function usedLine(
  month: string,
  used: MonthOfUse,
  { currency, price }: ModelSettings,
  locale: Locale,
): string {
  const cost = price === null ? null : `${(used.cost ?? 0).toFixed(4)} ${currency}`
  return say(locale, {
    zh: `${month} 已用：提问 ${used.questions} 次，词元 ${used.promptTokens + used.completionTokens}（提示 ${used.promptTokens}，回答 ${used.completionTokens}）${cost === null ? '，没有设单价，不计费用' : `，费用 ${cost}`}。`,
    en: `Used in ${month}: ${used.questions} questions, ${used.promptTokens + used.completionTokens} tokens (${used.promptTokens} prompt, ${used.completionTokens} answer)${cost === null ? '; no price is set, so no cost is told' : `, cost ${cost}`}.`,
  })
}

function boundsLine({ tokensPerMonth, costPerMonth, currency }: ModelSettings, locale: Locale): string {
  const tokens = tokensPerMonth === null ? null : String(tokensPerMonth)
  const cost = costPerMonth === null ? null : `${costPerMonth} ${currency}`
  return say(locale, {
    zh: `每月上限：词元 ${tokens ?? '不限'}，费用 ${cost ?? '不限'}。到了上限由内置撰写器起草。`,
    en: `Ceiling a month: ${tokens ?? 'no bound on'} tokens, cost ${cost ?? 'without bound'}. At the ceiling the built-in composer drafts.`,
  })
}

function namesLine({ pseudonyms }: ModelSettings, locale: Locale): string {
  return pseudonyms
    ? say(locale, {
        zh: '成员姓名不发给模型：发出前换成代号，收到后换回。',
        en: 'Names of members do not go to the model: stand-ins go instead, and are put back in the answer.',
      })
    : say(locale, {
        zh: '成员姓名照原样发给模型。',
        en: 'Names of members go to the model as they are.',
      })
}

/** Where an admin sets the bounds. */
export function modelForm(settings: ModelSettings, responseUrl: string | null, locale: Locale): ModalView {
  const { tokensPerMonth, costPerMonth, price, currency, pseudonyms } = settings
  const number = (value: number | null) => textInput(value === null ? '' : String(value))
  const hide = option(
    say(locale, { zh: '成员姓名换成代号再发给模型', en: 'Send stand-ins instead of names of members' }),
    'pseudonyms',
  )
  const optional = { optional: true }
  return modal(locale, {
    title: { zh: '模型', en: 'The model' },
    id: MODEL_FORM,
    memo: { responseUrl },
    blocks: [
      input(
        'tokens',
        say(locale, { zh: '每月词元上限', en: 'Tokens a month, at most' }),
        number(tokensPerMonth),
        {
          ...optional,
          hint: say(locale, { zh: '留空：不限。', en: 'Empty: no bound.' }),
        },
      ),
      input('cost', say(locale, { zh: '每月费用上限', en: 'Cost a month, at most' }), number(costPerMonth), {
        ...optional,
        hint: say(locale, { zh: '要先填下面的单价。', en: 'Needs the prices below.' }),
      }),
      input(
        'promptPrice',
        say(locale, { zh: '提示词元单价（每百万）', en: 'Price of a million prompt tokens' }),
        number(price?.prompt ?? null),
        optional,
      ),
      input(
        'answerPrice',
        say(locale, { zh: '回答词元单价（每百万）', en: 'Price of a million answer tokens' }),
        number(price?.completion ?? null),
        optional,
      ),
      input('currency', say(locale, { zh: '币种', en: 'Currency' }), textInput(currency), {
        hint: say(locale, { zh: '三个字母，如 CNY、USD', en: 'Three letters, like CNY or USD' }),
      }),
      input(
        'names',
        say(locale, { zh: '姓名', en: 'Names' }),
        { type: 'checkboxes', options: [hide], ...(pseudonyms ? { initial_options: [hide] } : {}) },
        optional,
      ),
    ],
  })
}

export function modelChanged(locale: Locale): string {
  return say(locale, { zh: '模型的设置已保存。', en: 'The settings of the model are saved.' })
}
