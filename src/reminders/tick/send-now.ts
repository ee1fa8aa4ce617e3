import { setTimeout as sleep } from 'node:timers/promises'
import { inTransaction, type Context } from '../../context.ts'
import { workReminders } from './tick.ts'
import { countStates } from '../outbox/store.ts'
import { sendDueReminders } from '../deliver/send-due-reminders.ts'

/** What became of the reminders of one `sendNow`. `putOff`: given up for now, the plan decides again. */
export type SentNow = {
  readonly claimed: number
  readonly sent: number
  readonly cancelled: number
  readonly failed: number
  /** Still under way when the time was over; whoever works the queue next goes on. */
  readonly waiting: number
  readonly putOff: number
}

/**
 * Sends what is due and waits until each of those reminders is settled, at most `within` milliseconds. For a process
 * of its own: it works the queue itself. Throws when the context has no queue or no Slack.
 */
export async function sendNow(ctx: Context, within = 10 * 60_000): Promise<SentNow> {
  const { jobs, slack } = ctx
  if (jobs === null || slack === null) throw new Error('sending needs the job queue and Slack')
  using _work = await workReminders(jobs, (teamId) =>
    teamId === ctx.teamId ? ctx : { ...ctx, teamId, slack: null },
  )
  const ids = await sendDueReminders(ctx)
  const end = performance.now() + within
  for (;;) {
    const states = await inTransaction(ctx, async ({ db }) => await countStates(db, ids))
    const { claimed = 0, sending = 0, unknown = 0, sent = 0, cancelled = 0, failed = 0 } = states
    const waiting = claimed + sending + unknown
    if (waiting === 0 || performance.now() > end) {
      const putOff = ids.length - waiting - sent - cancelled - failed
      return { claimed: ids.length, sent, cancelled, failed, waiting, putOff }
    }
    await sleep(200)
  }
}
