import type { Locale, LocalizedText } from '../../locale.ts'
import type { FormField } from '../words/field-words.ts'
import type { QuickFields } from '../line/words/reading.ts'
import type { HeadCount, RecordDetails } from '../record/record.ts'
import { formatQuantities, type Catalog } from '../words/view.ts'
import type { Unusual } from '../doubts/unusual.ts'

/** What stands in the fields when the form opens. People are Slack user ids; `startsOn` is empty for no day. */
export type FormStart = {
  readonly kindId: string | null
  readonly startsOn: string
  readonly endsOn: string
  readonly title: string
  readonly materials: readonly string[]
  readonly slackUserIds: readonly string[]
  readonly headCount: HeadCount | null
  readonly expected: number | null
  readonly excused: number | null
  readonly durationMin: number | null
  readonly place: string
  readonly partner: string
  readonly note: string
  /** Lines like 发布新闻动态 24条; also what could not be matched to a measure, as it was typed. */
  readonly quantities: readonly string[]
  /** Offered before the other kinds: those that what was written is nearest to. */
  readonly nearKinds?: readonly string[]
  /** Said on top: what was ambiguous, or could not be placed. */
  readonly questions: readonly LocalizedText[]
  /** Said above the questions: mrkdwn in the person's language, people's text already escaped. */
  readonly notes?: readonly string[]
  /** The person's own words that a field was read from, said at the field. */
  readonly taken?: Readonly<Partial<Record<FormField, string>>>
  /** What is asked about a field, said at it too. */
  readonly asked?: Readonly<Partial<Record<FormField, LocalizedText>>>
  /** Values to be confirmed with a tick before they are stored. */
  readonly unusual?: readonly Unusual[]
  /**
   * Fields of an open form whose content is to be replaced: Slack keeps what stands in a field as long as its block
   * and action id stay. `mark` has to differ from that of the content before.
   */
  readonly replaced?: { readonly fields: readonly FormField[]; readonly mark: string }
}

/** The form with what a line said in its fields, and what is to be asked on top. */
export function startFromLine(fields: QuickFields, questions: readonly LocalizedText[]): FormStart {
  return {
    kindId: fields.kindId ?? null,
    // A day that was not understood is never today.
    startsOn: fields.dateUnread === true ? '' : fields.startsOn.toString(),
    endsOn: fields.dateUnread === true ? '' : fields.endsOn.toString(),
    title: fields.title,
    materials: fields.materials,
    slackUserIds: fields.people.userIds,
    headCount: fields.headCount ?? null,
    expected: fields.expected ?? null,
    excused: fields.excused ?? null,
    durationMin: fields.durationMin ?? null,
    place: fields.place ?? '',
    partner: fields.partner ?? '',
    note: fields.note ?? '',
    quantities: fields.quantities.map(({ name, value, unit }) => `${name}=${value}${unit}`),
    questions,
  }
}

/** The empty form, on a day. */
export function emptyStart(day: Temporal.PlainDate): FormStart {
  return {
    kindId: null,
    startsOn: day.toString(),
    endsOn: day.toString(),
    title: '',
    materials: [],
    slackUserIds: [],
    headCount: null,
    expected: null,
    excused: null,
    durationMin: null,
    place: '',
    partner: '',
    note: '',
    quantities: [],
    questions: [],
  }
}

/** The fields of a record that is to be corrected. `slackIdOf` gives null for a member without a Slack account. */
export function startFrom(
  details: RecordDetails,
  catalog: Pick<Catalog, 'measures' | 'former'>,
  slackIdOf: (memberId: string) => string | null,
  locale: Locale,
): FormStart {
  return {
    kindId: details.kindId,
    startsOn: details.startsOn,
    endsOn: details.endsOn,
    title: details.title,
    materials: details.materials,
    slackUserIds: details.people.map(slackIdOf).filter((id) => id !== null),
    headCount: details.headCount,
    expected: details.expected ?? null,
    excused: details.excused ?? null,
    durationMin: details.durationMin,
    place: details.place ?? '',
    partner: details.partner ?? '',
    note: details.note ?? '',
    quantities: formatQuantities(catalog, details, locale),
    questions: [],
  }
}
