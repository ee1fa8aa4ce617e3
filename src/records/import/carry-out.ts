import { notStored } from '../../storage-words.ts'
import { nowOf, type Transacting } from '../../context.ts'
import { holdCounters, nextNumber } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Progress } from '../../imports/import-sort.ts'
import { additionsOf, changesOf } from './decide.ts'
import type { ImportPlan } from './plan.ts'
import { FAMILY_PREFIX, type Family } from '../record/record.ts'
import { findRecordsByIds, findUsedKeys } from '../record/store.ts'
import { insertRecords, reviseRecords, type NewRecord } from '../record/revisions-store.ts'

/** Records stored between two words about progress. */
const STEP = 1000

/** The numbers of the new records, and how many were changed: exactly what was stored. */
export type CarriedOut = { readonly numbers: readonly string[]; readonly changed: readonly string[] }

/**
 * Stores what a table's plan says, as it is decided: rows that nobody decided on are left out. `by`: a member's id, null
 * for the operator. Throws MemberFacingError, before anything is stored, when a record was changed since the plan was
 * made. Two statements a thousand changed records, one a thousand new ones.
 */
export async function carryOutPlan(
  ctx: Transacting,
  plan: ImportPlan,
  by: string | null,
  progress: Progress = () => {},
): Promise<CarriedOut> {
  await holdCounters(ctx.db, 'activity', 'study')
  const changes = await requireUnmoved(ctx, plan)
  const records = await numbered(ctx, plan)
  const all = changes.length + records.length
  let done = 0
  for (let from = 0; from < changes.length; from += STEP) {
    progress(done, all)
    const step = changes.slice(from, from + STEP)
    await reviseRecords(ctx.db, step, { member: by, at: nowOf(ctx), action: 'imported' })
    done += step.length
  }
  for (let from = 0; from < records.length; from += STEP) {
    progress(done, all)
    const step = records.slice(from, from + STEP)
    await insertRecords(ctx.db, step, 'imported', by)
    done += step.length
  }
  return { numbers: records.map(({ id }) => id), changed: changes.map(({ before }) => before.id) }
}

/** The records to be changed, locked. Throws when one of them is not as the preview showed it. */
async function requireUnmoved(ctx: Transacting, plan: ImportPlan) {
  const changes = changesOf(plan)
  const found = await findRecordsByIds(
    ctx.db,
    changes.map(({ id }) => id),
    { lock: true },
  )
  const records = new Map(found.map((record) => [record.id, record]))
  const sound = changes.flatMap(({ id, baseRevision, details }) => {
    const before = records.get(id)
    const stands = before?.deletedAt === null && before.revision === baseRevision
    return stands ? [{ before, after: details }] : []
  })
  const still = new Set(sound.map(({ before }) => before.id))
  if (sound.length < changes.length) {
    throw changedSince(changes.map(({ id }) => id).filter((id) => !still.has(id)))
  }
  return sound
}

async function numbered(ctx: Transacting, plan: ImportPlan): Promise<NewRecord[]> {
  const additions = additionsOf(plan)
  const known = await findUsedKeys(
    ctx.db,
    additions.map(({ key }) => key),
  )
  if (known.length > 0) throw changedSince(known)
  const records: NewRecord[] = []
  for (const family of ['study', 'activity'] as const satisfies readonly Family[]) {
    const fresh = additions.filter((one) => one.family === family)
    if (fresh.length === 0) continue
    const first = await nextNumber(ctx.db, family, fresh.length)
    fresh.forEach(({ details, key }, nth) => {
      const number = first + nth
      const id = `${FAMILY_PREFIX[family]}-${number}`
      records.push({ ...details, id, family, number, loggedBy: null, loggedAt: nowOf(ctx), sourceKey: key })
    })
  }
  return records
}

function changedSince(ids: readonly string[]): MemberFacingError {
  const shown = ids.slice(0, 10).join(', ')
  return new MemberFacingError({
    zh: `预览之后这些记录变了：${shown}${ids.length > 10 ? ` 等 ${ids.length} 条` : ''}。${notStored.nothingImported.zh}，请重新上传文件。`,
    en: `These records changed since the preview: ${shown}${ids.length > 10 ? ` and ${ids.length - 10} more` : ''}. ${notStored.nothingImported.en}; send the file again.`,
  })
}
