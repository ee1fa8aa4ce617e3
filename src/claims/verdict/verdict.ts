import type { Locale } from '../../locale.ts'
import type { ApproximationBounds } from '../../text/numbers/approximation.ts'

/**
 * How a figure stands to the records: the same, within the rule for 余 / 近 / about, worked out from facts by a
 * formula the words name, bound to nothing, or at odds with the fact its words name.
 */
export type SpanState = 'exact' | 'approximate' | 'derived' | 'unsupported' | 'conflict'

export type VerdictSpan = {
  readonly kind: 'figure' | 'date'
  /** `text` is the checked text's slice from `start` to `end`, UTF-16 offsets. */
  readonly text: string
  readonly start: number
  readonly end: number
  readonly state: SpanState
  /** The fact it equals, or for a conflict the fact its words name. */
  readonly fact: {
    readonly id: string
    readonly label: string
    readonly value: number
    readonly unit: string
  } | null
  /** Records behind it, as people say them (S-42). */
  readonly recordIds: readonly string[]
  /** One sentence in the reader's language. */
  readonly reason: string
  /**
   * An editor says where a figure comes from that no record bears out. Its state stays what it is: it was not verified.
   * Laid over a stored verdict when it is read; never part of one.
   */
  readonly confirmed?: Confirmed
}

/** Who confirmed a figure by hand, when (2022-11-18 09:05, in the office's zone), and what they say it comes from. */
export type Confirmed = {
  readonly number: number
  readonly by: { readonly name: string; readonly slackUserId: string | null } | null
  readonly at: string
  readonly source: string
}

/** Something for the editor's eye that is not a wrong figure. */
export type VerdictNote = {
  readonly kind: 'scope' | 'trend' | 'name' | 'title' | 'style'
  readonly text: string
  readonly start: number
  readonly end: number
  readonly reason: string
}

export type VerdictSummary = Readonly<Record<SpanState, number>> & {
  /** How many spans in all: the sum of the five states. */
  readonly figures: number
}

export type Verdict = {
  /** In the order of the text, never overlapping. */
  readonly spans: readonly VerdictSpan[]
  readonly summary: VerdictSummary
  readonly notes: readonly VerdictNote[]
  readonly usedFactIds: readonly string[]
  readonly usedRecordIds: readonly string[]
  /** Records of the period that no verified figure, date or title of the text rests on. */
  readonly unusedRecordIds: readonly string[]
}

export type VerifyOptions = {
  /** Language of the reasons; Chinese when nothing is said. */
  readonly locale?: Locale
  readonly bounds?: ApproximationBounds
}
