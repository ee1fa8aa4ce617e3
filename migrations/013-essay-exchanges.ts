// Sessions in which a month's approved essays were exchanged.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // A month may have several: what is approved later is exchanged later. record_id is the study session's (S-42).
  await sql`
    create table essay_exchanges (
      team_id text not null default current_setting('wenshu.team_id'),
      record_id text not null,
      month text not null check (month ~ '^\\d{4}-\\d{2}$'),
      held_on date not null,
      essays int not null,
      by_member text,
      at timestamptz not null,
      primary key (team_id, record_id)
    )`.execute(db)
  await sql`create index essay_exchanges_by_month on essay_exchanges (team_id, month)`.execute(db)
  await sql`select wenshu_bind('essay_exchanges')`.execute(db)
  await sql`alter table essays add column exchanged_in text`.execute(db)
}
