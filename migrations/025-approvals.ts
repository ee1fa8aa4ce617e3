// Approvals of report sections: who approved which version of a draft and when, and who took that back. What was approved stays on record.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table draft_approvals (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      number int not null,
      version int not null,
      by_member text,
      at timestamptz not null,
      withdrawn_by text,
      withdrawn_at timestamptz,
      primary key (team_id, draft_id, number),
      foreign key (team_id, draft_id, version) references draft_versions (team_id, draft_id, version)
    )`.execute(db)
  await sql`select wenshu_bind('draft_approvals')`.execute(db)
}
