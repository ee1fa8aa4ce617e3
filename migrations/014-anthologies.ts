// Issues of the anthology, with the list of what stands in them.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table anthologies (
      team_id text not null default current_setting('wenshu.team_id'),
      issue int not null,
      title text not null,
      compiled_by text,
      compiled_at timestamptz not null,
      primary key (team_id, issue)
    )`.execute(db)
  await sql`select wenshu_bind('anthologies')`.execute(db)
  await sql`
    create table anthology_essays (
      team_id text not null default current_setting('wenshu.team_id'),
      issue int not null,
      position int not null,
      essay_id text not null,
      primary key (team_id, issue, position),
      unique (team_id, essay_id),
      foreign key (team_id, issue) references anthologies (team_id, issue),
      foreign key (team_id, essay_id) references essays (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('anthology_essays')`.execute(db)
}
