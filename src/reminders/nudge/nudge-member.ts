import { randomUUID } from 'node:crypto'
import { type Context, inTransaction, nowOf, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { loadMemberMonths } from '../../essays/duties/member-months.ts'
import { type Member, requireAbility } from '../../members/member.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { formatMoment, wallClockAt } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { findNudge, insertNudge } from './store.ts'
import { nudgeDay, planNudge } from '../plan/plan-nudge.ts'
import type { NudgeStep, Planned } from '../plan/state.ts'
import { loadPlan } from '../due/store.ts'
import { insertClaims } from '../outbox/store.ts'
import { SEND_QUEUE } from '../deliver/reminder-kind.ts'

export type NudgeAsked = {
  readonly member: Member
  /** null: the earliest month for which they owe something. */
  readonly month: Month | null
  readonly by: Member
  readonly requestId: string
}

/**
 * Reminds one member now, by hand; at most once a day, whoever asks. The message is claimed, posted and settled as every
 * reminder. Throws MemberFacingError when they owe nothing, are away, or it is no hour for it.
 */
export async function nudgeMember(ctx: Context, asked: NudgeAsked): Promise<Planned> {
  const { member, by, requestId } = asked
  requireAbility(by, 'review essays')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const now = ctx.clock.now()
      const month = asked.month ?? (await earliestOwed(ctx, member))
      const { state } = await loadPlan(ctx.db, now, { memberId: member.id, month })
      const day = nudgeDay(state, now)
      const step: NudgeStep = `nudge~${day}`
      const planned = planNudge(state, { memberId: member.id, month, step }, now)
      if ('code' in planned) throw refused(member, month, planned.said)
      const reminderId = randomUUID()
      const at = nowOf(ctx)
      const nudge = { memberId: member.id, day, month, reminderId, by: by.id, at }
      if (!(await insertNudge(ctx.db, nudge)))
        throw await nudgedAlready(ctx, member, day, state.settings.zone)
      const claim = { id: reminderId, memberId: member.id, month, step, owed: planned.owed }
      const toldDue = planned.deadline.wall
      await insertClaims(ctx.db, [{ ...claim, plannedFor: at, decidedAt: at, toldDue }])
      await ctx.enqueue(SEND_QUEUE, { reminderId })
      return planned
    },
    { once: requestId },
  )
}

/** The present month when they owe nothing at all: the refusal then says so. */
async function earliestOwed(ctx: Transacting, member: Member): Promise<Month> {
  const workspace = await readWorkspace(ctx.db)
  const { owed, current } = await loadMemberMonths(ctx, member, workspace.zone)
  return owed[0]?.month ?? current
}

function refused(member: Member, month: Month, { zh, en }: { zh: string; en: string }): MemberFacingError {
  return new MemberFacingError({
    zh: `没有提醒${member.name}：${month} ${zh}。`,
    en: `${member.name} was not nudged about ${month}: ${en}.`,
  })
}

async function nudgedAlready(
  { db }: Transacting,
  member: Member,
  day: string,
  zone: string,
): Promise<MemberFacingError> {
  const nudge = await findNudge(db, member.id, day)
  const at = Temporal.Instant.fromEpochMilliseconds(nudge?.at.getTime() ?? 0)
  const { date } = wallClockAt(at, zone)
  const [zh, en] = [formatMoment(at, zone, 'zh', date), formatMoment(at, zone, 'en', date)]
  return new MemberFacingError({
    zh: `${nudge?.by ?? ''}已于${zh}提醒过${member.name}。每人每天最多手动提醒一次，请明天再试。`,
    en: `${nudge?.by ?? ''} nudged ${member.name} already, on ${en}. One nudge a person and day; try again tomorrow.`,
  })
}
