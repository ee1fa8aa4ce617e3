import { inTransaction, nowOf, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { may, requireAbility, type Member } from '../../members/member.ts'
import { today } from '../../time/clock.ts'
import { checkDetails } from '../record/check-details.ts'
import { questionUnusual } from '../doubts/question-unusual.ts'
import { detailsOf, sameDetails, type LoggedRecord, type RecordDetails } from '../record/record.ts'
import { findRecord } from '../record/store.ts'
import { deleteRecord, reviseRecord } from '../record/revisions-store.ts'

/** How long Undo is offered; afterwards a record is deleted with a reason. */
export const UNDO_MINUTES = 15

/** Somebody else changed the record since the form was opened. Nothing was overwritten. */
export class RecordMoved extends MemberFacingError {
  readonly current: LoggedRecord

  constructor(current: LoggedRecord) {
    super({
      zh: `${current.id} 在您修改期间已被别人改过，您的修改没有保存。请重新打开，核对后再改。`,
      en: `${current.id} was changed by somebody else while you edited it; your change was not saved. Open it again and look before you change it.`,
    })
    this.current = current
  }
}

/**
 * Replaces a record's details, as a new revision. Members correct their own, editors and admins anyone's.
 * Throws RecordMoved when `baseRevision` is no longer the newest, FieldIssues for what cannot be true, LooksUnusual for
 * what has to be confirmed.
 */
export async function editRecord(
  ctx: Context,
  edit: {
    readonly id: string
    readonly baseRevision: number
    readonly details: RecordDetails
    readonly by: Member
    readonly zone: string
    readonly requestId: string
    /** Keys of unusual values that the person said are right. */
    readonly confirmed?: readonly string[]
  },
): Promise<LoggedRecord> {
  checkDetails(edit.details, today(ctx.clock, edit.zone))
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await recordToCorrect(ctx.db, edit.id, edit.by)
      if (before.revision !== edit.baseRevision) throw new RecordMoved(before)
      if (sameDetails(before, edit.details)) return before
      await questionUnusual(ctx.db, edit.details, { confirmed: edit.confirmed ?? [], before })
      await reviseRecord(ctx.db, before, edit.details, {
        member: edit.by.id,
        at: nowOf(ctx),
        action: 'edited',
      })
      return { ...before, ...detailsOf(edit.details), revision: before.revision + 1 }
    },
    { once: edit.requestId },
  )
}

/** Undo was pressed too late: the record is deleted with a reason instead. */
export class UndoTooLate extends MemberFacingError {
  readonly record: LoggedRecord

  constructor(record: LoggedRecord) {
    const { id, family } = record
    super({
      zh: `${id} 记录已超过 ${UNDO_MINUTES} 分钟，不能撤销。请用 /${family} delete ${id} 原因 删除。`,
      en: `${id} was logged more than ${UNDO_MINUTES} minutes ago and cannot be undone. Delete it with /${family} delete ${id} and the reason.`,
    })
    this.record = record
  }
}

/** Takes back a record within 15 minutes of logging it, else throws UndoTooLate. A second time changes nothing and says so. */
export async function undoRecord(
  ctx: Context,
  undo: { readonly id: string; readonly by: Member },
): Promise<LoggedRecord> {
  return await inTransaction(ctx, async (ctx) => {
    const before = await recordToCorrect(ctx.db, undo.id, undo.by)
    const age = nowOf(ctx).getTime() - before.loggedAt.getTime()
    if (age > UNDO_MINUTES * 60_000) throw new UndoTooLate(before)
    await deleteRecord(ctx.db, before, { member: undo.by.id, at: nowOf(ctx), action: 'undone', reason: null })
    return before
  })
}

/** Deletes a record for a reason. It leaves every list and count; its history stays. */
export async function deleteWithReason(
  ctx: Context,
  removal: { readonly id: string; readonly reason: string; readonly by: Member; readonly requestId: string },
): Promise<LoggedRecord> {
  if (removal.reason === '') {
    throw new MemberFacingError({
      zh: `删除 ${removal.id} 要写原因，例如：delete ${removal.id} 重复记录`,
      en: `Deleting ${removal.id} takes a reason, like: delete ${removal.id} logged twice`,
    })
  }
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await recordToCorrect(ctx.db, removal.id, removal.by)
      const { by, reason } = removal
      await deleteRecord(ctx.db, before, { member: by.id, at: nowOf(ctx), action: 'deleted', reason })
      return before
    },
    { once: removal.requestId },
  )
}

/** Members correct their own, editors and admins anyone's. */
export function mayCorrect(record: Pick<LoggedRecord, 'loggedBy'>, by: Pick<Member, 'id' | 'role'>): boolean {
  return record.loggedBy === by.id || may(by, 'correct records of others')
}

/** The record, locked, if this member may correct it. */
export async function recordToCorrect(db: Db, id: string, by: Member): Promise<LoggedRecord> {
  const record = await findRecord(db, id, { lock: true })
  if (record === null) {
    throw new MemberFacingError({
      zh: `没有编号为“${id}”的记录。编号像 S-42 或 A-17。`,
      en: `There is no record "${id}". Numbers look like S-42 or A-17.`,
    })
  }
  if (record.deletedAt !== null) {
    throw new MemberFacingError({ zh: `${id} 已经撤销或删除。`, en: `${id} was already undone or deleted.` })
  }
  if (!mayCorrect(record, by)) requireAbility(by, 'correct records of others')
  return record
}
