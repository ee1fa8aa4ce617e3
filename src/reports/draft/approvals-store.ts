import { insertRows, listRows, updateRows } from '../../db/rows/rows.ts'
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
  await insertRows(db, 'draft_approvals', { draftId, number, version, byMember: by, at })
}

/** Takes an approval back. The caller holds the draft's lock. */
export async function withdrawApproval(
  db: Db,
  { draftId, number }: Pick<Approval, 'draftId' | 'number'>,
  by: { readonly member: string; readonly at: Date },
): Promise<void> {
  const withdrawn = { withdrawnBy: by.member, withdrawnAt: by.at }
  await updateRows(db, 'draft_approvals', { draftId, number, withdrawnAt: null }, withdrawn)
}

/** Every approval of a draft, oldest first, withdrawn ones included. */
export async function listApprovals(db: Db, draftId: string): Promise<Approval[]> {
  const rows = await listRows(db, 'draft_approvals', { draftId }, ['number'])
  return rows.map(({ byMember: by, ...approval }) => ({ ...approval, by }))
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
