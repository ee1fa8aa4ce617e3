import { inTransaction, type Context } from '../../context.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import type { Locale } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { findMarked, openDm, postToPerson, type Mark } from '../../slack/connection/delivery.ts'
import { today } from '../../time/clock.ts'
import { leaveAsked, leaveDecided } from './messages.ts'
import { findLeave, type LeaveRequest } from './store.ts'

/** The queue on which people hear of leaves. A job carries `leaveId` and `memberId`, who is to hear. */
export const SAY_QUEUE = 'reminders.say'

type ToSay = {
  readonly leave: LeaveRequest
  readonly asker: Member
  readonly hearer: Member
  readonly locale: Locale
  readonly today: Temporal.PlainDate
}

/**
 * Tells a reviewer that somebody asks for a leave, or the one who asked what was decided: which of the two follows from
 * the leave and the hearer. Looks for the message before it posts, so that a job that runs twice says it once.
 */
export async function sayAboutLeave(
  ctx: Context,
  job: { readonly leaveId: string; readonly memberId: string },
): Promise<void> {
  const { slack } = ctx
  if (slack === null) throw new TryAgainLater(30)
  const found = await find(ctx, job)
  const userId = found?.hearer.slackUserId ?? null
  if (found === null || userId === null) return
  const opened = await openDm(slack.bulk, userId)
  if (opened.kind === 'wait') throw new TryAgainLater(opened.seconds)
  if (opened.kind === 'refused') {
    ctx.log.warn({ leave: job.leaveId, member: job.memberId, error: opened.error }, 'nobody hears of a leave')
    return
  }
  const mark: Mark = {
    event_type: 'wenshu_leave',
    event_payload: { id: `${job.leaveId} ${found.leave.state}` },
  }
  const earliest = Math.min(ctx.clock.now().epochMilliseconds, Date.now()) / 1000
  const since = Math.floor(earliest) - 7 * 24 * 3600
  if ((await findMarked(slack.bulk, opened.channel, mark, since)) !== null) return
  const { leave, asker, hearer, locale } = found
  const message =
    hearer.id === asker.id
      ? leaveDecided(leave, found.today, locale)
      : leaveAsked({ leave, asker, today: found.today }, locale)
  const posted = await postToPerson(slack.bulk, userId, message, mark)
  if (posted.kind === 'wait') throw new TryAgainLater(posted.seconds)
  if (posted.kind === 'unknown') throw new TryAgainLater(5)
  if (posted.kind === 'refused')
    ctx.log.warn({ leave: job.leaveId, member: job.memberId, error: posted.error }, 'nobody hears of a leave')
}

/** null when there is nothing to say any more: a reviewer need not be asked about what is decided. */
async function find(
  ctx: Context,
  job: { readonly leaveId: string; readonly memberId: string },
): Promise<ToSay | null> {
  return await inTransaction(ctx, async ({ db, clock }) => {
    const leave = await findLeave(db, job.leaveId)
    const hearer = await findMember(db, job.memberId)
    const asker = leave === null ? null : await findMember(db, leave.memberId)
    if (leave === null || asker === null || hearer === null) return null
    if ((leave.state === 'asked') === (hearer.id === asker.id)) return null
    const { zone, locale } = await readWorkspace(db)
    return { leave, asker, hearer, locale: hearer.locale ?? locale, today: today(clock, zone) }
  })
}
