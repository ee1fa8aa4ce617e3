import { notStored } from '../storage-words.ts'
import { inTransaction, nowOf, type Context, type Transacting } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import { requireAbility, type Member } from '../members/member.ts'
import type { ImportSort, Progress } from './import-sort.ts'
import { closePendingImport, findPendingImport, keepPlan, type PendingImport } from './pending-store.ts'

/** A preview can be carried out so long. */
export const IMPORT_HOURS = 24

type Asked = { readonly id: string; readonly by: Member }

/**
 * Carries out exactly what the preview said, all of it in one transaction. Throws MemberFacingError, and nothing is
 * stored, when it was carried out or dropped before, is too old, or cannot be done any more; PlanOutdated when the file
 * has to be compared anew.
 */
export async function applyImport<Plan, Done>(
  ctx: Context,
  sort: ImportSort<Plan, Done>,
  asked: Asked & { readonly progress?: Progress },
): Promise<{ readonly pending: PendingImport; readonly done: Done }> {
  requireAbility(asked.by, sort.ability)
  return await inTransaction(ctx, async (ctx) => {
    const { pending, plan } = await requireReady(ctx, sort, asked)
    const done = await sort.carryOut(ctx, {
      pending,
      plan,
      by: asked.by,
      progress: asked.progress ?? (() => {}),
    })
    await closePendingImport(ctx.db, pending.id, { state: 'applied', at: nowOf(ctx) })
    return { pending, done }
  })
}

/**
 * Changes what a preview would do, as its owner decides, and returns it as it stands then. Throws MemberFacingError when
 * it was carried out or dropped, or is too old.
 */
export async function changePlan<Plan, Done>(
  ctx: Context,
  sort: ImportSort<Plan, Done>,
  asked: Asked,
  change: (plan: Plan) => Plan,
): Promise<{ readonly pending: PendingImport; readonly plan: Plan }> {
  requireAbility(asked.by, sort.ability)
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { pending, plan } = await requireReady(ctx, sort, asked)
      const changed = change(plan)
      if (changed !== plan) await keepPlan(ctx.db, pending.id, sort.keep(changed))
      return { pending, plan: changed }
    },
    { isRequest: true },
  )
}

/** Drops a preview. Throws MemberFacingError when it was decided before. */
export async function cancelImport<Plan, Done>(
  ctx: Context,
  sort: ImportSort<Plan, Done>,
  asked: Asked,
): Promise<PendingImport> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { pending } = await requireReady(ctx, sort, asked)
      await closePendingImport(ctx.db, pending.id, { state: 'cancelled', at: nowOf(ctx) })
      return pending
    },
    { isRequest: true },
  )
}

/** A preview that its owner can still decide on, held until the commit. Throws MemberFacingError. */
export async function requireReady<Plan, Done>(
  ctx: Pick<Transacting, 'db' | 'clock'>,
  sort: ImportSort<Plan, Done>,
  { id, by }: Asked,
): Promise<{ readonly pending: PendingImport; readonly plan: Plan }> {
  const pending = await findPendingImport(ctx.db, { sort: sort.name, id }, { lock: true })
  const age = nowOf(ctx).getTime() - (pending?.askedAt.getTime() ?? 0)
  if (pending === null || pending.byMember !== by.id || age > IMPORT_HOURS * 3_600_000) {
    throw new MemberFacingError({
      zh: `这次预览已过期（${IMPORT_HOURS} 小时）。请用 ${sort.command} 重新上传文件。`,
      en: `This preview is no longer valid (it lasts ${IMPORT_HOURS} hours). Send the file again with ${sort.command}.`,
    })
  }
  if (pending.state === 'ready' && pending.kept !== null) return { pending, plan: sort.revive(pending.kept) }
  throw new MemberFacingError(whereItStands(pending))
}

function whereItStands({ state, fileName }: PendingImport): LocalizedText {
  switch (state) {
    case 'applied':
      return {
        zh: `${fileName} 已经导入过了，${notStored.importedTwice.zh}。`,
        en: `${fileName} was imported already; ${notStored.importedTwice.en}.`,
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
