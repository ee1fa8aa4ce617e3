import type { Claim, Days, PlainClaim, Scope, Stem } from '../claim/claim.ts'
import { superlatives } from '../lexis/lexis.ts'
import { sortOf, type Meaning, type Named } from '../read/names.ts'
import { timeAt } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { FigureSpan } from '../scan/span.ts'
import type { Around } from './around.ts'
import type { Asked } from './fits.ts'
import { expand, kindOf, wholeOf } from './told.ts'

/** 占60.9%, half, 上半年占全年的61%: what is named nearest, of another that is named, of its family's whole, or of a longer time. */
export function shares(around: Around, sentence: Sentence, period: Days): Claim[] {
  const times = [...around.times, ...timesIn(sentence, period), period]
  const names = [...around.beside, ...around.sentence, ...around.before]
    .slice(0, 6)
    .concat(impliedOf(sentence))
  const claims = (list: readonly Named[]) =>
    times.flatMap((days) => list.flatMap((name) => expand(name, days, {}, around.sets)))
  const direct = claims([...around.beside, ...around.sentence]).filter(({ stem }) => stem === 'measure.ratio')
  const parts = claims(names)
  const wholes = [...parts, ...times.flatMap(wholeOf)]
  const isWithin = (part: PlainClaim, whole: PlainClaim) =>
    whole.days!.from <= part.days!.from && whole.days!.to >= part.days!.to
  const isOther = (part: PlainClaim, whole: PlainClaim) =>
    part.days!.from + part.days!.to === whole.days!.from + whole.days!.to
      ? part.stem !== whole.stem || part.name !== whole.name || part.scope.genre !== whole.scope.genre
      : part.stem === whole.stem && part.name === whole.name
  return [
    ...direct,
    ...parts.flatMap((part) =>
      wholes
        .filter((whole) => kindOf(whole) === kindOf(part) && isWithin(part, whole) && isOther(part, whole))
        .map((whole): Claim => ({ op: 'share', of: [part, whole] })),
    ),
  ]
}

/** 二、三季度各18次, 11 sessions each in March, June and July, every month from January to September: alike in all of them. */
export function eachTime(around: Around, sentence: Sentence, { values }: Asked): Claim[] {
  const times = timesIn(sentence, values.days)
  const names = [...around.beside, ...around.sentence, ...around.before]
    .slice(0, 3)
    .concat(impliedOf(sentence))
  const claims = (days: Days) => names.flatMap((name) => expand(name, days, around.who ?? {}))
  const [first, ...rest] = times
  const alike =
    first === undefined || rest.length === 0
      ? []
      : claims(first).map((claim): Claim => ({ op: 'each', of: times.map((days) => ({ ...claim, days })) }))
  const spans = [...times, ...around.times]
  return [
    ...alike,
    ...spans.flatMap((days) =>
      claims(days).flatMap((claim) =>
        (['month', 'quarter'] as const).map((per): Claim => ({ op: 'each', of: [claim], per })),
      ),
    ),
  ]
}

/** The largest or smallest of what is named, of one record, a month, a member or a department. */
export function extremes(around: Around, sentence: Sentence): Claim[] {
  const ops = superlatives.filter(([, words]) => words.test(sentence.plain)).map(([op]) => op)
  const names = [...around.beside, ...around.sentence, ...around.before]
    .slice(0, 3)
    .concat(impliedOf(sentence))
  return ops.flatMap((op) =>
    around.times.flatMap((days) =>
      names
        .flatMap((name) => expand(name, days, {}))
        .flatMap((claim) =>
          (['record', 'month', 'member', 'department'] as const).map((per): Claim => ({
            op,
            of: [claim],
            per,
          })),
        ),
    ),
  )
}

/** The days of each date of a sentence, once. */
function timesIn(sentence: Sentence, period: Days): readonly Days[] {
  const own = sentence.dates.map(
    (date) => timeAt({ from: date.to, to: date.to }, sentence, period, false).days,
  )
  return [...new Map(own.filter((days) => days !== null).map((days) => [days.from + days.to, days])).values()]
}

const implied = (plain: string, means: readonly Meaning[]): Named => ({
  from: 0,
  to: 0,
  word: plain,
  means,
  wide: true,
  inner: [],
})

const study = implied('study', [{ stem: 'study.sessions', name: null, narrow: false }])

const handedIn = implied('essays', [{ stem: 'essay.count', name: 'submitted', narrow: false }])

/** "61 sessions", "attendance reached 438": study, where nothing else is named. */
export function impliedOf({ plain }: Sentence): readonly Named[] {
  return /\b(?:sessions?|attendances?|attended|took part)\b|人次|参学|自学/.test(plain) ? [study] : []
}

export function impliedBy({ unit }: FigureSpan, sentence: Sentence, { who }: Around): readonly Named[] {
  if (who?.reviewer !== undefined && /^(?:篇|essay)$/.test(unit ?? '')) return [handedIn]
  return sentence.names.some(({ wide }) => !wide) && who === null && !sentence.english
    ? []
    : impliedOf(sentence)
}

