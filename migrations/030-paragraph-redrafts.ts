// Single paragraphs that somebody has asked to be redrafted, with what they asked for, and what became of it.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // `result` is kept where it could not be put in, because the paragraph was changed meanwhile.
  await sql`
    create table paragraph_redrafts (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      number int not null,
      base_version int not null,
      place int not null,
      instruction text not null,
      state text not null check (state in ('waiting', 'writing', 'done', 'same', 'stale', 'failed', 'cancelled')),
      requested_by text not null,
      requested_at timestamptz not null,
      finished_at timestamptz,
      cancelled_by text,
      fault text,
      result text,
      result_version int,
      prompt_hash text,
      primary key (team_id, draft_id, number),
      foreign key (team_id, draft_id, base_version) references draft_versions (team_id, draft_id, version)
    )`.execute(db)
  // A second request for a paragraph that is being redrafted joins the first.
  await sql`
    create unique index paragraph_redrafts_one_at_a_time on paragraph_redrafts (team_id, draft_id, base_version, place)
      where state in ('waiting', 'writing')`.execute(db)
  await sql`select wenshu_bind('paragraph_redrafts')`.execute(db)

  await sql`alter table draft_news drop constraint draft_news_news_check`.execute(db)
  await sql`
    alter table draft_news add constraint draft_news_news_check
      check (news in ('version', 'approved', 'withdrawn', 'records', 'redraft'))`.execute(db)
}
