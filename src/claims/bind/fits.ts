import { passesFor, type Amount, type ApproximationBounds } from '../../text/numbers/approximation.ts'
import { unitsAgree } from '../../text/units.ts'
import { isFormula } from '../claim/claim.ts'
import type { FigureSpan } from '../scan/span.ts'
import type { RecordIndex } from './records.ts'
import type { Valued, Values } from '../ledger/values.ts'

/** What a figure is judged by. */
export type Asked = {
  readonly values: Values
  readonly records: RecordIndex
  readonly bounds: ApproximationBounds
}

export function agrees(span: FigureSpan, valued: Valued | null): valued is Valued {
  return valued !== null && agreesWith(span, valued)
}

/** Whether a figure counts in the unit, or in one that may stand for it. */
export function agreesWith(
  span: FigureSpan,
  { unit, unitAliases }: Pick<Valued, 'unit' | 'unitAliases'>,
): boolean {
  return (span.unit === '%') === (unit === '%') && unitsAgree(span.unit, unit, unitAliases)
}

/** Also heads for attendances, and minutes for hours: as people say it, where it is only proposed. */
export function fitsAsSaid(span: FigureSpan, valued: Valued, bounds: ApproximationBounds): boolean {
  if (/^(?:分钟|minute|min|分)$/.test(span.unit ?? '') && valued.unit === '小时')
    return Math.abs(span.amount.value - 60 * valued.value) <= 3
  const heads =
    valued.unit === '人次' &&
    /^(?:人|名|位|people|person|member|staff|colleague|volunteer|participant)$/.test(span.unit ?? '')
  return fits(heads ? { ...span, unit: '人次' } : span, valued, bounds)
}

/** Unit and value; a value that was worked out may be rounded as the figure is. */
export function fits(span: FigureSpan, valued: Valued, bounds: ApproximationBounds): boolean {
  if (!agrees(span, valued)) return false
  const isRounded = isFormula(valued.claim) && (valued.claim.op === 'share' || valued.claim.op === 'average')
  return isRounded && span.amount.approximation === 'exact'
    ? isRoundedFrom(span.amount, valued.value)
    : passesFor(span.amount, valued.value, bounds)
}

function isRoundedFrom({ value, place }: Amount, x: number): boolean {
  return Math.abs(value - x) <= Math.min(place, 1) / 2 + 1e-9
}
