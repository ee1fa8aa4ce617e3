import { placeholdersIn, type Placeholder } from '../../claims/slot-words/placeholders.ts'
import type { ShownClaim, Verdict, VerdictSpan } from '../../claims/bind/verify-text.ts'
import { isOpen } from './confirmed-figures.ts'

/** What keeps a text from leaving as right. */
export type Leaving = {
  /** Nothing does: every figure is borne out or vouched for, nothing is unwritten, nothing was corrected since. */
  readonly isRight: boolean
  /** 【待补】 and slots that mean nothing. */
  readonly placeholders: readonly Placeholder[]
  /** At odds with the records, or in none of them; nobody vouches. */
  readonly faults: readonly VerdictSpan[]
  /** What a person has to say with a click: whose figure it is, or that it still holds in its words. */
  readonly asks: readonly VerdictSpan[]
  /** Its records were corrected since. */
  readonly isStale: boolean
  /** How many places in all. */
  readonly places: number
}

/**
 * Whether a text may leave as right. The verdict, the status, approving, the export, the preview of an import and the
 * workbook all ask this, so that they never say different things of one text. `verdict`: with what editors have confirmed
 * laid over. Pure.
 */
export function mayLeave(
  { text, verdict }: { readonly text: string; readonly verdict: Verdict },
  { isStale }: { readonly isStale: boolean },
): Leaving {
  const placeholders = placeholdersIn(text)
  // Figures that stand in a placeholder are not written yet either.
  const spans = verdict.spans.filter(
    ({ start, end }) => !placeholders.some((one) => one.start < end && start < one.end),
  )
  const asks = spans.filter(isAsked)
  const faults = spans.filter((span) => isOpen(span) && !isAsked(span))
  const places = placeholders.length + faults.length + asks.length + (isStale ? 1 : 0)
  return { isRight: places === 0, placeholders, faults, asks, isStale, places }
}

/** Whether a click of a person is all that it wants. */
export function isAsked({ state, doubt, confirmed }: VerdictSpan): boolean {
  return (state === 'proposed' && confirmed === undefined) || doubt !== undefined
}

/** Claims shown with a figure at most. */
const CHOICES = 3

/** Of a figure without a source: the claims that it may be, the likeliest first. A click on one makes it the source. Pure. */
export function choicesOf({ state, sourced, claim, candidates = [] }: VerdictSpan): readonly ShownClaim[] {
  if (sourced || (state !== 'proposed' && state !== 'unsupported')) return []
  const all = [...(state === 'proposed' && claim ? [claim] : []), ...candidates]
  return all.filter(({ key }, place) => all.findIndex((one) => one.key === key) === place).slice(0, CHOICES)
}
