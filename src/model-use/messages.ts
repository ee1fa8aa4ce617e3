import { stored } from '../storage-words.ts'
import type { ModalView } from '@slack/types'
import { say, type Locale, translator } from '../locale.ts'
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
    /** Names that are words too, and go as they are. */
    readonly words: readonly string[]
  },
  locale: Locale,
): Message {
  const t = translator(locale)

  const { model, month, used, settings, mayChange } = of
  const text = [
    model === null
      ? t(
          '*模型*：没有配置，由内置撰写器起草。',
          '*Model*: none is configured; the built-in composer drafts.',
        )
      : t(`*模型*：${escapeText(model)}`, `*Model*: ${escapeText(model)}`),
    usedLine(month, used, settings, locale),
    boundsLine(settings, locale),
    namesLine(settings, of.words, locale),
  ].join('\n')
  const change = button(t('修改', 'Change'), 'model.change', 'change')
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

function namesLine({ pseudonyms }: ModelSettings, words: readonly string[], locale: Locale): string {
  const t = translator(locale)
  if (!pseudonyms) return t('成员姓名照原样发给模型。', 'Names of members go to the model as they are.')
  const shown = words.slice(0, WORDS_SHOWN).map(escapeText)
  const [zh, en] =
    shown.length === 0
      ? ['', '']
      : [
          `也是普通词语或地名、单位名的姓名（${shown.join('、')}${words.length > shown.length ? '等' : ''}）只在人员栏和 @ 后换成代号。`,
          ` Names that are words, places or partners too (${shown.join(', ')}${words.length > shown.length ? '…' : ''}) are replaced in fields of people and after @ alone.`,
        ]
  return t(
    `成员姓名不发给模型：发出前换成代号，收到后换回。${zh}`,
    `Names of members do not go to the model: stand-ins go instead, and are put back in the answer.${en}`,
  )
}

const WORDS_SHOWN = 20

/** Where an admin sets the bounds. */
export function modelForm(settings: ModelSettings, responseUrl: string | null, locale: Locale): ModalView {
  const t = translator(locale)

  const { tokensPerMonth, costPerMonth, price, currency, pseudonyms } = settings
  const number = (value: number | null) => textInput(value === null ? '' : String(value))
  const hide = option(
    t('成员姓名换成代号再发给模型', 'Send stand-ins instead of names of members'),
    'pseudonyms',
  )
  const optional = { optional: true }
  return modal(locale, {
    title: { zh: '模型', en: 'The model' },
    id: MODEL_FORM,
    memo: { responseUrl },
    blocks: [
      input('tokens', t('每月词元上限', 'Tokens a month, at most'), number(tokensPerMonth), {
        ...optional,
        hint: t('留空：不限。', 'Empty: no bound.'),
      }),
      input('cost', t('每月费用上限', 'Cost a month, at most'), number(costPerMonth), {
        ...optional,
        hint: t('要先填下面的单价。', 'Needs the prices below.'),
      }),
      input(
        'promptPrice',
        t('提示词元单价（每百万）', 'Price of a million prompt tokens'),
        number(price?.prompt ?? null),
        optional,
      ),
      input(
        'answerPrice',
        t('回答词元单价（每百万）', 'Price of a million answer tokens'),
        number(price?.completion ?? null),
        optional,
      ),
      input('currency', t('币种', 'Currency'), textInput(currency), {
        hint: t('三个字母，如 CNY、USD', 'Three letters, like CNY or USD'),
      }),
      input(
        'names',
        t('姓名', 'Names'),
        { type: 'checkboxes', options: [hide], ...(pseudonyms ? { initial_options: [hide] } : {}) },
        optional,
      ),
    ],
  })
}

export function modelChanged(locale: Locale): string {
  return say(locale, { zh: `${stored.modelDone.zh}。`, en: `${stored.modelDone.en}.` })
}
