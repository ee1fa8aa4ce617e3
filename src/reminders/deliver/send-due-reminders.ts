import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { planDue } from '../due/due-reminders.ts'
import type { Planned } from '../plan/state.ts'
import { insertClaims, type Claim } from '../outbox/store.ts'
import { reminderKind } from './reminder-kind.ts'

/** Few enough that somebody's command need not wait long behind them on the one connection of the embedded database. */
const CLAIMED_AT_ONCE = 200

/**
 * Plans what is due now and claims it. Each claim and its job appear in the same transaction, and the claim's key keeps
 * any other process from sending the same. Returns the ids of the reminders claimed here.
 */
export async function sendDueReminders(ctx: Context): Promise<string[]> {
  const { plan } = await planDue(ctx, ctx.clock.now())
  const claimed: string[] = []
  for (let from = 0; from < plan.planned.length; from += CLAIMED_AT_ONCE) {
    const some = plan.planned.slice(from, from + CLAIMED_AT_ONCE)
    claimed.push(...(await claim(ctx, some)))
  }
  return claimed
}

async function claim(ctx: Context, planned: readonly Planned[]): Promise<string[]> {
  return await inTransaction(ctx, async (ctx) => {
    const decidedAt = nowOf(ctx)
    const ids = await insertClaims(
      ctx.db,
      planned.map((one) => claimOf(one, decidedAt)),
    )
    await ctx.enqueueAll(reminderKind.queue, ids.map(reminderKind.jobOf))
    return ids
  })
}

function claimOf({ memberId, month, step, owed, plannedFor, deadline }: Planned, decidedAt: Date): Claim {
  const due = new Date(plannedFor.epochMilliseconds)
  const id = randomUUID()
  return { id, memberId, month, step, owed, plannedFor: due, decidedAt, toldDue: deadline.wall }
}
