// Reports that were asked for as files: one row until they stand in Slack, with what Slack calls the files it was given.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table report_exports (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      by_member text not null,
      asked_at timestamptz not null,
      channel text,
      outline_id text not null,
      period text not null,
      formats text[] not null,
      state text not null check (state in ('waiting', 'sent', 'refused')),
      file_ids text[] not null,
      done_at timestamptz,
      primary key (team_id, id),
      foreign key (team_id, by_member) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('report_exports')`.execute(db)
}
