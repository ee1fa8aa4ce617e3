// How many should have come to an event, and how many were excused, beside who was there; nothing said is not zero.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table records
      add column expected int check (expected >= 0),
      add column excused int check (excused >= 0)`.execute(db)
}
