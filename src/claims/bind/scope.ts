import { passesFor } from '../../text/numbers/approximation.ts'
import type { BindContext, Binding } from './binding.ts'
import type { Placed, Sentence } from './sentence.ts'
import type { Fact } from '../facts/fact.ts'
import type { DateSpan, FigureSpan } from '../scan/span.ts'
import { daysOf, type Days } from './dates.ts'
import { reasons } from '../verdict/reasons.ts'

/**
 * A part of the period beside the figure (上半年, in October) asks for the fact of that part. Where the records can tell
 * it: a figure that fits the part is derived, one that fits only the whole period is a conflict. Where they
 * cannot, the binding stays.
 */
export function checkScope(
  binding: Binding,
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
): Binding {
  const { fact } = binding
  const scope = fact === null ? null : scopeOf(sentence, figure, context)
  if (fact === null || scope === null) return binding
  const part = valueWithin(fact, scope.days, context)
  if (part === null || part.value === fact.value) return binding
  const said = `${scope.days.from}～${scope.days.to}`
  if (passesFor(figure.span.amount, part.value, context.bounds)) {
    const formula = `${fact.label}, ${said} = ${part.value}${fact.unit}`
    return {
      state: 'derived',
      fact,
      recordIds: part.recordIds,
      reason: reasons.derived(formula),
      firm: binding.firm,
    }
  }
  if (binding.state === 'conflict') return binding
  return { ...binding, state: 'conflict', reason: reasons.otherScope(fact, said, part.value) }
}

const whole = /全年|年内|累计|至今|一年来|whole year|throughout|year-round|to date|full year/

function scopeOf(
  sentence: Sentence,
  figure: Placed<FigureSpan>,
  context: BindContext,
): { readonly days: Days } | null {
  const { period } = context.ledger
  const date = sentence.dates.findLast((date) => speaksOf(sentence, date, figure))
  const days = date === undefined ? null : daysOf(date.span.date, period)
  if (date === undefined || days === null) return null
  const before = sentence.plain.slice(Math.max(0, date.from - sentence.from - 8), date.from - sentence.from)
  const after = sentence.plain.slice(date.to - sentence.from, date.to - sentence.from + 3)
  const from = /截至|截止|到|\bby |as of |up to |until |by end of /.test(before) ? period.startsOn : days.from
  const to = /^(?:起|以来|开始)/.test(after) || /since $|from $/.test(before) ? period.endsOn : days.to
  const inside =
    from >= period.startsOn && to <= period.endsOn && (from > period.startsOn || to < period.endsOn)
  return inside ? { days: { from, to } } : null
}

/** The date leads the figure (or in English closes its clause), and no other figure or word for the whole year parts them. */
function speaksOf(sentence: Sentence, date: Placed<DateSpan>, figure: Placed<FigureSpan>): boolean {
  const { grain } = date.span.date
  if (grain !== 'month' && grain !== 'part' && grain !== 'day') return false
  const leads = date.to <= figure.from
  if (!leads && (!sentence.english || grain === 'day')) return false
  const [from, to] = leads ? [date.to, figure.from] : [figure.to, date.from]
  const gap = sentence.plain.slice(from - sentence.from, to - sentence.from)
  const parted = sentence.figures.some((other) => other !== figure && other.from >= from && other.to <= to)
  return !parted && !whole.test(gap) && (leads || !/[,;:]/.test(gap))
}

/** The fact's value from its records of these days; null when the records do not say how it is made. */
export function valueWithin(
  fact: Fact,
  days: Days,
  context: BindContext,
): { readonly value: number; readonly recordIds: readonly string[] } | null {
  const records = fact.recordIds.map((id) => context.words.recordsById.get(id))
  if (records.length === 0 || records.includes(undefined)) return null
  const own = records.filter((record) => record !== undefined)
  const within = own.filter((record) => record.startsOn <= days.to && record.endsOn >= days.from)
  const recordIds = within.map(({ id }) => id)
  if (fact.aggregation === 'count')
    return own.length === fact.value ? { value: within.length, recordIds } : null
  if (fact.aggregation !== 'sum') return null
  const names = new Set([...fact.names, fact.key.slice(fact.key.indexOf(':') + 1)])
  const share = (record: (typeof own)[number]): number =>
    record.figures

      .filter(
        ({ unit, names: said }) =>
          (unit === fact.unit || (fact.unit === '人次' && unit === '人')) &&
          said.some((name) => names.has(name)),
      )
      .reduce((sum, { value }) => sum + value, 0)
  const total = (list: typeof own): number => list.reduce((sum, record) => sum + share(record), 0)
  return total(own) === fact.value ? { value: total(within), recordIds } : null
}
