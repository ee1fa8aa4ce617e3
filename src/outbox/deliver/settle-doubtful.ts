import { inTransaction, type Context } from '../../context.ts'
import type { SlackClients } from '../../slack/connection/clients.ts'
import { listFlagged } from '../../slack/connection/delivery.ts'
import type { Entry } from '../rows/box.ts'
import { findEntry, settle } from '../rows/store.ts'
import { later, sentAs, write } from './conclude-delivery.ts'
import type { Poster } from './poster.ts'
import { UNSEEN } from './kind.ts'
import { placeOf, searchFrom, settleByHistory } from './settle-by-history.ts'

/**
 * Looks in the conversation for what may have been posted. True: it is not there, and the row is free to be posted again;
 * then the conversation is looked at once more, long after. False: it stands, or another process has the row.
 * Throws TryAgainLater while Slack does not let us look.
 */
export async function settleDoubtful<E extends Entry>(
  ctx: Context,
  slack: SlackClients,
  seen: E,
  { kind, times }: Poster<E>,
): Promise<boolean> {
  // It stood before, and was only to be brought up to date: to do that once more does no harm.
  if (seen.ts !== null) return await write(ctx, kind, seen, { state: 'claimed' })
  const found = await settleByHistory(ctx, slack.bulk, kind, seen)
  switch (found.kind) {
    case 'wait':
      return await later(ctx, kind, seen.id, found.seconds)
    case 'barred':
      ctx.log.error({ [kind.name]: seen.id, error: found.error }, 'a message cannot be looked for in Slack')
      await write(ctx, kind, seen, { state: seen.state, reason: `slack:${found.error}` })
      return await later(ctx, kind, seen.id, times.barredFor)
    case 'unreachable':
      // Whether it stands nobody can say any more, and nothing can be sent either.
      await write(ctx, kind, seen, { state: 'failed', reason: 'not-linked' })
      return false
    case 'stands':
      await write(ctx, kind, seen, sentAs(found, new Date(Number(found.ts) * 1000)))
      return false
    case 'unseen':
      ctx.log.warn(
        { [kind.name]: seen.id },
        'the bot may not read where a message may stand: it may come twice',
      )
      return await write(ctx, kind, seen, { state: 'claimed', reason: UNSEEN })
    case 'absent':
      return await inTransaction(ctx, async (ctx) => {
        const isOurs = await settle(ctx.db, kind.box, seen, { state: 'claimed' })
        const job = { ...kind.jobOf(seen.id), looksForTwins: true }
        if (isOurs) await ctx.enqueue(kind.queue, job, { inSeconds: times.twinAfter })
        return isOurs
      })
  }
}

/**
 * Deletes what came twice after all: a post that was lost on its way for longer than anybody waits, and then arrived.
 * The one that the row names stays. Throws TryAgainLater while the message is still under way.
 */
export async function removeTwins<E extends Entry>(
  ctx: Context,
  slack: SlackClients,
  id: string,
  { kind, times }: Poster<E>,
): Promise<void> {
  const entry = await inTransaction(ctx, async ({ db }) => await findEntry(db, kind.box, id))
  if (entry === null) return
  const { state } = entry
  if (state === 'claimed' || state === 'sending' || state === 'unknown')
    await later(ctx, kind, id, times.twinAfter)
  const place = await placeOf(ctx, slack.bulk, kind, entry)
  if ('kind' in place) return
  const { channel } = place
  for (const ts of await listFlagged(slack.bulk, place, kind.mark(entry), searchFrom(ctx, entry))) {
    if (ts === entry.ts) continue
    ctx.log.warn({ [kind.name]: id, channel, ts }, 'a message that came twice is deleted')
    await slack.bulk.chat.delete({ channel, ts })
  }
}
