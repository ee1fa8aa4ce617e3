import { readableText } from '../../slack/mrkdwn.ts'
import { formatQuestion } from '../form/ask-in-words.ts'
import type { FormField } from '../words/field-words.ts'
import type { FormStart } from '../form/start.ts'
import type { WordsReading } from './plain-words.ts'
import type { QuickField, QuickRecord } from '../line/words/reading.ts'

type Writable = { -readonly [Key in keyof FormStart]: FormStart[Key] }

const QUESTION_OF: Readonly<Record<FormField, QuickField>> = {
  kind: 'kind',
  date: 'date',
  endDate: 'date',
  title: 'title',
  materials: 'materials',
  people: 'people',
  headCount: 'headCount',
  expected: 'headCount',
  excused: 'headCount',
  duration: 'duration',
  place: 'place',
  quantities: 'quantities',
  partner: 'partner',
  note: 'note',
}

/**
 * Completes what the rules read of a line by what a model read in the same words. The rules come first: the model fills
 * only what they left open or asked about, and every field it filled says which words it was taken from. `userIds` are
 * the Slack users of the names it read.
 */
export function fillFromWords(
  start: FormStart,
  quick: QuickRecord,
  reading: WordsReading,
  userIds: readonly string[],
): FormStart {
  const { fields } = quick
  const asked = new Set(quick.questions.map(({ field }) => field))
  const filled: Writable = { ...start }
  const taken: Partial<Record<FormField, string>> = {}
  const fill = (field: FormField, isOpen: boolean, change: Partial<Writable> | null) => {
    if (change === null || !(isOpen || asked.has(QUESTION_OF[field]))) return
    Object.assign(filled, change)
    const quote = reading.quotes[field]
    if (quote !== undefined) taken[field] = quote
  }
  const { kindId, startsOn, endsOn, durationMin, headCount, place, partner, title } = reading
  fill('kind', fields.kindId === undefined, kindId === undefined ? null : { kindId })
  if (startsOn !== undefined && endsOn !== undefined && endsOn >= startsOn) {
    fill('date', !fields.dateGiven, { startsOn, endsOn })
  }
  fill('duration', fields.durationMin === undefined, durationMin === undefined ? null : { durationMin })
  fill('headCount', fields.headCount === undefined, headCount === undefined ? null : { headCount })
  fill('place', fields.place === undefined, place === undefined ? null : { place })
  fill('partner', fields.partner === undefined, partner === undefined ? null : { partner })
  // Without a kind the line was no line of ours but plain words, and its rest is a sentence, not a title.
  const titleIsRest = fields.titleDerived || fields.kindId === undefined
  fill('title', titleIsRest, title === undefined ? null : { title })
  const { materials, quantities } = reading
  fill('materials', fields.materials.length === 0, materials.length === 0 ? null : { materials })
  fill(
    'quantities',
    fields.quantities.length === 0,
    quantities.length === 0
      ? null
      : { quantities: quantities.map(({ name, value, unit }) => `${name}=${value}${unit}`) },
  )
  const people = [...new Set([...start.slackUserIds, ...userIds])]
  fill('people', true, userIds.length === 0 ? null : { slackUserIds: people })
  const open = quick.questions.filter(({ field }) => !answered(field, taken)).map(formatQuestion)
  const others = start.questions.filter(
    (question) => !quick.questions.some((one) => formatQuestion(one).zh === question.zh),
  )
  const stillAsked = Object.fromEntries(
    Object.entries(start.asked ?? {}).filter(([field]) => taken[field as FormField] === undefined),
  )
  return {
    ...filled,
    asked: stillAsked,
    taken: { ...start.taken, ...taken },
    questions: [...open, ...others],
  }
}

/** The words from which the rules read each field, as a person reads them. */
export function takenByRules({ spans }: Pick<QuickRecord, 'spans'>): Partial<Record<FormField, string>> {
  const taken: Partial<Record<FormField, string>> = {}
  for (const { field, text } of spans) {
    const words = readableText(text)
    if (field === 'links' || words === '') continue
    taken[field] = taken[field] === undefined ? words : `${taken[field]} … ${words}`
  }
  return taken
}

function answered(question: QuickField, taken: Readonly<Partial<Record<FormField, string>>>): boolean {
  return Object.keys(taken).some((field) => QUESTION_OF[field as FormField] === question)
}
