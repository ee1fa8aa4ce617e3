// Every earlier form of a workspace's outlines: who changed what, and when.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table outline_revisions (
      team_id text not null default current_setting('wenshu.team_id'),
      outline_id text not null,
      revision int not null,
      action text not null,
      section_id text,
      by_member text,
      at timestamptz not null,
      before jsonb not null,
      after jsonb not null,
      primary key (team_id, outline_id, revision)
    )`.execute(db)
  await sql`select wenshu_bind('outline_revisions')`.execute(db)
}
