import { inTransaction, type Context } from '../../context.ts'
import type { SlackClients } from '../../slack/connection/clients.ts'
import { listFlagged } from '../../slack/connection/delivery.ts'
import { later, sentAs, write } from './conclude-delivery.ts'
import type { DeliveryTimes } from '../outbox/delivery-times.ts'
import { findReminder, settleReminder, type Reminder } from '../outbox/store.ts'
import { SEND_QUEUE } from './send-due-reminders.ts'
import { placeOf, reminderMark, searchFrom, settleByHistory } from '../outbox/settle-by-history.ts'

/**
 * Looks in the DM for what may have been posted. True: it is not there, and the row is free to be posted again; then the
 * DM is looked at once more, long after. False: it stands, or another process has the row.
 * Throws TryAgainLater while Slack does not let us look.
 */
export async function settleDoubtful(
  ctx: Context,
  slack: SlackClients,
  seen: Reminder,
  times: DeliveryTimes,
): Promise<boolean> {
  const found = await settleByHistory(ctx, slack.bulk, seen)
  switch (found.kind) {
    case 'wait':
      return await later(ctx, seen.id, found.seconds)
    case 'barred':
      ctx.log.error({ reminder: seen.id, error: found.error }, 'a reminder cannot be looked for in Slack')
      await write(ctx, seen, { state: seen.state, reason: `slack:${found.error}` })
      return await later(ctx, seen.id, times.barredFor)
    case 'unreachable':
      // Whether it stands nobody can say any more, and nothing can be sent either.
      await write(ctx, seen, { state: 'failed', reason: 'not-linked' })
      return false
    case 'stands':
      await write(ctx, seen, sentAs(found, new Date(Number(found.ts) * 1000)))
      return false
    case 'absent':
      return await inTransaction(ctx, async (ctx) => {
        const isOurs = await settleReminder(ctx.db, seen, { state: 'claimed' })
        const job = { reminderId: seen.id, looksForTwins: true }
        if (isOurs) await ctx.enqueue(SEND_QUEUE, job, { inSeconds: times.twinAfter })
        return isOurs
      })
  }
}

/**
 * Deletes what came twice after all: a post that was lost on its way for longer than anybody waits, and then arrived.
 * The one that the row names stays. Throws TryAgainLater while the reminder is still under way.
 */
export async function removeTwins(
  ctx: Context,
  slack: SlackClients,
  id: string,
  { twinAfter }: DeliveryTimes,
): Promise<void> {
  const reminder = await inTransaction(ctx, async ({ db }) => await findReminder(db, id))
  if (reminder === null) return
  const { state } = reminder
  if (state === 'claimed' || state === 'sending' || state === 'unknown') await later(ctx, id, twinAfter)
  const channel = await placeOf(ctx, slack.bulk, reminder)
  if (typeof channel !== 'string') return
  for (const ts of await listFlagged(slack.bulk, channel, reminderMark(id), searchFrom(ctx, reminder))) {
    if (ts === reminder.ts) continue
    ctx.log.warn({ reminder: id, channel, ts }, 'a reminder that came twice is deleted')
    await slack.bulk.chat.delete({ channel, ts })
  }
}
