import type { Selectable } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'

/** Days on which a member is away, both ends included, ISO dates. Only a confirmed leave counts. */
export type LeaveRequest = {
  readonly id: string
  readonly memberId: string
  readonly startsOn: string
  readonly endsOn: string
  readonly reason: string | null
  readonly state: 'asked' | 'confirmed' | 'refused' | 'withdrawn'
  readonly decidedBy: string | null
}

export async function insertLeave(
  db: Db,
  leave: Omit<LeaveRequest, 'state' | 'decidedBy'> & { readonly askedAt: Date },
): Promise<void> {
  await db
    .insertInto('leaves')
    .values({
      id: leave.id,
      member_id: leave.memberId,
      starts_on: leave.startsOn,
      ends_on: leave.endsOn,
      reason: leave.reason,
      state: 'asked',
      asked_at: leave.askedAt,
    })
    .execute()
}

export async function findLeave(db: Db, id: string): Promise<LeaveRequest | null> {
  const row = await db.selectFrom('leaves').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : leaveOf(row)
}

/** A leave of the member that is asked for or confirmed and shares a day with these. */
export async function findOverlap(
  db: Db,
  days: Pick<LeaveRequest, 'memberId' | 'startsOn' | 'endsOn'>,
): Promise<LeaveRequest | null> {
  const row = await db
    .selectFrom('leaves')
    .selectAll()
    .where('member_id', '=', days.memberId)
    .where('state', 'in', ['asked', 'confirmed'])
    .where('starts_on', '<=', days.endsOn)
    .where('ends_on', '>=', days.startsOn)
    .orderBy('starts_on')
    .executeTakeFirst()
  return row === undefined ? null : leaveOf(row)
}

/** Decides a leave that is still asked for; false when somebody has decided it already. */
export async function settleLeave(
  db: Db,
  decision: {
    readonly id: string
    readonly state: 'confirmed' | 'refused'
    readonly by: string
    readonly at: Date
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable('leaves')
    .set({ state: decision.state, decided_by: decision.by, decided_at: decision.at })
    .where('id', '=', decision.id)
    .where('state', '=', 'asked')
    .executeTakeFirstOrThrow()
  return numUpdatedRows === 1n
}

function leaveOf(row: Selectable<Schema['leaves']>): LeaveRequest {
  return {
    id: row.id,
    memberId: row.member_id,
    startsOn: row.starts_on,
    endsOn: row.ends_on,
    reason: row.reason,
    state: row.state,
    decidedBy: row.decided_by,
  }
}
