// The deadline that a reminder told its reader: who was told another day than holds now is told that it moved.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // What earlier reminders told was never kept; null says so, and nobody is told of a move on that ground.
  await sql`alter table reminders add column due_at timestamptz`.execute(db)
}
