import type { Days } from '../claim/claim.ts'
import { blockersIn, isLight, together, wholePeriod } from '../lexis/lexis.ts'
import type { Named } from '../read/names.ts'
import { timeAt } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { FigureSpan } from '../scan/span.ts'

/** A figure with the names that are its own in a sentence of which nothing is left over. `sum`: of all that is named. */
export type Group = {
  readonly figure: Placed<FigureSpan>
  readonly names: readonly Named[]
  readonly sum: boolean
}

/**
 * The figures of a sentence each with its names, if every word of it is accounted for: names, figures, dates of the
 * period, light words; and nothing is left over, in it or earlier in its paragraph, and no heading speaks of others.
 * null: something is left, so that the words may say anything.
 */
export function closedGroups(sentence: Sentence, period: Days): readonly Group[] | null {
  const isClosed = isAccountedSoFar(sentence, period)
  if (sentence.figures.length === 0 || !isClosed) return null
  const { heading } = sentence
  if (
    heading !== null &&
    (heading.scopes.length > 0 ||
      heading.dates.some(({ span }) => isOther(span.date.grain, heading, period)) ||
      blockersIn(heading.plain).length > 0)
  )
    return null
  return groupsOf(sentence)
}

function isOther(grain: string, heading: Sentence, period: Days): boolean {
  const time = timeAt({ from: heading.to, to: heading.to }, heading, period)
  return (
    grain !== 'time' && (time.days === null || time.days.from !== period.from || time.days.to !== period.to)
  )
}

/** Whether every word of a sentence and of those before it in its paragraph is accounted for. */
function isAccountedSoFar(sentence: Sentence, period: Days): boolean {
  const known = accounted.get(sentence)
  if (known !== undefined) return known
  const isSo =
    (sentence.before === null || isAccountedSoFar(sentence.before, period)) && isAccounted(sentence, period)
  accounted.set(sentence, isSo)
  return isSo
}

const accounted = new WeakMap<Sentence, boolean>()

/** Whether every word of a sentence is accounted for. */
function isAccounted(sentence: Sentence, period: Days): boolean {
  const { plain, from, figures, dates, names, others, scopes } = sentence
  // 最多一期: of several, not one that is told.
  if (scopes.length > 0 || figures.some(({ span }) => /^(?:最[多少]|up to)/.test(span.text.toLowerCase())))
    return false
  if (dates.some((date) => timeAt({ from: date.to, to: date.to }, sentence, period, false).days === null))
    return false
  // A date behind a figure may be of that figure or of the next.
  const [first] = figures
  if (
    first !== undefined &&
    dates.some((date) => date.from > first.from && !(sentence.english && figures.length === 1))
  )
    return false
  if (dates.length > 1) return false
  const numbering = others.filter(
    (other) => other.span.kind === 'ordinal' && plain.slice(0, other.from - from).trim() === '',
  )
  const covered = new Uint8Array(plain.length)
  for (const place of [...figures, ...dates, ...names, ...numbering])
    covered.fill(1, Math.max(0, place.from - from), place.to - from)
  if (period.from.endsWith('-01-01') && period.to.endsWith('-12-31'))
    for (const found of plain.matchAll(wholePeriod))
      covered.fill(1, found.index, found.index + found[0].length)
  const taking =
    (figures.length > 0 && figures.every(({ span }) => span.unit === null || heads.test(span.unit))) ||
    figures.some(({ span }) => heads.test(span.unit ?? ''))
  let at = 0
  for (let i = 0; i <= plain.length; i++) {
    if (i < plain.length && covered[i] === 0) continue
    if (i > at && !isLight(plain.slice(at, i), taking)) return false
    at = i + 1
  }
  return true
}

const heads = /^(?:人次|人|名|位|attendance|participant|people|person|attendee)$/

/** Names and figures in turn: what stands first leads throughout (传达学习63次、党课8次; 63 relay sessions, 8 lectures). */
function groupsOf({ figures, names, plain, from }: Sentence): readonly Group[] | null {
  const [first] = figures
  const within = (name: Named, figure: Placed): boolean => name.from < figure.to && name.to > figure.from
  if (first === undefined || names.length === 0) return null
  const namesLead = names[0]!.from < first.from
  const groups: Group[] = []
  let used = 0
  for (const [i, figure] of figures.entries()) {
    const [start, end] = namesLead
      ? [figures[i - 1]?.to ?? from, figure.to]
      : [figure.from, figures[i + 1]?.from ?? from + plain.length]
    const own = names.filter(
      (name) =>
        within(name, figure) ||
        (name.from >= start &&
          name.to <= end &&
          !figures.some((other) => other !== figure && within(name, other))),
    )
    used += own.length
    if (own.length > 0) {
      const lead = plain.slice(Math.max(0, start - from), figure.from - from)
      groups.push({ figure, names: own, sum: own.length > 1 && together.test(lead) })
      continue
    }
    // 63次、2255人次: a figure of another unit right after speaks of the same thing.
    const leader = groups.at(-1)
    if (leader === undefined || leader.sum || leader.figure.span.unit === figure.span.unit) return null
    groups.push({ figure, names: leader.names, sum: false })
  }
  return used === names.length ? groups : null
}
