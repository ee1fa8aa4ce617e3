import { promptData } from '../llm/prompts.ts'
import { revealing, standIn, type Revealing } from './stand-ins.ts'

/** Replaces names on the way to the model and puts them back on the way from it. */
export type Pseudonyms = {
  /** A filled-in value of a prompt without the names; `field` is its placeholder. JSON stays JSON, its keys as they are. */
  readonly hide: (value: string, field: string) => string
  /** Takes the next piece of an answer, returns what of it may be shown, names put back. */
  reveal(): Revealing
  /** Names that are words of the texts too and therefore go as they are, but for person fields and after @. */
  readonly words: readonly string[]
}

/** What else the office calls by a name: places, partners, kinds, measures. */
export type Vocabulary = readonly string[]

/** Signs that show nothing; between the letters of a name they do not hide it. Also as JSON writes them. */
const INVISIBLE = String.raw`[\u00ad\u200b-\u200f\u2060-\u2064\ufeff]*`
const ADDRESS = /<@[UW][A-Z0-9]+(?:\|[^>]*)?>|[\w.+-]+@[\w-]+(?:\.[\w-]+)+/g
/** Placeholders and JSON keys under which only people stand. */
const PERSON_FIELDS = new Set(['people', 'person', 'member', 'attendees'])

/**
 * Stable stand-ins (⟦P7⟧) for the names of a roster, in what is filled into a prompt. A Chinese name is found whole or
 * within a longer word, a Latin one as a word of its own and in its own case; both in either width, and with invisible
 * signs between their letters. A name that is a word, a place or a partner too is replaced in person fields and after @
 * alone, and a longer name of the vocabulary that holds one stays whole. Mentions and e-mail addresses become stand-ins.
 * `said` is the prompt with all that is filled in: by it a Latin word is known. Pure.
 */
export function pseudonymsFor(names: readonly string[], vocabulary: Vocabulary = [], said = ''): Pseudonyms {
  const known = [...new Set(names.map(plainName).filter((name) => name !== ''))]
  const places = new Map(known.map((name, place) => [name, place + 1]))
  const terms = new Set(vocabulary.map(plainName))
  const words = known.filter((name) => terms.has(name) || isWord(name, said))
  const kept = [...terms].filter((term) => known.some((name) => term !== name && term.includes(name)))
  const everywhere = finder(
    known.filter((name) => !words.includes(name)),
    words,
    kept,
  )
  const amongPeople = finder(known, [], [])
  const addresses: string[] = []
  const used = new Set<number>()
  const mark = (place: number) => {
    used.add(place)
    return standIn(place)
  }
  const hideText = (text: string, find: RegExp | null) =>
    textWithout(text, find, {
      name: (name) => (places.has(name) ? mark(places.get(name) ?? 0) : null),
      address: (address) => mark(known.length + placeOf(addresses, address)),
    })
  return {
    words,
    hide: (value, field) => {
      const isOfPeople = PERSON_FIELDS.has(field)
      const json = parsedJson(value)
      if (json === null) return hideText(value, isOfPeople ? amongPeople : everywhere)
      return promptData(
        walked(json, isOfPeople, (text, people) => hideText(text, people ? amongPeople : everywhere)),
      )
    },
    reveal: () =>
      revealing(
        (place) =>
          used.has(place) ? (known[place - 1] ?? addresses[place - 1 - known.length] ?? null) : null,
        said,
      ),
  }
}

function plainName(name: string): string {
  return name.normalize('NFKC').replaceAll(new RegExp(INVISIBLE, 'gu'), '').trim()
}

function placeOf(addresses: string[], address: string): number {
  if (!addresses.includes(address)) addresses.push(address)
  return addresses.indexOf(address) + 1
}

/** Months and days of the week, which English writes with a capital like a name. */
const CALENDAR_WORDS: ReadonlySet<string> = new Set(
  Array.from({ length: 12 }, (_, month) => new Date(Date.UTC(2023, month, 1 + (month % 7)))).flatMap(
    (day) => [
      day.toLocaleString('en', { month: 'long', timeZone: 'UTC' }),
      day.toLocaleString('en', { weekday: 'long', timeZone: 'UTC' }),
    ],
  ),
)
const chinese = new Intl.Segmenter('zh', { granularity: 'word' })

