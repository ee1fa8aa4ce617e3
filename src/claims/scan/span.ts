import type { Amount } from '../../text/numbers/approximation.ts'
import type { NumeralForm } from '../../text/numbers/written-number.ts'

type Placed = {
  /** The original text's slice from `start` to `end`, UTF-16 offsets. */
  readonly text: string
  readonly start: number
  readonly end: number
}

/** A number that claims a quantity: with its approximation, and the measure word or noun that follows it. */
export type FigureSpan = Placed & {
  readonly kind: 'figure'
  readonly amount: Amount
  /** As written, in lower case (人次, copies); null when no known unit follows. Shares have `%`. */
  readonly unit: string | null
  readonly form: NumeralForm
  /**
   * `claim`: surely a quantity. `loose`: 五项…, three priorities — a quantity only if words or facts say so.
   * `article`: 一次, one, a single unit that is mostly no count.
   */
  readonly weight: 'claim' | 'loose' | 'article'
}

/** A calendar day, month, part of a year or year, whole or partial; unsaid parts are null. */
export type CalendarSpan = {
  readonly grain: 'year' | 'part' | 'month' | 'day' | 'time'
  readonly year: number | null
  /** The year of the far end, when it differs. */
  readonly toYear: number | null
  readonly fromMonth: number | null
  readonly fromDay: number | null
  readonly toMonth: number | null
  readonly toDay: number | null
}

export type DateSpan = Placed & { readonly kind: 'date'; readonly date: CalendarSpan }

/** 第三期, 一是, （一）, 1., Section 2, first: an order, not a quantity. */
export type OrdinalSpan = Placed & { readonly kind: 'ordinal' }

/**
 * A name that may hold numerals. `lexicon`: listed; `identifier`: A-17, 5G, a URL, a document number; `slot`: a slot
 * typed in the text, inert; `title`: 《…》; `quoted`: “…”, with `inner` without the marks. Titles and quotes may hold
 * other spans: only who knows the records can say whether they are names.
 */
export type NameSpan = Placed & {
  readonly kind: 'name'
  readonly source: 'lexicon' | 'identifier' | 'slot' | 'title' | 'quoted'
  readonly inner: string
}

export type Span = FigureSpan | DateSpan | OrdinalSpan | NameSpan
