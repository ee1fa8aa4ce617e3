import type { Locale } from '../../locale.ts'
import type { ApproximationBounds } from '../../text/numbers/approximation.ts'
import type { Source } from '../sources/source.ts'

/**
 * How a figure stands to the records: the same, within the rule for 余 / 近 / about, worked out from facts by a
 * formula the words name; no source, but value, unit and time fit a claim whose name stands in the sentence (`proposed`,
 * a click makes it a source); bound to nothing; or at odds with its source, or with the claim that a whole sentence names.
 */
export type SpanState = 'exact' | 'approximate' | 'derived' | 'proposed' | 'unsupported' | 'conflict'

/** A claim as it is shown beside a figure. `key`: canonical, see `claimKey`. */
export type ShownClaim = {
  readonly key: string
  readonly label: string
  readonly value: number
  readonly unit: string
}

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
  /** The claim it was judged by. Absent in verdicts stored before claims had keys. */
  readonly claim?: ShownClaim | null
  /** Of a figure without a source: at most three claims whose value fits and whose name stands there. */
  readonly candidates?: readonly ShownClaim[]
  /** A sourced figure that wants an eye: its sentence contradicts its claim, or was reworded since. Amber, not red. */
  readonly doubt?: 'words' | 'reworded'
  /** Carried from a slot or a click, not read from words. */
  readonly sourced?: true
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
  /** How many spans in all: the sum of the states. */
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
  /** Where the text's figures come from, as carried with it. Figures without one are judged by their words. */
  readonly sources?: readonly Source[]
}
