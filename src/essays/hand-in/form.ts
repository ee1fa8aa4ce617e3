import { stored } from '../../storage-words.ts'
import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import { context, input, LIMITS, option, section, textInput, choice, modal } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import type { FormValues } from '../../slack/listener.ts'
import { parseMonth, type Month } from '../../time/month.ts'
import { FieldIssues } from '../../errors.ts'
import { LONGEST_LINK, LONGEST_TITLE } from '../words/check-text.ts'
import { ESSAY_KINDS, type Essay, type EssayFile } from '../essay/essay.ts'
import { formatMonth } from '../words/words.ts'
import type { MemberMonths } from '../duties/member-months.ts'
import { stillOwed } from '../duties/obligations.ts'

/** Of an option's value; Slack refuses a longer one. Source: Slack's Block Kit reference, option object. */
const LONGEST_OPTION = 150

export const ESSAY_FORM = 'essay.form'

/** What the essay form carries along. With `id` a draft or a returned essay is handed in, else a new one. */
export const essayMemo = z.object({
  id: z.string().nullable(),
  baseRevision: z.int(),
  /** The file it has; kept unless another is given. */
  file: z.object({ id: z.string(), name: z.string() }).nullable(),
  /** Where the answer goes; null: the person's DM. */
  responseUrl: z.string().nullable(),
})
export type EssayMemo = z.infer<typeof essayMemo>
/** What a submitted form says. `month` is null when the form did not ask; `file` when none was given. */
export type EssayEntry = Pick<Essay, 'kind' | 'title' | 'body' | 'link'> & {
  readonly month: Month | null
  readonly file: Pick<EssayFile, 'id' | 'name'> | null
  readonly asDraft: boolean
  readonly dropsFile: boolean
  readonly keepsBoth: boolean
}

/** The form for a new essay: months owed, earliest first, then the current one; `wanted` is chosen when it is among them. */
export function essayForm(
  months: MemberMonths,
  wanted: Month | null,
  responseUrl: string | null,
  locale: Locale,
): ModalView {
  const memo: EssayMemo = { id: null, baseRevision: 0, file: null, responseUrl }
  const isOffered = monthsOffered(months).includes(wanted ?? months.current)
  const settled =
    wanted === null || isOffered ? [] : [context(`:white_check_mark: ${formatSettled(wanted, locale)}`)]
  return essayModal({ zh: '交习作', en: 'Hand in an essay' }, memo, locale, [
    ...settled,
    monthField(months, wanted, locale),
    ...textFields(EMPTY, locale),
  ])
}

/** The form for a draft, filled with what it says now. */
export function draftForm(
  essay: Essay,
  months: MemberMonths,
  responseUrl: string | null,
  locale: Locale,
): ModalView {
  const memo: EssayMemo = { ...memoOf(essay), responseUrl }
  return essayModal({ zh: `草稿 ${essay.id}`, en: `Draft ${essay.id}` }, memo, locale, [
    monthField(months, essay.month, locale),
    ...textFields(essay, locale),
  ])
}

/** The form for a returned essay, filled with what it says now, the reviewer's comment on top. */
export function resubmitForm(
  essay: Essay,
  comment: string | null,
  responseUrl: string | null,
  locale: Locale,
): ModalView {
  const memo: EssayMemo = { ...memoOf(essay), responseUrl }
  const place = say(locale, {
    zh: `${formatMonth(essay.month, locale)}第 ${essay.seq} 篇`,
    en: `${formatMonth(essay.month, locale)}, no. ${essay.seq}`,
  })
  return essayModal({ zh: `修改 ${essay.id}`, en: `Revise ${essay.id}` }, memo, locale, [
    context(place),
    ...(comment === null ? [] : [section(`:speech_balloon: ${escapeText(comment)}`)]),
    ...textFields(essay, locale),
  ])
}

/** Reads the essay form. What is missing is said by `checkText`. */
export function readEssayForm(values: FormValues): EssayEntry {
  const text = (name: string) => (values[name]?.['value']?.value ?? '').trim()
  const chosen = (name: string) => values[name]?.['value']?.selected_option?.value ?? ''
  const ticked = new Set((values['how']?.['value']?.selected_options ?? []).map(({ value }) => value))
  const file = values['file']?.['value']?.files?.[0]
  return {
    month: chosen('month') === '' ? null : parseMonth(chosen('month')),
    kind: chosen('kind'),
    title: text('title').replace(/\s+/gu, ' '),
    body: text('body') || null,
    link: text('link') || null,
    file: file === undefined ? null : { id: file.id, name: fit(file.name ?? file.id, LONGEST_TITLE) },
    asDraft: ticked.has('draft'),
    dropsFile: ticked.has('drop'),
    keepsBoth: ticked.has('both'),
  }
}

/** The month of the form. Throws FieldIssues without. */
export function monthAsked(month: Month | null): Month {
  if (month !== null) return month
  throw new FieldIssues({ month: { zh: '请选月份。', en: 'Choose a month.' } })
}

