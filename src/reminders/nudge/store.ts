import { insertNew } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'

export type Nudge = {
  readonly memberId: string
  /** ISO date */
  readonly day: string
  readonly month: string
  readonly reminderId: string
  readonly by: string
  readonly at: Date
}

/** False when the member was nudged that day already. */
export async function insertNudge(db: Db, { by, ...nudge }: Nudge): Promise<boolean> {
  return await insertNew(db, 'nudges', { ...nudge, byMember: by })
}

/** Who nudged a member on a day, by name, and when. */
export async function findNudge(
  db: Db,
  memberId: string,
  day: string,
): Promise<{ readonly by: string; readonly at: Date } | null> {
  const row = await db
    .selectFrom('nudges')
    .innerJoin('members', 'members.id', 'nudges.by_member')
    .select(['members.name', 'nudges.at'])
    .where('nudges.member_id', '=', memberId)
    .where('nudges.day', '=', day)
    .executeTakeFirst()
  return row === undefined ? null : { by: row.name, at: row.at }
}
