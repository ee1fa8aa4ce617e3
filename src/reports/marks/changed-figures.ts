import { isDeepStrictEqual } from 'node:util'
import type { Evidence } from '../../claims/evidence/evidence.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { DraftVersion } from '../draft/drafts-store.ts'
import type { Fact, RecordWords } from '../../claims/facts/fact.ts'
import { rewriteFigure } from '../../claims/slots/rewrite-figure.ts'
import { verifySection } from '../basis/verify-section.ts'
import type { Verdict, VerdictSpan } from '../../claims/bind/verify-text.ts'

/** A figure of a text whose fact has another value now. `text` stands at `start`, UTF-16 offsets. */
export type FigureChange = {
  readonly text: string
  readonly start: number
  readonly end: number
  readonly label: string
  readonly unit: string
  readonly before: number
  /** null: the records support no such figure any more. */
  readonly after: number | null
  /** The figure with its new value, in the form it is written in; null: a person has to change it. */
  readonly rewritten: string | null
}

/** What else a text said that the records no longer bear out: a date, a title, a figure worked out from others. */
export type LostWords = { readonly text: string; readonly start: number; readonly reason: string }

/** How a version stands to the records as they are now, where it does not stand as it did. */
export type CorrectionFlag = {
  readonly changes: readonly FigureChange[]
  readonly lost: readonly LostWords[]
  /** Records that were corrected, deleted or added, as far as they bear on it; bounded. */
  readonly recordIds: readonly string[]
  /** What was done to them last, and by whom. Absent in marks stored before it was looked up. */
  readonly done?: readonly RecordChange[]
}

/** What was done to a record or an essay. `by`: a member's id; null: nobody known, as in an import. */
export type RecordChange = {
  readonly id: string
  readonly action: 'logged' | 'edited' | 'undone' | 'deleted' | 'imported' | 'moved'
  readonly by: string | null
}

const RECORDS_NAMED = 20

/**
 * Compares a version with the records as they are now. What was borne out by the records it was frozen with and is not any
 * more is a change; what was never borne out is not. `evidence`: what the records of now prove, for figures whose claim is no
 * fact of the sheet. null: everything stands as it did. Pure.
 */
export function changedFigures(
  version: Pick<DraftVersion, 'text' | 'verdict' | 'sources'>,
  old: DraftBasis,
  fresh: DraftBasis,
  evidence: Evidence,
): CorrectionFlag | null {
  const now = verifySection(version.text, fresh, version.sources)
  const oldFacts = new Map(old.ledger.facts.map((fact) => [fact.id, fact]))
  const facts: Facts = {
    old: oldFacts,
    fresh: new Map(fresh.ledger.facts.map((fact) => [fact.id, fact])),
    byKey: new Map(fresh.ledger.facts.map((fact) => [fact.key, fact])),
    units: [...new Set(fresh.ledger.facts.flatMap(({ unit, unitAliases }) => [unit, ...unitAliases]))],
  }
  const spans = new Map(now.spans.map((span) => [span.start, span]))
  const changes: FigureChange[] = []
  const lost: LostWords[] = []
  const bearing = new Set(version.verdict.usedRecordIds)
  for (const span of version.verdict.spans) {
    if (!isSound(span)) continue
    const found = spans.get(span.start)
    const change = changeOf(span, found, facts) ?? changeOfClaim(span, found, evidence, facts)
    if (change !== null) {
      changes.push(change)
      for (const id of recordsOf(span, facts, evidence)) bearing.add(id)
    }
    if (change === null && found !== undefined && !isSound(found) && !isOfFact(span))
      lost.push({ text: span.text, start: span.start, reason: found.reason })
  }
  lost.push(...lostNames(version.verdict, now))
  if (changes.length + lost.length === 0) return null
  return { changes, lost, recordIds: changedRecords(old, fresh, bearing) }
}

/** The text with every change put in that can be, in one go. Pure. */
export function withChanges(text: string, { changes }: Pick<CorrectionFlag, 'changes'>): string {
  let updated = text
  for (const { start, end, rewritten } of [...changes].sort((a, b) => b.start - a.start)) {
    if (rewritten !== null) updated = updated.slice(0, start) + rewritten + updated.slice(end)
  }
  return updated
}

