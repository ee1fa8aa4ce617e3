// What editors want said in a report that no record can show: gaps they see, and next steps.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table report_notes (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      number int not null,
      outline_id text not null,
      period text not null,
      text text not null,
      by_member text not null,
      at timestamptz not null,
      removed_by text,
      removed_at timestamptz,
      primary key (team_id, id)
    )`.execute(db)
  await sql`create index report_notes_of_period on report_notes (team_id, outline_id, period)`.execute(db)
  await sql`select wenshu_bind('report_notes')`.execute(db)
}
