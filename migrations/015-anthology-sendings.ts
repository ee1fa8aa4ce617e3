// Issues of the anthology on their way to who asked for them.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // file_id: Slack's, once the document is uploaded; it is shared once, however often it is tried.
  await sql`
    create table anthology_sendings (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      issue int not null,
      by_member text not null,
      asked_at timestamptz not null,
      state text not null check (state in ('waiting', 'sent')),
      file_id text,
      primary key (team_id, id),
      foreign key (team_id, issue) references anthologies (team_id, issue),
      foreign key (team_id, by_member) references members (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('anthology_sendings')`.execute(db)
}
