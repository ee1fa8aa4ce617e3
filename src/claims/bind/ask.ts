import type { Claim, PlainClaim, Scope } from '../claim/claim.ts'
import { together } from '../lexis/lexis.ts'
import type { Named } from '../read/names.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { FigureSpan } from '../scan/span.ts'
import { isOffice, surroundings, type Around } from './around.ts'
import { agrees, fitsAsSaid, type Asked } from './fits.ts'
import {
  alike,
  averages,
  differences,
  eachTime,
  extremes,
  impliedBy,
  impliedOf,
  shares,
  sums,
} from './formulas.ts'
import { expand, toldOfAll } from './told.ts'
import type { Valued } from '../ledger/values.ts'

/** A claim that a figure may be: `stands` tells where its name does. */
export type Candidate = { readonly valued: Valued; readonly stands: 'beside' | 'sentence' | 'before' }

/** The claims whose name stands near the figure, whose unit and time agree and whose value fits; the nearest first. */
export function candidatesFor(
  figure: Placed<FigureSpan>,
  sentence: Sentence,
  asked: Asked,
): readonly Candidate[] {
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
  if (isEach)
    add([...alike(around, 'each'), ...averages(around), ...eachTime(around, sentence, asked)], 'sentence')
  add(extremes(around, sentence), 'sentence')
  if (clause.has('change') || /比|相差|\bthan\b|difference/.test(sentence.plain))
    add(differences(around, sentence, asked), 'sentence')
  const isSum = together.test(around.clause)
  if (isSum) add(sums(around, figure), 'sentence')
  if (isPlain) {
    const claimsOf = claimsAt(around)
    add(claimsOf(around.respective), 'beside')
    add(claimsOf(around.beside), 'beside')
    const isNamed = around.beside.some((name) =>
      claimsOf([name]).some((claim) => agrees(figure.span, asked.values.valueOf(claim))),
    )
    if (around.isDay) add(asked.records.onDay(around.time), 'sentence')
    if (!isNamed) add(claimsOf(around.sentence), 'sentence')
    if (around.time.grain === 'month')
      add(asked.records.ofKinds(around.time, [...around.beside, ...around.sentence]), 'sentence')
    if (!isSum && around.beside.length > 1) add(sums(around, figure), 'sentence')
    if (!isNamed)
      add(
        claimsOf(impliedBy(figure.span, sentence, around)),
        sentence.english || around.who !== null ? 'sentence' : 'before',
      )
    add(asked.records.named(sentence, figure), 'sentence')
    add(claimsOf([]), 'sentence')
    add(claimsOf([...around.sentence, ...around.before]), 'before')
    if (around.who !== null)
      add(
        claimsAt({ ...around, who: null, where: [] })([
          ...around.beside,
          ...around.sentence,
          ...impliedOf(sentence),
        ]),
        isOffice(sentence) ? 'sentence' : 'before',
      )
    if (!around.isTimeClose)
      add(
        claimsAt({ ...around, times: [asked.values.days] })([...around.beside, ...around.sentence]),
        'before',
      )
  }
  return found
}

/** All that is told of names at the times in force, of the member or materials named. */
function claimsAt({ times, who, where, sets }: Around): (names: readonly Named[]) => PlainClaim[] {
  const narrowed: readonly Scope[] = who === null ? where : [who]
  const scopes = who === null ? [{}, ...narrowed] : narrowed
  return (names) =>
    names.length === 0 && who === null
      ? times.flatMap((days) =>
          narrowed.flatMap((scope) =>
            toldOfAll['study']!.map((stem): PlainClaim => ({ stem, name: null, days, scope })),
          ),
        )
      : names
          .flatMap((name) => [name, ...name.inner])
          .flatMap((name) =>
            times.flatMap((days) => scopes.flatMap((scope) => expand(name, days, scope, sets))),
          )
}
