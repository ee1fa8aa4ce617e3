import type { Checkboxes, InputBlock, KnownBlock, ModalView, PlainTextOption } from '@slack/types'
import { say, type Locale, type Said } from '../locale.ts'
import { context, input, LIMITS, option, plain, textInput } from '../slack/blocks.ts'
import { escapeText } from '../slack/mrkdwn.ts'
import { FORM_FIELDS, type FormField } from './field-words.ts'
import type { Measure } from './kinds-store.ts'
import type { Evidence, Family, HeadCount, RecordDetails } from './record.ts'
import { durationInWords, kindOf, quantitiesInWords, type RecordWordsBook } from './record-view.ts'
import type { Unusual } from './unusual.ts'

export const RECORD_FORM = 'record.form'

/** What the form carries along, beside its fields. With `id` it corrects that record, else it logs a new one. */
export type FormMemo = {
  readonly family: Family
  readonly id: string | null
  readonly baseRevision: number
  /** Where the confirmation goes: back to the command that opened the form. */
  readonly responseUrl: string | null
  /** People of the record without a Slack account, whom the picker cannot show; absent: looked up when it is stored. */
  readonly keptPeople?: readonly string[]
  /** Of a new record; a correction keeps what the record has. */
  readonly evidence: readonly Evidence[]
  /** Kinds of both families are offered, and the kind decides: the form was opened on a message. */
  readonly anyFamily?: boolean
  /** Keys of unusual values that the person has confirmed so far. */
  readonly confirmed?: readonly string[]
}

/** What Slack lets a form carry, in UTF-16 units. Source: Slack's reference, "Modal views", private_metadata. */
const METADATA = 3000

/** The memo with as much of its evidence as a form can carry, and without the people who can be looked up. */
export function fittingMemo(memo: FormMemo): FormMemo {
  if (JSON.stringify(memo).length <= METADATA) return memo
  const { keptPeople: _lookedUp, ...fitting } = memo
  for (let count = memo.evidence.length; count >= 0; count -= 1) {
    const cut = { ...fitting, evidence: memo.evidence.slice(0, count) }
    if (JSON.stringify(cut).length <= METADATA - 100) return cut
  }
  return { ...fitting, evidence: [] }
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
  /** Said above the questions: mrkdwn in the person's language, people's text already escaped. */
  readonly notes?: readonly string[]
  /** The person's own words that a field was read from, said at the field. */
  readonly taken?: Readonly<Partial<Record<FormField, string>>>
  /** Values to be confirmed with a tick before they are stored. */
  readonly unusual?: readonly Unusual[]
  /**
   * Fields of an open form whose content is to be replaced: Slack keeps what stands in a field as long as its block
   * and action id stay. `mark` has to differ from that of the content before.
   */
  readonly replaced?: { readonly fields: readonly FormField[]; readonly mark: string }
}

