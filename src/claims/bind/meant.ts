import type { LocalizedText } from '../../locale.ts'
import { isFormula, type Claim, type Days, type PlainClaim, type Scope, type Stem } from '../claim/claim.ts'
import type { Fact, Ledger, RecordWords } from '../facts/fact.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import type { Piece } from '../lexis/turns.ts'
import type { FigureSpan } from '../scan/span.ts'
import { claimKey, decodeName, parseClaim } from '../sources/claim-key.ts'
import type { Around } from './around.ts'
import type { Values } from '../ledger/values.ts'

/** How a figure was worked out of its parts, as far as words tell it. */
export type Way = 'plain' | 'average' | 'share' | 'largest' | 'smallest' | 'change'

/** What the key of a source means, as its words are held against it. */
export type Meant = {
  readonly label: LocalizedText
  readonly unit: string
  readonly unitAliases: readonly string[]
  readonly fact: Fact | null
  /** What it counts; none: several kinds together, for which there is no name. */
  readonly parts: readonly PlainClaim[]
  readonly way: Way
  /** Of a share: whether its whole is counted in sessions or in attendances. */
  readonly whole: 'count' | 'heads' | null
  /** The one record that it is of. */
  readonly record: RecordWords | null
  /** The titles of the records that it is counted from. */
  readonly titles: string
}

/** Reads keys of sources: claims, and the details of a writer's sheet (of one record, a quarter, an average). null: gone. */
export function meantBy(ledger: Ledger, values: Values): (key: string) => Meant | null {
  const days = values.days
  const details = new Map(
    ledger.facts.flatMap((fact) => (fact.detail === true ? [[claimKey(fact.key, days), fact] as const] : [])),
  )
  const records = new Map(ledger.records.map((record) => [record.id, record]))
  const known = new Map<string, Meant | null>()
  const read = (key: string): Meant | null => {
    const detail = details.get(key)
    if (detail !== undefined) return ofDetail(detail, { days, records, values })
    return ofClaim(parseClaim(key) ?? ofRecordKey(key), { records, values })
  }
  return (key) => {
    const before = known.get(key)
    if (before !== undefined) return before
    const found = read(key)
    known.set(key, found)
    return found
  }
}

/** record.people:S-2@…, as a record's own slot has it: a claim of one record has no days. */
function ofRecordKey(key: string): Claim | null {
  const [, what, id] = /^record\.([^:]*):([^@]*)@/.exec(key) ?? []
  if (what === undefined || id === undefined) return null
  const isOwn = what === 'people' || what === 'minutes'
  const stem = isOwn ? (`record.${what}` as const) : 'record.quantity'
  return plain(stem, decodeName(id), null, isOwn ? {} : { measure: decodeName(what) })
}

type From = { readonly records: ReadonlyMap<string, RecordWords>; readonly values: Values }

function ofClaim(claim: Claim | null, { records, values }: From): Meant | null {
  const valued = claim === null ? null : values.valueOf(claim)
  if (claim === null || valued === null) return null
  const parts = partsOf(claim)
  const [first] = parts
  const isOne = parts.length === 1 && first!.stem.startsWith('record.')
  return {
    ...valued,
    parts,
    way: wayOf(claim),
    whole: isFormula(claim) && claim.op === 'share' ? wholeOf(partsOf(claim.of[1]!)[0]) : null,
    record: isOne ? (records.get(first!.name ?? '') ?? null) : null,
    titles: titlesOf(valued.recordIds, records),
  }
}

function titlesOf(ids: readonly string[], records: From['records']): string {
  return [...new Set(ids.map((id) => records.get(id)?.texts[0] ?? ''))].join('\n').toLowerCase()
}

function partsOf(claim: Claim): readonly PlainClaim[] {
  return isFormula(claim) ? claim.of.flatMap(partsOf) : [claim]
}

function wayOf(claim: Claim): Way {
  if (!isFormula(claim)) return 'plain'
  const { op } = claim
  if (op === 'average' || op === 'each') return 'average'
  if (op === 'share' || op === 'largest' || op === 'smallest') return op
  return op === 'sum' ? 'plain' : 'change'
}

function wholeOf(part: PlainClaim | undefined): Meant['whole'] {
  if (part === undefined) return null
  if (/\.(?:attendance|headcount)$/.test(part.stem)) return 'heads'
  return /\.(?:sessions|count|records)$/.test(part.stem) && !part.stem.startsWith('essay') ? 'count' : null
}

const ways: Readonly<Record<string, Way>> = {
  average: 'average',
  highest: 'largest',
  lowest: 'smallest',
  share: 'share',
}

/** A detail of a sheet has a key of its own: what, and of what. */
function ofDetail(fact: Fact, { days, records, values }: From & { readonly days: Days }): Meant {
  const [what = '', name = '', more = ''] = fact.key.split(':')
  const [sort = '', part = ''] = what.split('.')
  const shown = {
    label: { zh: fact.label, en: fact.label },
    unit: fact.unit,
    unitAliases: fact.unitAliases,
    fact,
  }
  const meant: Meant = {
    ...shown,
    parts: [],
    way: ways[sort] ?? 'plain',
    whole: null,
    record: null,
    titles: titlesOf(fact.recordIds, records),
  }
  const counts = (kind: string, at: Days = days): PlainClaim[] => {
    if (kind === 'study') return [plain(part === 'heads' ? 'study.attendance' : 'study.sessions', null, at)]
    if (kind === 'activity')
      return [plain(part === 'heads' ? 'activity.attendance' : 'activity.records', null, at)]
    const own = (['study.count', 'activity.count'] as const).map((stem) => plain(stem, kind, at))
    return own.filter((claim) => values.valueOf(claim) !== null)
  }
  switch (sort) {
    case 'record': {
      const isHeads = part === 'heads'
      const stem = isHeads ? 'record.people' : 'record.quantity'
      const parts = [plain(stem, name, null, isHeads ? {} : { measure: more })]
      return { ...meant, parts, record: records.get(name) ?? null }
    }
    case 'quarter':
      return { ...meant, parts: counts(name, quarterFrom(more)) }
    case 'average':
    case 'highest':
    case 'lowest':
      return { ...meant, parts: part === 'heads' ? counts(name) : [plain('measure.sum', name, days)] }
    case 'share':
      return part === 'essay'
        ? { ...meant, parts: [plain('essay.count', name, days), plain('essay.count', 'approved', days)] }
        : { ...meant, parts: counts(name), whole: part === 'heads' ? 'heads' : 'count' }
    case 'kind':
      return { ...meant, parts: counts(name) }
    case 'measure':
      return { ...meant, parts: [plain('measure.sum', name, days)] }
    case 'study':
    case 'activity':
      return { ...meant, parts: counts(sort) }
    default:
      return meant
  }
}

function quarterFrom(first: string): Days {
  const from = Temporal.PlainDate.from(first)
  return { from: first, to: from.add({ months: 3 }).subtract({ days: 1 }).toString() }
}

function plain(stem: Stem, name: string | null, days: Days | null, scope: Scope = {}): PlainClaim {
  return { stem, name, days, scope }
}

/** A figure with a source, and all that its words are held against it by. */
export type Said = {
  readonly figure: Placed<FigureSpan>
  readonly sentence: Sentence
  readonly around: Around
  readonly meant: Meant
  readonly values: Values
  /** From the figure before it to itself. */
  readonly lead: string
  /** The same from its clause's beginning, and behind it to its clause's end. */
  readonly piece: Piece
}

/** What is wrong about the words: some that its claim has not (`has`), or none of those that it needs (`lacks`). */
export type Contradiction = { readonly has: string } | { readonly lacks: true }
