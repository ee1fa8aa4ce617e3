import type { Days, Scope } from '../claim/claim.ts'
import { blockersIn, isLight, level, type Blocker } from '../lexis/lexis.ts'
import type { Named } from '../read/names.ts'
import { cutInto, timeAt, type Time } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { FigureSpan } from '../scan/span.ts'

/** What is in force at a figure. */
export type Around = {
  /** Another period, a plan or a negation is in force: no record is meant. */
  readonly silent: boolean
  readonly time: Time
  readonly times: readonly Days[]
  /** The member, reviewer or department that is spoken of. */
  readonly who: Scope | null
  /** Places, partners and materials named. */
  readonly where: readonly Scope[]
  /** Those in the figure's own clause. */
  readonly whereClose: readonly Scope[]
  readonly beside: readonly Named[]
  readonly sentence: readonly Named[]
  readonly before: readonly Named[]
  /** Where figures are told respectively: the name that has this one's place. */
  readonly respective: readonly Named[]
  readonly blockers: ReadonlySet<string>
  /** Sets of essays named in the sentence. */
  readonly sets: readonly string[]
  readonly clause: string
  /** A day is in force, and no stretch up to it. */
  readonly isDay: boolean
  /** The time stands in the figure's own clause, or nowhere. */
  readonly isTimeClose: boolean
}

