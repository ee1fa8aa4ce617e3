// Processes that serve a workspace: a row stays behind when one ends without stopping, so that it can be said afterwards.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table process_runs (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      started_at timestamptz not null default now(),
      alive_at timestamptz not null default now(),
      primary key (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('process_runs')`.execute(db)
}
