import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Month } from '../../time/month.ts'
import { insertDigests, listDecidedDigests } from '../outbox/digests-store.ts'
import { digestKind } from './digest-kind.ts'
import { loadDigest } from './load-digest.ts'
import { digestSpans, planDigests } from './plan-digests.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'

/**
 * Claims and queues the digests that are due, each month and leader once. Where nobody owed anything, none is sent, and
 * that is decided once too. Returns how many were queued.
 */
export async function sendDueDigests(ctx: Context): Promise<number> {
  return await inTransaction(ctx, async (ctx) => {
    const ids = await claimDue(ctx)
    await ctx.enqueueAll(digestKind.queue, ids.map(digestKind.jobOf))
    return ids.length
  })
}

async function claimDue(ctx: Transacting): Promise<string[]> {
  const { db } = ctx
  const now = ctx.clock.now()
  const settings = reminderSettingsOf(await readWorkspace(db))
  const months = digestSpans(settings, now).map(({ month }) => month)
  if (months.length === 0) return []
  const decided = await listDecidedDigests(db, months)
  const due = planDigests(settings, await listMembers(db), decided, now)
  const claimed: string[] = []
  for (const [month, of] of Map.groupBy(due, (one) => one.month)) {
    const rows = of.map(({ member }) => ({ id: randomUUID(), month, memberId: member.id }))
    const reason = await reasonForNone(ctx, month, now)
    const ids = await insertDigests(db, rows, { at: nowOf(ctx), reason })
    if (reason === null) claimed.push(...ids)
  }
  return claimed
}

async function reasonForNone(
  { db }: Transacting,
  month: Month,
  now: Temporal.Instant,
): Promise<string | null> {
  const { lines, isUnrecorded } = await loadDigest(db, month, now)
  return lines.length === 0 && !isUnrecorded ? 'owes-nothing' : null
}
