import type { Fact, Ledger, RecordWords } from '../facts/fact.ts'
import { claimKey, decodeName, type Days } from './claim-key.ts'

/** What the records say of a claim. `value` of a share is in per cent, unrounded. */
export type ClaimValue = {
  readonly key: string
  readonly label: string
  readonly value: number
  readonly unit: string
  readonly unitAliases: readonly string[]
  readonly recordIds: readonly string[]
  /** The fact it is, if it is one by itself. */
  readonly fact: Fact | null
  /** Worked out from other claims. */
  readonly how: 'fact' | 'record' | 'sum' | 'difference' | 'share'
}

type Formula = 'sum' | 'difference' | 'share'

/** The key of a figure of one record: its people, its minutes, or a measure by its name. */
export function recordKey(recordId: string, what: string, days: Days): string {
  return claimKey(`record.${what}:${recordId}`, days)
}

/** The key of a claim worked out from others. */
export function formulaKey(how: Formula, parts: readonly string[]): string {
  return `${how}(${parts.join(',')})`
}

/** How a worked-out claim is worked out, and the keys of what from; null: it is none. */
export function formulaParts(
  key: string,
): { readonly how: Formula; readonly parts: readonly string[] } | null {
  const found = /^(sum|difference|share)\((.*)\)$/s.exec(key)
  return found === null ? null : { how: found[1] as Formula, parts: partsOf(found[2]!) }
}

/** Looks claims up by their keys in a period's ledger. null: the records hold no such claim. */
export function claimValues({ period, facts, records }: Ledger): (key: string) => ClaimValue | null {
  const days = { from: period.startsOn, to: period.endsOn }
  const byKey = new Map(facts.map((fact) => [claimKey(fact.key, days), fact]))
  const byId = new Map(records.map((record) => [record.id, record]))
  const ending = `@${days.from}..${days.to}`
  const valueOf = (key: string): ClaimValue | null => {
    const fact = byKey.get(key)
    if (fact !== undefined) return ofFact(key, fact)
    const formula = formulaParts(key)
    if (formula !== null) {
      const parts = formula.parts.map(valueOf)
      return parts.every((part) => part !== null) ? workedOut(formula.how, parts) : null
    }
    const [, what, id] =
      /^record\.([^:]*):([^@]*)$/.exec(key.endsWith(ending) ? key.slice(0, -ending.length) : '') ?? []
    const record = id === undefined ? undefined : byId.get(decodeName(id))
    return record === undefined ? null : ofRecord(key, record, decodeName(what ?? ''))
  }
  return valueOf
}

/** A fact as a claim. */
export function ofFact(key: string, fact: Fact): ClaimValue {
  const { label, value, unit, unitAliases, recordIds } = fact
  return { key, label, value, unit, unitAliases, recordIds, fact, how: 'fact' }
}

/** A figure that one record states; null: it states none of that name. */
export function ofRecord(key: string, { id, figures }: RecordWords, what: string): ClaimValue | null {
  const found = figures.find(({ unit, names }) =>
    what === 'people'
      ? unit === '人' || unit === '人次'
      : what === 'minutes'
        ? unit === '分钟'
        : names.includes(what),
  )
  if (found === undefined) return null
  const { value, unit } = found
  const name = what === 'people' || what === 'minutes' ? '' : what
  return {
    key,
    label: `${id}${name === '' ? '' : ` ${name}`}`,
    value,
    unit,
    unitAliases: [],
    recordIds: [id],
    fact: null,
    how: 'record',
  }
}

/** A sum, a difference (never below nought) or a share of claims; null: they do not go together. */
export function workedOut(how: Formula, parts: readonly ClaimValue[]): ClaimValue | null {
  const [one, other] = parts
  if (one === undefined || other === undefined || parts.some(({ unit }) => unit !== one.unit)) return null
  if (!goTogether(how, parts)) return null
  if (how === 'share' && (other.value <= 0 || one.value > other.value)) return null
  if (how === 'difference' && (parts.length !== 2 || one.value < other.value)) return null
  const signs = { sum: '＋', difference: '－', share: '÷' }
  const values = {
    sum: parts.reduce((sum, { value }) => sum + value, 0),
    difference: one.value - other.value,
    share: (100 * one.value) / other.value,
  }
  return {
    key: formulaKey(
      how,
      parts.map(({ key }) => key),
    ),
    label: parts.map(({ label }) => label).join(signs[how]),
    value: Math.round(values[how] * 1e9) / 1e9,
    unit: how === 'share' ? '%' : one.unit,
    unitAliases: how === 'share' ? ['percent'] : one.unitAliases,
    recordIds: [...new Set(parts.flatMap(({ recordIds }) => recordIds))],
    fact: null,
    how,
  }
}

/** Levels and people counted once are never added up, nor is a record counted twice. */
function goTogether(how: Formula, parts: readonly ClaimValue[]): boolean {
  const flows = parts.every(
    ({ fact }) => fact === null || fact.aggregation === 'count' || fact.aggregation === 'sum',
  )
  if (how === 'difference') return flows || parts.every(({ fact }) => fact?.aggregation !== 'ratio')
  const records = parts.flatMap(({ recordIds }) => recordIds)
  return flows && (how === 'share' || new Set(records).size === records.length)
}

/** The keys of a formula's parts, split where no bracket is open. */
function partsOf(inner: string): string[] {
  const parts: string[] = ['']
  let depth = 0
  for (const sign of inner) {
    if (sign === '(') depth++
    if (sign === ')') depth--
    if (sign === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += sign
  }
  return parts
}
