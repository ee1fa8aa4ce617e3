// A snooze belongs to the reminder whose button was pressed: that one comes once more after it. The newest a month counts.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // A snooze lasts until the next working day; those without a step named nothing that could be repeated.
  await sql`drop table reminder_snoozes`.execute(db)
  await sql`
    create table reminder_snoozes (
      team_id text not null default current_setting('wenshu.team_id'),
      member_id text not null,
      month text not null check (month ~ '^\\d{4}-\\d{2}$'),
      step text not null,
      snoozed_until timestamptz not null,
      primary key (team_id, member_id, month),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('reminder_snoozes')`.execute(db)
}
