import { say } from '../../locale.ts'
import { passesFor } from '../../text/numbers/approximation.ts'
import { plainText } from '../../text/normalise.ts'
import type { Cell, TextTable } from '../../text/tables.ts'
import { readProse, type Reader, type ReadSpan } from './verify-prose.ts'
import { reasons } from '../verdict/reasons.ts'
import type { VerdictSpan } from '../verdict/verdict.ts'

/** Each cell is read as the words it stands for (传达学习次数：63次), and its spans are put back in their places. */
export function readTable(table: TextTable, source: string, reader: Reader): readonly ReadSpan[] {
  const columns = new Map<number, VerdictSpan[]>()
  // What the line above says: 《工作参阅》赠阅情况：.
  const title = source.slice(0, table.start).trimEnd().split('\n').at(-1)?.slice(-80) ?? ''
  return table.cells.flatMap((cell) => {
    const above = columns.get(cell.column) ?? []
    columns.set(cell.column, above)
    if (cell.isTotal) {
      const total = totalSpan(cell, above, reader)
      above.length = 0
      if (total !== null) return [{ verdict: total, figure: null }]
    }
    const words = `${cell.before}${cell.text}${cell.after}`
    const lead =
      words === cell.text || title === '' || title.includes('|') ? '' : `${title.replace(/[。：:.]+$/, '')}\n`
    const written = `${lead}${words}`
    const shift = cell.start - cell.before.length - lead.length
    const sourceAt: Reader['sourceAt'] = ({ start, end }) =>
      reader.sourceAt({ start: start + shift, end: end + shift })
    const read = readProse(plainText(written), reader.prepared.scan(written), { ...reader, sourceAt })
    const own = read.flatMap((span) => inCell(span, cell, source, lead.length))
    if (own.length === 1 && own[0]!.figure !== null) above.push(own[0]!.verdict)
    return own
  })
}

function inCell(span: ReadSpan, cell: Cell, source: string, lead: number): readonly ReadSpan[] {
  const from = lead + cell.before.length
  const to = from + cell.text.length
  const start = Math.max(span.verdict.start, from)
  const end = Math.min(span.verdict.end, to)
  if (start >= end) return []
  const shift = cell.start - from
  const place = { start: start + shift, end: end + shift, text: source.slice(start + shift, end + shift) }
  return [{ ...span, verdict: { ...span.verdict, ...place } }]
}

/** A row 合计 under verified figures is their sum, or at odds with them. Null when the cell or those above it cannot tell. */
function totalSpan(
  cell: Cell,
  above: readonly VerdictSpan[],
  { prepared, locale, sourceAt }: Reader,
): VerdictSpan | null {
  const place = { start: cell.start, end: cell.start + cell.text.length }
  const number = (text: string) => prepared.scan(text).find((span) => span.kind === 'figure')?.amount
  const amount = number(`${cell.text}${cell.after}`)
  const parts = above.map(({ text }) => number(`${text}${cell.after}`)?.value)
  if (amount === undefined || parts.length < 2 || parts.includes(undefined) || sourceAt(place) !== undefined)
    return null
  const sum = Number(parts.reduce<number>((sum, value) => sum + (value ?? 0), 0).toPrecision(12))
  const formula = `${parts.join(' + ')} = ${sum}`
  const isSum = passesFor(amount, sum)
  // Of what is not certain a sum is not either.
  const isSure = above.every(({ state }) => state === 'exact' || state === 'derived')
  if (
    !isSure &&
    (!isSum || above.some(({ state }) => state !== 'proposed' && state !== 'exact' && state !== 'derived'))
  )
    return null
  return {
    kind: 'figure',
    text: cell.text,
    ...place,
    state: !isSure ? 'proposed' : isSum ? 'derived' : 'conflict',
    fact: null,
    recordIds: [...new Set(above.flatMap(({ recordIds }) => recordIds))],
    reason: say(locale, isSum ? reasons.derived(formula) : reasons.notTheSum(cell.text, formula)),
    claim: null,
    candidates: [],
  }
}
