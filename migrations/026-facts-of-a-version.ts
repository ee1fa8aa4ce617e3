// A draft whose figures follow the records gets a new fact sheet, and its earlier versions keep theirs; why a version was
// made; and what is to be told in a draft's thread.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // `drafts.ledger` is what the newest version is checked against; a row here, what versions up to that one were.
  await sql`
    create table draft_earlier_ledgers (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      through_version int not null,
      ledger jsonb not null,
      primary key (team_id, draft_id, through_version),
      foreign key (team_id, draft_id) references drafts (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('draft_earlier_ledgers')`.execute(db)

  // Null for the first version and for a plain edit.
  await sql`alter table draft_versions add column origin jsonb`.execute(db)

  // `number` is the version, the approval or the mark that is told of. A row without `message_ts` is still to be posted;
  // with `claimed_at` somebody has begun to, and the message may stand in Slack.
  await sql`
    create table draft_news (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      news text not null check (news in ('version', 'approved', 'withdrawn', 'records')),
      number int not null,
      queued_at timestamptz not null,
      claimed_at timestamptz,
      channel text,
      message_ts text,
      primary key (team_id, draft_id, news, number),
      foreign key (team_id, draft_id) references drafts (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('draft_news')`.execute(db)
}
