import type { KnownBlock, ModalView } from '@slack/types'
import { say, type Locale, type Said } from '../locale.ts'
import { context, input, LIMITS, option, plain, section, textInput } from '../slack/blocks.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import type { FormValues } from '../slack/listener.ts'
import { parseMonth, type Month } from '../time/month.ts'
import { FieldFaults } from '../errors.ts'
import { LONGEST_LINK, LONGEST_TITLE } from './check-text.ts'
import { ESSAY_KINDS, type Essay, type EssayText } from './essay.ts'
import { essayNamed, monthInWords } from './essay-words.ts'
import type { MemberMonths } from './member-months.ts'
import { stillOwed } from './obligations.ts'
import { LONGEST_COMMENT } from './review-essay.ts'

/** Of an option's value; Slack refuses a longer one. Source: Slack's Block Kit reference, option object. */
const LONGEST_OPTION = 150

export const ESSAY_FORM = 'essay.form'
export const RETURN_FORM = 'essay.return.form'

/** What the essay form carries along. With `id` a returned essay is handed in again, else a new one. */
export type EssayMemo = {
  readonly id: string | null
  readonly baseRevision: number
  /** Of an essay that is handed in again; null: the form asks. */
  readonly month: Month | null
  /** Where the answer goes; null: the person's DM. */
  readonly responseUrl: string | null
}

/** What the form for a return carries along: which essay, as it was when the reviewer saw it. */
export type ReturnMemo = {
  readonly id: string
  readonly revision: number
  readonly responseUrl: string | null
}

/** The form for a new essay: months owed, earliest first, then the current one; `wanted` is chosen when it is among them. */
export function essayForm(
  months: MemberMonths,
  wanted: Month | null,
  responseUrl: string | null,
  locale: Locale,
): ModalView {
  const options = monthOptions(months, locale)
  const chosen = options.find(({ value }) => value === wanted) ?? options[0]
  const isSettled = wanted !== null && chosen?.value !== wanted
  const settled = isSettled ? [context(`:white_check_mark: ${settledInWords(wanted, locale)}`)] : []
  const memo: EssayMemo = { id: null, baseRevision: 0, month: null, responseUrl }
  return modal(ESSAY_FORM, { zh: '交习作', en: 'Hand in an essay' }, memo, locale, [
    ...settled,
    input('month', say(locale, { zh: '月份', en: 'Month' }), {
      type: 'static_select',
      options,
      ...(chosen === undefined ? {} : { initial_option: chosen }),
    }),
    ...textFields({ kind: '', title: '', body: null, link: null }, locale),
  ])
}

/** The form for a returned essay, filled with what it says now, the reviewer's comment on top. */
export function resubmitForm(
  essay: Essay,
  comment: string | null,
  responseUrl: string | null,
  locale: Locale,
): ModalView {
  const memo: EssayMemo = { id: essay.id, baseRevision: essay.revision, month: essay.month, responseUrl }
  const place = say(locale, {
    zh: `${monthInWords(essay.month, locale)}第 ${essay.seq} 篇`,
    en: `${monthInWords(essay.month, locale)}, no. ${essay.seq}`,
  })
  return modal(ESSAY_FORM, { zh: `修改 ${essay.id}`, en: `Revise ${essay.id}` }, memo, locale, [
    context(place),
    ...(comment === null ? [] : [section(`:speech_balloon: ${escapeText(comment)}`)]),
    ...textFields(essay, locale),
  ])
}

/** Asks a reviewer what the author is to change. */
export function returnForm(essay: Essay, responseUrl: string | null, locale: Locale): ModalView {
  const memo: ReturnMemo = { id: essay.id, revision: essay.revision, responseUrl }
  return modal(RETURN_FORM, { zh: `退回 ${essay.id}`, en: `Return ${essay.id}` }, memo, locale, [
    section(essayNamed(essay)),
    input(
      'comment',
      say(locale, { zh: '修改意见（作者会看到）', en: 'What to change (the author reads it)' }),
      { ...textInput('', { multiline: true }), max_length: LONGEST_COMMENT },
    ),
  ])
}

