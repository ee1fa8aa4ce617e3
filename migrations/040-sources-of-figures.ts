// Where the figures of a draft's version come from, carried with its text; null in versions written before they were kept.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table draft_versions add column sources jsonb`.execute(db)
}
