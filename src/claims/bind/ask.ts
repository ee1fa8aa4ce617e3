import { passesFor, type Amount, type ApproximationBounds } from '../../text/numbers/approximation.ts'
import { unitsAgree } from '../../text/units.ts'
import { claimPairs, isFormula, type Claim, type Days, type PlainClaim, type Scope, type Stem } from '../claim/claim.ts'
import type { FigureSpan } from '../scan/span.ts'
import { blockersIn, level, superlatives, together, type Blocker } from '../read/lexis.ts'
import { sortOf, type Meaning, type Named } from '../read/names.ts'
import { cutInto, timeAt, type Time } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { RecordIndex } from './records.ts'
import type { Valued, Values } from './values.ts'

/** A claim that a figure may be: `stands` tells where its name does. */
export type Candidate = { readonly valued: Valued; readonly stands: 'beside' | 'sentence' | 'before' }

export type Asked = {
  readonly values: Values
  readonly records: RecordIndex
  readonly bounds: ApproximationBounds
}

/** The claims whose name stands near the figure, whose unit and time agree and whose value fits; the nearest first. */
export function candidatesFor(figure: Placed<FigureSpan>, sentence: Sentence, asked: Asked): readonly Candidate[] {
  const around = surroundings(figure, sentence, asked.values.days)
  if (around.silent) return []
  const found: Candidate[] = []
  const add = (claims: readonly Claim[], stands: Candidate['stands']): void => {
    for (const claim of claims) {
      const valued = asked.values.valueOf(claim)
      if (valued === null || !fitsAsSaid(figure.span, valued, asked.bounds)) continue
      if (!found.some((one) => one.valued.key === valued.key)) found.push({ valued, stands })
    }
  }
  const clause = around.blockers
  const isPlain = !clause.has('each') && !clause.has('change')
  if (figure.span.unit === '%') add(shares(around, sentence, asked.values.days), 'sentence')
  const isEach = clause.has('each') || /都是|都为|\beach\b|\bevery\b/.test(around.clause)
  if (isEach) add([...alike(around, 'each'), ...averages(around), ...eachTime(around, sentence, asked)], 'sentence')
  add(extremes(around, sentence), 'sentence')
  if (clause.has('change') || /比|相差|\bthan\b|difference/.test(sentence.plain)) add(differences(around, sentence, asked), 'sentence')
  const isSum = together.test(around.clause)
  if (isSum) add(sums(around, figure), 'sentence')
  if (isPlain) {
    const claimsOf = claimsAt(around)
    add(claimsOf(around.respective), 'beside')
    add(claimsOf(around.beside), 'beside')
    const isNamed = around.beside.some((name) => claimsOf([name]).some((claim) => agrees(figure.span, asked.values.valueOf(claim))))
    if (around.isDay) add(asked.records.onDay(around.time), 'sentence')
    if (!isNamed) add(claimsOf(around.sentence), 'sentence')
    if (around.time.grain === 'month') add(asked.records.ofKinds(around.time, [...around.beside, ...around.sentence]), 'sentence')
    if (!isSum && around.beside.length > 1) add(sums(around, figure), 'sentence')
    if (!isNamed) add(claimsOf(impliedBy(figure.span, sentence, around)), sentence.english || around.who !== null ? 'sentence' : 'before')
    add(asked.records.named(sentence, figure), 'sentence')
    add(claimsOf([]), 'sentence')
    add(claimsOf([...around.sentence, ...around.before]), 'before')
    if (around.who !== null) add(claimsAt({ ...around, who: null, where: [] })([...around.beside, ...around.sentence, ...impliedOf(sentence)]), 'before')
    if (!around.isTimeClose) add(claimsAt({ ...around, times: [asked.values.days] })([...around.beside, ...around.sentence]), 'before')
  }
  return found
}

