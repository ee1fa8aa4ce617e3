import { inTransaction, type Context } from '../../src/context.ts'
import type { Member } from '../../src/members/member.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { fixedClock } from '../../src/time/clock.ts'

/** A member of the sample office by office number. */
export async function memberNamed(ctx: Context, name: string): Promise<Member> {
  const member = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, name))
  if (member === null) throw new Error(`nobody is called ${name}`)
  return member
}

/** The same office at another moment. */
export function at(ctx: Context, moment: string): Context {
  return { ...ctx, clock: fixedClock(moment) }
}
