import { insertRows, listRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import { outlineSchema, type Outline } from './outline.ts'

/** One change of an outline. `action` is what was done: add, change, remove, style, restore, reset. */
export type OutlineRevision = {
  readonly revision: number
  readonly action: string
  readonly by: string | null
  readonly at: Date
  readonly before: Outline
  readonly after: Outline
}

export async function insertOutlineRevision(
  db: Db,
  outlineId: string,
  { by: byMember, before, after, ...revision }: OutlineRevision & { readonly sectionId: string | null },
): Promise<void> {
  const outlines = { before: JSON.stringify(before), after: JSON.stringify(after) }
  await insertRows(db, 'outline_revisions', { outlineId, byMember, ...revision, ...outlines })
}

/** How often an outline was changed; 0: it is as it ships. */
export async function lastOutlineRevision(db: Db, outlineId: string): Promise<number> {
  const row = await db
    .selectFrom('outline_revisions')
    .where('outline_id', '=', outlineId)
    .select((eb) => eb.fn.max('revision').as('revision'))
    .executeTakeFirst()
  return row?.revision ?? 0
}

/** The newest changes first. */
export async function listOutlineRevisions(
  db: Db,
  outlineId: string,
  limit: number,
): Promise<OutlineRevision[]> {
  const rows = await listRows(db, 'outline_revisions', { outlineId }, ['revision desc'], { limit })
  return rows.map(({ revision, action, byMember: by, at, before, after }) => {
    const [old, new_] = [outlineSchema.parse(before), outlineSchema.parse(after)]
    return { revision, action, by, at, before: old, after: new_ }
  })
}
