import type { Selectable, Updateable } from 'kysely'
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
  const row = await db
    .insertInto('paragraph_redrafts')
    .values({
      draft_id: asked.draftId,
      number: (last?.number ?? 0) + 1,
      base_version: asked.baseVersion,
      place: asked.place,
      instruction: asked.instruction,
      state: 'waiting',
      requested_by: asked.requestedBy,
      requested_at: asked.requestedAt,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  return redraftOf(row)
}

/** `lock` holds the row until the commit. */
export async function findRedraft(
  db: Db,
  draftId: string,
  number: number,
  options: { readonly lock?: boolean } = {},
): Promise<Redraft | null> {
  const query = db
    .selectFrom('paragraph_redrafts')
    .selectAll()
    .where('draft_id', '=', draftId)
    .where('number', '=', number)
  const row = await (options.lock === true ? query.forUpdate() : query).executeTakeFirst()
  return row === undefined ? null : redraftOf(row)
}

/** The request for this paragraph of this version that is not carried out yet. */
export async function findOpenRedraft(
  db: Db,
  of: Pick<Redraft, 'draftId' | 'baseVersion' | 'place'>,
): Promise<Redraft | null> {
  const row = await db
    .selectFrom('paragraph_redrafts')
    .selectAll()
    .where('draft_id', '=', of.draftId)
    .where('base_version', '=', of.baseVersion)
    .where('place', '=', of.place)
    .where('state', 'in', ['waiting', 'writing'])
    .executeTakeFirst()
  return row === undefined ? null : redraftOf(row)
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

function redraftOf(row: Selectable<Schema['paragraph_redrafts']>): Redraft {
  return {
    draftId: row.draft_id,
    number: row.number,
    baseVersion: row.base_version,
    place: row.place,
    instruction: row.instruction,
    state: row.state,
    requestedBy: row.requested_by,
    requestedAt: row.requested_at,
    cancelledBy: row.cancelled_by,
    fault: row.fault,
    result: row.result,
    resultVersion: row.result_version,
  }
}
