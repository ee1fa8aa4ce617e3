// Why somebody who had a task got no reminder, kept once a month and step, when that step's hour has come.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // The key is the claim: whichever process inserts the round writes its reasons.
  await sql`
    create table reminder_rounds (
      team_id text not null default current_setting('wenshu.team_id'),
      month text not null,
      step text not null,
      at timestamptz not null,
      primary key (team_id, month, step)
    )`.execute(db)
  await sql`select wenshu_bind('reminder_rounds')`.execute(db)

  await sql`
    create table reminder_skips (
      team_id text not null default current_setting('wenshu.team_id'),
      month text not null,
      step text not null,
      member_id text not null,
      reason text not null,
      detail_zh text,
      detail_en text,
      at timestamptz not null,
      primary key (team_id, month, step, member_id),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`create index reminder_skips_by_member on reminder_skips (team_id, member_id)`.execute(db)
  await sql`select wenshu_bind('reminder_skips')`.execute(db)
}