function memoOf({ id, revision, file }: Essay): Omit<EssayMemo, 'responseUrl'> {
  const kept = file === null ? null : { id: file.id, name: file.name }
  return { id, baseRevision: revision, file: kept }
}

function monthsOffered({ owed, current }: MemberMonths): Month[] {
  const months = owed.map(({ month }) => month)
  return months.includes(current) ? months : [...months, current]
}

function monthField(months: MemberMonths, wanted: Month | null, locale: Locale): KnownBlock {
  const t = translator(locale)

  const options = monthsOffered(months).map((month) => {
    const owed = months.owed.find((obligation) => obligation.month === month)
    const name = formatMonth(month, locale)
    const left = owed === undefined ? 0 : stillOwed(owed)
    return option(left === 0 ? name : t(`${name} · 还欠 ${left} 篇`, `${name} · ${left} still owed`), month)
  })
  const chosen = options.find(({ value }) => value === wanted) ?? options[0]
  return input('month', t('月份', 'Month'), choice(options, chosen))
}

function formatSettled(month: Month, locale: Locale): string {
  return say(locale, {
    zh: `${formatMonth(month, locale)}的习作已经不欠了；要交别的月份，请在下面选。`,
    en: `Nothing is owed for ${formatMonth(month, locale)} any more; choose another month below.`,
  })
}

type Start = Pick<Essay, 'kind' | 'title' | 'body' | 'link' | 'file'>
const EMPTY: Start = { kind: '', title: '', body: null, link: null, file: null }

function textFields(start: Start, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  const optional = { optional: true }
  return [
    kindField(start.kind, locale),
    input('title', t('标题', 'Title'), {
      ...textInput(fit(start.title, LONGEST_TITLE)),
      max_length: LONGEST_TITLE,
    }),
    input(
      'body',
      t('正文', 'Text'),
      { ...textInput(start.body ?? '', { multiline: true }), max_length: LIMITS.plainTextInput },
      {
        ...optional,
        hint: t(
          `最多 ${LIMITS.plainTextInput} 字；更长的请上传文件，或填链接`,
          `Up to ${LIMITS.plainTextInput} characters; a longer one goes as a file or behind a link`,
        ),
      },
    ),
    input(
      'file',
      t('文件', 'File'),
      { type: 'file_input', max_files: 1 },
      { ...optional, hint: fileHint(start.file, locale) },
    ),
    input(
      'link',
      t('链接', 'Link'),
      { ...textInput(start.link ?? '', { placeholder: 'https://' }), max_length: LONGEST_LINK },
      optional,
    ),
    howField({ hasFile: start.file !== null, isNew: start === EMPTY }, locale),
  ]
}

function kindField(start: string, locale: Locale): KnownBlock {
  const kinds = ESSAY_KINDS.map(({ name, en }) => option(locale === 'zh' ? name : en, name))
  // An imported essay may be of a kind that is not offered; it keeps it.
  if (start !== '' && start.length <= LONGEST_OPTION && kinds.every(({ value }) => value !== start)) {
    kinds.push(option(start, start))
  }
  const kind = kinds.find(({ value }) => value === start)
  return input('kind', say(locale, { zh: '类别', en: 'Kind' }), choice(kinds, kind))
}

function fileHint(file: EssayFile | null, locale: Locale): string {
  const t = translator(locale)

  const hint = t(
    `.docx、.txt、.md 的文字会读出来供审阅和编入文集；${stored.asIs.zh}`,
    `The words of .docx, .txt and .md are read for the review and the anthology; ${stored.asIs.en}`,
  )
  if (file === null) return hint
  return t(
    `现有：${file.name}。换了文件或改写了正文就不再保留，除非勾选“正文和文件都要”。${hint}`,
    `Now: ${file.name}. A new file or a new text takes its place unless you tick “Keep both text and file”. ${hint}`,
  )
}

function howField(
  { hasFile, isNew }: { readonly hasFile: boolean; readonly isNew: boolean },
  locale: Locale,
): KnownBlock {
  const t = translator(locale)

  const options = [
    option(t('先存草稿，以后再提交', 'Keep as a draft, hand in later'), 'draft'),
    ...(hasFile ? [option(t('去掉现有文件', 'Take the file away'), 'drop')] : []),
    ...(isNew
      ? []
      : [option(t('正文和文件都要（文集印正文）', 'Keep both text and file (the text is printed)'), 'both')]),
  ]
  return input('how', t('怎样处理', 'How to keep it'), { type: 'checkboxes', options }, { optional: true })
}

function essayModal(title: LocalizedText, memo: EssayMemo, locale: Locale, blocks: KnownBlock[]): ModalView {
  return modal(locale, { title, id: ESSAY_FORM, submit: { zh: '提交', en: 'Submit' }, memo, blocks })
}
