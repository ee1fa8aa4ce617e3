// The deadline that a reminder told its reader: who was told another day than holds now is told that it moved.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // As the office's clock on the wall shows it, 2022-11-30T18:00. What earlier reminders told was never kept: null.
  await sql`alter table reminders add column told_due text`.execute(db)
}