/** What an average is divided by, by the words that ask for it. */
const divisors: readonly (readonly [RegExp, RegExp])[] = [
  [
    /每[次场堂]|次均|场均|per (?:session|lecture|event|activity)|(?:a|each|every) (?:[a-z]+ )?(?:session|lecture|event|activity|meeting|discussion|screening|film|class)|average (?:attendance|audience)|\beach(?= and| drew| with|[,.;]|$)/,
    /\.(?:count|sessions|records)$/,
  ],
  [
    /每人|人均|每名|每位|per (?:head|person|member|capita)|(?:a|each) (?:head|person|member)|apiece/,
    /\.(?:people|writers)$/,
  ],
  [/每月|月均|per month|(?:a|each|every) month|monthly/, /\.months$/],
  [/每期|期均|per issue|(?:an|each|every) issue/, /\.issues$/],
  [/平均|averag/, /\.(?:count|sessions|records|people|writers|months|issues)$/],
]

/** 平均每次47人次, 月均26条, 9 a head: what is named divided by its own times, months or people. */
export function averages(around: Around): Claim[] {
  const by = divisors.find(([words]) => words.test(around.clause))?.[1]
  if (by === undefined) return []
  const names = [...around.beside, ...around.sentence, ...around.before].slice(0, 4)
  return around.times.flatMap((days) => {
    const claims = names.flatMap((name) => expand(name, days, {}))
    const wide = (
      [
        'study.sessions',
        'study.people',
        'study.months',
        'activity.records',
        'activity.months',
        'essay.writers',
        'essay.issues',
      ] satisfies Stem[]
    ).map((stem): PlainClaim => ({ stem, name: null, days, scope: {} }))
    const titles = claims.filter(({ stem }) => stem === 'title.issues')
    const under = [...claims, ...wide, ...titles].filter(({ stem }) => by.test(stem))
    return claims
      .filter(({ stem }) => /attendance|headcount|hours|^measure\.sum|count|sessions|records|kind/.test(stem))
      .flatMap((claim) =>
        under
          .filter(
            (one) =>
              one !== claim &&
              (one.name === claim.name || one.name === null || claim.stem.startsWith('measure')) &&
              sortsAgree(claim, one),
          )
          .map((one): Claim => ({ op: 'average', of: [claim, one] })),
      )
  })
}

/** Measures are counted in activities and titles; else a family has its own times, months and people. */
function sortsAgree(claim: PlainClaim, divisor: PlainClaim): boolean {
  const sort = sortOf(claim.stem)
  return sortOf(divisor.stem) === sort || (sort === 'measure' && /^(?:activity|title)/.test(divisor.stem))
}

/** One claim of the same kind for each name beside: to be added, or to be alike. */
export function alike(around: Around, op: 'sum' | 'each'): Claim[] {
  const [days] = around.times
  if (days === undefined) return []
  const lists = [around.beside, [...around.beside, ...around.sentence]]
    .map((names) => names.toSorted((a, b) => a.from - b.from))
    .filter(({ length }) => length > 1)
  const runs = lists.flatMap((names) =>
    op === 'each' ? [names] : names.map((_, i) => names.slice(i)).filter(({ length }) => length > 1),
  )
  return runs.flatMap((names) => {
    const kinds = [...new Set(names.flatMap((name) => expand(name, days, {}).map(kindOf)))]
    return kinds.flatMap((kind): Claim[] => {
      const of = names.flatMap((name) =>
        expand(name, days, {})
          .filter((claim) => kindOf(claim) === kind)
          .slice(0, 1),
      )
      return of.length === names.length &&
        new Set(of.map(({ stem, name }) => `${stem}:${name}`)).size === of.length
        ? [{ op, of }]
        : []
    })
  })
}

export function sums(around: Around, figure: Placed<FigureSpan>): Claim[] {
  return alike({ ...around, sentence: around.sentence.filter(({ to }) => to <= figure.from) }, 'sum')
}

/** 二季度比一季度多3次, 党课比警示教育多1次: two times of one name, or two names of one time. */
export function differences(around: Around, sentence: Sentence, { values }: Asked): Claim[] {
  const names = [...around.beside, ...around.sentence, ...around.before].slice(0, 4)
  const times = timesIn(sentence, values.days)
  const sides: readonly Scope[] = [
    ...new Set(
      sentence.scopes
        .filter(({ scope }) => scope === 'member' || scope === 'department')
        .map(({ scope, value }) => JSON.stringify({ [scope]: value })),
    ),
  ].map((one) => JSON.parse(one) as Scope)
  const apart = sides.length > 1 ? sides : [around.who ?? {}]
  const claims = (times.length > 0 ? times : around.times).flatMap((days) =>
    apart.flatMap((scope) => names.concat(impliedOf(sentence)).flatMap((name) => expand(name, days, scope))),
  )
  // Two that differ in one thing only: name, days or whose.
  const differ = (one: PlainClaim, other: PlainClaim) =>
    [
      one.name !== other.name,
      one.days!.from + one.days!.to !== other.days!.from + other.days!.to,
      one.scope !== other.scope,
    ].filter(Boolean).length === 1
  return claims.flatMap((one) =>
    claims
      .filter((other) => kindOf(one) === kindOf(other) && differ(one, other))
      .map((other): Claim => ({ op: 'difference', of: [one, other] })),
  )
}
