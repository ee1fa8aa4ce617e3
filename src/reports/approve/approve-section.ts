import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { audit } from '../../members/audit-store.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import {
  findApproval,
  insertApproval,
  listApprovals,
  withdrawApproval,
  type Approval,
} from '../draft/approvals-store.ts'
import { findMark } from '../marks/marks-store.ts'
import { mayLeave, type Leaving } from '../review/may-leave.ts'
import type { Draft, DraftVersion } from '../draft/drafts-store.ts'
import { lockDraft, lockSeen } from '../draft/edit-draft.ts'
import { readReview } from '../review/review.ts'
import { notifyThread } from '../tell/tell-news.ts'

/** What became of an approval: given, given before, or first to be asked about what keeps the text from leaving as right. */
export type Approving = {
  readonly kind: 'approved' | 'standing' | 'asked'
  readonly draft: Draft
  readonly version: DraftVersion
  readonly leaving: Leaving
}

/**
 * Approves a version of a draft: it becomes the section's text, whatever is written later. `version` null means the newest
 * one. What keeps it from leaving as right is asked about first, unless `despite` says it was seen. Throws StaleVersion
 * when somebody has changed the draft since the version was looked at.
 */
export async function approveSection(
  ctx: Context,
  approving: {
    readonly id: string
    readonly version: number | null
    readonly despite: boolean
    readonly by: Member
    readonly requestId: string
  },
): Promise<Approving> {
  requireAbility(approving.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft, version } =
        approving.version === null
          ? await lockDraft(ctx.db, approving.id)
          : await lockSeen(ctx.db, approving.id, approving.version)
      const standing = await findApproval(ctx.db, draft.id)
      const leaving = await readLeaving(ctx.db, draft.id, version)
      if (standing?.version === version.version) return { kind: 'standing', draft, version, leaving }
      if (!leaving.isRight && !approving.despite) return { kind: 'asked', draft, version, leaving }
      const at = nowOf(ctx)
      await insertApproval(ctx.db, {
        draftId: draft.id,
        version: version.version,
        by: approving.by.id,
        at,
      })
      await tellApproval(ctx, draft, 'approved')
      await audit(ctx, {
        by: approving.by.id,
        action: 'report.approved',
        subject: draft.id,
        details: { draft: draft.id, version: version.version },
      })
      return { kind: 'approved', draft, version, leaving }
    },
    { once: approving.requestId },
  )
}

/** Takes the approval of a draft back. Throws MemberFacingError when there is none. */
export async function withdrawSection(
  ctx: Context,
  withdrawal: { readonly id: string; readonly by: Member; readonly requestId: string },
): Promise<{ readonly draft: Draft; readonly approval: Approval }> {
  requireAbility(withdrawal.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft } = await lockDraft(ctx.db, withdrawal.id)
      const approval = await findApproval(ctx.db, draft.id)
      if (approval === null) throw notApproved(draft.id)
      await withdrawApproval(ctx.db, approval, { member: withdrawal.by.id, at: nowOf(ctx) })
      await notifyThread(ctx, { draftId: draft.id, news: 'withdrawn', number: approval.number })
      await audit(ctx, {
        by: withdrawal.by.id,
        action: 'report.unapproved',
        subject: draft.id,
        details: { draft: draft.id, version: approval.version },
      })
      return { draft, approval }
    },
    { once: withdrawal.requestId },
  )
}

async function readLeaving(db: Db, draftId: string, version: DraftVersion): Promise<Leaving> {
  const review = await readReview(db, draftId, version, new Map())
  const mark = await findMark(db, draftId, version.version)
  return mayLeave(review.version, { isStale: mark !== null })
}

async function tellApproval(ctx: Transacting, draft: Draft, news: 'approved'): Promise<void> {
  const number = (await listApprovals(ctx.db, draft.id)).at(-1)?.number ?? 1
  await notifyThread(ctx, { draftId: draft.id, news, number })
}

function notApproved(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 没有定稿，不必撤回。`,
    en: `${id} is not approved, so there is nothing to take back.`,
  })
}
