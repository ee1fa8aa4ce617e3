// Figures that no record bears out and an editor has confirmed by hand, with where they come from. One that was taken back stays on record.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // `context` is the sentence with every figure of it masked: the confirmation holds where the same figure stands in it.
  await sql`
    create table figure_confirmations (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      number int not null,
      version int not null,
      figure text not null,
      context text not null,
      source text not null,
      by_member text not null,
      at timestamptz not null,
      revoked_by text,
      revoked_at timestamptz,
      primary key (team_id, draft_id, number),
      foreign key (team_id, draft_id, version) references draft_versions (team_id, draft_id, version)
    )`.execute(db)
  await sql`select wenshu_bind('figure_confirmations')`.execute(db)
}
