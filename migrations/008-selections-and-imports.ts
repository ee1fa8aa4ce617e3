// Lists chosen by period and words, and tables waiting to be imported.
import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<unknown>): Promise<void> {
  // What a search looks through, folded once when a record is stored. Generated columns take immutable functions only,
  // and array_to_string is not one; over text[] it is.
  await sql`
    create function wenshu_searchable(title text, materials text[], place text, partner text, note text)
      returns text language sql immutable parallel safe as $$
      select lower(normalize(concat_ws(E'\\n', title, array_to_string(materials, E'\\n'), place, partner, note), NFKC))
    $$`.execute(db)
  await sql`grant execute on function wenshu_searchable(text, text[], text, text, text) to wenshu_app`.execute(
    db,
  )
  await sql`
    alter table records add column search text not null
      generated always as (wenshu_searchable(title, materials, place, partner, note)) stored`.execute(db)

  // A table that a person sent: read once, shown as a plan, and carried out exactly so or not at all.
  await sql`
    create table pending_imports (
      team_id text not null default current_setting('wenshu.team_id'),
      id text not null,
      by_member text not null,
      asked_at timestamptz not null,
      slack_file_id text not null,
      file_name text not null,
      state text not null check (state in ('reading', 'ready', 'refused', 'applied', 'cancelled')),
      plan jsonb,
      counts jsonb,
      decided_at timestamptz,
      primary key (team_id, id),
      foreign key (team_id, by_member) references members (team_id, id)
    )`.execute(db)
  await sql`create index pending_imports_by_age on pending_imports (team_id, asked_at)`.execute(db)
  await sql`select wenshu_bind('pending_imports')`.execute(db)
}
