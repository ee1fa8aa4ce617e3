import type { LocalizedText } from '../../locale.ts'
import { lastDay, monthOf } from '../../time/month.ts'
import { periodOfDays } from '../../time/period.ts'
import {
  claimPairs,
  isFormula,
  type Claim,
  type Days,
  type Formula,
  type PlainClaim,
} from '../claim/claim.ts'
import { comparedPeriod, covers, type ComparedPeriod } from '../claim/compared-period.ts'
import { formulaLabel } from '../claim/labels.ts'
import { unitWords } from '../claim/unit-words.ts'
import { byNumber, tidy } from './amounts.ts'
import { cutsOf, perWords, type Cut } from './cuts.ts'
import type { ClaimValue, Evidence } from './evidence.ts'

/** What a formula of claims comes to. null: a part is unknown, units differ, or the period before is not covered whole. */
export function evaluateFormula(formula: Formula, key: string, evidence: Evidence): ClaimValue | null {
  const { op, of, per } = formula
  if (per !== undefined) return ofCuts(formula, key, evidence)
  if (op === 'before' || op === 'change' || op === 'percent') return compared(formula, key, evidence)
  const parts = of.flatMap((claim) => evidence.valueOf(claim) ?? [])
  if (parts.length < of.length) return null
  const [first, second] = parts
  if (first === undefined || second === undefined) return null
  const isAlike = parts.every(({ unit }) => unit === first.unit)
  if (op !== 'average' && !isAlike) return null
  if (op === 'sum' && !goTogether(parts)) return null
  const values = parts.map(({ value }) => value)
  const worked = {
    sum: () => values.reduce((sum, value) => sum + value, 0),
    difference: () => first.value - second.value,
    share: () =>
      second.value === 0 || first.value > second.value ? null : (100 * first.value) / second.value,
    average: () => (second.value === 0 ? null : first.value / second.value),
    each: () => (values.every((value) => value === first.value) ? first.value : null),
  }
  const value = Object.hasOwn(worked, op) ? worked[op as keyof typeof worked]() : null
  return value === null ? null : workedOut(formula, key, parts, value)
}

/** Levels, and people or months counted once, are never added up, nor is a record counted twice. */
function goTogether(parts: readonly ClaimValue[]): boolean {
  const records = parts.flatMap(({ recordIds }) => recordIds)
  return parts.every(({ claim }) => isFlow(claim)) && new Set(records).size === records.length
}

function isFlow(claim: Claim): boolean {
  if (isFormula(claim)) return claim.op === 'sum' && claim.of.every(isFlow)
  if (claim.stem === 'measure.latest' || claim.stem === 'measure.ratio') return false
  const { of, tells } = claimPairs[claim.stem]
  return of !== 'record' && !['people', 'months', 'months without', 'materials', 'day'].includes(tells)
}

function workedOut(
  formula: Formula,
  key: string,
  parts: readonly ClaimValue[],
  value: number,
  said: Partial<Pick<ClaimValue, 'label' | 'direction' | 'at' | 'unit' | 'unitWords'>> = {},
): ClaimValue {
  const [first] = parts
  const isShare = formula.op === 'share' || formula.op === 'percent'
  const unit = isShare ? '%' : (first?.unit ?? '')
  const amounts = [...new Map(parts.flatMap((part) => part.amounts.map((one) => [one[0], one]))).values()]
  return {
    key,
    claim: formula,
    value: tidy(value),
    unit,
    unitWords: isShare || first === undefined ? unitWords(unit, 'measure') : first.unitWords,
    label: formulaLabel(
      formula.op,
      parts.map(({ label }) => label),
      { than: null, per: formula.per === undefined ? null : perWords[formula.per], isMore: true },
    ),
    isComplete: parts.every(({ isComplete }) => isComplete),
    recordIds: amounts.toSorted(byNumber).map(([id]) => id),
    amounts: amounts.toSorted(byNumber),
    parts,
    ...said,
  }
}

