// Drafts of report sections: the frozen fact sheet they were written from, and every version of their text.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table drafts (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      number int not null,
      outline_id text not null,
      section_id text not null,
      period text not null,
      state text not null check (state in ('waiting', 'writing', 'ready', 'failed', 'cancelled')),
      requested_by text,
      requested_at timestamptz not null,
      finished_at timestamptz,
      fault text,
      ledger jsonb,
      model text,
      prompt_hash text,
      parameters jsonb,
      prompt_tokens int,
      completion_tokens int,
      duration_ms int,
      channel text,
      thread_ts text,
      stream_ts text,
      verdict_ts text,
      version int not null default 0,
      primary key (team_id, id),
      unique (team_id, number)
    )`.execute(db)
  // A second request for a section that is being written joins the first.
  await sql`
    create unique index drafts_one_at_a_time on drafts (team_id, outline_id, section_id, period)
      where state in ('waiting', 'writing')`.execute(db)
  await sql`select wenshu_bind('drafts')`.execute(db)

  await sql`
    create table draft_versions (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      version int not null,
      text text not null,
      verdict jsonb not null,
      by_member text,
      written_by text not null,
      at timestamptz not null,
      primary key (team_id, draft_id, version),
      foreign key (team_id, draft_id) references drafts (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('draft_versions')`.execute(db)
}
