import { asOperand, type Formula, type Operand } from './operands.ts'
import type { Placed, Sentence } from './sentence.ts'
import type { FigureSpan } from '../scan/span.ts'
import { unitsAgree } from '../../text/units.ts'

/**
 * Shares the figure may be. The part is what is told last before it (or each in turn, where 分别 or respectively pairs
 * them up); the whole is a larger figure or fact of the same unit in this sentence or the one before.
 */
export function shares(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  operands: readonly Operand[],
  earlier: readonly Operand[],
): readonly Formula[] {
  const told = [...operands, ...namedOnly(sentence, operands)].sort((a, b) => a.from - b.from)
  const parts = partsOf(sentence, figure, told)
  const wholes = [...earlier, ...told]
  return parts.flatMap((part) =>
    wholes
      .filter((whole) => isWholeOf(whole, part))
      .map((whole) => {
        const value = rounded((100 * part.value) / whole.value, figure.span)
        return {
          value,
          recordIds: [...new Set([...part.recordIds, ...whole.recordIds])],
          text: `${part.label} ${part.value} ÷ ${whole.label} ${whole.value} = ${value}%`,
        }
      }),
  )
}

/** Facts that words name alone, whose values the sentence does not write. */
function namedOnly(sentence: Sentence, operands: readonly Operand[]): readonly Operand[] {
  const written = new Set(operands.map(({ fact }) => fact))
  return sentence.anchors.flatMap(({ from, to, facts, weight, primary }) => {
    const own = primary.size > 0 ? [...primary] : facts
    const counts = own.filter(({ unit }) => unit !== '%' && unit !== '人次')
    return (weight < 1.5 || own.length === 1) && counts.length === 1 && !written.has(counts[0]!)
      ? [asOperand(counts[0]!, { from, to })]
      : []
  })
}

function partsOf(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  told: readonly Operand[],
): readonly Operand[] {
  const before = told.filter(({ to }) => to <= figure.from)
  if (/分别|依次|respectively/.test(sentence.plain)) return before
  const at = sentence.plain.lastIndexOf('占', figure.from - sentence.from)
  const subject = at < 0 ? undefined : before.findLast(({ to }) => to <= sentence.from + at)
  // What stands after 占 is the whole.
  const last = at < 0 ? before.at(-1) : undefined
  // 通过率, 优秀率: the rate's own word names the part.
  const rate = /([\u4e00-\u9fff]{2,4})(?:率|占比|比例)[^，。；]{0,4}$/.exec(
    sentence.plain.slice(Math.max(0, figure.from - sentence.from - 12), figure.from - sentence.from),
  )?.[1]
  const named =
    rate === undefined ? undefined : before.findLast(({ label }) => label.includes(rate.slice(-2)))
  return [...new Set([subject, named, last])].filter((part) => part !== undefined)
}

function isWholeOf(whole: Operand, part: Operand): boolean {
  return (
    whole !== part &&
    whole.fact !== part.fact &&
    whole.value > 0 &&
    whole.value >= part.value &&
    unitsAgree(part.unit, whole.unit, whole.fact?.unitAliases ?? [])
  )
}

/** Rounded as the figure is written: 57.8% is the share to one decimal. */
export function rounded(value: number, span: FigureSpan): number {
  const decimals = Math.max(0, Math.round(-Math.log10(span.amount.place)))
  const written = /\.(\d+)/.exec(span.text.normalize('NFKC'))?.[1]?.length ?? 0
  return Number(value.toFixed(Math.min(Math.max(decimals, written), 6)))
}
