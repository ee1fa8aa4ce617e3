// Whether records of a kind, or with a quantity, are events that people attend or entries of the books (posts,
// registrations), which nobody does; and a measure's English name.
import { sql, type Kysely } from 'kysely'

/** Kinds that a new workspace starts with and under which nobody comes together. */
const ENTRIES = ['publicity', 'publication', 'information', 'rules', 'outposts']
/** Quantities that are taken at an event. */
const AT_EVENTS = ['reciters']
const ENGLISH: Readonly<Record<string, string>> = {
  'news-items': 'news items',
  followers: 'followers',
  'journals-given': 'journals given',
  'copies-printed': 'copies printed',
  'plans-made': 'plans made',
  'books-held': 'books held',
  'boards-set-up': 'display boards',
  'desk-plates': 'desk plates',
  badges: 'badges',
  registrations: 'registrations',
  'registration-rate': 'registration rate',
  reciters: 'reciters',
  'award-categories': 'award categories',
  'meeting-reports': 'meeting reports',
}

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`alter table kinds add column is_entry boolean not null default false`.execute(db)
  await sql`alter table measures add column is_entry boolean not null default true, add column name_en text`.execute(
    db,
  )
  // The owner of the tables is under their policies too, and no workspace is set here: lifted for what is filled in.
  const filled = ['kinds', 'measures'] as const
  for (const table of filled)
    await sql`alter table ${sql.table(table)} no force row level security`.execute(db)
  for (const table of filled) await sql`alter table ${sql.table(table)} disable trigger user`.execute(db)
  await sql`update kinds set is_entry = true where id = any(${ENTRIES}::text[])`.execute(db)
  await sql`update measures set is_entry = false where id = any(${AT_EVENTS}::text[])`.execute(db)
  await sql`
    update measures set name_en = english.name
    from unnest(${Object.keys(ENGLISH)}::text[], ${Object.values(ENGLISH)}::text[]) as english (id, name)
    where english.id = measures.id and english.name = any(measures.aliases)`.execute(db)
  for (const table of filled) await sql`alter table ${sql.table(table)} enable trigger user`.execute(db)
  for (const table of filled) await sql`alter table ${sql.table(table)} force row level security`.execute(db)
}
