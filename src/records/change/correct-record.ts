import { notStored } from '../../storage-words.ts'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { may, type Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { today } from '../../time/clock.ts'
import { checkDetails } from '../record/check-details.ts'
import { questionUnusual } from '../doubts/question-unusual.ts'
import { detailsOf, sameDetails, type LoggedRecord, type RecordDetails } from '../record/record.ts'
import { noSuchRecord } from '../record/number.ts'
import { findRecord } from '../record/store.ts'
import { deleteRecord, restoreDeleted, reviseRecord } from '../record/revisions-store.ts'

/** How long Undo is offered; afterwards a record is deleted with a reason. */
export const UNDO_MINUTES = 15

/** Somebody else changed the record since the form was opened. Nothing was overwritten. */
export class RecordMoved extends MemberFacingError {
  readonly current: LoggedRecord

  constructor(current: LoggedRecord) {
    super({
      zh: `${current.id} 在您修改期间已被别人改过，${notStored.change.zh}。请重新打开，核对后再改。`,
      en: `${current.id} was changed by somebody else while you edited it; ${notStored.change.en}. Open it again and look before you change it.`,
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
      ctx.stored(before.id)
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
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await recordToCorrect(ctx.db, undo.id, undo.by, 'undo')
      const age = nowOf(ctx).getTime() - before.loggedAt.getTime()
      if (age > UNDO_MINUTES * 60_000) throw new UndoTooLate(before)
      const how = { member: undo.by.id, at: nowOf(ctx), action: 'undone', reason: null } as const
      await deleteRecord(ctx.db, before, how)
      ctx.stored(before.id)
      return before
    },
    { isRequest: true },
  )
}

/** Deletes a record for a reason. It leaves every list and count; its history stays. */
export async function deleteWithReason(
  ctx: Context,
  removal: { readonly id: string; readonly reason: string; readonly by: Member; readonly requestId: string },
): Promise<LoggedRecord> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await recordToCorrect(ctx.db, removal.id, removal.by, 'delete')
      const { by, reason } = removal
      if (reason === '') throw noReason(before.id)
      await deleteRecord(ctx.db, before, { member: by.id, at: nowOf(ctx), action: 'deleted', reason })
      ctx.stored(before.id)
      return before
    },
    { once: removal.requestId },
  )
}

/** Puts back a record that was deleted or undone, as it was. Throws when it is there, or not this member's to correct. */
export async function restoreRecord(
  ctx: Context,
  wish: { readonly id: string; readonly by: Member; readonly requestId: string },
): Promise<LoggedRecord> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { id, by } = wish
      const before = await findRecord(ctx.db, id, { lock: true })
      if (before === null) throw noSuchRecord(id)
      if (!mayCorrect(before, by)) throw await notTheirs(ctx.db, before, 'restore')
      if (before.deletedAt === null) {
        throw new MemberFacingError({
          zh: `${id} 没有删除，不用恢复。`,
          en: `${id} is not deleted; there is nothing to restore.`,
        })
      }
      await restoreDeleted(ctx.db, before, { member: by.id, at: nowOf(ctx) })
      ctx.stored(id)
      return { ...before, revision: before.revision + 1, deletedAt: null }
    },
    { once: wish.requestId },
  )
}

function noReason(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `删除 ${id} 要写原因，例如：delete ${id} 重复记录`,
    en: `Deleting ${id} takes a reason, like: delete ${id} logged twice`,
  })
}

/** Members correct their own, editors and admins anyone's. */
export function mayCorrect(record: Pick<LoggedRecord, 'loggedBy'>, by: Pick<Member, 'id' | 'role'>): boolean {
  return record.loggedBy === by.id || may(by, 'correct records of others')
}

/** What a member wants to do with a record. */
const VERBS = {
  change: { zh: '修改', en: 'change' },
  undo: { zh: '撤销', en: 'undo' },
  delete: { zh: '删除', en: 'delete' },
  restore: { zh: '恢复', en: 'restore' },
} as const

/** The record, locked, if this member may correct it; else throws who can. */
export async function recordToCorrect(
  db: Db,
  id: string,
  by: Member,
  verb: keyof typeof VERBS = 'change',
): Promise<LoggedRecord> {
  const record = await findRecord(db, id, { lock: true })
  if (record === null) throw noSuchRecord(id)
  if (record.deletedAt !== null) {
    throw new MemberFacingError({ zh: `${id} 已经撤销或删除。`, en: `${id} was already undone or deleted.` })
  }
  if (!mayCorrect(record, by)) throw await notTheirs(db, record, verb)
  return record
}

/** Editors and admins that a refusal names. */
const NAMED = 3

async function notTheirs(
  db: Db,
  { id, loggedBy }: LoggedRecord,
  verb: keyof typeof VERBS,
): Promise<MemberFacingError> {
  const members = await listMembers(db)
  const isThere = ({ leftOn, deactivated }: Member) => leftOn === null && !deactivated
  const logger = members.find((member) => member.id === loggedBy && isThere(member))
  const editors = members.filter((member) => isThere(member) && may(member, 'correct records of others'))
  const names = [...new Set([...(logger === undefined ? [] : [logger]), ...editors.slice(0, NAMED)])].map(
    ({ name }) => name,
  )
  const whose =
    logger === undefined
      ? { zh: '不是您登记的', en: 'was not logged by you' }
      : { zh: `是${logger.name}登记的`, en: `was logged by ${logger.name}` }
  return new MemberFacingError({
    zh: `${id} ${whose.zh}，只有登记人、编辑和管理员能${VERBS[verb].zh}。可以请${names.join('、')}处理。`,
    en: `${id} ${whose.en}; only who logged it, editors and admins can ${VERBS[verb].en} it. Ask ${names.join(', ')}.`,
  })
}
