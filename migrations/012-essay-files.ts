// An essay may be a file in Slack; its words are read once, so that they can be reviewed and compiled.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // file_state: 'reading' until its words are in file_text; 'unreadable' with the reason in file_text.
  await sql`
    alter table essays
      add column file_id text,
      add column file_name text,
      add column file_url text,
      add column file_text text,
      add column file_state text check (file_state in ('reading', 'read', 'unreadable'))`.execute(db)
}
