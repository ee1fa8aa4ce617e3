import { insertRows, listRows, updateRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'

/**
 * What a person said of a figure by a click: that it is a claim's (`source`), or that it still holds in its words
 * (`stands`). What follows from it stands in the version's sources, which name the click by its number.
 */
export type FigureClick = {
  readonly draftId: string
  readonly number: number
  readonly version: number
  readonly figure: string
  readonly says: 'source' | 'stands'
  /** The claim's key and label. */
  readonly claim: string
  readonly label: string
  readonly by: string
  readonly at: Date
  readonly revokedBy: string | null
  readonly revokedAt: Date | null
}

/** Stores a click under the draft's next number. The caller holds the draft's lock. */
export async function insertClick(
  db: Db,
  given: Omit<FigureClick, 'number' | 'revokedBy' | 'revokedAt'>,
): Promise<FigureClick> {
  const earlier = await listClicks(db, given.draftId)
  const number = 1 + Math.max(0, ...earlier.map((one) => one.number))
  const { by: byMember, ...click } = given
  await insertRows(db, 'figure_clicks', { ...click, number, byMember })
  return { ...given, number, revokedBy: null, revokedAt: null }
}

/** Every click of a draft, oldest first, those taken back included. */
export async function listClicks(db: Db, draftId: string): Promise<FigureClick[]> {
  const rows = await listRows(db, 'figure_clicks', { draftId }, ['number'])
  return rows.map(({ byMember: by, ...click }) => ({ ...click, by }))
}

export async function revokeClick(
  db: Db,
  { draftId, number }: Pick<FigureClick, 'draftId' | 'number'>,
  by: { readonly member: string; readonly at: Date },
): Promise<void> {
  const revoked = { revokedBy: by.member, revokedAt: by.at }
  await updateRows(db, 'figure_clicks', { draftId, number, revokedAt: null }, revoked)
}