type Facts = {
  readonly old: ReadonlyMap<string, Fact>
  readonly fresh: ReadonlyMap<string, Fact>
  readonly byKey: ReadonlyMap<string, Fact>
  readonly units: readonly string[]
}

function isSound({ state }: VerdictSpan): boolean {
  return state === 'exact' || state === 'approximate' || state === 'derived'
}

function isOfFact({ state, fact }: VerdictSpan): boolean {
  return state !== 'derived' && fact !== null
}

function changeOf(span: VerdictSpan, found: VerdictSpan | undefined, facts: Facts): FigureChange | null {
  const old = isOfFact(span) ? facts.old.get(span.fact?.id ?? '') : undefined
  if (old === undefined) return null
  const boundNow = facts.fresh.get(found?.fact?.id ?? '')
  // A kind under another name has another key; the words of the text then say which fact is meant.
  const fresh = facts.byKey.get(old.key) ?? boundNow
  const stands = found !== undefined && isSound(found) && (fresh === undefined || boundNow?.key === fresh.key)
  if (stands || fresh?.value === old.value) return null
  const after = fresh?.value ?? null
  return {
    text: span.text,
    start: span.start,
    end: span.end,
    label: old.label,
    unit: old.unit,
    before: old.value,
    after,
    rewritten: after === null ? null : rewriteFigure(span.text, after, facts.units),
  }
}

/** A figure of a claim that is no fact of the sheet: of a part of the year, of a member, worked out. */
function changeOfClaim(
  span: VerdictSpan,
  found: VerdictSpan | undefined,
  evidence: Evidence,
  { units }: Facts,
): FigureChange | null {
  if (!span.claim || isOfFact(span)) return null
  const { key, label, unit, value: before } = span.claim
  const after = evidence.valueOf(key)?.value ?? null
  const stands = found !== undefined && isSound(found) && found.claim?.key === key
  if (stands || after === null || after === before) return null
  const { text, start, end } = span
  const rewritten = rewriteFigure(text, after, units)
  return { text, start, end, label, unit, before, after, rewritten }
}

/** Titles and names that stood in a record and stand in none any more. */
function lostNames(before: Verdict, now: Verdict): LostWords[] {
  const known = new Set(before.notes.map(({ kind, start }) => `${kind}:${start}`))
  return now.notes
    .filter(({ kind, start }) => (kind === 'title' || kind === 'name') && !known.has(`${kind}:${start}`))
    .map(({ text, start, reason }) => ({ text, start, reason }))
}

/** Records behind a figure, then and now. */
function recordsOf(span: VerdictSpan, facts: Facts, evidence: Evidence): readonly string[] {
  const key = facts.old.get(span.fact?.id ?? '')?.key ?? ''
  const now = span.claim ? (evidence.valueOf(span.claim.key)?.recordIds ?? []) : []
  return [...span.recordIds, ...(facts.byKey.get(key)?.recordIds ?? []), ...now]
}

/**
 * Records that are not what they were, or are new or gone, as far as figures and names of the text rest on them: another
 * record's change is not what changed this text.
 */
function changedRecords(old: DraftBasis, fresh: DraftBasis, bearing: ReadonlySet<string>): string[] {
  const before = new Map(old.ledger.records.map((record) => [record.id, record]))
  const after = new Map(fresh.ledger.records.map((record) => [record.id, record]))
  return [...new Set([...before.keys(), ...after.keys()])]
    .filter((id) => bearing.has(id) && !isSameRecord(before.get(id), after.get(id)))
    .slice(0, RECORDS_NAMED)
}

/** A frozen record has come back from the database: the order of its properties means nothing. */
function isSameRecord(one: RecordWords | undefined, other: RecordWords | undefined): boolean {
  return isDeepStrictEqual(asStored(one), asStored(other))
}

function asStored(record: RecordWords | undefined): unknown {
  return record === undefined ? undefined : JSON.parse(JSON.stringify(record))
}