/** What is in force at a figure: time, person, and names beside it, in its sentence and before. */
export function surroundings(figure: Placed<FigureSpan>, sentence: Sentence, period: Days): Around {
  const time = timeAt(figure, sentence, period)
  const { names, figures, from, plain } = sentence
  // A share in brackets parts nothing: 83 (38.6%) were judged excellent.
  const parting = figures.filter(
    (one) =>
      one === figure ||
      one.span.unit !== '%' ||
      !/[(（]$/.test(plain.slice(one.from - from - 1, one.from - from)),
  )
  const place = parting.indexOf(figure)
  const start = parting[place - 1]?.to ?? from
  const end = parting[place + 1]?.from ?? sentence.to
  const tail = plain.slice(figure.to - from, end - from)
  const mark = tail
    .replaceAll(/[(（][\d.,]+ ?(?:%|per ?cent)[)）]/g, (share) => ' '.repeat(share.length))
    .search(sentence.english ? /[,;:]| and | while / : /[，、；：,;（(]/)
  const stop = figure.to + (mark < 0 ? tail.length : mark)
  const gap = (name: Named): number => Math.max(0, name.from - figure.to, figure.from - name.to)
  const near = (list: readonly Named[]) => list.toSorted((a, b) => gap(a) - gap(b))
  const isBeside = (name: Named): boolean => name.to > start && name.from < stop
  const beside = near(names.filter(isBeside))
  const others = near(names.filter((name) => !isBeside(name)))
  const before: Named[] = []
  for (
    let one = sentence.before, far = 0;
    one !== null && before.length === 0 && far < 4;
    one = one.before, far++
  )
    before.push(...one.names.toReversed())
  if (before.length === 0) before.push(...(sentence.heading?.names ?? []))
  const clause = clauseAround(figure, sentence)
  const kinds = blockersAt(figure, sentence, clause)
  return {
    silent:
      time.days === null ||
      kinds.has('plan') ||
      (kinds.has('negation') && ![...beside, ...others].some(tellsMissing)),
    time,
    times:
      ownPart(figure, sentence, time.days) ??
      (time.days === null
        ? []
        : time.said === 'before' && time.days.from + time.days.to !== period.from + period.to
          ? [time.days, period]
          : [time.days]),
    who: whoAt(figure, sentence),
    where: whereIn(sentence.scopes),
    whereClose: whereIn(sentence.scopes.filter(({ from, to }) => from >= clause.from && to <= clause.to)),
    beside,
    sentence: others
      .filter((name) => name.to <= figure.from)
      .concat(others.filter((name) => name.from >= figure.to)),
    before,
    respective: respectiveName(figure, sentence),
    blockers: kinds,
    sets: [
      ...new Set(
        names
          .concat(sentence.heading?.names ?? [])
          .flatMap(({ means }) =>
            means.flatMap(({ stem, name }) => (stem === 'essay.count' && name !== null ? [name] : [])),
          ),
      ),
    ],
    clause: plain.slice(clause.from - from, clause.to - from),
    isDay:
      time.grain === 'day' &&
      time.days !== null &&
      (time.days.from === time.days.to || time.days.from !== period.from),
    isTimeClose:
      time.said !== 'sentence' ||
      time.date === null ||
      time.date.from >= clause.from ||
      time.date.to <= (names[0]?.from ?? 0),
  }
}

/**
 * The blockers of a figure's clause, names and the figure's own words left out. In Chinese what bends a figure stands before
 * it; only that it did not happen may follow.
 */
function blockersAt(
  figure: Placed<FigureSpan>,
  { plain, from, names, english, figures, scopes }: Sentence,
  clause: { from: number; to: number },
): ReadonlySet<string> {
  const found = blockersIn(plain.slice(clause.from - from, clause.to - from)).map((one) => ({
    kind: one.kind,
    from: clause.from + one.from,
    to: clause.from + one.to,
  }))
  const taken = [
    ...names,
    ...scopes,
    ...figures.map((one) => ({
      from: one.from,
      to: one === figure ? one.from + lengthOfLead(one.span.text) : one.to,
    })),
  ]
  const free = found.filter((one) => !taken.some((other) => other.from < one.to && other.to > one.from))
  // "The seven screenings had an average audience of 46": an average behind a figure is the next one's.
  const next = figures[figures.indexOf(figure) + 1]
  const isOfNext = (one: { readonly kind: Blocker; readonly from: number; readonly to: number }) =>
    one.kind === 'each' &&
    next !== undefined &&
    one.from >= figure.to &&
    /^average|^averaging|平均/.test(plain.slice(one.from - from, one.to - from))
  const isLevel = level.test(plain.slice(Math.max(0, figure.from - from - 6), figure.from - from))
  return new Set(
    free
      .filter((one) => !isOfNext(one))
      .filter(
        ({ kind, from }) =>
          (english || kind === 'negation' || from < figure.from) && !(isLevel && kind === 'change'),
      )
      .map(({ kind }) => kind),
  )
}

/** More than 60: the words that bend the number. */
function lengthOfLead(text: string): number {
  return Math.max(0, text.search(/[\d０-９〇零一二三四五六七八九十百千万两]/))
}

/** 党课、交流讨论、警示教育分别开展8次、8次、7次: the name that stands where the figure does. */
function respectiveName(
  figure: Placed<FigureSpan>,
  { plain, names, figures, from }: Sentence,
): readonly Named[] {
  const word = /分别|依次|\brespectively\b/.exec(plain)
  if (word === null) return []
  const at = from + word.index
  const list = word[0] === 'respectively' ? figures : figures.filter((one) => one.from > at)
  const first = list[0]?.from ?? 0
  const told = names.filter(({ to }) => to <= first)
  const name = told.length >= list.length ? told[told.length - list.length + list.indexOf(figure)] : undefined
  return list.includes(figure) && name !== undefined ? [name] : []
}

/** 一至四季度分别为21次、18次、18次和6次; quarterly totals were 30, 31, 31 and 8: of as many parts as figures each has its own. */
function ownPart(
  figure: Placed<FigureSpan>,
  { plain, figures }: Sentence,
  days: Days | null,
): readonly Days[] | null {
  if (
    days === null ||
    !/分别|依次|respectively|by quarter|by month|quarterly|monthly|各季度|各月/.test(plain)
  )
    return null
  const list = figures.filter(
    ({ span }) => span.unit === figure.span.unit || span.unit === null || figure.span.unit === null,
  )
  const part = cutInto(days, list.length)[list.indexOf(figure)]
  return part === undefined ? null : [part]
}

/** From the mark or figure before to the mark or figure behind. */
function clauseAround(
  figure: Placed<FigureSpan>,
  { plain, from, figures }: Sentence,
): { from: number; to: number } {
  const place = figures.indexOf(figure)
  const start = Math.max(from, figures[place - 1]?.to ?? from)
  const own =
    /^ (?:each|apiece|a (?:month|week|session|head)|per [a-z]+)(?![a-z])/.exec(
      plain.slice(start - from, figure.from - from),
    )?.[0].length ?? 0
  const lead = ' '.repeat(own) + plain.slice(start - from + own, figure.from - from)
  const mark = Math.max(
    own - 1,
    ...['，', '；', '：', ';', ':', '。', ', '].map((sign) => lead.lastIndexOf(sign)),
  )
  const end = figures[place + 1]?.from ?? from + plain.length
  const tail = plain.slice(figure.to - from, end - from)
  const stop = tail.search(/[，、；,;:：。]/)
  return { from: start + mark + 1, to: stop < 0 ? end : figure.to + stop }
}

/** 办公室 is a department, and the office itself. */
export function isOffice({ scopes, plain, from }: Sentence): boolean {
  return scopes.every(
    ({ scope, ...place }) =>
      scope !== 'member' &&
      (scope !== 'department' || isLight(plain.slice(place.from - from, place.to - from), false)),
  )
}

/** 退回后未再交的5篇: what is named is itself what was not done. */
function tellsMissing({ means }: Named): boolean {
  return means.some(
    ({ stem, name }) =>
      stem.startsWith('gap.') || name === 'returned' || name === 'waiting' || name === 'late',
  )
}

function whereIn(scopes: Sentence['scopes']): readonly Scope[] {
  return scopes
    .filter(({ scope }) => scope === 'place' || scope === 'partner' || scope === 'material')
    .map(({ scope, value }) => ({ [scope]: value }))
}

/** Whom a figure speaks of: named before it, with no 等 behind; who reviews does not write. */
function whoAt(figure: Placed, { scopes, plain, from }: Sentence): Scope | null {
  const one = scopes.findLast(
    ({ scope, to }) => (scope === 'member' || scope === 'department') && to <= figure.from,
  )
  if (one === undefined || /^\s?等/.test(plain.slice(one.to - from, one.to - from + 2))) return null
  const verb = plain.slice(one.to - from, figure.from - from)
  const isReviewer =
    one.scope === 'member' && /审阅|审核(?!通过)|评审|批阅|审读|\breview(?:ed|s)?\b/.test(verb)
  return isReviewer ? { reviewer: one.value } : { [one.scope]: one.value }
}
