// What a draft cost, how often its writing was begun, and who cancelled it.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    alter table drafts
      add column cost numeric,
      add column currency text,
      add column attempts int not null default 0,
      add column cancelled_by text`.execute(db)
}
