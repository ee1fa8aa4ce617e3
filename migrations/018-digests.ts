// The leaders' digest after a deadline: the primary key is the claim, so each leader has it once.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table digests (
      team_id text not null default current_setting('wenshu.team_id'),
      month text not null check (month ~ '^\\d{4}-\\d{2}$'),
      member_id text not null,
      digest_id text not null,
      state text not null check (state in ('claimed', 'sending', 'sent', 'unknown', 'cancelled', 'failed')),
      decided_at timestamptz not null,
      queued_at timestamptz not null default clock_timestamp(),
      attempts int not null default 0,
      sending_since timestamptz,
      sent_at timestamptz,
      channel text,
      message_ts text,
      reason text,
      primary key (team_id, month, member_id),
      unique (team_id, digest_id),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('digests')`.execute(db)
}
