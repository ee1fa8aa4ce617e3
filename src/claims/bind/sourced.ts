import { passesFor } from '../../text/numbers/approximation.ts'
import { isFormula, type Claim, type PlainClaim } from '../claim/claim.ts'
import { blockersIn } from '../read/lexis.ts'
import { sortOf, type Named } from '../read/names.ts'
import { timeAt } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { FigureSpan } from '../scan/span.ts'
import type { Source } from '../sources/source.ts'
import { reasons } from '../verdict/reasons.ts'
import { agrees, surroundings, type Asked } from './ask.ts'
import type { Judged } from './judge-figure.ts'
import type { Valued } from './values.ts'

/** Judged by its source: a number that differs is a conflict, certain; words that contradict it are a doubt, and no more. */
export type JudgedBySource = Judged & { readonly doubt?: 'words' | 'reworded' }

export function judgeSourced(figure: Placed<FigureSpan>, sentence: Sentence, source: Source, claim: Claim | null, asked: Asked): JudgedBySource {
  const { span } = figure
  const { amount } = span
  const valued = claim === null ? null : asked.values.valueOf(claim)
  if (valued === null) return { state: 'unsupported', claim: null, candidates: [], reason: reasons.gone(span) }
  const judged = (state: Judged['state'], reason: Judged['reason']): Judged => ({ state, claim: valued, candidates: [], reason })
  const isRounded = isFormula(valued.claim) && Math.abs(amount.value - valued.value) <= Math.min(amount.place, 1) / 2
  if (!isRounded && !passesFor(amount, valued.value, asked.bounds)) {
    const isChanged = source.value !== amount.value && !passesFor(amount, source.value, asked.bounds)
    return judged('conflict', isChanged ? reasons.changed(span, valued, source.value) : reasons.outdated(span, valued))
  }
  const state = isFormula(valued.claim) ? 'derived' : amount.approximation === 'exact' ? 'exact' : 'approximate'
  const words = contradiction(figure, sentence, valued, asked)
  if (words !== null) return { ...judged(state, reasons.otherWords(span, valued, words)), doubt: 'words' }
  if (source.reworded === true) return { ...judged(state, reasons.matches(amount, valued)), doubt: 'reworded' }
  return judged(state, reasons.matches(amount, valued))
}

/** The words beside a figure that its claim lacks: another name, unit, time, person, body; negation, plan, each, change. */
export function contradiction(figure: Placed<FigureSpan>, sentence: Sentence, valued: Valued, { values }: Asked): string | null {
  const { span } = figure
  if (span.unit !== null && !agrees(span, valued)) return span.text
  const parts = partsOf(valued.claim)
  const around = surroundings(figure, sentence, values.days)
  const beside = around.beside.length > 0 ? around.beside : around.sentence.filter(({ to }) => to <= figure.from).slice(0, 1)
  const other = beside.length > 0 && !beside.some((name) => parts.some((part) => isNamedBy(part, name))) ? beside[0] : undefined
  if (other !== undefined) return sentence.plain.slice(other.from - sentence.from, other.to - sentence.from)
  const time = timeAt(figure, sentence, values.days)
  const ownTime = parts.some(({ days }) => days === null || (time.days !== null && time.days.from === days.from && time.days.to === days.to))
  if (time.said === 'sentence' && !ownTime) return time.date?.span.text ?? '…'
  const [who, whom] = Object.entries(around.who ?? {})[0] ?? []
  if (whom !== undefined && !parts.some(({ scope }) => scope[who as keyof typeof scope] === whom)) return wordsOf(whom, sentence)
  const isPer = isFormula(valued.claim) && ['average', 'each', 'largest', 'smallest'].includes(valued.claim.op)
  const isChange = isFormula(valued.claim) && valued.claim.op === 'difference'
  const kind = [...around.blockers].find((one) => !(one === 'each' && isPer) && !(one === 'change' && isChange))
  if (kind === undefined) return null
  const found = blockersIn(sentence.plain).find((one) => one.kind === kind)
  return found === undefined ? kind : sentence.plain.slice(found.from, found.to)
}

function wordsOf(value: string, { scopes, plain, from }: Sentence): string {
  const found = scopes.find((one) => one.value === value)
  return found === undefined ? value : plain.slice(found.from - from, found.to - from)
}

function partsOf(claim: Claim): readonly PlainClaim[] {
  return isFormula(claim) ? claim.of.flatMap(partsOf) : [claim]
}

function isNamedBy({ stem, name, scope }: PlainClaim, named: Named): boolean {
  return named.means.some((meaning) => {
    if (sortOf(meaning.stem) !== sortOf(stem)) return sortOf(stem) === 'record'
    return meaning.name === null || name === null || meaning.name === name || scope.genre === meaning.name || named.wide
  })
}
