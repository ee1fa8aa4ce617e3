import type { KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { FieldFaults, MemberFacingError } from '../errors.ts'
import { say, type Locale, type Said } from '../locale.ts'
import { context, input, LIMITS, option, plain, textInput } from '../slack/blocks.ts'
import { escapeText } from '../slack/mrkdwn.ts'
import type { FormValues } from '../slack/listener.ts'
import { parseDurationText, parsePeopleCount, parseQuantityText } from './parse-quick-text.ts'
import type { Measure } from './kinds-store.ts'
import type { Vocabulary } from './quick-record.ts'
import type { Evidence, Family, HeadCount, Quantity, RecordDetails } from './record.ts'
import { durationInWords, quantitiesInWords, type RecordWordsBook } from './record-view.ts'

export const RECORD_FORM = 'record.form'

/** What the form carries along, beside its fields. With `id` it corrects that record, else it logs a new one. */
export type FormMemo = {
  readonly family: Family
  readonly id: string | null
  readonly baseRevision: number
  /** Where the confirmation goes: back to the command that opened the form. */
  readonly responseUrl: string | null
  /** People of the record without a Slack account, whom the picker cannot show. */
  readonly keptPeople: readonly string[]
  readonly evidence: readonly Evidence[]
}

/** What stands in the fields when the form opens. People are Slack user ids. */
export type FormStart = {
  readonly kindId: string | null
  readonly startsOn: string
  readonly endsOn: string
  readonly title: string
  readonly materials: readonly string[]
  readonly slackUserIds: readonly string[]
  readonly headCount: HeadCount | null
  readonly durationMin: number | null
  readonly place: string
  readonly partner: string
  readonly note: string
  /** Lines like 发布新闻动态 24条; also what could not be matched to a measure, as it was typed. */
  readonly quantities: readonly string[]
  /** Said on top: what was ambiguous, or could not be placed. */
  readonly questions: readonly Said[]
}

const FORM_FIELDS: Readonly<Record<string, Said>> = {
  kind: { zh: '类别', en: 'Kind' },
  date: { zh: '日期', en: 'Date' },
  endDate: { zh: '结束日期（多天时填）', en: 'Last day (when it took several)' },
  title: { zh: '标题', en: 'Title' },
  materials: { zh: '材料（一行一份）', en: 'Materials (one a line)' },
  people: { zh: '人员', en: 'People' },
  headCount: { zh: '人数', en: 'Head count' },
  duration: { zh: '时长', en: 'Duration' },
  place: { zh: '地点', en: 'Place' },
  quantities: { zh: '数量（一行一项）', en: 'Quantities (one a line)' },
  partner: { zh: '合作单位', en: 'Partner' },
  note: { zh: '备注', en: 'Note' },
}

/** The form for a new record or a correction. */
export function recordForm(
  start: FormStart,
  memo: FormMemo,
  book: Pick<RecordWordsBook, 'kinds' | 'measures'>,
  locale: Locale,
): ModalView {
  return {
    type: 'modal',
    callback_id: RECORD_FORM,
    title: plain(formTitle(memo, locale), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '保存', en: 'Save' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    private_metadata: JSON.stringify(memo),
    blocks: [
      ...start.questions
        .slice(0, 8)
        .map((question) => context(`:grey_question: ${escapeText(say(locale, question))}`)),
      kindField(start, memo.family, book, locale),
      ...dayFields(start, locale),
      ...textFields(start, book.measures, locale),
    ],
  }
}

function formTitle(memo: FormMemo, locale: Locale): string {
  if (memo.id !== null) return say(locale, { zh: `修改 ${memo.id}`, en: `Edit ${memo.id}` })
  return memo.family === 'study'
    ? say(locale, { zh: '记录学习', en: 'Log a study session' })
    : say(locale, { zh: '记录活动', en: 'Log an activity' })
}

function label(field: string, locale: Locale): string {
  return say(locale, FORM_FIELDS[field] ?? { zh: field, en: field })
}

function kindField(
  start: FormStart,
  family: Family,
  book: Pick<RecordWordsBook, 'kinds'>,
  locale: Locale,
): KnownBlock {
  const options: PlainTextOption[] = book.kinds
    .filter((kind) => kind.family === family)
    .slice(0, LIMITS.options)
    .map((kind) => option(locale === 'zh' ? kind.nameZh : kind.nameEn, kind.id))
  const initial = options.find(({ value }) => value === start.kindId)
  return input('kind', label('kind', locale), {
    type: 'static_select',
    options,
    ...(initial === undefined ? {} : { initial_option: initial }),
  })
}

function dayFields(start: FormStart, locale: Locale): KnownBlock[] {
  const severalDays = start.endsOn !== start.startsOn
  return [
    input('date', label('date', locale), { type: 'datepicker', initial_date: start.startsOn }),
    input(
      'endDate',
      label('endDate', locale),
      { type: 'datepicker', ...(severalDays ? { initial_date: start.endsOn } : {}) },
      { optional: true },
    ),
  ]
}

function textFields(start: FormStart, measures: readonly Measure[], locale: Locale): KnownBlock[] {
  const optional = { optional: true }
  const example = measures[0]
  return [
    input('title', label('title', locale), textInput(start.title)),
    input(
      'materials',
      label('materials', locale),
      textInput(start.materials.join('\n'), { multiline: true }),
      optional,
    ),
    input(
      'people',
      label('people', locale),
      {
        type: 'multi_users_select',
        ...(start.slackUserIds.length > 0 ? { initial_users: [...start.slackUserIds] } : {}),
      },
      optional,
    ),
    input(
      'headCount',
      label('headCount', locale),
      textInput(start.headCount === null ? '' : `${start.headCount.value}${start.headCount.unit}`),
      {
        optional: true,
        hint: say(locale, {
          zh: '不点名的人，例如 28人 或 60人次',
          en: 'People not named above, like 28 or 60人次',
        }),
      },
    ),
    input(
      'duration',
      label('duration', locale),
      textInput(start.durationMin === null ? '' : durationInWords(start.durationMin, locale)),
      { optional: true, hint: say(locale, { zh: '例如 2小时、90分钟、1h30m', en: 'Like 2h, 90m or 1h30m' }) },
    ),
    input('place', label('place', locale), textInput(start.place), optional),
    input(
      'quantities',
      label('quantities', locale),
      textInput(start.quantities.join('\n'), { multiline: true }),
      {
        optional: true,
        ...(example === undefined
          ? {}
          : {
              hint: say(locale, {
                zh: `例如 ${example.name}=24${example.unit}`,
                en: `Like ${example.name}=24${example.unit}`,
              }),
            }),
      },
    ),
    input('partner', label('partner', locale), textInput(start.partner), optional),
    input('note', label('note', locale), textInput(start.note, { multiline: true }), optional),
  ]
}

/** The fields of a record that is to be corrected. `slackIdOf` gives null for a member without a Slack account. */
export function startFrom(
  details: RecordDetails,
  book: Pick<RecordWordsBook, 'measures'>,
  slackIdOf: (memberId: string) => string | null,
): FormStart {
  return {
    kindId: details.kindId,
    startsOn: details.startsOn,
    endsOn: details.endsOn,
    title: details.title,
    materials: details.materials,
    slackUserIds: details.people.map(slackIdOf).filter((id) => id !== null),
    headCount: details.headCount,
    durationMin: details.durationMin,
    place: details.place ?? '',
    partner: details.partner ?? '',
    note: details.note ?? '',
    quantities: quantitiesInWords(book, details),
    questions: [],
  }
}

/** The fields as submitted; people still as Slack user ids. */
export type FormEntry = Omit<RecordDetails, 'people' | 'evidence'> & {
  readonly slackUserIds: readonly string[]
}

/** Reads a submitted form. Throws FieldFaults that says what is wrong at each field. */
export function readRecordForm(values: FormValues, vocabulary: Vocabulary): FormEntry {
  const faults: Record<string, Said> = {}
  const field = (name: string) => values[name]?.['value']
  const text = (name: string) => (field(name)?.value ?? '').trim()
  const parsed = <T>(name: string, parse: (text: string) => T): T | null => {
    if (text(name) === '') return null
    try {
      return parse(text(name))
    } catch (error) {
      if (!(error instanceof MemberFacingError)) throw error
      faults[name] = error.said
      return null
    }
  }
  const startsOn = field('date')?.selected_date ?? ''
  const entry = {
    kindId: field('kind')?.selected_option?.value ?? '',
    startsOn,
    endsOn: field('endDate')?.selected_date ?? startsOn,
    title: text('title'),
    materials: lines(text('materials')),
    slackUserIds: field('people')?.selected_users ?? [],
    headCount: parsed('headCount', parsePeopleCount),
    durationMin: parsed('duration', parseDurationText),
    place: text('place') || null,
    partner: text('partner') || null,
    note: text('note') || null,
    quantities:
      parsed('quantities', (all) => lines(all).flatMap((line) => readQuantities(line, vocabulary))) ?? [],
  }
  if (entry.kindId === '') faults['kind'] = { zh: '请选一个类别。', en: 'Choose a kind.' }
  if (startsOn === '') faults['date'] = { zh: '请选日期。', en: 'Choose a date.' }
  if (entry.title === '') faults['title'] = { zh: '请写上标题。', en: 'Give it a title.' }
  if (Object.keys(faults).length > 0) throw new FieldFaults(faults)
  return entry
}

function lines(text: string): string[] {
  return text
    .split(/[\n;；]/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
}

function readQuantities(line: string, vocabulary: Vocabulary): Quantity[] {
  return parseQuantityText(line, vocabulary).map(({ measureId, value, name }) => {
    if (measureId === undefined) {
      throw new MemberFacingError({
        zh: `“${name}”不是已有的指标。已有：${vocabulary.measures.map((measure) => measure.name).join('、')}`,
        en: `"${name}" is not a measure. Known: ${vocabulary.measures.map((measure) => measure.name).join(', ')}`,
      })
    }
    return { measureId, value }
  })
}
