// Edited documents that came back: read once, shown as what would change, and stored exactly so or not at all.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // `period` is for a document that does not say itself which report it is.
  await sql`
    create table report_imports (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      by_member text not null,
      asked_at timestamptz not null,
      slack_file_id text not null,
      file_name text not null,
      period text not null,
      state text not null check (state in ('reading', 'ready', 'refused', 'applied', 'cancelled')),
      plan jsonb,
      decided_at timestamptz,
      primary key (team_id, id),
      foreign key (team_id, by_member) references members (team_id, id)
    )`.execute(db)
  await sql`create index report_imports_by_age on report_imports (team_id, asked_at)`.execute(db)
  await sql`select wenshu_bind('report_imports')`.execute(db)
}
