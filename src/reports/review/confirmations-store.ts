import type { Selectable } from 'kysely'
import type { Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'

/** A figure of a draft that an editor confirmed by hand. `context`: see figureContext. */
export type Confirmation = {
  readonly draftId: string
  readonly number: number
  readonly version: number
  readonly figure: string
  readonly context: string
  readonly source: string
  readonly by: string
  readonly at: Date
  readonly revokedBy: string | null
  readonly revokedAt: Date | null
}

/** Stores a confirmation under the draft's next number. The caller holds the draft's lock. */
export async function insertConfirmation(
  db: Db,
  given: Omit<Confirmation, 'number' | 'revokedBy' | 'revokedAt'>,
): Promise<Confirmation> {
  const earlier = await listConfirmations(db, given.draftId)
  const number = 1 + Math.max(0, ...earlier.map((one) => one.number))
  const { draftId, version, figure, context, source, by, at } = given
  await db
    .insertInto('figure_confirmations')
    .values({ draft_id: draftId, number, version, figure, context, source, by_member: by, at })
    .execute()
  return { ...given, number, revokedBy: null, revokedAt: null }
}

/** Every confirmation of a draft, oldest first, those taken back included. */
export async function listConfirmations(db: Db, draftId: string): Promise<Confirmation[]> {
  const rows = await db
    .selectFrom('figure_confirmations')
    .selectAll()
    .where('draft_id', '=', draftId)
    .orderBy('number')
    .execute()
  return rows.map(confirmationOf)
}

export async function revokeConfirmation(
  db: Db,
  { draftId, number }: Pick<Confirmation, 'draftId' | 'number'>,
  by: { readonly member: string; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('figure_confirmations')
    .set({ revoked_by: by.member, revoked_at: by.at })
    .where('draft_id', '=', draftId)
    .where('number', '=', number)
    .where('revoked_at', 'is', null)
    .execute()
}

function confirmationOf(row: Selectable<Schema['figure_confirmations']>): Confirmation {
  return {
    draftId: row.draft_id,
    number: row.number,
    version: row.version,
    figure: row.figure,
    context: row.context,
    source: row.source,
    by: row.by_member,
    at: row.at,
    revokedBy: row.revoked_by,
    revokedAt: row.revoked_at,
  }
}
