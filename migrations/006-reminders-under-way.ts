// When a reminder's job was last queued, and since when it is being posted: what a crash left behind is found by them.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // Both by the database's own clock, which all processes share and nobody moves.
  await sql`
    alter table reminders
      add column queued_at timestamptz not null default now(),
      add column sending_since timestamptz`.execute(db)
  await sql`
    create index reminders_under_way on reminders (team_id, queued_at)
      where state in ('claimed', 'sending', 'unknown')`.execute(db)
}
