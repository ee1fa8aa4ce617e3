// One outbox: messages to people that had no row of their own, news of drafts with the states of a reminder, and which
// failures an admin has heard of.
import { sql, type Kysely } from 'kysely'

const STATES = sql`'claimed', 'sending', 'sent', 'unknown', 'cancelled', 'failed'`

export async function up(db: Kysely<unknown>): Promise<void> {
  // The key says what is told to whom, so that it is told once; payload holds ids, the words are made when it is posted.
  await sql`
    create table outbox (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      kind text not null,
      key text not null,
      member_id text not null,
      payload jsonb not null,
      state text not null check (state in (${STATES})),
      decided_at timestamptz not null,
      queued_at timestamptz not null default clock_timestamp(),
      attempts int not null default 0,
      sending_since timestamptz,
      sent_at timestamptz,
      channel text,
      message_ts text,
      reason text,
      failure_noted_at timestamptz,
      primary key (team_id, id),
      unique (team_id, kind, key),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`
    create index outbox_under_way on outbox (team_id, queued_at)
      where state in ('claimed', 'sending', 'unknown')`.execute(db)
  await sql`create index outbox_by_member on outbox (team_id, member_id, kind)`.execute(db)
  await sql`select wenshu_bind('outbox')`.execute(db)

  // What was begun and never noted may stand in Slack. `stale`: it has changed since the post that is under way began.
  await sql`
    alter table draft_news
      add column news_id text generated always as (draft_id || ':' || news || ':' || number::text) stored,
      add column state text not null default 'claimed' check (state in (${STATES})),
      add column decided_at timestamptz,
      add column attempts int not null default 0,
      add column sending_since timestamptz,
      add column sent_at timestamptz,
      add column reason text,
      add column stale boolean not null default false`.execute(db)
  await ofAllWorkspaces(db, 'draft_news', async () => {
    await sql`
      update draft_news set decided_at = queued_at, queued_at = clock_timestamp(),
        state = case when message_ts is not null then 'sent' when claimed_at is not null then 'unknown'
          else 'claimed' end`.execute(db)
  })
  await sql`alter table draft_news alter column decided_at set not null`.execute(db)
  await sql`create unique index draft_news_by_id on draft_news (team_id, news_id)`.execute(db)

  // Old failures are nobody's news.
  for (const table of ['reminders', 'digests']) {
    await sql`alter table ${sql.table(table)} add column failure_noted_at timestamptz`.execute(db)
    await ofAllWorkspaces(db, table, async () => {
      await sql`update ${sql.table(table)} set failure_noted_at = clock_timestamp() where state = 'failed'`.execute(
        db,
      )
    })
  }
}

/** An owner who is no superuser sees no row of a table whose policy is forced. */
async function ofAllWorkspaces(db: Kysely<unknown>, table: string, work: () => Promise<void>): Promise<void> {
  await sql`alter table ${sql.table(table)} no force row level security`.execute(db)
  await work()
  await sql`alter table ${sql.table(table)} force row level security`.execute(db)
}
