import type { Binding } from './binding.ts'
import type { Placed, Sentence } from './sentence.ts'
import type { Fact } from '../facts/fact.ts'
import type { FigureSpan } from '../scan/span.ts'

/** A figure of the text that stands by itself, so that others may be worked out from it. */
export type Operand = {
  /** Where it stands in the plain text. */
  readonly from: number
  readonly to: number
  readonly value: number
  readonly unit: string
  /** What it is called in a formula: the fact's label, or the record's number. */
  readonly label: string
  readonly fact: Fact | null
  readonly recordIds: readonly string[]
  /** 其中…, of which …: a part of a figure before it. */
  readonly isPart: boolean
  /** Itself worked out from others. */
  readonly isDerived: boolean
}

/** A formula over verified figures and named facts, with its value. */
export type Formula = {
  readonly value: number
  readonly text: string
  readonly recordIds: readonly string[]
}

/** The figures of a sentence that are exactly what the records say. */
export function operandsOf(sentence: Sentence, bindings: readonly (Binding | null)[]): readonly Operand[] {
  return sentence.figures.flatMap((figure, i) => {
    const binding = bindings[i] ?? null
    const { amount, unit } = figure.span
    if (binding === null || amount.approximation !== 'exact' || unit === '%') return []
    if (binding.state !== 'exact' && binding.state !== 'derived') return []
    return [
      {
        from: figure.from,
        to: figure.to,
        value: amount.value,
        unit: binding.fact?.unit ?? unit ?? '',
        label: binding.fact?.label ?? binding.recordIds.slice(0, 2).join('、'),
        fact: binding.fact,
        recordIds: binding.recordIds,
        isPart: isPart(sentence, figure),
        isDerived: binding.state === 'derived' && binding.fact === null,
      },
    ]
  })
}

function isPart(sentence: Sentence, figure: Placed<FigureSpan>): boolean {
  const place = sentence.figures.indexOf(figure)
  const from = sentence.figures[place - 1]?.to ?? sentence.from
  const before = sentence.plain.slice(from - sentence.from, figure.from - sentence.from)
  return /其中|包括|含|including|of which|of whom|of them|among (?:them|these)/.test(before)
}

/** A fact that words name, as an operand of a formula. */
export function asOperand(fact: Fact, place: { readonly from: number; readonly to: number }): Operand {
  const { value, unit, label, recordIds } = fact
  return { ...place, value, unit, label, fact, recordIds, isPart: false, isDerived: false }
}
