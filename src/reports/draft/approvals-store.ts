import type { Db } from '../../db/tenant.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { findDraft, findVersion, type Draft, type DraftVersion } from './drafts-store.ts'
import { findBasis } from './versions-store.ts'

/** Who approved which version of a draft, and when. A withdrawn approval counts no more and stays on record. */
export type Approval = {
  readonly draftId: string
  readonly number: number
  readonly version: number
  readonly by: string | null
  readonly at: Date
  readonly withdrawnBy: string | null
  readonly withdrawnAt: Date | null
}

/** An approved text with what it was checked against. */
export type ApprovedVersion = {
  readonly draft: Draft
  readonly version: DraftVersion
  readonly basis: DraftBasis | null
  readonly approval: Approval
}

/** Approves a version. The caller holds the draft's lock. */
export async function insertApproval(
  db: Db,
  { draftId, version, by, at }: Pick<Approval, 'draftId' | 'version' | 'by' | 'at'>,
): Promise<void> {
  const earlier = await listApprovals(db, draftId)
  const number = 1 + Math.max(0, ...earlier.map((approval) => approval.number))
  await db
    .insertInto('draft_approvals')
    .values({ draft_id: draftId, number, version, by_member: by, at })
    .execute()
}

/** Takes an approval back. The caller holds the draft's lock. */
export async function withdrawApproval(
  db: Db,
  { draftId, number }: Pick<Approval, 'draftId' | 'number'>,
  by: { readonly member: string; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('draft_approvals')
    .set({ withdrawn_by: by.member, withdrawn_at: by.at })
    .where('draft_id', '=', draftId)
    .where('number', '=', number)
    .where('withdrawn_at', 'is', null)
    .execute()
}

/** Every approval of a draft, oldest first, withdrawn ones included. */
export async function listApprovals(db: Db, draftId: string): Promise<Approval[]> {
  const rows = await db
    .selectFrom('draft_approvals')
    .selectAll()
    .where('draft_id', '=', draftId)
    .orderBy('number')
    .execute()
  return rows.map((row) => ({
    draftId: row.draft_id,
    number: row.number,
    version: row.version,
    by: row.by_member,
    at: row.at,
    withdrawnBy: row.withdrawn_by,
    withdrawnAt: row.withdrawn_at,
  }))
}

/** The approval of a draft that holds: its last one that nobody took back. null: there is none. */
export async function findApproval(db: Db, draftId: string): Promise<Approval | null> {
  const approvals = await listApprovals(db, draftId)
  return approvals.findLast(({ withdrawnAt }) => withdrawnAt === null) ?? null
}

/**
 * The text of a section that was approved last, with the fact sheet it was checked against. Without a period, that of
 * any period. A later edit of the draft does not change it. null: nothing of the section is approved.
 */
export async function findApprovedVersion(
  db: Db,
  outlineId: string,
  sectionId: string,
  period?: string,
): Promise<ApprovedVersion | null> {
  const query = db
    .selectFrom('draft_approvals')
    .innerJoin('drafts', 'drafts.id', 'draft_approvals.draft_id')
    .select(['draft_approvals.draft_id as draftId', 'draft_approvals.version'])
    .where('drafts.outline_id', '=', outlineId)
    .where('drafts.section_id', '=', sectionId)
    .where('draft_approvals.withdrawn_at', 'is', null)
    .orderBy('draft_approvals.at', 'desc')
    .orderBy('drafts.number', 'desc')
    .orderBy('draft_approvals.number', 'desc')
    .limit(1)
  const row = await (
    period === undefined ? query : query.where('drafts.period', '=', period)
  ).executeTakeFirst()
  if (row === undefined) return null
  const draft = await findDraft(db, row.draftId)
  const version = await findVersion(db, row.draftId, row.version)
  const approval = await findApproval(db, row.draftId)
  if (draft === null || version === null || approval === null) return null
  return { draft, version, basis: await findBasis(db, draft, version.version), approval }
}