/** The form for a new record or a correction. */
export function recordForm(
  start: FormStart,
  memo: FormMemo,
  book: Pick<RecordWordsBook, 'kinds' | 'measures' | 'former'>,
  locale: Locale,
): ModalView {
  return {
    type: 'modal',
    callback_id: RECORD_FORM,
    title: plain(formTitle(memo, locale), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '保存', en: 'Save' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    private_metadata: JSON.stringify(fittingMemo(memo)),
    blocks: [
      ...(start.notes ?? []).map((note) => context(note)),
      ...start.questions
        .slice(0, MOST_QUESTIONS)
        .map((question) => context(`:grey_question: ${escapeText(say(locale, question))}`)),
      ...unusualField(start.unusual ?? [], locale),
      ...[
        kindField(start, memo, book, locale),
        ...dayFields(start, locale),
        ...textFields(start, book.measures, locale),
      ].map((field) => dressed(field, start, locale)),
    ],
  }
}

/** Said on top of a form at most: more would push its fields out of sight. */
const MOST_QUESTIONS = 12

/** Says which words a field was taken from, and gives it a new name in Slack's eyes where its content is replaced. */
function dressed(field: InputBlock, { taken, replaced }: FormStart, locale: Locale): InputBlock {
  const name = field.block_id as FormField
  const words = taken?.[name]
  const isReplaced = replaced?.fields.includes(name) === true
  return {
    ...field,
    ...(isReplaced ? { element: { ...field.element, action_id: `value.${replaced.mark}` } } : {}),
    ...(words === undefined
      ? {}
      : { hint: plain(say(locale, { zh: `取自“${words}”`, en: `Taken from “${words}”` }), 300) }),
  }
}

function unusualField(unusual: readonly Unusual[], locale: Locale): KnownBlock[] {
  if (unusual.length === 0) return []
  const asked = unusual.slice(0, 10)
  const element: Checkboxes = {
    type: 'checkboxes',
    options: asked.map(({ key, answer }) => option(say(locale, answer), key)),
  }
  const label = say(locale, { zh: '请确认', en: 'Please confirm' })
  const field = input(UNUSUAL_FIELD, label, element, { optional: true })
  // Other values are another question: what was ticked for the last ones must not stay ticked.
  return [
    ...asked.map(({ question }) => context(`:warning: ${escapeText(say(locale, question))}`)),
    {
      ...field,
      element: { ...element, action_id: `value.${asked.map(({ key }) => key).join()}`.slice(0, 255) },
    },
  ]
}

/** Where unusual values are ticked as right. */
export const UNUSUAL_FIELD = 'unusual'

function formTitle(memo: FormMemo, locale: Locale): string {
  if (memo.anyFamily === true) return say(locale, { zh: '记录这条消息', en: 'Log this' })
  if (memo.id !== null) return say(locale, { zh: `修改 ${memo.id}`, en: `Edit ${memo.id}` })
  return memo.family === 'study'
    ? say(locale, { zh: '记录学习', en: 'Log a study session' })
    : say(locale, { zh: '记录活动', en: 'Log an activity' })
}

function label(field: FormField, locale: Locale): string {
  return say(locale, FORM_FIELDS[field])
}

function kindField(
  start: FormStart,
  memo: FormMemo,
  book: Pick<RecordWordsBook, 'kinds' | 'former'>,
  locale: Locale,
): InputBlock {
  // A record may keep a kind that nobody can choose any more.
  const own = start.kindId === null ? null : kindOf(book, start.kindId)
  const kinds = own === null || book.kinds.includes(own) ? book.kinds : [own, ...book.kinds]
  const optionsOf = (family: Family): PlainTextOption[] =>
    kinds
      .filter((kind) => kind.family === family)
      .slice(0, LIMITS.options)
      .map((kind) => option(locale === 'zh' ? kind.nameZh : kind.nameEn, kind.id))
  const groups = (['study', 'activity'] as const).map((family) => ({
    label: plain(say(locale, FAMILY_WORDS[family]), LIMITS.option),
    options: optionsOf(family),
  }))
  const choice =
    memo.anyFamily === true
      ? { option_groups: groups.filter(({ options }) => options.length > 0) }
      : { options: optionsOf(memo.family) }
  const offered = choice.options ?? choice.option_groups.flatMap(({ options }) => options)
  const initial = offered.find(({ value }) => value === own?.id)
  return input('kind', label('kind', locale), {
    type: 'static_select',
    ...choice,
    ...(initial === undefined ? {} : { initial_option: initial }),
  })
}

const FAMILY_WORDS: Readonly<Record<Family, Said>> = {
  study: { zh: '学习', en: 'Study' },
  activity: { zh: '活动', en: 'Activities' },
}

function dayFields(start: FormStart, locale: Locale): InputBlock[] {
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

function textFields(start: FormStart, measures: readonly Measure[], locale: Locale): InputBlock[] {
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
  book: Pick<RecordWordsBook, 'measures' | 'former'>,
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
