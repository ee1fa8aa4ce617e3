// Essays with every move they made; exemptions from owing them; and what was decided about each reminder.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // state is the review's; what follows approval (exchanged, excellent, compiled, contest) are marks of their own.
  await sql`
    create table essays (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      number int not null,
      member_id text not null,
      month text not null check (month ~ '^\\d{4}-\\d{2}$'),
      seq int not null,
      kind text not null,
      title text not null,
      body text,
      link text,
      state text not null check (state in ('draft', 'submitted', 'returned', 'approved', 'withdrawn')),
      first_submitted_at timestamptz,
      submitted_at timestamptz,
      reviewer_id text,
      decided_by text,
      decided_at timestamptz,
      exchanged_at timestamptz,
      excellent boolean not null default false,
      anthology_issue int,
      contest text,
      revision int not null default 1,
      primary key (team_id, id),
      unique (team_id, number),
      unique (team_id, member_id, month, seq),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`create index essays_by_month on essays (team_id, month, state)`.execute(db)
  await sql`select wenshu_bind('essays')`.execute(db)

  await sql`
    create table essay_moves (
      team_id text not null default current_setting('wenshu.team_id'),
      essay_id text not null,
      revision int not null,
      move text not null,
      by_member text,
      at timestamptz not null,
      comment text,
      primary key (team_id, essay_id, revision),
      foreign key (team_id, essay_id) references essays (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('essay_moves')`.execute(db)

  await sql`
    create table essay_exemptions (
      team_id text not null default current_setting('wenshu.team_id'),
      member_id text not null,
      month text not null check (month ~ '^\\d{4}-\\d{2}$'),
      reason text not null,
      decided_by text,
      decided_at timestamptz not null,
      revoked_at timestamptz,
      primary key (team_id, member_id, month, decided_at),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('essay_exemptions')`.execute(db)

  // The primary key is the claim: whichever process inserts the row sends the message, and nobody else.
  await sql`
    create table reminders (
      team_id text not null default current_setting('wenshu.team_id'),
      member_id text not null,
      month text not null,
      step text not null,
      reminder_id text not null,
      state text not null check (state in ('claimed', 'sending', 'sent', 'unknown', 'cancelled', 'failed')),
      owed int not null,
      planned_for timestamptz not null,
      decided_at timestamptz not null,
      attempts int not null default 0,
      sent_at timestamptz,
      channel text,
      message_ts text,
      reason text,
      primary key (team_id, member_id, month, step),
      unique (team_id, reminder_id),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`create index reminders_by_month on reminders (team_id, month, state)`.execute(db)
  await sql`select wenshu_bind('reminders')`.execute(db)

  await sql`
    create table reminder_snoozes (
      team_id text not null default current_setting('wenshu.team_id'),
      member_id text not null,
      snoozed_until timestamptz not null,
      primary key (team_id, member_id),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('reminder_snoozes')`.execute(db)
}
