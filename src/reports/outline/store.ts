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
  revision: OutlineRevision & { readonly sectionId: string | null },
): Promise<void> {
  await db
    .insertInto('outline_revisions')
    .values({
      outline_id: outlineId,
      revision: revision.revision,
      action: revision.action,
      section_id: revision.sectionId,
      by_member: revision.by,
      at: revision.at,
      before: JSON.stringify(revision.before),
      after: JSON.stringify(revision.after),
    })
    .execute()
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
  const rows = await db
    .selectFrom('outline_revisions')
    .selectAll()
    .where('outline_id', '=', outlineId)
    .orderBy('revision', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    revision: row.revision,
    action: row.action,
    by: row.by_member,
    at: row.at,
    before: outlineSchema.parse(row.before),
    after: outlineSchema.parse(row.after),
  }))
}
