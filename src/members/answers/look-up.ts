import { sql } from 'kysely'
import { handleAllOnce, inTransaction, requestParts, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import type { StorageOutcome } from '../../storage-words.ts'

/** What was done under a request's id, and the digest of what was submitted then. */
export type Handled = { readonly outcome: StorageOutcome; readonly submitted: string | null }

/**
 * Looks what a request stored, by its id. A transaction of it whose answer was lost may still be at its COMMIT: asking to
 * handle the same request waits for that one, and takes its place only when it was rolled back; the asking itself is
 * always undone. 'unknown' when the database does not answer, or not in time.
 */
export async function lookUpRequest(ctx: Context, requestId: string): Promise<Handled> {
  let handled: Handled | null = null
  try {
    await inTransaction(ctx, async ({ db }) => {
      await sql`select set_config('lock_timeout', '1500ms', true)`.execute(db)
      const isFree = (await handleAllOnce(db, [requestId])).size > 0
      handled = isFree
        ? { outcome: { claim: 'not stored' }, submitted: null }
        : await findHandled(db, requestId)
      throw new Looked()
    })
  } catch (error) {
    if (!(error instanceof Looked)) {
      ctx.log.warn({ err: error }, 'what a request stored could not be looked up')
      return { outcome: { claim: 'unknown' }, submitted: null }
    }
  }
  return handled ?? { outcome: { claim: 'unknown' }, submitted: null }
}

/** Ends the transaction that looked, so that nothing of it stays. */
class Looked extends Error {}

async function findHandled(db: Db, requestId: string): Promise<Handled | null> {
  const row = await db
    .selectFrom('handled_requests')
    .select(['stored', 'submitted'])
    .where('id', '=', requestParts(requestId).id)
    .executeTakeFirst()
  return row === undefined
    ? null
    : { outcome: { claim: 'stored', ids: row.stored }, submitted: row.submitted }
}
