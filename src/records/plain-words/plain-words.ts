import { z } from 'zod'
import { MemberFacingError } from '../../errors.ts'
import type { FormField } from '../words/field-words.ts'
import { readDateWords, readDurationWords, readHeadWords, readQuantityWords } from './figures.ts'
import { findQuote, plainText, restsOn } from '../../text/quotes.ts'
import type { HeadCount, QuickQuantity, Vocabulary } from '../line/words/reading.ts'

/** What a model read in a person's words, as far as it holds. Each field stands with the words it was taken from. */
export type WordsReading = {
  readonly kindId?: string
  readonly startsOn?: string
  readonly endsOn?: string
  readonly durationMin?: number
  readonly headCount?: HeadCount
  readonly place?: string
  readonly partner?: string
  readonly title?: string
  readonly materials: readonly string[]
  readonly quantities: readonly QuickQuantity[]
  /** Names of people, to be looked up among the members. */
  readonly names: readonly string[]
  readonly quotes: Readonly<Partial<Record<FormField, string>>>
}

const NOTHING: WordsReading = { materials: [], quantities: [], names: [], quotes: {} }

/** A longer answer is none: the largest that the prompt asks for is far below. */
const LONGEST_ANSWER = 20_000
const LONGEST_TITLE = 300

const quoted = <T extends z.ZodType>(value: T) => z.object({ value, quote: z.string().min(1).max(1500) })
const text = quoted(z.string().trim().min(1).max(1500))
const many = <T extends z.ZodType>(piece: T) => z.array(piece).max(30)

// Each field is read by itself: one that does not fit is left out, and the others stay.
const FIELDS = {
  kind: text,
  startsOn: text,
  endsOn: text,
  durationMinutes: quoted(z.unknown()),
  headCount: quoted(z.unknown()),
  place: text,
  partner: text,
  title: text,
  materials: many(z.unknown()),
  people: many(z.unknown()),
  quantities: many(z.unknown()),
} as const

type Fields = { [Name in keyof typeof FIELDS]?: z.infer<(typeof FIELDS)[Name]> }

const quantity = quoted(z.object({ measure: z.string().nullable(), count: z.number() }))

/**
 * Reads a model's answer about `words` (Slack's markup already made readable). Nothing in it is believed: a field counts
 * only when it quotes the words letter for letter and rests on the quote, and every figure and date is read anew from
 * the quoted words by our own rules; the model's own number is never taken. Anything else is left out. Never throws.
 */
export function readModelAnswer(
  answer: string,
  words: string,
  vocabulary: Vocabulary,
  today: Temporal.PlainDate,
): WordsReading {
  const fields = fieldsOf(answer)
  if (fields === null) return NOTHING
  const whole = plainText(words)
  const quotes: Partial<Record<FormField, string>> = {}
  const take = <T>(field: FormField, quote: string, read: (quote: string) => T | null): T | undefined => {
    const found = attempt(() => read(plainText(quote)))
    if (found === null) return undefined
    quotes[field] = quotes[field] === undefined ? plainText(quote) : `${quotes[field]} … ${plainText(quote)}`
    return found
  }
  const textOf = (field: 'title' | 'place' | 'partner', longest = 1500) => {
    const given = fields[field]
    if (given === undefined || given.value.length > longest) return undefined
    return take(field, given.quote, (quote) => textFrom(given.value, quote, whole))
  }
  const listOf = (field: 'materials' | 'people') =>
    (fields[field] ?? []).flatMap((piece) => {
      const given = text.safeParse(piece).data
      if (given === undefined) return []
      return take(field, given.quote, (quote) => textFrom(given.value, quote, whole)) ?? []
    })
  const { kind, startsOn, endsOn, durationMinutes, headCount } = fields
  const kindId =
    kind &&
    take('kind', kind.quote, (quote) =>
      findQuote(whole, quote) !== null && vocabulary.kinds.some(({ id }) => id === kind.value)
        ? kind.value
        : null,
    )
  const first = startsOn && take('date', startsOn.quote, (quote) => readDateWords(quote, whole, today))
  const last = first && endsOn && take('endDate', endsOn.quote, (quote) => readDateWords(quote, whole, today))
  return {
    ...NOTHING,
    ...present({
      kindId,
      startsOn: first?.startsOn.toString(),
      endsOn: (last ?? first)?.endsOn.toString(),
      durationMin:
        durationMinutes &&
        take('duration', durationMinutes.quote, (quote) => readDurationWords(quote, whole)),
      headCount: headCount && take('headCount', headCount.quote, (quote) => readHeadWords(quote, whole)),
      title: textOf('title', LONGEST_TITLE),
      place: textOf('place'),
      partner: textOf('partner'),
    }),
    materials: [...new Set(listOf('materials').map((name) => name.replaceAll(/[《》]/g, '')))],
    names: listOf('people'),
    quantities: (fields.quantities ?? []).flatMap((piece) => {
      const given = quantity.safeParse(piece).data
      if (given === undefined) return []
      const read = (quote: string) => readQuantityWords(quote, given.value, whole, vocabulary)
      return take('quantities', given.quote, read) ?? []
    }),
    quotes,
  }
}

function fieldsOf(answer: string): Fields | null {
  if (answer.length > LONGEST_ANSWER) return null
  const from = answer.indexOf('{')
  const to = answer.lastIndexOf('}')
  if (from < 0 || to < from) return null
  const parsed = attempt(() =>
    z.record(z.string(), z.unknown()).parse(JSON.parse(answer.slice(from, to + 1))),
  )
  if (parsed === null) return null
  const unsure = z.array(z.string()).safeParse(parsed['unsure']).data ?? []
  const fields: Record<string, unknown> = {}
  for (const [name, schema] of Object.entries(FIELDS)) {
    const { data } = schema.safeParse(parsed[name])
    if (data !== undefined && !unsure.includes(name)) fields[name] = data
  }
  return fields
}

function textFrom(value: string, quote: string, whole: string): string | null {
  return findQuote(whole, quote) !== null && restsOn(value, quote) ? plainText(value) : null
}

/** null for what cannot be read; every other error is a fault of ours. */
function attempt<T>(read: () => T | null): T | null {
  try {
    return read()
  } catch (error) {
    if (error instanceof MemberFacingError || error instanceof SyntaxError || error instanceof z.ZodError)
      return null
    throw error
  }
}

function present<T extends object>(all: T): { [Key in keyof T]?: Exclude<T[Key], undefined> } {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as {
    [Key in keyof T]?: Exclude<T[Key], undefined>
  }
}
