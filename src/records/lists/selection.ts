import { MemberFacingError, ifReadable } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import type { Period } from '../../time/period.ts'
import { foldName } from '../../text/names.ts'
import type { RecordFamily, Vocabulary } from '../line/words/reading.ts'

/** Which records a person asks for. A record is of the period that it began in, as in the report's facts. */
export type Wanted = {
  /** null: of all time. */
  readonly period: Period | null
  /** Any of these kinds; none: every kind. */
  readonly kindIds: readonly string[]
  /** Slack user ids: each of them took part or logged it. */
  readonly userIds: readonly string[]
  /** Names typed after an @ that Slack made no mention of: the same. */
  readonly names: readonly string[]
  /** Each stands somewhere in title, materials, place, partner or note. */
  readonly words: readonly string[]
}

/** What fits into a button, and what one person can mean. */
const MOST = { people: 8, kinds: 8, words: 8, signs: 200 } as const

/** Words that one name or period may consist of: 1 January 2026 to 31 March 2026. */
const LONGEST_RUN = 7

const ALL_TIME = new Set(['全部', '所有', 'all', 'ever'])

type Token = { readonly text: string; readonly quoted: boolean }

/**
 * Reads what follows `list`, in any order: a period (this year by default; 全部 or `all` for all time), kinds by name or
 * alias, people, and words to look for; "in quotes" they are looked for as they stand. Nothing is dropped: what is
 * neither period nor kind nor person is looked for. Throws MemberFacingError for two periods, for a kind of the other
 * family, and for more than a list can carry.
 */
export function parseSelection(
  text: string,
  context: {
    readonly family: RecordFamily
    readonly vocabulary: Pick<Vocabulary, 'kinds'>
    readonly today: Temporal.PlainDate
  },
): Wanted {
  const userIds = new Set<string>()
  const rest = text.replaceAll(/<@([UW][A-Z0-9]+)(?:\|[^>]*)?>/g, (_mention, id: string) => {
    userIds.add(id)
    return ' '
  })
  const tokens = tokensOf(rest)
  refuseManyWords(tokens.length)
  const periods: { readonly said: string; readonly period: Period | null }[] = []
  const kindIds = new Set<string>()
  const names: string[] = []
  const words: string[] = []
  for (let at = 0; at < tokens.length;) {
    const token = tokens[at]
    if (token === undefined) break
    const found = token.quoted ? null : longestRun(tokens, at, context)
    if (found === null) {
      const isName = !token.quoted && /^[@＠]./u.test(token.text)
      if (isName) names.push(token.text.slice(1))
      else words.push(token.text)
      at += 1
      continue
    }
    if ('period' in found) periods.push(found)
    else for (const id of found.kindIds) kindIds.add(id)
    at += found.length
  }
  refuseTwo(periods)
  const wanted = { kindIds: [...kindIds], userIds: [...userIds], names, words }
  refuseTooMuch(wanted)
  const [said] = periods
  return { ...wanted, period: said === undefined ? thisYear(context.today) : said.period }
}

/** More than could ever be meant is not worth reading. */
function refuseManyWords(count: number): void {
  if (count <= 40) return
  throw new MemberFacingError({
    zh: `这里有 ${count} 个词，太多了。请写一个时段、类别、人员和几个要找的词。`,
    en: `These are ${count} words, which is too many. Give a period, kinds, people and a few words to look for.`,
  })
}

function thisYear(today: Temporal.PlainDate): Period {
  return parsePeriod(String(today.year))
}

/** Words apart by blanks; what stands in quotes is one. */
function tokensOf(text: string): Token[] {
  return [...text.matchAll(/["“”「]([^"“”「」]*)["“”」]|[^\s"“”「」]+/gu)].flatMap((match) => {
    const quoted = match[1] !== undefined
    const token = (quoted ? (match[1] ?? '') : match[0]).trim()
    return token === '' ? [] : [{ text: token, quoted }]
  })
}

type Found = { readonly length: number } & (
  | { readonly said: string; readonly period: Period | null }
  | { readonly kindIds: readonly string[] }
)

/** The longest run of words from here that is a period or a kind. */
function longestRun(
  tokens: readonly Token[],
  at: number,
  context: Parameters<typeof parseSelection>[1],
): Found | null {
  const run: string[] = []
  for (const token of tokens.slice(at, at + LONGEST_RUN)) {
    if (token.quoted) break
    run.push(token.text)
  }
  for (let length = run.length; length > 0; length -= 1) {
    const said = run.slice(0, length).join(' ')
    if (ALL_TIME.has(said.toLowerCase())) return { length, said, period: null }
    const period = ifReadable(() => parsePeriod(said, context.today))
    if (period !== null) return { length, said, period }
    const kindIds = kindsNamed(said, context)
    if (kindIds.length > 0) return { length, kindIds }
  }
  return null
}

function kindsNamed(said: string, { family, vocabulary }: Parameters<typeof parseSelection>[1]): string[] {
  const folded = foldName(said)
  const named = vocabulary.kinds.filter(({ names }) => names.some((name) => foldName(name) === folded))
  const own = named.filter((kind) => kind.family === family)
  const [foreign] = named
  if (own.length === 0 && foreign !== undefined) {
    const command = `/${foreign.family} list`
    throw new MemberFacingError({
      zh: `“${said}”用 ${command} ${said} 列出。要找这几个字，请加引号："${said}"。`,
      en: `"${said}" is listed with ${command} ${said}. To look for the words, put them in quotes: "${said}".`,
    })
  }
  return own.map(({ id }) => id)
}

function refuseTwo(periods: readonly { readonly said: string }[]): void {
  const [one, other] = periods
  if (one === undefined || other === undefined) return
  throw new MemberFacingError({
    zh: `“${one.said}”和“${other.said}”是两个时段。请只写一个，或写成范围，例如 2022-01..2022-03。`,
    en: `"${one.said}" and "${other.said}" are two periods. Give one, or a range like 2022-01..2022-03.`,
  })
}

function refuseTooMuch(wanted: Omit<Wanted, 'period'>): void {
  const signs = wanted.words.join('').length
  const faults: LocalizedText[] = []
  if (wanted.userIds.length + wanted.names.length > MOST.people) {
    faults.push({
      zh: `一次最多写 ${MOST.people} 个人。`,
      en: `Name at most ${MOST.people} people.`,
    })
  }
  if (wanted.kindIds.length > MOST.kinds) {
    faults.push({ zh: `一次最多写 ${MOST.kinds} 个类别。`, en: `Name at most ${MOST.kinds} kinds.` })
  }
  if (wanted.words.length > MOST.words || signs > MOST.signs) {
    faults.push({
      zh: `一次最多找 ${MOST.words} 个词、共 ${MOST.signs} 个字（现在 ${wanted.words.length} 个词、${signs} 个字）。`,
      en: `Look for at most ${MOST.words} words of ${MOST.signs} characters in all (now ${wanted.words.length} of ${signs}).`,
    })
  }
  const [fault] = faults
  if (fault !== undefined) throw new MemberFacingError(fault)
}
