// What people said by a click of a draft's figure: that it is a claim's, or that it still holds in its new words. Taken back, it stays on record.
// And whether a report is exported without marks, as the person who asked for it decided.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table figure_clicks (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      number int not null,
      version int not null,
      figure text not null,
      says text not null check (says in ('source', 'stands')),
      claim text not null,
      label text not null,
      by_member text not null,
      at timestamptz not null,
      revoked_by text,
      revoked_at timestamptz,
      primary key (team_id, draft_id, number),
      foreign key (team_id, draft_id, version) references draft_versions (team_id, draft_id, version)
    )`.execute(db)
  await sql`select wenshu_bind('figure_clicks')`.execute(db)
  await sql`alter table report_exports add column is_clean boolean not null default false`.execute(db)
}
