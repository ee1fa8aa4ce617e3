import { claimKey, encodeName, type Days } from '../sources/claim-key.ts'
import type { Fact, Ledger, RecordWords } from '../facts/fact.ts'

/** What narrows a claim beside its days. */
export type Scope = { readonly member?: string; readonly genre?: string; readonly material?: string; readonly measure?: string }
/** A subject and what is told of it, its days (null: one record's own), its scope. */
export type PlainClaim = {
  readonly stem: string
  readonly name: string | null
  readonly days: Days | null
  readonly scope: Scope
}
/** `each`: what all of them have alike. */
export type Formula = {
  readonly op: 'sum' | 'difference' | 'share' | 'average' | 'each' | 'largest' | 'smallest'
  readonly of: readonly Claim[]
  readonly per?: 'month' | 'record'
}
export type Claim = PlainClaim | Formula

/** A claim with its value, as it is shown and counted. */
export type Valued = {
  readonly claim: Claim
  readonly key: string
  readonly label: string
  readonly value: number
  readonly unit: string
  readonly unitAliases: readonly string[]
  readonly recordIds: readonly string[]
  /** The fact that it is, of the whole period. */
  readonly fact: Fact | null
}

/** What the judge asks of the records. null: they cannot prove it. */
export type Values = {
  valueOf(claim: Claim): Valued | null
  readonly days: Days
}

type Counted = { readonly value: number; readonly recordIds: readonly string[] }
type Group = { readonly stem: string; readonly name: string | null; readonly records: readonly RecordWords[]; readonly fact: Fact | null; readonly label: string; readonly names: ReadonlySet<string> }

const UNITS: Readonly<Record<string, string>> = { hours: '小时', people: '人', months: '个月', attendance: '人次', headcount: '人次' }
const LABELS: Readonly<Record<string, string>> = { hours: '时长', people: '参加人数', months: '有记录的月数', attendance: '参加人次' }

/** Values from the facts and records of a ledger. */
export function valuesOf(ledger: Ledger): Values {
  const days: Days = { from: ledger.period.startsOn, to: ledger.period.endsOn }
  const records = new Map(ledger.records.map((record) => [record.id, record]))
  const facts = new Map(ledger.facts.map((fact) => [fact.key, fact]))
  const groups = new Map<string, Group | null>()
  const cache = new Map<string, Valued | null>()
  const groupOf = (stem: string, name: string | null): Group | null => {
    const key = name === null ? stem : `${stem}:${name}`
    const known = groups.get(key)
    if (known !== undefined) return known
    const made = makeGroup(stem, name, facts, records)
    groups.set(key, made)
    return made
  }
  const valueOf = (claim: Claim): Valued | null => {
    const key = keyOf(claim)
    const known = cache.get(key)
    if (known !== undefined) return known
    const made = 'op' in claim ? ofFormula(claim, key, valueOf) : claim.days === null ? ofRecord(claim, key, records) : plain(claim, claim.days, key, groupOf, days)
    if (cache.size < 20_000) cache.set(key, made)
    return made
  }
  return { valueOf, days }
}

/** The canonical key of a claim, see `claimKey`. */
export function keyOf(claim: Claim): string {
  if ('op' in claim) {
    const per = claim.per === undefined ? '' : `;per=${claim.per}`
    return `${claim.op}(${claim.of.map(keyOf).join(',')}${per})`
  }
  const { stem, name, days, scope } = claim
  const subject = name === null ? stem : `${stem}:${name}`
  const narrowed = Object.entries(scope).map(([what, which]) => `;${what}=${encodeName(String(which))}`)
  return `${days === null ? encodeName(subject) : claimKey(subject, days)}${narrowed.join('')}`
}

function makeGroup(stem: string, name: string | null, facts: ReadonlyMap<string, Fact>, records: ReadonlyMap<string, RecordWords>): Group | null {
  const key = name === null ? stem : `${stem}:${name}`
  const fact = facts.get(key) ?? null
  const family = stem.split('.')[0] ?? ''
  const base = fact ?? facts.get(name === null ? `${family}.${family === 'study' ? 'sessions' : 'records'}` : `${family}.count:${name}`) ?? null
  if (base === null || (fact === null && !/^(?:study|activity)\.(?:hours|people|months|attendance|headcount)$/.test(stem))) return null
  const own = base.recordIds.flatMap((id) => records.get(id) ?? [])
  if (own.length !== base.recordIds.length) return null
  const tells = stem.split('.')[1] ?? ''
  const label = fact?.label ?? `${name ?? (family === 'study' ? '学习' : '活动')}${LABELS[tells] ?? ''}`
  return { stem, name, records: own, fact, label, names: new Set([...base.names, name ?? '']) }
}

