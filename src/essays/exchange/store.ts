import { sql } from 'kysely'
import { insertRows, listRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'
import type { Essay } from '../essay/essay.ts'
import { essayWithoutWords, WITHOUT_WORDS } from '../essay/lists-store.ts'

/** A session in which essays of a month were exchanged. `heldOn` is an ISO date. */
export type Exchange = {
  readonly recordId: string
  readonly month: Month
  readonly heldOn: string
  readonly essays: number
  readonly by: string | null
  readonly at: Date
}

/** A month's approved essays that were not exchanged yet, without their words, by number. With `lock` they are held until the commit. */
export async function listToExchange(
  db: Db,
  month: Month,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Essay[]> {
  const rows = await db
    .selectFrom('essays')
    .select(WITHOUT_WORDS)
    .where('month', '=', month)
    .where('state', '=', 'approved')
    .where('exchanged_at', 'is', null)
    .orderBy('number')
    .$if(lock, (query) => query.forUpdate())
    .execute()
  return rows.map(essayWithoutWords)
}

/** The sessions of a month, earliest first. */
export async function listExchanges(db: Db, month: Month): Promise<Exchange[]> {
  const rows = await listRows(db, 'essay_exchanges', { month }, ['at'])
  return rows.map(({ byMember: by, ...exchange }) => ({ ...exchange, month, by }))
}

/** How many essays of a month still wait for a review, or to be mended. */
export async function countUndecided(db: Db, month: Month): Promise<number> {
  const { count } = await db
    .selectFrom('essays')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('month', '=', month)
    .where('state', 'in', ['submitted', 'returned'])
    .executeTakeFirstOrThrow()
  return count
}

/** Marks locked essays as exchanged in a session, each with an entry in its history, and keeps the session. */
export async function markExchanged(db: Db, essays: readonly Essay[], exchange: Exchange): Promise<void> {
  const { recordId, month, heldOn, by, at } = exchange
  const ids = essays.map(({ id }) => id)
  await sql`
    with moved as (
      update essays set exchanged_at = ${at}, exchanged_in = ${recordId}, revision = revision + 1
      where id = any(${ids}::text[])
      returning id, revision
    )
    insert into essay_moves (essay_id, revision, move, by_member, at, comment)
    select id, revision, 'exchange', ${by}, ${at}::timestamptz, ${recordId} from moved`.execute(db)
  const session = { recordId, month, heldOn, essays: essays.length, byMember: by, at }
  await insertRows(db, 'essay_exchanges', session)
}
