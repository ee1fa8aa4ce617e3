import type { DraftBasis } from '../basis/draft-basis.ts'
import { numberOf } from '../../claims/slots/rewrite-figure.ts'
import { withoutSlots } from '../../claims/slots/slots.ts'
import type { VerdictSpan } from '../../claims/bind/verify-text.ts'

/**
 * A part of a verified text (from `start`, UTF-16) as a model is shown it: figures that a fact of the section bears out are
 * its slots again, {{f12}} or {{f12~}}. What people typed that looks like a slot is made inert. Pure.
 */
export function unfillSlots(
  part: { readonly text: string; readonly start: number },
  spans: readonly VerdictSpan[],
  basis: DraftBasis,
): string {
  const offered = new Set(basis.factIds)
  const units = [...new Set(basis.ledger.facts.flatMap(({ unit, unitAliases }) => [unit, ...unitAliases]))]
  let unfilled = ''
  let at = 0
  for (const span of spans) {
    const [from, to] = [span.start - part.start, span.end - part.start]
    const id = span.fact?.id ?? ''
    const isBound = span.state === 'exact' || span.state === 'approximate'
    if (from < at || to > part.text.length || !isBound || !offered.has(id)) continue
    const number = numberOf(span.text, units)
    const isRound = number?.approximation === 'above'
    if (number === null || (number.approximation !== 'exact' && !isRound)) continue
    const [head, tail] = [span.text.slice(0, number.from), span.text.slice(number.to)]
    unfilled += withoutSlots(part.text.slice(at, from))
    // The program writes 余 and over itself.
    unfilled += isRound
      ? `{{${id}~}}${tail.replace(/^(?:余|多|来)/, '')}`
      : `${withoutSlots(head)}{{${id}}}${withoutSlots(tail)}`
    at = to
  }
  return unfilled + withoutSlots(part.text.slice(at))
}
