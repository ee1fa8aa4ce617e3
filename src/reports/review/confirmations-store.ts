import { insertRows, listRows, updateRows } from '../../db/rows/rows.ts'
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
  const { by: byMember, ...figure } = given
  await insertRows(db, 'figure_confirmations', { ...figure, number, byMember })
  return { ...given, number, revokedBy: null, revokedAt: null }
}

/** Every confirmation of a draft, oldest first, those taken back included. */
export async function listConfirmations(db: Db, draftId: string): Promise<Confirmation[]> {
  const rows = await listRows(db, 'figure_confirmations', { draftId }, ['number'])
  return rows.map(({ byMember: by, ...confirmation }) => ({ ...confirmation, by }))
}

export async function revokeConfirmation(
  db: Db,
  { draftId, number }: Pick<Confirmation, 'draftId' | 'number'>,
  by: { readonly member: string; readonly at: Date },
): Promise<void> {
  const revoked = { revokedBy: by.member, revokedAt: by.at }
  await updateRows(db, 'figure_confirmations', { draftId, number, revokedAt: null }, revoked)
}
