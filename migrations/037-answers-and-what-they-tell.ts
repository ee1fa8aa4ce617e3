// What a handled request stored and what was submitted in it, so that the bot can look before it speaks; and answers that
// reached a person nowhere, kept until they have seen them.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // `submitted` is a digest of a form's values: a second submission that says something else is told so.
  await sql`
    alter table handled_requests
      add column stored text[] not null default '{}',
      add column submitted text`.execute(db)

  await sql`
    create table undelivered_answers (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      member_id text not null,
      at timestamptz not null,
      text text not null,
      primary key (team_id, id),
      foreign key (team_id, member_id) references members (team_id, id)
    )`.execute(db)
  await sql`create index undelivered_answers_by_member on undelivered_answers (team_id, member_id, at)`.execute(
    db,
  )
  await sql`select wenshu_bind('undelivered_answers')`.execute(db)
}
