import { notStored } from '../../storage-words.ts'
import { nowOf, type Transacting } from '../../context.ts'
import { holdCounters, nextNumber } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import type { ImportPlan } from './plan.ts'
import { FAMILY_PREFIX, type Family } from '../record/record.ts'
import { findRecordsByIds, findRecordsBySourceKeys } from '../record/store.ts'
import { insertRecords, reviseRecord, type NewRecord } from '../record/revisions-store.ts'

/**
 * Stores what a table's plan says, and returns the numbers of the new records. `by`: a member's id, null for the
 * operator. Throws MemberFacingError, before anything is stored, when a record was changed since the plan was made.
 */
export async function carryOutPlan(ctx: Transacting, plan: ImportPlan, by: string | null): Promise<string[]> {
  await holdCounters(ctx.db, 'activity', 'study')
  await change(ctx, plan, by)
  return await add(ctx, plan, by)
}

async function change(ctx: Transacting, plan: ImportPlan, by: string | null): Promise<void> {
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
    await reviseRecord(ctx.db, before, details, { member: by, at: nowOf(ctx), action: 'imported' })
  }
}

async function add(ctx: Transacting, plan: ImportPlan, by: string | null): Promise<string[]> {
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
  await insertRecords(ctx.db, records, 'imported', by)
  return records.map(({ id }) => id)
}

function changedSince(ids: readonly string[]): MemberFacingError {
  const shown = ids.slice(0, 10).join(', ')
  return new MemberFacingError({
    zh: `预览之后这些记录变了：${shown}${ids.length > 10 ? ` 等 ${ids.length} 条` : ''}。${notStored.nothingImported.zh}，请重新上传文件。`,
    en: `These records changed since the preview: ${shown}${ids.length > 10 ? ` and ${ids.length - 10} more` : ''}. ${notStored.nothingImported.en}; send the file again.`,
  })
}
