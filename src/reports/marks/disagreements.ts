import { scanText } from '../../claims/scan/scan-text.ts'
import type { VerdictSpan } from '../../claims/bind/verify-text.ts'

/** One claim that is said in different ways in a report: `places` in the report's order, each way once a section. */
export type Disagreement = {
  readonly label: string
  /** Numbers differ; else only one is exact where another is rounded. */
  readonly isOfNumber: boolean
  readonly places: readonly { readonly section: string; readonly text: string }[]
}

type Said = { readonly section: string; readonly span: VerdictSpan }

/**
 * Where the sections of a report say the same claim differently: 63次 here and 36次 there, or in the prose and in a table.
 * A claim is known by its source, or by what its words name for certain; the unit and the numeral form do not count. Pure.
 */
export function disagreements(
  sections: readonly { readonly title: string; readonly spans: readonly VerdictSpan[] }[],
): Disagreement[] {
  const said = sections.flatMap(({ title, spans }): Said[] =>
    spans.filter(({ kind, claim }) => kind === 'figure' && claim).map((span) => ({ section: title, span })),
  )
  return [...Map.groupBy(said, ({ span }) => span.claim!.key).values()].flatMap((all): Disagreement[] => {
    const settled = all.filter(({ span }) => span.state !== 'proposed' && span.state !== 'unsupported')
    const values = new Set(settled.map(({ span }) => amountOf(span)))
    if (values.size < 2) return []
    const exact = new Set([...values].filter((value) => value.startsWith('exact')))
    const isOfNumber = exact.size > 1 || settled.some(({ span }) => span.state === 'conflict')
    const places = settled.map(({ section, span }) => ({ section, text: span.text }))
    const once = places.filter(
      (one, at) =>
        places.findIndex(({ section, text }) => section === one.section && text === one.text) === at,
    )
    return [{ label: settled[0]!.span.claim!.label, isOfNumber, places: once }]
  })
}

/** How much a figure says, whatever numerals say it. */
function amountOf({ text }: VerdictSpan): string {
  const [figure] = scanText(text)
  if (figure?.kind !== 'figure') return `text ${text}`
  const { approximation, value, high } = figure.amount
  return `${approximation} ${value} ${high}`
}
