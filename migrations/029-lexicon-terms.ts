// Names that hold numerals and are no figures, as a workspace's editors have added them: who, when, from which draft. One that was removed stays on record.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table lexicon_terms (
      team_id text not null default current_setting('wenshu.team_id'),
      number int not null,
      term text not null,
      draft_id text,
      added_by text not null,
      added_at timestamptz not null,
      removed_by text,
      removed_at timestamptz,
      primary key (team_id, number)
    )`.execute(db)
  await sql`
    create unique index lexicon_terms_once on lexicon_terms (team_id, term) where removed_at is null`.execute(
    db,
  )
  await sql`select wenshu_bind('lexicon_terms')`.execute(db)
}