/** All that is told of names at the times in force, of the member or materials named. */
function claimsAt({ times, who, where, sets }: Around): (names: readonly Named[]) => PlainClaim[] {
  const narrowed: readonly Scope[] = who === null ? where : [who]
  const scopes = who === null ? [{}, ...narrowed] : narrowed
  return (names) =>
    names.length === 0 && who === null
      ? times.flatMap((days) => narrowed.flatMap((scope) => toldOfAll['study']!.map((stem): PlainClaim => ({ stem, name: null, days, scope }))))
      : names
          .flatMap((name) => [name, ...name.inner])
          .flatMap((name) => times.flatMap((days) => scopes.flatMap((scope) => expand(name, days, scope, sets))))
}

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
  const parting = figures.filter((one) => one === figure || one.span.unit !== '%' || !/[(（]$/.test(plain.slice(one.from - from - 1, one.from - from)))
  const place = parting.indexOf(figure)
  const start = parting[place - 1]?.to ?? from
  const end = parting[place + 1]?.from ?? sentence.to
  const tail = plain.slice(figure.to - from, end - from)
  const mark = tail.replaceAll(/[(（][\d.,]+ ?(?:%|per ?cent)[)）]/g, (share) => ' '.repeat(share.length)).search(sentence.english ? /[,;:]| and | while / : /[，、；：,;（(]/)
  const stop = figure.to + (mark < 0 ? tail.length : mark)
  const gap = (name: Named): number => Math.max(0, name.from - figure.to, figure.from - name.to)
  const near = (list: readonly Named[]) => list.toSorted((a, b) => gap(a) - gap(b))
  const isBeside = (name: Named): boolean => name.to > start && name.from < stop
  const beside = near(names.filter(isBeside))
  const others = near(names.filter((name) => !isBeside(name)))
  const before: Named[] = []
  for (let one = sentence.before; one !== null && before.length === 0; one = one.before) before.push(...one.names.toReversed())
  if (before.length === 0) before.push(...(sentence.heading?.names ?? []))
  const clause = clauseAround(figure, sentence)
  const kinds = blockersAt(figure, sentence, clause)
  return {
    silent: time.days === null || kinds.has('plan') || kinds.has('negation'),
    time,
    times: ownPart(figure, sentence, time.days) ?? (time.days === null ? [] : time.said === 'before' && time.days.from + time.days.to !== period.from + period.to ? [time.days, period] : [time.days]),
    who: whoAt(figure, sentence),
    where: whereIn(sentence.scopes),
    whereClose: whereIn(sentence.scopes.filter(({ from, to }) => from >= clause.from && to <= clause.to)),
    beside,
    sentence: others.filter((name) => name.to <= figure.from).concat(others.filter((name) => name.from >= figure.to)),
    before,
    respective: respectiveName(figure, sentence),
    blockers: kinds,
    sets: [...new Set(names.concat(sentence.heading?.names ?? []).flatMap(({ means }) => means.flatMap(({ stem, name }) => (stem === 'essay.count' && name !== null ? [name] : []))))],
    clause: plain.slice(clause.from - from, clause.to - from),
    isDay: time.grain === 'day' && time.days !== null && (time.days.from === time.days.to || time.days.from !== period.from),
    isTimeClose: time.said !== 'sentence' || time.date === null || time.date.from >= clause.from || time.date.to <= (names[0]?.from ?? 0),
  }
}

/**
 * The blockers of a figure's clause, names and the figure's own words left out. In Chinese what bends a figure stands before
 * it; only that it did not happen may follow.
 */
function blockersAt(figure: Placed<FigureSpan>, { plain, from, names, english, figures, scopes }: Sentence, clause: { from: number; to: number }): ReadonlySet<string> {
  const found = blockersIn(plain.slice(clause.from - from, clause.to - from)).map((one) => ({ kind: one.kind, from: clause.from + one.from, to: clause.from + one.to }))
  const taken = [...names, ...scopes, ...figures.map((one) => ({ from: one.from, to: one === figure ? one.from + lengthOfLead(one.span.text) : one.to }))]
  const free = found.filter((one) => !taken.some((other) => other.from < one.to && other.to > one.from))
  // "The seven screenings had an average audience of 46": an average behind a figure is the next one's.
  const next = figures[figures.indexOf(figure) + 1]
  const isOfNext = (one: { readonly kind: Blocker; readonly from: number; readonly to: number }) =>
    one.kind === 'each' && next !== undefined && one.from >= figure.to && /^average|^averaging|平均/.test(plain.slice(one.from - from, one.to - from))
  const isLevel = level.test(plain.slice(Math.max(0, figure.from - from - 6), figure.from - from))
  return new Set(free.filter((one) => !isOfNext(one)).filter(({ kind, from }) => (english || kind === 'negation' || from < figure.from) && !(isLevel && kind === 'change')).map(({ kind }) => kind))
}

/** More than 60: the words that bend the number. */
function lengthOfLead(text: string): number {
  return Math.max(0, text.search(/[\d０-９〇零一二三四五六七八九十百千万两]/))
}

/** 党课、交流讨论、警示教育分别开展8次、8次、7次: the name that stands where the figure does. */
function respectiveName(figure: Placed<FigureSpan>, { plain, names, figures, from }: Sentence): readonly Named[] {
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
function ownPart(figure: Placed<FigureSpan>, { plain, figures }: Sentence, days: Days | null): readonly Days[] | null {
  if (days === null || !/分别|依次|respectively|by quarter|by month|quarterly|monthly|各季度|各月/.test(plain)) return null
  const list = figures.filter(({ span }) => span.unit === figure.span.unit || span.unit === null || figure.span.unit === null)
  const part = cutInto(days, list.length)[list.indexOf(figure)]
  return part === undefined ? null : [part]
}

/** From the mark or figure before to the mark or figure behind. */
function clauseAround(figure: Placed<FigureSpan>, { plain, from, figures }: Sentence): { from: number; to: number } {
  const place = figures.indexOf(figure)
  const start = Math.max(from, figures[place - 1]?.to ?? from)
  const own = /^ (?:each|apiece|a (?:month|week|session|head)|per [a-z]+)(?![a-z])/.exec(plain.slice(start - from, figure.from - from))?.[0].length ?? 0
  const lead = ' '.repeat(own) + plain.slice(start - from + own, figure.from - from)
  const mark = Math.max(own - 1, ...['，', '；', '：', ';', ':', '。', ', '].map((sign) => lead.lastIndexOf(sign)))
  const end = figures[place + 1]?.from ?? from + plain.length
  const tail = plain.slice(figure.to - from, end - from)
  const stop = tail.search(/[，、；,;:：。]/)
  return { from: start + mark + 1, to: stop < 0 ? end : figure.to + stop }
}

function whereIn(scopes: Sentence['scopes']): readonly Scope[] {
  return scopes
    .filter(({ scope }) => scope === 'place' || scope === 'partner' || scope === 'material')
    .map(({ scope, value }) => ({ [scope]: value }))
}

/** Whom a figure speaks of: named before it, with no 等 behind; who reviews does not write. */
function whoAt(figure: Placed, { scopes, plain, from }: Sentence): Scope | null {
  const one = scopes.findLast(({ scope, to }) => (scope === 'member' || scope === 'department') && to <= figure.from)
  if (one === undefined || /^\s?等/.test(plain.slice(one.to - from, one.to - from + 2))) return null
  const verb = plain.slice(one.to - from, figure.from - from)
  const isReviewer = one.scope === 'member' && /审阅|审核(?!通过)|评审|批阅|审读|\breview(?:ed|s)?\b/.test(verb)
  return isReviewer ? { reviewer: one.value } : { [one.scope]: one.value }
}

const told: Readonly<Record<string, readonly Stem[]>> = {
  study: ['study.count', 'study.attendance', 'study.people', 'study.hours', 'study.months'],
  activity: ['activity.count', 'activity.headcount', 'activity.people', 'activity.hours', 'activity.months'],
}
const toldOfAll: Readonly<Record<string, readonly Stem[]>> = {
  study: ['study.sessions', 'study.attendance', 'study.people', 'study.hours', 'study.months'],
  activity: ['activity.records', 'activity.attendance', 'activity.people', 'activity.hours', 'activity.months'],
}

/** All that is told of what a name means, as far as the scope may be asked. Members and departments only take part. */
export function expand(name: { readonly means: readonly Meaning[] }, days: Days, scope: Scope, sets: readonly string[] = []): PlainClaim[] {
  const claims = name.means.flatMap(({ stem, name, narrow }): PlainClaim[] => {
    // Of a genre approved and handed in are told, and any set that is named with it.
    if (stem === 'essay.kind' && name !== null) return [{ stem, name, days, scope }, ...['submitted', ...sets].map((set): PlainClaim => ({ stem: 'essay.count', name: set, days, scope: { ...scope, genre: name } }))]
    const stems = narrow ? [stem] : ((name === null ? toldOfAll : told)[sortOf(stem)] ?? [stem])
    const own = stems.filter((one) => Object.keys(scope).every((what) => (claimPairs[one].scopes as readonly string[]).includes(what)))
    return own.map((one) => ({ stem: one, name, days, scope }))
  })
  return claims.filter((one, i) => claims.findIndex((other) => other.stem === one.stem && other.name === one.name && other.scope.genre === one.scope.genre) === i)
}

export function agrees(span: FigureSpan, valued: Valued | null): valued is Valued {
  return valued !== null && (span.unit === '%') === (valued.unit === '%') && unitsAgree(span.unit, valued.unit, valued.unitAliases)
}

/** Also heads for attendances, and minutes for hours: as people say it, where it is only proposed. */
function fitsAsSaid(span: FigureSpan, valued: Valued, bounds: ApproximationBounds): boolean {
  if (/^(?:分钟|minute|min|分)$/.test(span.unit ?? '') && valued.unit === '小时') return Math.abs(span.amount.value - 60 * valued.value) <= 3
  const heads = valued.unit === '人次' && /^(?:人|名|位|people|person|member|staff|colleague|volunteer|participant)$/.test(span.unit ?? '')
  return fits(heads ? { ...span, unit: '人次' } : span, valued, bounds)
}

/** Unit and value; a value that was worked out may be rounded as the figure is. */
export function fits(span: FigureSpan, valued: Valued, bounds: ApproximationBounds): boolean {
  if (!agrees(span, valued)) return false
  const isRounded = isFormula(valued.claim) && (valued.claim.op === 'share' || valued.claim.op === 'average')
  return isRounded && span.amount.approximation === 'exact' ? isRoundedFrom(span.amount, valued.value) : passesFor(span.amount, valued.value, bounds)
}

function isRoundedFrom({ value, place }: Amount, x: number): boolean {
  return Math.abs(value - x) <= Math.min(place, 1) / 2 + 1e-9
}

const wholeOf = (days: Days): readonly PlainClaim[] =>
  ([
    { stem: 'study.attendance', name: null },
    { stem: 'study.sessions', name: null },
    { stem: 'essay.count', name: 'submitted' },
    { stem: 'essay.count', name: 'approved' },
    { stem: 'activity.records', name: null },
    { stem: 'activity.attendance', name: null },
  ] as const).map((one) => ({ ...one, days, scope: {} }))

/** 占60.9%, half, 上半年占全年的61%: what is named nearest, of another that is named, of its family's whole, or of a longer time. */
function shares(around: Around, sentence: Sentence, period: Days): Claim[] {
  const times = [...around.times, ...timesIn(sentence, period), period]
  const names = [...around.beside, ...around.sentence, ...around.before].slice(0, 6).concat(impliedOf(sentence))
  const claims = (list: readonly Named[]) => times.flatMap((days) => list.flatMap((name) => expand(name, days, {}, around.sets)))
  const direct = claims([...around.beside, ...around.sentence]).filter(({ stem }) => stem === 'measure.ratio')
  const parts = claims(names)
  const wholes = [...parts, ...times.flatMap(wholeOf)]
  const isWithin = (part: PlainClaim, whole: PlainClaim) => whole.days!.from <= part.days!.from && whole.days!.to >= part.days!.to
  const isOther = (part: PlainClaim, whole: PlainClaim) => (part.days!.from + part.days!.to === whole.days!.from + whole.days!.to ? part.stem !== whole.stem || part.name !== whole.name || part.scope.genre !== whole.scope.genre : part.stem === whole.stem && part.name === whole.name)
  return [...direct, ...parts.flatMap((part) => wholes.filter((whole) => kindOf(whole) === kindOf(part) && isWithin(part, whole) && isOther(part, whole)).map((whole): Claim => ({ op: 'share', of: [part, whole] })))]
}

/** What of claims may be added or divided: attendances with attendances, essays with essays. */
function kindOf({ stem }: PlainClaim): string {
  const [sort = '', tells = ''] = stem.split('.')
  if (sort === 'essay') return tells === 'writers' || tells === 'issues' ? stem : 'essay'
  if (sort === 'measure' || sort === 'title') return `${stem} ${tells}`
  return /count|sessions|records/.test(tells) ? 'times' : /attendance|headcount/.test(tells) ? 'attendances' : tells
}

/** 二、三季度各18次, 11 sessions each in March, June and July, every month from January to September: alike in all of them. */
function eachTime(around: Around, sentence: Sentence, { values }: Asked): Claim[] {
  const times = timesIn(sentence, values.days)
  const names = [...around.beside, ...around.sentence, ...around.before].slice(0, 3).concat(impliedOf(sentence))
  const claims = (days: Days) => names.flatMap((name) => expand(name, days, around.who ?? {}))
  const [first, ...rest] = times
  const alike = first === undefined || rest.length === 0 ? [] : claims(first).map((claim): Claim => ({ op: 'each', of: times.map((days) => ({ ...claim, days })) }))
  const spans = [...times, ...around.times]
  return [...alike, ...spans.flatMap((days) => claims(days).flatMap((claim) => (['month', 'quarter'] as const).map((per): Claim => ({ op: 'each', of: [claim], per }))))]
}

/** The largest or smallest of what is named, of one record, a month, a member or a department. */
function extremes(around: Around, sentence: Sentence): Claim[] {
  const ops = superlatives.filter(([, words]) => words.test(sentence.plain)).map(([op]) => op)
  const names = [...around.beside, ...around.sentence, ...around.before].slice(0, 3).concat(impliedOf(sentence))
  return ops.flatMap((op) =>
    around.times.flatMap((days) =>
      names.flatMap((name) => expand(name, days, {})).flatMap((claim) => (['record', 'month', 'member', 'department'] as const).map((per): Claim => ({ op, of: [claim], per }))),
    ),
  )
}

/** The days of each date of a sentence, once. */
function timesIn(sentence: Sentence, period: Days): readonly Days[] {
  const own = sentence.dates.map((date) => timeAt({ from: date.to, to: date.to }, { ...sentence, english: false }, period).days)
  return [...new Map(own.filter((days) => days !== null).map((days) => [days.from + days.to, days])).values()]
}

const implied = (plain: string, means: readonly Meaning[]): Named => ({ from: 0, to: 0, word: plain, means, wide: true, inner: [] })
const study = implied('study', [{ stem: 'study.sessions', name: null, narrow: false }])
const handedIn = implied('essays', [{ stem: 'essay.count', name: 'submitted', narrow: false }])

/** "61 sessions", "attendance reached 438": study, where nothing else is named. */
function impliedOf({ plain }: Sentence): readonly Named[] {
  return /\b(?:sessions?|attendances?|attended|took part)\b|人次|参学|自学/.test(plain) ? [study] : []
}

function impliedBy({ unit }: FigureSpan, sentence: Sentence, { who }: Around): readonly Named[] {
  if (who?.reviewer !== undefined && /^(?:篇|essay)$/.test(unit ?? '')) return [handedIn]
  return sentence.names.some(({ wide }) => !wide) && who === null && !sentence.english ? [] : impliedOf(sentence)
}

/** What an average is divided by, by the words that ask for it. */
const divisors: readonly (readonly [RegExp, RegExp])[] = [
  [/每[次场堂]|次均|场均|per (?:session|lecture|event|activity)|(?:a|each|every) (?:[a-z]+ )?(?:session|lecture|event|activity|meeting|discussion|screening|film|class)|average (?:attendance|audience)|\beach(?= and| drew| with|[,.;]|$)/, /\.(?:count|sessions|records)$/],
  [/每人|人均|每名|每位|per (?:head|person|member|capita)|(?:a|each) (?:head|person|member)|apiece/, /\.(?:people|writers)$/],
  [/每月|月均|per month|(?:a|each|every) month|monthly/, /\.months$/],
  [/每期|期均|per issue|(?:an|each|every) issue/, /\.issues$/],
  [/平均|averag/, /\.(?:count|sessions|records|people|writers|months|issues)$/],
]

/** 平均每次47人次, 月均26条, 9 a head: what is named divided by its own times, months or people. */
function averages(around: Around): Claim[] {
  const by = divisors.find(([words]) => words.test(around.clause))?.[1]
  if (by === undefined) return []
  const names = [...around.beside, ...around.sentence, ...around.before].slice(0, 4)
  return around.times.flatMap((days) => {
    const claims = names.flatMap((name) => expand(name, days, {}))
    const wide = (['study.sessions', 'study.people', 'study.months', 'activity.records', 'activity.months', 'essay.writers', 'essay.issues'] satisfies Stem[]).map((stem): PlainClaim => ({ stem, name: null, days, scope: {} }))
    const titles = claims.filter(({ stem }) => stem === 'title.issues')
    const under = [...claims, ...wide, ...titles].filter(({ stem }) => by.test(stem))
    return claims
      .filter(({ stem }) => /attendance|headcount|hours|^measure\.sum|count|sessions|records|kind/.test(stem))
      .flatMap((claim) => under.filter((one) => one !== claim && (one.name === claim.name || one.name === null || claim.stem.startsWith('measure')) && sortsAgree(claim, one)).map((one): Claim => ({ op: 'average', of: [claim, one] })))
  })
}

/** Measures are counted in activities and titles; else a family has its own times, months and people. */
function sortsAgree(claim: PlainClaim, divisor: PlainClaim): boolean {
  const sort = sortOf(claim.stem)
  return sortOf(divisor.stem) === sort || (sort === 'measure' && /^(?:activity|title)/.test(divisor.stem))
}

/** One claim of the same kind for each name beside: to be added, or to be alike. */
function alike(around: Around, op: 'sum' | 'each'): Claim[] {
  const [days] = around.times
  if (days === undefined) return []
  const lists = [around.beside, [...around.beside, ...around.sentence]].map((names) => names.toSorted((a, b) => a.from - b.from)).filter(({ length }) => length > 1)
  const runs = lists.flatMap((names) => (op === 'each' ? [names] : names.map((_, i) => names.slice(i)).filter(({ length }) => length > 1)))
  return runs.flatMap((names) => {
    const kinds = [...new Set(names.flatMap((name) => expand(name, days, {}).map(kindOf)))]
    return kinds.flatMap((kind): Claim[] => {
      const of = names.flatMap((name) => expand(name, days, {}).filter((claim) => kindOf(claim) === kind).slice(0, 1))
      return of.length === names.length && new Set(of.map(({ stem, name }) => `${stem}:${name}`)).size === of.length ? [{ op, of }] : []
    })
  })
}

function sums(around: Around, figure: Placed<FigureSpan>): Claim[] {
  return alike({ ...around, sentence: around.sentence.filter(({ to }) => to <= figure.from) }, 'sum')
}

/** 二季度比一季度多3次, 党课比警示教育多1次: two times of one name, or two names of one time. */
function differences(around: Around, sentence: Sentence, { values }: Asked): Claim[] {
  const names = [...around.beside, ...around.sentence, ...around.before].slice(0, 4)
  const times = timesIn(sentence, values.days)
  const sides: readonly Scope[] = [...new Set(sentence.scopes.filter(({ scope }) => scope === 'member' || scope === 'department').map(({ scope, value }) => JSON.stringify({ [scope]: value })))].map((one) => JSON.parse(one) as Scope)
  const apart = sides.length > 1 ? sides : [around.who ?? {}]
  const claims = (times.length > 0 ? times : around.times).flatMap((days) => apart.flatMap((scope) => names.concat(impliedOf(sentence)).flatMap((name) => expand(name, days, scope))))
  // Two that differ in one thing only: name, days or whose.
  const differ = (one: PlainClaim, other: PlainClaim) => [one.name !== other.name, one.days!.from + one.days!.to !== other.days!.from + other.days!.to, one.scope !== other.scope].filter(Boolean).length === 1
  return claims.flatMap((one) => claims.filter((other) => kindOf(one) === kindOf(other) && differ(one, other)).map((other): Claim => ({ op: 'difference', of: [one, other] })))
}
