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
import { isOpen } from '../review/confirmed-figures.ts'
import type { Draft, DraftVersion } from '../draft/drafts-store.ts'
import { lockDraft, lockSeen } from '../draft/edit-draft.ts'
import { readReview } from '../review/review.ts'
import { notifyThread } from '../tell/tell-news.ts'
import type { VerdictSpan } from '../../claims/bind/verify-text.ts'

/** What became of an approval: given, given before, or first to be asked about figures that nothing bears out. */
export type Approving = {
  readonly kind: 'approved' | 'standing' | 'asked'
  readonly draft: Draft
  readonly version: DraftVersion
  readonly open: readonly VerdictSpan[]
}

/**
 * Approves a version of a draft: it becomes the section's text, whatever is written later. `version` null means the newest
 * one. Figures that no record bears out are asked about first, unless `despite` says they were seen. Throws StaleVersion
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
      if (standing?.version === version.version) return { kind: 'standing', draft, version, open: [] }
      const open = await openFigures(ctx.db, draft.id, version)
      if (open.length > 0 && !approving.despite) return { kind: 'asked', draft, version, open }
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
      return { kind: 'approved', draft, version, open }
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

/** Figures and dates of a version that neither a record nor an editor's word bears out. */
async function openFigures(db: Db, draftId: string, version: DraftVersion): Promise<VerdictSpan[]> {
  const review = await readReview(db, draftId, version, new Map())
  return review.version.verdict.spans.filter(isOpen)
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
