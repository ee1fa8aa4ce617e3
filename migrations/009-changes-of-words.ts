// Every earlier wording of a kind and of a measure; the name of a merged kind is free for the one it went into; and
// whose personal data were erased.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // `word` is the kind's or the measure's id; `before` is null for one that was added.
  await sql`
    create table word_revisions (
      team_id text not null default current_setting('wenshu.team_id'),
      sort text not null check (sort in ('kind', 'measure')),
      word text not null,
      revision int not null,
      action text not null,
      by_member text,
      at timestamptz not null,
      before jsonb,
      after jsonb not null,
      primary key (team_id, sort, word, revision)
    )`.execute(db)
  await sql`select wenshu_bind('word_revisions')`.execute(db)

  await sql`alter table kinds drop constraint kinds_team_id_family_name_zh_key`.execute(db)
  await sql`
    create unique index kinds_by_name on kinds (team_id, family, name_zh) where merged_into is null`.execute(
    db,
  )

  await sql`alter table members add column erased_at timestamptz`.execute(db)
}
