import type { Db } from '../db/tenant.ts'
import { MemberFacingError } from '../errors.ts'
import type { Essay } from './essay.ts'
import { findEssay } from './essays-store.ts'

/** The essay as it is now, locked until the transaction ends. Throws what to say when there is none. */
export async function essayNow(db: Db, id: string): Promise<Essay> {
  const essay = await findEssay(db, id, { lock: true })
  if (essay !== null) return essay
  throw new MemberFacingError({
    zh: `没有编号为“${id}”的习作。编号像 E-12，见 /essay status。`,
    en: `There is no essay "${id}". Numbers look like E-12; see /essay status.`,
  })
}
