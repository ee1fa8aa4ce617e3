// What each question to a model cost, or may cost while it is under way: a workspace's ceiling is kept by it.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table model_uses (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      month text not null,
      at timestamptz not null,
      purpose text not null,
      model text not null,
      state text not null check (state in ('reserved', 'settled')),
      prompt_tokens bigint not null,
      completion_tokens bigint not null,
      estimated boolean not null,
      cost numeric,
      currency text,
      primary key (team_id, id)
    )`.execute(db)
  await sql`create index model_uses_of_month on model_uses (team_id, month)`.execute(db)
  await sql`create index model_uses_of_purpose on model_uses (team_id, purpose)`.execute(db)
  await sql`select wenshu_bind('model_uses')`.execute(db)
}
