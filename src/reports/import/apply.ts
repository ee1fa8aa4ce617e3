import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import type { DraftVersion } from '../draft/drafts-store.ts'
import { lockSeen, StaleVersion } from '../draft/edit-draft.ts'
import { changedSections, type ReportImportPlan } from './plan.ts'
import { closeReportImport, findReportImport, keepReportPlan, type ReportImport } from './store.ts'
import { REPORT_IMPORTS } from './request.ts'
import { saveVersion } from '../draft/save-version.ts'

/** A preview can be carried out so long. */
export const IMPORT_HOURS = 24

/** What was stored; `again`: a draft has changed since the preview, and the document is being compared anew. */
export type AppliedImport =
  | {
      readonly kind: 'applied'
      readonly pending: ReportImport
      readonly saved: readonly { readonly draftId: string; readonly version: DraftVersion }[]
    }
  | { readonly kind: 'again'; readonly pending: ReportImport }

/**
 * Stores what the preview said: a new version of each changed section, all of them in one transaction, and has their
 * threads told. Throws MemberFacingError when it was decided before or is too old.
 */
export async function applyReportImport(
  ctx: Context,
  asked: { readonly id: string; readonly by: Member },
): Promise<AppliedImport> {
  requireAbility(asked.by, 'write reports')
  try {
    return await inTransaction(ctx, async (ctx) => {
      const { pending, plan } = await pendingOf(ctx, asked)
      // In one order, so that two imports do not wait for each other.
      const changed = changedSections(plan).toSorted((one, other) => (one.draftId < other.draftId ? -1 : 1))
      const saved: { draftId: string; version: DraftVersion }[] = []
      for (const { draftId, seenVersion, text } of changed) {
        const { draft } = await lockSeen(ctx.db, draftId, seenVersion)
        const origin = { kind: 'imported' as const, fileName: pending.fileName }
        const next = { text, byMember: asked.by.id, writtenBy: 'editor', origin }
        saved.push({ draftId, version: await saveVersion(ctx, draft, next) })
      }
      await closeReportImport(ctx.db, pending.id, { state: 'applied', at: nowOf(ctx) })
      return { kind: 'applied', pending, saved }
    })
  } catch (error) {
    if (!(error instanceof StaleVersion)) throw error
    return { kind: 'again', pending: await compareAgain(ctx, asked) }
  }
}

async function compareAgain(
  ctx: Context,
  asked: { readonly id: string; readonly by: Member },
): Promise<ReportImport> {
  return await inTransaction(ctx, async (ctx) => {
    const { pending } = await pendingOf(ctx, asked)
    await keepReportPlan(ctx.db, pending.id, null)
    await ctx.enqueue(REPORT_IMPORTS, { importId: pending.id })
    return pending
  })
}

/** Drops a preview. Throws MemberFacingError when it was decided before. */
export async function cancelReportImport(
  ctx: Context,
  asked: { readonly id: string; readonly by: Member },
): Promise<ReportImport> {
  return await inTransaction(ctx, async (ctx) => {
    const { pending } = await pendingOf(ctx, asked)
    await closeReportImport(ctx.db, pending.id, { state: 'cancelled', at: nowOf(ctx) })
    return pending
  })
}

async function pendingOf(
  ctx: Pick<Transacting, 'clock'> & { readonly db: Db },
  { id, by }: { readonly id: string; readonly by: Member },
): Promise<{ readonly pending: ReportImport; readonly plan: ReportImportPlan }> {
  const pending = await findReportImport(ctx.db, id, { lock: true })
  const age = nowOf(ctx).getTime() - (pending?.askedAt.getTime() ?? 0)
  if (pending === null || pending.byMember !== by.id || age > IMPORT_HOURS * 3_600_000) {
    throw new MemberFacingError({
      zh: `这次预览已过期（${IMPORT_HOURS} 小时）。请用 /report import 重新上传文件。`,
      en: `This preview is no longer valid (it lasts ${IMPORT_HOURS} hours). Send the file again with /report import.`,
    })
  }
  if (pending.state === 'ready' && pending.plan !== null) return { pending, plan: pending.plan }
  throw new MemberFacingError(saidOf(pending))
}

function saidOf({ state, fileName }: ReportImport) {
  switch (state) {
    case 'applied':
      return {
        zh: `${fileName} 已经导入过了，没有重复导入。`,
        en: `${fileName} was brought in already; nothing was stored twice.`,
      }
    case 'reading':
    case 'ready':
      return {
        zh: `${fileName} 正在重新比较，请等新的预览。`,
        en: `${fileName} is being compared anew; wait for the new preview.`,
      }
    case 'cancelled':
    case 'refused':
      return { zh: `${fileName} 的导入已取消。`, en: `The import of ${fileName} was cancelled.` }
  }
}