/** What a claim was in the period before, or by how much (how many per cent) it differs. */
function compared(formula: Formula, key: string, evidence: Evidence): ClaimValue | null {
  const [claim] = formula.of
  if (claim === undefined || isFormula(claim)) return null
  const before = periodBefore(claim, evidence)
  const now = evidence.valueOf(claim)
  if (before === null || now === null) return null
  const days = daysOf(before, claim)
  const then = evidence.valueOf({ ...claim, days })
  if (then === null) return null
  const change = tidy(now.value - then.value)
  const direction = change > 0 ? 'more' : change < 0 ? 'fewer' : 'same'
  const label = formulaLabel(formula.op, [now.label], { than: before.words, per: null, isMore: change > 0 })
  if (formula.op === 'before') return workedOut(formula, key, [then], then.value, { label })
  if (formula.op === 'change')
    return workedOut(formula, key, [now, then], Math.abs(change), { label, direction })
  if (then.value === 0) return null
  const percent = Math.round((1000 * Math.abs(change)) / then.value) / 10
  return workedOut(formula, key, [now, then], percent, { label, direction })
}

/** Essays are written for months, so they are compared by whole ones. */
function daysOf({ period: { startsOn, endsOn } }: ComparedPeriod, { stem, scope }: PlainClaim): Days {
  const isByMonth = claimPairs[stem].of === 'essays' && scope.by === undefined
  const to = isByMonth ? lastDay(monthOf(endsOn)) : endsOn
  return { from: startsOn.toString(), to: to.toString() }
}

/** The stretch that a claim is compared with. null: it has not begun, is not compared, or the records do not cover it whole. */
function periodBefore(claim: PlainClaim, { asOf, rows }: Evidence): ComparedPeriod | null {
  const { of, tells } = claimPairs[claim.stem]
  if (claim.days === null || !isCompared(claim, of, tells)) return null
  const found = comparedPeriod(periodOfDays(claim.days.from, claim.days.to), Temporal.PlainDate.from(asOf))
  if (found === null) return null
  const begins = of === 'essays' ? rows.begins.essays : rows.begins.records
  return covers(begins, found.period.startsOn.toString()) ? found : null
}

/** Months, percentages and what is missing are not compared. */
function isCompared({ stem, name }: PlainClaim, of: string, tells: string): boolean {
  if (of === 'owed' || of === 'record' || stem === 'measure.ratio') return false
  if (tells === 'months' || tells === 'months without') return false
  return of !== 'essays' || !['returned', 'waiting', 'late'].includes(name ?? '')
}

/** The largest or smallest of a claim's months, kinds, people …, or what every one of them has. */
function ofCuts(formula: Formula, key: string, evidence: Evidence): ClaimValue | null {
  const { op, of, per } = formula
  const [claim] = of
  if (claim === undefined || isFormula(claim) || per === undefined) return null
  const isTime = per === 'month' || per === 'quarter'
  const parts =
    per === 'record'
      ? ofRecords(claim, evidence)
      : ofParts(cutsOf(claim, per, evidence.rows), isTime, evidence)
  if (parts.length < 2) return null
  const values = parts.map(({ found }) => found.value)
  const value = op === 'smallest' ? Math.min(...values) : Math.max(...values)
  const whole = evidence.valueOf(claim)
  if (whole === null || (op === 'each' && values.some((one) => one !== value))) return null
  const those = parts.filter(({ found }) => found.value === value)
  const label = formulaLabel(op, [whole.label], { than: null, per: perWords[per], isMore: true })
  const isComplete = parts.every(({ found }) => found.isComplete)
  return {
    ...workedOut(
      formula,
      key,
      those.map(({ found }) => found),
      value,
      {
        label,
        at: those.map(({ at }) => at),
      },
    ),
    isComplete,
  }
}

type Part = { readonly at: LocalizedText; readonly found: ClaimValue }

/** The parts that have something; of months and quarters that are over also those that have nothing. */
function ofParts(cuts: readonly Cut[] | null, isTime: boolean, evidence: Evidence): Part[] {
  return (cuts ?? []).flatMap(({ claim, at }) => {
    const found = evidence.valueOf(claim)
    const isOver = isTime && claim.days !== null && claim.days.to < evidence.asOf
    return found === null || (found.value === 0 && !isOver) ? [] : [{ at, found }]
  })
}

/** Each record by itself, as far as it contributes: 最多一次40人次. */
function ofRecords(claim: Claim, evidence: Evidence): Part[] {
  const whole = evidence.valueOf(claim)
  return (whole?.amounts ?? [])
    .filter(([, amount]) => amount > 0)
    .map(([id, amount]) => ({
      at: { zh: id, en: id },
      found: { ...whole!, value: amount, recordIds: [id], amounts: [[id, amount]] },
    }))
}
