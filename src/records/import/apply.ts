import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { nextNumber } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { recordAudit } from '../../members/audit-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import type { ImportCounts, ImportPlan } from './plan.ts'
import { closePendingImport, findPendingImport, type PendingImport } from './store.ts'
import { FAMILY_PREFIX, type Family } from '../record/record.ts'
import { findRecordsByIds, findRecordsBySourceKeys } from '../record/store.ts'
import { insertRecords, reviseRecord, type NewRecord } from '../record/revisions-store.ts'

/** A preview can be carried out so long. */
export const IMPORT_HOURS = 24

type Applied = {
  readonly pending: PendingImport
  readonly counts: ImportCounts
  readonly numbers: readonly string[]
}

/**
 * Carries out exactly what the preview said, all of it in one transaction. Throws MemberFacingError, and nothing is
 * stored, when it was carried out or dropped before, is too old, or when a record was changed since the preview.
 */
export async function applyImport(
  ctx: Context,
  asked: { readonly id: string; readonly by: Member },
): Promise<Applied> {
  requireAbility(asked.by, 'correct records of others')
  return await inTransaction(ctx, async (ctx) => {
    const { pending, plan, counts } = await pendingOf(ctx, asked)
    await change(ctx, plan, asked.by)
    const numbers = await add(ctx, plan, asked.by)
    const at = nowOf(ctx)
    await closePendingImport(ctx.db, pending.id, { state: 'applied', at })
    await recordAudit(ctx.db, {
      id: pending.id,
      at,
      by: asked.by.id,
      action: 'records.imported',
      subject: pending.fileName,
      details: { added: numbers, changed: plan.changed.map(({ id }) => id) },
    })
    return { pending, counts, numbers }
  })
}

/** Drops a preview. Throws MemberFacingError when it was decided before. */
export async function cancelImport(
  ctx: Context,
  asked: { readonly id: string; readonly by: Member },
): Promise<PendingImport> {
  return await inTransaction(ctx, async (ctx) => {
    const { pending } = await pendingOf(ctx, asked)
    await closePendingImport(ctx.db, pending.id, { state: 'cancelled', at: nowOf(ctx) })
    return pending
  })
}

async function pendingOf(
  ctx: Transacting,
  { id, by }: { readonly id: string; readonly by: Member },
): Promise<{ readonly pending: PendingImport; readonly plan: ImportPlan; readonly counts: ImportCounts }> {
  const pending = await findPendingImport(ctx.db, id, { lock: true })
  if (pending === null || pending.byMember !== by.id || tooOld(pending, nowOf(ctx))) {
    throw new MemberFacingError({
      zh: `这次预览已过期（${IMPORT_HOURS} 小时）。请用 /wenshu import 重新上传文件。`,
      en: `This preview is no longer valid (it lasts ${IMPORT_HOURS} hours). Send the file again with /wenshu import.`,
    })
  }
  const { plan, counts } = pending
  if (pending.state === 'ready' && plan !== null && counts !== null) return { pending, plan, counts }
  throw new MemberFacingError(
    pending.state === 'applied'
      ? {
          zh: `${pending.fileName} 已经导入过了，没有重复导入。`,
          en: `${pending.fileName} was imported already; nothing was imported twice.`,
        }
      : { zh: `${pending.fileName} 的导入已取消。`, en: `The import of ${pending.fileName} was cancelled.` },
  )
}

function tooOld({ askedAt }: PendingImport, now: Date): boolean {
  return now.getTime() - askedAt.getTime() > IMPORT_HOURS * 3_600_000
}

async function change(ctx: Transacting, plan: ImportPlan, by: Member): Promise<void> {
  const found = await findRecordsByIds(
    ctx.db,
    plan.changed.map(({ id }) => id),
    { lock: true },
  )
  const records = new Map(found.map((record) => [record.id, record]))
  const moved = plan.changed.filter(({ id, baseRevision }) => {
    const record = records.get(id)
    return record === undefined || record.deletedAt !== null || record.revision !== baseRevision
  })
  if (moved.length > 0) throw changedSince(moved.map(({ id }) => id))
  for (const { id, details } of plan.changed) {
    const before = records.get(id)
    if (before === undefined) throw new Error(`${id} was there a moment ago`)
    await reviseRecord(ctx.db, before, details, { member: by.id, at: nowOf(ctx), action: 'imported' })
  }
}

async function add(ctx: Transacting, plan: ImportPlan, by: Member): Promise<string[]> {
  const known = await findRecordsBySourceKeys(
    ctx.db,
    plan.added.map(({ key }) => key),
  )
  if (known.size > 0) throw changedSince([...known.values()].map(({ id }) => id))
  const records: NewRecord[] = []
  for (const family of ['study', 'activity'] as const satisfies readonly Family[]) {
    const fresh = plan.added.filter((one) => one.family === family)
    if (fresh.length === 0) continue
    const first = await nextNumber(ctx.db, family, fresh.length)
    fresh.forEach(({ details, key }, nth) => {
      const number = first + nth
      const id = `${FAMILY_PREFIX[family]}-${number}`
      records.push({ ...details, id, family, number, loggedBy: null, loggedAt: nowOf(ctx), sourceKey: key })
    })
  }
  await insertRecords(ctx.db, records, 'imported', by.id)
  return records.map(({ id }) => id)
}

function changedSince(ids: readonly string[]): MemberFacingError {
  const shown = ids.slice(0, 10).join(', ')
  return new MemberFacingError({
    zh: `预览之后这些记录变了：${shown}${ids.length > 10 ? ` 等 ${ids.length} 条` : ''}。什么都没有导入，请重新上传文件。`,
    en: `These records changed since the preview: ${shown}${ids.length > 10 ? ` and ${ids.length - 10} more` : ''}. Nothing was imported; send the file again.`,
  })
}
