import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import { may } from '../../members/member.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Message } from '../../slack/blocks.ts'
import type { SlackClients } from '../../slack/connection/clients.ts'
import { postToPerson, type Posted } from '../../slack/connection/delivery.ts'
import { deadlineGuard } from '../../slack/connection/deadline-guard.ts'
import { deliveryTimes, type DeliveryTimes } from '../outbox/delivery-times.ts'
import { digestMessage } from './messages.ts'
import {
  findDigest,
  markDigestSending,
  noteDigestQueued,
  secondsDigestHeld,
  settleDigest,
  type Digest,
} from '../outbox/digests-store.ts'
import { loadDigest } from './load-digest.ts'
import type { Outcome } from '../outbox/store.ts'
import { reminderMark, settleByHistory } from '../outbox/settle-by-history.ts'
import { whomItConcerns } from '../outbox/slack-refusals.ts'

/**
 * Posts a claimed digest, by the same rules as a reminder: that a post begins is committed before Slack is called, and
 * what may stand in the DM already is looked for there before anything is posted again.
 * Throws TryAgainLater when it is to be run again.
 */
export async function deliverDigest(
  ctx: Context,
  digestId: string,
  times: DeliveryTimes = deliveryTimes,
): Promise<void> {
  const { slack } = ctx
  if (slack === null) throw new TryAgainLater(30)
  const guard = deadlineGuard(times.leaveWithin)
  const begun = await begin(ctx, digestId, times)
  if (begun === null) return
  if ('held' in begun) return await later(ctx, digestId, begun.held)
  if ('doubtful' in begun) return await settleDoubtful(ctx, slack, begun.doubtful, times)
  const posted = await postToPerson(slack.guarded(guard), begun.userId, begun.message, reminderMark(digestId))
  await conclude(ctx, slack, { digest: begun.digest, posted, times })
}

type Begun =
  | { readonly digest: Digest; readonly userId: string; readonly message: Message }
  | { readonly held: number }
  | { readonly doubtful: Digest }

async function begin(ctx: Context, id: string, { lease }: DeliveryTimes): Promise<Begun | null> {
  return await inTransaction(ctx, async (ctx) => {
    const seen = await findDigest(ctx.db, id)
    if (seen?.state === 'claimed') return await beginPost(ctx, seen)
    if (seen?.state === 'unknown') return { doubtful: seen }
    if (seen?.state !== 'sending') return null
    const held = await secondsDigestHeld(ctx.db, id, lease)
    return held > 0 ? { held } : { doubtful: seen }
  })
}

/** The digest is made at this moment, so that it is true when it is read. */
async function beginPost({ db, clock }: Transacting, seen: Digest): Promise<Begun | null> {
  const leader = await findMember(db, seen.memberId)
  const userId = leader?.slackUserId ?? null
  if (leader === null || userId === null || leader.deactivated || !may(leader, 'review essays')) {
    await settleDigest(db, seen, { state: 'cancelled', reason: userId === null ? 'not-linked' : 'left' })
    return null
  }
  if (!(await markDigestSending(db, seen))) return null
  const { locale, zone } = await readWorkspace(db)
  const now = clock.now()
  const digest = await loadDigest(db, seen.month, now)
  const message = digestMessage(digest, { from: 0, now, zone }, leader.locale ?? locale)
  return { digest: { ...seen, state: 'sending', attempts: seen.attempts + 1 }, userId, message }
}

async function settleDoubtful(
  ctx: Context,
  { bulk }: SlackClients,
  seen: Digest,
  times: DeliveryTimes,
): Promise<void> {
  const found = await settleByHistory(ctx, bulk, seen)
  switch (found.kind) {
    case 'wait':
      return await later(ctx, seen.id, found.seconds)
    case 'barred':
      ctx.log.error({ digest: seen.id, error: found.error }, 'a digest cannot be looked for in Slack')
      return await later(ctx, seen.id, times.barredFor)
    case 'unreachable':
      await write(ctx, seen, { state: 'failed', reason: 'not-linked' })
      return
    case 'stands': {
      const { channel, ts } = found
      await write(ctx, seen, {
        state: 'sent',
        sentAt: new Date(Number(ts) * 1000),
        channel,
        ts,
        reason: null,
      })
      return
    }
    case 'absent':
      await write(ctx, seen, { state: 'claimed' })
      await later(ctx, seen.id, 1)
  }
}

type Ended<P> = { readonly digest: Digest; readonly posted: P; readonly times: DeliveryTimes }

async function conclude(ctx: Context, slack: SlackClients, ended: Ended<Posted>): Promise<void> {
  const { digest, posted, times } = ended
  switch (posted.kind) {
    case 'sent': {
      const { channel, ts } = posted
      await write(ctx, digest, { state: 'sent', sentAt: nowOf(ctx), channel, ts, reason: null })
      return
    }
    case 'unknown':
      await write(ctx, digest, { state: 'unknown' })
      return await later(ctx, digest.id, times.settleAfter)
    case 'unsent':
      await write(ctx, digest, { state: 'claimed' })
      return await later(ctx, digest.id, 1)
    case 'wait':
      // Refused before anything was carried out, so nothing is there to look for.
      await write(ctx, digest, { state: 'claimed' })
      return await later(ctx, digest.id, posted.seconds)
    case 'refused':
      await refuse(ctx, slack, { digest, posted, times })
  }
}

async function refuse(
  ctx: Context,
  { bulk }: SlackClients,
  { digest, posted: { error }, times }: Ended<Extract<Posted, { kind: 'refused' }>>,
): Promise<void> {
  const reason = `slack:${error}`
  ctx.log.warn({ digest: digest.id, error }, 'Slack refuses a digest')
  switch (await whomItConcerns(bulk, error)) {
    case 'person':
      await write(ctx, digest, { state: 'failed', reason })
      return
    case 'may-stand':
      await write(ctx, digest, { state: 'unknown' })
      return await later(ctx, digest.id, times.settleAfter)
    case 'bot':
      await write(ctx, digest, { state: 'claimed', reason })
      await later(ctx, digest.id, times.barredFor)
  }
}

async function write(ctx: Context, seen: Digest, outcome: Outcome): Promise<void> {
  await inTransaction(ctx, async ({ db }) => await settleDigest(db, seen, outcome))
}

async function later(ctx: Context, id: string, seconds: number): Promise<never> {
  await inTransaction(ctx, async ({ db }) => {
    await noteDigestQueued(db, id, seconds)
  })
  throw new TryAgainLater(seconds)
}
