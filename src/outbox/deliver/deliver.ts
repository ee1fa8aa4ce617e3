import type { Context } from '../../context.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import type { SlackClients } from '../../slack/connection/clients.ts'
import { post } from '../../slack/connection/delivery.ts'
import { deadlineGuard } from '../../slack/connection/deadline-guard.ts'
import type { Entry } from '../rows/box.ts'
import { conclude, later, write } from './conclude-delivery.ts'
import type { Poster } from './poster.ts'
import { settleDoubtful } from './settle-doubtful.ts'

/** A job ends before it is taken for dead: 120 s, of which waiting for Slack and posting may take 45 and 40. */
const LOOPS_FOR = 15_000

/**
 * Posts a claimed message; the job that carries it may run any number of times, in any process, and be killed or put
 * to sleep at any instant. That a post begins is committed before Slack is called, and the request leaves within a time
 * that is over long before others take this process for dead, or not at all. So a row found `sending` after the lease,
 * or `unknown`, is looked for in the conversation before anything is posted again.
 * Throws TryAgainLater when it is to be run again.
 */
export async function deliver<E extends Entry>(ctx: Context, id: string, poster: Poster<E>): Promise<void> {
  const { slack } = ctx
  if (slack === null) throw new TryAgainLater(30)
  const end = performance.now() + LOOPS_FOR
  for (let again = true; again;) {
    const wait = await poster.pace.wait()
    if (wait > 0) await later(ctx, poster.kind, id, wait)
    again = await attempt(ctx, slack, id, poster)
    if (again && performance.now() > end) await later(ctx, poster.kind, id, 1)
  }
}

/** True when it is to be tried again at once, or when the pace allows. */
async function attempt<E extends Entry>(
  ctx: Context,
  slack: SlackClients,
  id: string,
  poster: Poster<E>,
): Promise<boolean> {
  const { kind, pace, times } = poster
  // Before the row says so by the database's clock, so that it never ends later than the row tells others.
  const guard = deadlineGuard(times.leaveWithin)
  const begun = await poster.begin(ctx, id)
  if (begun.kind === 'nothing') return false
  if (begun.kind === 'held') return await later(ctx, kind, id, begun.seconds)
  if (begun.kind === 'doubtful') return await settleDoubtful(ctx, slack, begun.entry, poster)
  const { entry, to, message } = begun
  const posted = await post(slack.guarded(guard), to, message, {
    mark: kind.mark(entry),
    inPlaceOf: entry.ts,
  })
  if (posted.kind === 'wait') {
    // Refused before anything was carried out, so nothing is there to look for.
    pace.hold(posted.seconds)
    return await write(ctx, kind, entry, { state: 'claimed' })
  }
  if (posted.kind === 'unsent') {
    ctx.log.warn({ [kind.name]: id }, 'this process slept too long to post a message')
    return await write(ctx, kind, entry, { state: 'claimed' })
  }
  await conclude(ctx, slack, { entry, to, posted }, poster)
  // What changed while it was being posted is said at once: the job that came for it found the row held for its lease.
  return kind.refresh !== undefined
}