function plain({ stem, name, scope }: PlainClaim, within: Days, key: string, groupOf: (stem: string, name: string | null) => Group | null, all: Days): Valued | null {
  const group = groupOf(stem, name)
  if (group === null) return null
  const { fact } = group
  const isWhole = within.from === all.from && within.to === all.to && Object.keys(scope).length === 0
  if (!isWhole && (within.from < all.from || within.to > all.to || within.from > within.to)) return null
  const counted = isWhole && fact !== null ? { value: fact.value, recordIds: fact.recordIds } : countWithin(group, within, scope)
  if (counted === null) return null
  const unit = scope.member !== undefined && /attendance|headcount/.test(stem) ? '次' : (fact?.unit ?? UNITS[stem.split('.')[1] ?? ''] ?? '')
  const claim = { stem, name, days: within, scope }
  const where = isWhole ? '' : `（${[scope.member, scope.material, within.from === all.from && within.to === all.to ? undefined : `${within.from}～${within.to}`].filter((one) => one !== undefined).join('，')}）`
  return { claim, key, label: `${group.label}${where}`, unit, unitAliases: fact?.unitAliases ?? [], fact: isWhole ? fact : null, ...counted }
}

function countWithin({ stem, records, names, fact }: Group, { from, to }: Days, { member, material }: Scope): Counted | null {
  const own = records.filter(
    ({ startsOn, texts, people }) =>
      startsOn >= from && startsOn <= to && (member === undefined || people.includes(member)) && (material === undefined || texts.some((text) => text.includes(material))),
  )
  const recordIds = own.map(({ id }) => id)
  const sum = (each: (record: RecordWords) => number) => own.reduce((total, record) => total + each(record), 0)
  const quantity = (record: RecordWords, units: readonly string[]) =>
    record.figures.find(({ unit, names: said }) => units.includes(unit) && said.some((name) => names.has(name)))?.value ?? 0
  const tells = stem.split('.')[1] ?? ''
  if (stem === 'title.issues' || /^(?:study|activity|essay)\.(?:count|sessions|records|kind)$/.test(stem))
    return fact !== null && fact.value !== fact.recordIds.length ? null : { value: own.length, recordIds }
  if (tells === 'attendance' || tells === 'headcount') return { value: member === undefined ? sum(headsOf) : own.length, recordIds }
  if (tells === 'people' || tells === 'writers') return { value: new Set(own.flatMap(({ people }) => people)).size, recordIds }
  if (tells === 'hours') return { value: Number(sum((record) => record.figures.find(({ unit }) => unit === '小时')?.value ?? 0).toFixed(1)), recordIds }
  if (tells === 'months') return { value: new Set(own.map(({ startsOn }) => startsOn.slice(0, 7))).size, recordIds }
  if (stem === 'measure.sum' && fact !== null) return { value: sum((record) => quantity(record, [fact.unit, ...fact.unitAliases])), recordIds }
  if (stem === 'measure.latest' && fact !== null) {
    const last = own.toSorted((a, b) => a.startsOn.localeCompare(b.startsOn)).at(-1)
    return last === undefined ? null : { value: quantity(last, [fact.unit]), recordIds: [last.id] }
  }
  return null
}

/** Head count and people by name. */
export function headsOf({ figures }: RecordWords): number {
  return figures.filter(({ unit }) => unit === '人' || unit === '人次').slice(0, 1).reduce((sum, { value }) => sum + value, 0)
}

function ofRecord({ stem, name, scope, days }: PlainClaim, key: string, records: ReadonlyMap<string, RecordWords>): Valued | null {
  const record = records.get(name ?? '')
  if (record === undefined) return null
  const unit = { 'record.people': '人', 'record.minutes': '分钟', 'record.hours': '小时' }[stem]
  const found = record.figures.find((own) => (unit === undefined ? own.names[0] === scope.measure : own.unit === unit && own.names[0] === record.texts[0]))
  if (found === undefined) return null
  const label = `${record.id} ${scope.measure ?? record.texts[0] ?? ''}`
  return { claim: { stem, name, days, scope }, key, label, value: found.value, unit: found.unit, unitAliases: found.unit === '人' ? ['人次'] : [], recordIds: [record.id], fact: null }
}

function ofFormula(claim: Formula, key: string, valueOf: (claim: Claim) => Valued | null): Valued | null {
  const parts = claim.of.map(valueOf)
  if (parts.includes(null)) return null
  const own = parts.filter((part) => part !== null)
  const values = own.map(({ value }) => value)
  const [first = 0, second = 0] = values
  const unit = own[0]?.unit ?? ''
  const made = (value: number, sign: string, ofUnit = unit): Valued | null =>
    Number.isFinite(value)
      ? {
          claim,
          key,
          label: own.map(({ label, value }) => `${label} ${value}`).join(` ${sign} `),
          value,
          unit: ofUnit,
          unitAliases: own[0]?.unitAliases ?? [],
          recordIds: [...new Set(own.flatMap(({ recordIds }) => recordIds))],
          fact: null,
        }
      : null
  switch (claim.op) {
    case 'sum':
      return made(Number(values.reduce((sum, value) => sum + value, 0).toPrecision(12)), '+')
    case 'difference':
      return made(Number((first - second).toPrecision(12)), '−')
    case 'share':
      return second === 0 ? null : made((100 * first) / second, '÷', '%')
    case 'average':
      return second === 0 ? null : made(first / second, '÷')
    case 'each':
      return new Set(values).size === 1 ? made(first, '=') : null
    default:
      return null
  }
}
