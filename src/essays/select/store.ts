import type { Db } from '../../db/tenant.ts'
import type { Month } from '../../time/month.ts'
import type { Essay } from '../essay/essay.ts'
import { essayWithoutWords, WITHOUT_WORDS } from '../essay/lists-store.ts'

/** What there is to choose the best from: the first essays, and how many there are and are excellent in all. */
export type Choice = {
  readonly essays: readonly Essay[]
  readonly total: number
  readonly excellent: number
}

/** A month's essays that were exchanged, or are excellent by import, without their words; the excellent first. */
export async function listExchanged(db: Db, month: Month, limit: number): Promise<Choice> {
  const exchanged = db
    .selectFrom('essays')
    .where('month', '=', month)
    .where('state', '=', 'approved')
    .where((eb) => eb.or([eb('exchanged_at', 'is not', null), eb('excellent', '=', true)]))
  const rows = await exchanged
    .select(WITHOUT_WORDS)
    .orderBy('excellent', 'desc')
    .orderBy('number')
    .limit(limit)
    .execute()
  const counts = await exchanged
    .select((eb) => [
      eb.fn.countAll<number>().as('total'),
      eb.fn.countAll<number>().filterWhere('excellent', '=', true).as('excellent'),
    ])
    .executeTakeFirstOrThrow()
  return { essays: rows.map(essayWithoutWords), ...counts }
}

/** Excellent essays that no issue of the anthology holds yet, without their words, by month and number. With `lock` held until the commit. */
export async function listToCompile(
  db: Db,
  { limit, lock = false }: { readonly limit: number; readonly lock?: boolean },
): Promise<Essay[]> {
  const rows = await db
    .selectFrom('essays')
    .select(WITHOUT_WORDS)
    .where('state', '=', 'approved')
    .where('excellent', '=', true)
    .where('anthology_issue', 'is', null)
    .orderBy('month')
    .orderBy('number')
    .limit(limit)
    .$if(lock, (query) => query.forUpdate())
    .execute()
  return rows.map(essayWithoutWords)
}
