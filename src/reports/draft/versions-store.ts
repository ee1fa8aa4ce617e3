import { insertRows, listRows, updateRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Verdict } from '../../claims/bind/verify-text.ts'
import type { Parent } from '../../claims/sources/carry.ts'
import type { Source } from '../../claims/sources/source.ts'
import { versionOf, type Draft, type DraftVersion } from './drafts-store.ts'

/** Versions that the words of a new one may come from: the newest, and a few before, for what is put back. */
const PARENTS = 4

/** Every version of a draft, oldest first. */
export async function listVersions(db: Db, draftId: string): Promise<DraftVersion[]> {
  return (await listRows(db, 'draft_versions', { draftId }, ['version'])).map(versionOf)
}

/** The texts of a draft that a new one may be made from, with where their figures come from, the newest first. */
export async function listParents(db: Db, draftId: string, newest: number): Promise<Parent[]> {
  const rows = await db
    .selectFrom('draft_versions')
    .select(['text', 'sources'])
    .where('draft_id', '=', draftId)
    .where('version', '>', newest - PARENTS)
    .orderBy('version', 'desc')
    .execute()
  return rows.map(({ text, sources }) => ({ text, sources: (sources ?? []) as Source[] }))
}

/** The fact sheet that a version was checked against: the draft's own, unless the draft has followed the records since. */
export async function findBasis(db: Db, draft: Draft, version: number): Promise<DraftBasis | null> {
  const row = await db
    .selectFrom('draft_earlier_ledgers')
    .select('ledger')
    .where('draft_id', '=', draft.id)
    .where('through_version', '>=', version)
    .orderBy('through_version')
    .limit(1)
    .executeTakeFirst()
  return row === undefined ? draft.basis : (row.ledger as DraftBasis)
}

/** Keeps a fact sheet for the versions up to the draft's newest, before the draft gets another one. */
export async function keepBasis(db: Db, draft: Draft, basis: DraftBasis): Promise<void> {
  const kept = { draftId: draft.id, throughVersion: draft.version, ledger: JSON.stringify(basis) }
  await insertRows(db, 'draft_earlier_ledgers', kept)
}

/** Replaces the verdict of a version whose text was verified anew. */
export async function updateVerdict(
  db: Db,
  draftId: string,
  version: number,
  verdict: Verdict,
): Promise<void> {
  await updateRows(db, 'draft_versions', { draftId, version }, { verdict: JSON.stringify(verdict) })
}
