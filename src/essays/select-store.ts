import type { Db } from '../db/tenant.ts'
import type { Month } from '../time/month.ts'
import type { Essay } from './essay.ts'
import { essayOf } from './essays-store.ts'

/** A month's essays that were exchanged, or are excellent by import; the excellent first, then by number. */
export async function listExchanged(db: Db, month: Month): Promise<Essay[]> {
  const rows = await db
    .selectFrom('essays')
    .selectAll()
    .where('month', '=', month)
    .where('state', '=', 'approved')
    .where((eb) => eb.or([eb('exchanged_at', 'is not', null), eb('excellent', '=', true)]))
    .orderBy('excellent', 'desc')
    .orderBy('number')
    .execute()
  return rows.map(essayOf)
}

/** Excellent essays that no issue of the anthology holds yet, by month and number. With `lock` held until the commit. */
export async function listToCompile(
  db: Db,
  { limit, lock = false }: { readonly limit: number; readonly lock?: boolean },
): Promise<Essay[]> {
  const rows = await db
    .selectFrom('essays')
    .selectAll()
    .where('state', '=', 'approved')
    .where('excellent', '=', true)
    .where('anthology_issue', 'is', null)
    .orderBy('month')
    .orderBy('number')
    .limit(limit)
    .$if(lock, (query) => query.forUpdate())
    .execute()
  return rows.map(essayOf)
}
