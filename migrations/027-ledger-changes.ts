// What has changed in the records since the drafts were last looked through, written by the database itself in the
// transaction of the change, whichever way it came; and which versions of drafts the records no longer bear out.
import { sql, type Kysely } from 'kysely'

/** Every table whose rows the facts are computed from. */
const SOURCES = [
  'records',
  'kinds',
  'measures',
  'essays',
  'essay_exemptions',
  'leaves',
  'member_quotas',
  'members',
]

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create table ledger_changes (
      team_id text not null default current_setting('wenshu.team_id'),
      id bigint generated always as identity,
      at timestamptz not null default now(),
      primary key (team_id, id)
    )`.execute(db)
  await sql`select wenshu_bind('ledger_changes')`.execute(db)

  // One row a statement, however many records it touches: no lock is shared by those who log.
  await sql`
    create function wenshu_ledger_changed() returns trigger language plpgsql as $$
    begin
      insert into ledger_changes (team_id) select distinct team_id from touched;
      return null;
    end $$`.execute(db)
  for (const table of SOURCES) {
    await sql`
      create trigger ledger_changed_insert after insert on ${sql.table(table)}
        referencing new table as touched for each statement execute function wenshu_ledger_changed()`.execute(
      db,
    )
    await sql`
      create trigger ledger_changed_update after update on ${sql.table(table)}
        referencing new table as touched for each statement execute function wenshu_ledger_changed()`.execute(
      db,
    )
    await sql`
      create trigger ledger_changed_delete after delete on ${sql.table(table)}
        referencing old table as touched for each statement execute function wenshu_ledger_changed()`.execute(
      db,
    )
  }

  await sql`
    create table draft_marks (
      team_id text not null default current_setting('wenshu.team_id'),
      draft_id text not null,
      version int not null,
      found_at timestamptz not null,
      mark jsonb not null,
      primary key (team_id, draft_id, version),
      foreign key (team_id, draft_id, version) references draft_versions (team_id, draft_id, version)
    )`.execute(db)
  await sql`select wenshu_bind('draft_marks')`.execute(db)
}
