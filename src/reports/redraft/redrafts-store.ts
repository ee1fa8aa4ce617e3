import type { Updateable } from 'kysely'
import { findRow, insertRows, type Row, without } from '../../db/rows/rows.ts'
import type { RedraftState, Schema } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'

/** A paragraph of a draft's version that is to be redrafted. `place`: which paragraph, from 0. */
export type Redraft = {
  readonly draftId: string
  readonly number: number
  readonly baseVersion: number
  readonly place: number
  readonly instruction: string
  readonly state: RedraftState
  readonly requestedBy: string
  readonly requestedAt: Date
  readonly cancelledBy: string | null
  readonly fault: string | null
  /** The paragraph, where it could not be put in. */
  readonly result: string | null
  readonly resultVersion: number | null
}

/** Stores a request under the draft's next number. The caller holds the draft's lock. */
export async function insertRedraft(
  db: Db,
  asked: Pick<Redraft, 'draftId' | 'baseVersion' | 'place' | 'instruction' | 'requestedBy' | 'requestedAt'>,
): Promise<Redraft> {
  const last = await db
    .selectFrom('paragraph_redrafts')
    .select(({ fn }) => fn.max('number').as('number'))
    .where('draft_id', '=', asked.draftId)
    .executeTakeFirst()
  const number = (last?.number ?? 0) + 1
  await insertRows(db, 'paragraph_redrafts', { ...asked, number, state: 'waiting' })
  return { ...NOT_BEGUN, ...asked, number }
}

const NOT_BEGUN = {
  state: 'waiting',
  cancelledBy: null,
  fault: null,
  result: null,
  resultVersion: null,
} as const

/** `lock` holds the row until the commit. */
export async function findRedraft(
  db: Db,
  draftId: string,
  number: number,
  options: { readonly lock?: boolean } = {},
): Promise<Redraft | null> {
  const row = await findRow(db, 'paragraph_redrafts', { draftId, number }, options)
  return row === null ? null : redraftOf(row)
}

/** The request for this paragraph of this version that is not carried out yet. */
export async function findOpenRedraft(
  db: Db,
  { draftId, baseVersion, place }: Pick<Redraft, 'draftId' | 'baseVersion' | 'place'>,
): Promise<Redraft | null> {
  const open = { draftId, baseVersion, place, state: ['waiting', 'writing'] } as const
  const row = await findRow(db, 'paragraph_redrafts', open)
  return row === null ? null : redraftOf(row)
}

export async function updateRedraft(
  db: Db,
  { draftId, number }: Pick<Redraft, 'draftId' | 'number'>,
  change: Updateable<Omit<Schema['paragraph_redrafts'], 'team_id' | 'draft_id' | 'number'>>,
): Promise<void> {
  await db
    .updateTable('paragraph_redrafts')
    .set(change)
    .where('draft_id', '=', draftId)
    .where('number', '=', number)
    .execute()
}

function redraftOf(row: Row<'paragraph_redrafts'>): Redraft {
  return without(row, 'finishedAt', 'promptHash')
}
