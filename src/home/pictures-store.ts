import type { Db } from '../db/tenant.ts'

/** Slack's file for a picture, when it was uploaded before; its use is noted. */
export async function findPicture(db: Db, hash: string, now: Date): Promise<string | null> {
  const row = await db
    .selectFrom('pictures')
    .select(['slack_file_id', 'used_at'])
    .where('hash', '=', hash)
    .executeTakeFirst()
  if (row === undefined) return null
  const dayAgo = new Date(now.getTime() - DAY_MS)
  // Once a day is enough to know what is in use.
  await db
    .updateTable('pictures')
    .set({ used_at: now })
    .where('hash', '=', hash)
    .where('used_at', '<', dayAgo)
    .execute()
  return row.slack_file_id
}

/** Remembers a picture's file. When another process was first, its file stays; the one that counts is returned. */
export async function keepPicture(db: Db, hash: string, fileId: string, now: Date): Promise<string> {
  await db
    .insertInto('pictures')
    .values({ hash, slack_file_id: fileId, made_at: now, used_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const { slack_file_id } = await db
    .selectFrom('pictures')
    .select('slack_file_id')
    .where('hash', '=', hash)
    .executeTakeFirstOrThrow()
  return slack_file_id
}

/** Forgets the pictures of some files; returns how many. */
export async function forgetPictures(db: Db, fileIds: readonly string[]): Promise<number> {
  if (fileIds.length === 0) return 0
  const { numDeletedRows } = await db
    .deleteFrom('pictures')
    .where('slack_file_id', 'in', fileIds)
    .executeTakeFirstOrThrow()
  return Number(numDeletedRows)
}

/** Forgets pictures that nobody looked at since a moment, at most so many; returns their files. */
export async function forgetUnused(db: Db, since: Date, limit: number): Promise<string[]> {
  const rows = await db
    .deleteFrom('pictures')
    .where('hash', 'in', (eb) =>
      eb.selectFrom('pictures').select('hash').where('used_at', '<', since).orderBy('used_at').limit(limit),
    )
    .returning('slack_file_id')
    .execute()
  return rows.map(({ slack_file_id }) => slack_file_id)
}

const DAY_MS = 24 * 3600 * 1000
