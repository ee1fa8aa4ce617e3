import { sql } from 'kysely'
import { insertRows, updateRows } from '../db/rows/rows.ts'
import type { Db } from '../db/tenant.ts'

/** One question to a model. While it is under way its tokens are what it may take at most. */
export type ModelUse = {
  readonly id: string
  /** 2022-11, in the workspace's zone. */
  readonly month: string
  readonly at: Date
  /** What it was for: `draft D-3`, `record`. */
  readonly purpose: string
  readonly model: string
  readonly promptTokens: number
  readonly completionTokens: number
  readonly cost: number | null
  readonly currency: string | null
}

/** What a month's questions took, those under way at their most. */
export type MonthOfUse = {
  readonly questions: number
  readonly promptTokens: number
  readonly completionTokens: number
  /** In the currency asked for; null where no use of the month has a cost in it. */
  readonly cost: number | null
}

/** Holds off other questions of this workspace until the commit, so that two together cannot pass the ceiling. */
export async function lockUses(db: Db): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtext('wenshu.model.' || current_setting('wenshu.team_id')))`.execute(
    db,
  )
}

export async function sumUses(db: Db, month: string, currency: string): Promise<MonthOfUse> {
  return await db
    .selectFrom('model_uses')
    .where('month', '=', month)
    .select((eb) => [
      eb.fn.countAll<number>().as('questions'),
      eb.fn.coalesce(eb.fn.sum<number>('prompt_tokens'), sql<number>`0`).as('promptTokens'),
      eb.fn.coalesce(eb.fn.sum<number>('completion_tokens'), sql<number>`0`).as('completionTokens'),
      eb.fn.sum<number | null>('cost').filterWhere('currency', '=', currency).as('cost'),
    ])
    .executeTakeFirstOrThrow()
}

/** Stores what a question may take at most. */
export async function insertReservation(db: Db, use: ModelUse): Promise<void> {
  await insertRows(db, 'model_uses', { ...use, state: 'reserved', estimated: true })
}

/** Raises what a question under way may take: it is being asked anew. */
export async function raiseReservation(
  db: Db,
  id: string,
  by: { readonly promptTokens: number; readonly completionTokens: number; readonly cost: number | null },
): Promise<void> {
  await db
    .updateTable('model_uses')
    .set((eb) => ({
      prompt_tokens: eb('prompt_tokens', '+', by.promptTokens),
      completion_tokens: eb('completion_tokens', '+', by.completionTokens),
      cost: eb('cost', '+', by.cost ?? 0),
    }))
    .where('id', '=', id)
    .execute()
}

/** Replaces what a question might have taken by what it took. */
export async function settleUse(
  db: Db,
  id: string,
  took: {
    readonly model: string
    readonly promptTokens: number
    readonly completionTokens: number
    readonly estimated: boolean
    readonly cost: number | null
  },
): Promise<void> {
  await updateRows(db, 'model_uses', { id }, { ...took, state: 'settled' })
}
