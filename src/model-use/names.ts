import type { Db } from '../db/tenant.ts'
import { listMembers } from '../members/members-store.ts'
import { pseudonymsFor, type Pseudonyms } from './pseudonyms.ts'

/** Stand-ins for everybody the workspace knows, also for those who left. `said`: the prompt with all that is filled in. */
export async function pseudonymsOf(db: Db, said: string): Promise<Pseudonyms> {
  const members = await listMembers(db)
  const names = members.filter(({ isBot }) => !isBot).map(({ name }) => name)
  return pseudonymsFor(names, await vocabularyOf(db), said)
}

/** What the office calls by name besides people. */
async function vocabularyOf(db: Db): Promise<string[]> {
  const places = await db
    .selectFrom('records')
    .select('place as name')
    .distinct()
    .where('place', 'is not', null)
    .execute()
  const partners = await db
    .selectFrom('records')
    .select('partner as name')
    .distinct()
    .where('partner', 'is not', null)
    .execute()
  const kinds = await db.selectFrom('kinds').select(['id', 'name_zh', 'name_en', 'aliases']).execute()
  const measures = await db.selectFrom('measures').select(['id', 'name', 'aliases']).execute()
  return [
    ...[...places, ...partners].flatMap(({ name }) => name ?? []),
    ...kinds.flatMap(({ id, name_zh, name_en, aliases }) => [id, name_zh, name_en, ...aliases]),
    ...measures.flatMap(({ id, name, aliases }) => [id, name, ...aliases]),
  ]
}
