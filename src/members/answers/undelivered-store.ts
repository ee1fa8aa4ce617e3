import type { Db } from '../../db/tenant.ts'

/** An answer that reached its person nowhere. `text` is mrkdwn, escaped when it was written. */
export type UndeliveredAnswer = { readonly id: string; readonly at: Date; readonly text: string }

/** The most that are kept of one person: more means that Slack takes nothing at all. */
const MOST_KEPT = 20

export async function insertUndelivered(
  db: Db,
  answer: UndeliveredAnswer & { readonly memberId: string },
): Promise<void> {
  const { id, at, text, memberId } = answer
  await db.insertInto('undelivered_answers').values({ id, at, text, member_id: memberId }).execute()
  await db
    .deleteFrom('undelivered_answers')
    .where('member_id', '=', memberId)
    .where('id', 'not in', (eb) =>
      eb
        .selectFrom('undelivered_answers')
        .select('id')
        .where('member_id', '=', memberId)
        .orderBy('at', 'desc')
        .limit(MOST_KEPT),
    )
    .execute()
}

/** What a person has not seen yet, oldest first. */
export async function listUndelivered(db: Db, memberId: string): Promise<UndeliveredAnswer[]> {
  return await db
    .selectFrom('undelivered_answers')
    .select(['id', 'at', 'text'])
    .where('member_id', '=', memberId)
    .orderBy('at')
    .execute()
}

/** Forgets what a person has seen: all that stood there up to a moment. */
export async function deleteSeen(db: Db, memberId: string, upTo: Date): Promise<void> {
  await db
    .deleteFrom('undelivered_answers')
    .where('member_id', '=', memberId)
    .where('at', '<=', upTo)
    .execute()
}
