import { say, type Locale } from '../../locale.ts'
import type { FigureSpan } from '../scan/span.ts'
import { unitFamily } from '../../text/units.ts'
import { reasons } from '../verdict/reasons.ts'
import type { VerdictSpan } from '../verdict/verdict.ts'

/** A span of the verdict with the figure it was read from; dates have none. */
export type ReadSpan = {
  readonly verdict: VerdictSpan
  readonly figure: FigureSpan | null
  /** It opens a sentence, where English spells numbers out. */
  readonly opens: boolean
  /** The sentence's place in the source, where the figure shows the rise or fall that it tells of. */
  readonly shows: { readonly start: number; readonly end: number } | null
}

type Form = 'digits' | 'words' | 'formal'

/**
 * GB/T 15835-2011: numbers with one function take one form. A figure whose value is right but whose form is another than
 * that of the figures like it (63次、八次、7次; 贰佰陆拾贰条 among digits) is at odds with the text, and shown so: the value
 * of a figure that was written over by hand is the likeliest to be wrong next.
 *
 * Like it are those of the same unit; without any, all exact figures of the text, if there are three. Left alone: 一 and
 * 两 and, unless the unit is the same, numbers up to ten in words; in English those and whatever opens a sentence;
 * approximations (六十余次), shares, dates.
 */
export function withOneForm(spans: readonly ReadSpan[], locale: Locale): readonly VerdictSpan[] {
  const text = emptyTally()
  const units = new Map<string, Tally>()
  for (const { figure } of spans.filter(isCounted)) {
    const unit = unitFamily(figure!.unit ?? '')
    const own = units.get(unit) ?? emptyTally()
    units.set(unit, own)
    for (const tally of [text, own]) tally[formOf(figure!)]++
  }
  return spans.map((span) => {
    const { verdict, figure, opens } = span
    if (figure === null || !isCounted(span)) return verdict
    const alike = without(units.get(unitFamily(figure.unit ?? '')) ?? emptyTally(), formOf(figure))
    if (!deviates(figure, opens, alike, without(text, formOf(figure)))) return verdict
    return { ...verdict, state: 'conflict', reason: say(locale, reasons.otherForm(figure, verdict.fact)) }
  })
}

type Tally = Record<Form, number>

const emptyTally = (): Tally => ({ digits: 0, words: 0, formal: 0 })
const sizeOf = ({ digits, words, formal }: Tally): number => digits + words + formal

/** The others: all but one of this form. */
function without(tally: Tally, form: Form): Tally {
  return { ...tally, [form]: tally[form] - 1 }
}

function isCounted({ verdict, figure }: ReadSpan): boolean {
  if (figure === null || figure.amount.approximation !== 'exact' || figure.unit === '%') return false
  return figure.amount.value >= 2 && (verdict.state === 'exact' || verdict.state === 'derived')
}

function deviates(figure: FigureSpan, opens: boolean, alike: Tally, others: Tally): boolean {
  const form = formOf(figure)
  const isSmall = figure.amount.value <= 10
  if (/^(?:两|兩)/.test(figure.text) || (figure.form === 'english' && (opens || isSmall))) return false
  const peers = sizeOf(alike) > 0 ? alike : others
  if (peers === others && (sizeOf(others) < 3 || (form === 'words' && isSmall))) return false
  if (form === 'digits') return peers.digits === 0 && sizeOf(peers) > 1
  // Where as many are in words as in digits, digits are the norm for what is counted.
  return peers.digits > peers[form] && 3 * peers.digits > 2 * sizeOf(peers)
}

function formOf({ form }: FigureSpan): Form {
  if (form === 'formal') return 'formal'
  return form === 'arabic' || form === 'mixed' ? 'digits' : 'words'
}