/**
 * Whether a name is a word besides: two Chinese signs that a dictionary has as one word, 和平; one Latin word that is a
 * month or that the texts write small, may. Longer Chinese names are people's even where a dictionary knows them.
 */
function isWord(name: string, said: string): boolean {
  if (/^\p{Script=Han}{2}$/u.test(name)) return [...chinese.segment(name)].length === 1
  if (!/^\p{Script=Latin}+$/u.test(name)) return false
  return (
    CALENDAR_WORDS.has(name) ||
    new RegExp(`(?<![\\p{L}\\p{M}])${name.toLowerCase()}(?![\\p{L}\\p{M}])`, 'u').test(said)
  )
}

/** Finds what must stay, names after @, and names; in this order of the groups. Null: there is nothing to find. */
function finder(
  names: readonly string[],
  afterAt: readonly string[],
  kept: readonly string[],
): RegExp | null {
  const longestFirst = (texts: readonly string[]) =>
    [...texts].sort((a, b) => b.length - a.length).map(formOf)
  const parts = [
    ...(kept.length === 0 ? [] : [`(?<kept>${longestFirst(kept).join('|')})`]),
    ...(afterAt.length === 0 ? [] : [`(?<=@)(?:${longestFirst(afterAt).join('|')})`]),
    ...longestFirst(names),
  ]
  return parts.length === 0 ? null : new RegExp(parts.join('|'), 'gu')
}

/** How a name may be written: each of its characters in either width, invisible signs between. */
function formOf(name: string): string {
  const letters = [...name].map(letterForm).join(INVISIBLE)
  const [first = '', last = ''] = [[...name].at(0), [...name].at(-1)]
  return `${edgeOf(first, '?<!')}${letters}${edgeOf(last, '?!')}`
}

/** A Latin letter does not go on, and a digit does not either: 成员1 does not stand in 成员13. */
function edgeOf(sign: string, look: '?<!' | '?!'): string {
  if (/\p{Script=Latin}/u.test(sign)) return String.raw`(${look}[\p{Script=Latin}\p{M}])`
  return /\p{N}/u.test(sign) ? String.raw`(${look}\p{N})` : ''
}

function letterForm(letter: string): string {
  const code = letter.codePointAt(0) ?? 0
  const plain = letter.replaceAll(/[\\^$.*+?()[\]{}|/]/g, String.raw`\$&`)
  if (letter === ' ') return String.raw`[\s\u3000]+`
  if (code < 0x21 || code > 0x7e) return plain
  return `(?:${plain}|${String.fromCodePoint(code + 0xfee0)})`
}

type Marks = { readonly name: (name: string) => string | null; readonly address: (address: string) => string }

function textWithout(text: string, find: RegExp | null, marks: Marks): string {
  const plain = text.replaceAll('⟦', '[').replaceAll('⟧', ']').replaceAll(ADDRESS, marks.address)
  if (find === null) return plain
  return plain.replaceAll(find, (found, ...rest) => {
    const groups: unknown = rest.at(-1)
    const kept = typeof groups === 'object' && groups !== null && 'kept' in groups ? groups.kept : undefined
    return kept === undefined ? (marks.name(plainName(found).replaceAll(/\s+/g, ' ')) ?? found) : found
  })
}

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }

/** Null: plain text. Data are put into a prompt as arrays and objects. */
function parsedJson(value: string): (readonly Json[] | { readonly [key: string]: Json }) | null {
  if (!/^\s*[[{]/.test(value)) return null
  try {
    return JSON.parse(value) as readonly Json[]
  } catch {
    return null
  }
}

type Hide = (text: string, isOfPeople: boolean) => string

function walked<Part extends Json>(part: Part, isOfPeople: boolean, hide: Hide): Part {
  return walkedPart(part, isOfPeople, hide) as Part
}

function walkedPart(part: Json, isOfPeople: boolean, hide: Hide): Json {
  if (typeof part === 'string') return hide(part, isOfPeople)
  if (part === null || typeof part !== 'object') return part
  if (Array.isArray(part)) return (part as readonly Json[]).map((one) => walkedPart(one, isOfPeople, hide))
  return Object.fromEntries(
    Object.entries(part).map(([key, one]) => [
      key,
      walkedPart(one, isOfPeople || PERSON_FIELDS.has(key), hide),
    ]),
  )
}