/** An essay's whole text, as it was typed. */
export function essayTextView(essay: Essay, locale: Locale): ModalView {
  return {
    type: 'modal',
    title: plain(essay.id, LIMITS.modalTitle),
    close: plain(say(locale, { zh: '关闭', en: 'Close' }), LIMITS.modalTitle),
    blocks: [
      section(essayNamed(essay)),
      { type: 'section', text: plain(essay.body ?? say(locale, { zh: '（没有正文）', en: '(no text)' })) },
    ],
  }
}

/** Reads the essay form. `month` is null when the form did not ask. What is missing is said by `checkText`. */
export function readEssayForm(values: FormValues): EssayText & { readonly month: Month | null } {
  const text = (name: string) => (values[name]?.['value']?.value ?? '').trim()
  const chosen = (name: string) => values[name]?.['value']?.selected_option?.value ?? ''
  return {
    month: chosen('month') === '' ? null : parseMonth(chosen('month')),
    kind: chosen('kind'),
    title: text('title').replace(/\s+/gu, ' '),
    body: text('body') || null,
    link: text('link') || null,
  }
}

export function readReturnForm(values: FormValues): string {
  return (values['comment']?.['value']?.value ?? '').trim()
}

/** The month of the form or of its memo. Throws FieldFaults without either. */
export function monthAsked(month: Month | null): Month {
  if (month !== null) return month
  throw new FieldFaults({ month: { zh: '请选月份。', en: 'Choose a month.' } })
}

function monthOptions({ owed, current }: MemberMonths, locale: Locale) {
  const months = owed.map((obligation) =>
    option(
      say(locale, {
        zh: `${monthInWords(obligation.month, locale)} · 还欠 ${stillOwed(obligation)} 篇`,
        en: `${monthInWords(obligation.month, locale)} · ${stillOwed(obligation)} still owed`,
      }),
      obligation.month,
    ),
  )
  if (owed.some(({ month }) => month === current)) return months
  return [...months, option(monthInWords(current, locale), current)]
}

function settledInWords(month: Month, locale: Locale): string {
  return say(locale, {
    zh: `${monthInWords(month, locale)}的习作已经不欠了；要交别的月份，请在下面选。`,
    en: `Nothing is owed for ${monthInWords(month, locale)} any more; choose another month below.`,
  })
}

function textFields(start: EssayText, locale: Locale): KnownBlock[] {
  const kinds = ESSAY_KINDS.map(({ name, en }) => option(locale === 'zh' ? name : en, name))
  // An imported essay may be of a kind that is not offered; it keeps it.
  if (
    start.kind !== '' &&
    start.kind.length <= LONGEST_OPTION &&
    kinds.every(({ value }) => value !== start.kind)
  ) {
    kinds.push(option(start.kind, start.kind))
  }
  const kind = kinds.find(({ value }) => value === start.kind)
  const optional = { optional: true }
  return [
    input('kind', say(locale, { zh: '类别', en: 'Kind' }), {
      type: 'static_select',
      options: kinds,
      ...(kind === undefined ? {} : { initial_option: kind }),
    }),
    input('title', say(locale, { zh: '标题', en: 'Title' }), {
      ...textInput(fit(start.title, LONGEST_TITLE)),
      max_length: LONGEST_TITLE,
    }),
    input(
      'body',
      say(locale, { zh: '正文', en: 'Text' }),
      { ...textInput(start.body ?? '', { multiline: true }), max_length: LIMITS.plainTextInput },
      {
        ...optional,
        hint: say(locale, {
          zh: `最多 ${LIMITS.plainTextInput} 字；更长的请放在下面的链接里`,
          en: `Up to ${LIMITS.plainTextInput} characters; put a longer one behind the link below`,
        }),
      },
    ),
    input(
      'link',
      say(locale, { zh: '链接', en: 'Link' }),
      { ...textInput(start.link ?? '', { placeholder: 'https://' }), max_length: LONGEST_LINK },
      optional,
    ),
  ]
}

function modal(
  callbackId: string,
  title: Said,
  memo: EssayMemo | ReturnMemo,
  locale: Locale,
  blocks: KnownBlock[],
): ModalView {
  return {
    type: 'modal',
    callback_id: callbackId,
    title: plain(say(locale, title), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '提交', en: 'Submit' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    private_metadata: JSON.stringify(memo),
    blocks,
  }
}
