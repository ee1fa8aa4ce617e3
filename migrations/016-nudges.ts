// A leader reminds one person by hand; the key allows one such message a member and day.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The message itself is a row of reminders, delivered like any other.
  await sql`
    create table nudges (
      team_id text not null default current_setting('wenshu.team_id'),
      member_id text not null,
      day date not null,
      month text not null check (month ~ '^\\d{4}-\\d{2}$'),
      reminder_id text not null,
      by_member text not null,
      at timestamptz not null,
      primary key (team_id, member_id, day),
      unique (team_id, reminder_id),
      foreign key (team_id, member_id) references members (team_id, id),
      foreign key (team_id, by_member) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('nudges')`.execute(db)
}
