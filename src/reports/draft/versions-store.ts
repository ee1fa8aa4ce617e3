import { insertRows, listRows, updateRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Verdict } from '../../claims/bind/verify-text.ts'
import type { Parent } from '../../claims/sources/carry.ts'
import { withoutClicks, type Source } from '../../claims/sources/source.ts'
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
  const revoked = await revokedClicks(db, draftId)
  return rows.map(({ text, sources }) => ({
    text,
    sources: withoutClicks((sources ?? []) as Source[], revoked),
  }))
}

/** A version as a text that others are made from; what was taken back of it since does not go along. */
export async function parentOf(
  db: Db,
  draftId: string,
  { text, sources }: Pick<DraftVersion, 'text' | 'sources'>,
): Promise<Parent> {
  return { text, sources: withoutClicks(sources ?? [], await revokedClicks(db, draftId)) }
}

async function revokedClicks(db: Db, draftId: string): Promise<Set<number>> {
  const rows = await db
    .selectFrom('figure_clicks')
    .select('number')
    .where('draft_id', '=', draftId)
    .where('revoked_at', 'is not', null)
    .execute()
  return new Set(rows.map(({ number }) => number))
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

/** Replaces the verdict of a version whose text was verified anew; with `sources`, what its figures come from too. */
export async function updateVerdict(
  db: Db,
  draftId: string,
  version: number,
  verdict: Verdict,
  sources?: readonly Source[],
): Promise<void> {
  const change = {
    verdict: JSON.stringify(verdict),
    ...(sources === undefined ? {} : { sources: JSON.stringify(sources) }),
  }
  await updateRows(db, 'draft_versions', { draftId, version }, change)
}
