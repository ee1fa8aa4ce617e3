import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { may, type Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { findOverlap, insertLeave, type LeaveRequest } from './store.ts'
import { sayAboutLeave } from './say-about-leave.ts'

/** A leave longer than this is a typing slip. */
const LONGEST_DAYS = 366

export type LeaveAsked = {
  readonly member: Member
  /** ISO dates, both included. */
  readonly startsOn: string
  readonly endsOn: string
  readonly reason: string | null
  readonly requestId: string
}

/**
 * Asks for a leave: it is stored, and everybody who may decide hears of it. Nothing changes until it is confirmed.
 * Throws FieldIssues at `from` and `to`, MemberFacingError when nobody could decide.
 */
export async function askForLeave(ctx: Context, asked: LeaveAsked): Promise<LeaveRequest> {
  checkDays(asked)
  const { member, startsOn, endsOn, reason } = asked
  return await inTransaction(
    ctx,
    async (ctx) => {
      const overlap = await findOverlap(ctx.db, { memberId: member.id, startsOn, endsOn })
      if (overlap !== null) throw new FieldIssues({ from: alreadyAsked(overlap) })
      const deciders = (await listMembers(ctx.db)).filter((other) => mayDecide(other, member))
      if (deciders.length === 0) throw new MemberFacingError(nobodyDecides)
      const leave = { id: randomUUID(), memberId: member.id, startsOn, endsOn, reason }
      await insertLeave(ctx.db, { ...leave, askedAt: nowOf(ctx) })
      const request: LeaveRequest = { ...leave, state: 'asked', decidedBy: null }
      for (const { id } of deciders) await sayAboutLeave(ctx, request, id)
      return request
    },
    { once: asked.requestId },
  )
}

function mayDecide(other: Member, asker: Member): boolean {
  const isHere = !other.isBot && !other.deactivated && other.leftOn === null && other.slackUserId !== null
  return isHere && other.id !== asker.id && may(other, 'review essays')
}

function checkDays({ startsOn, endsOn }: LeaveAsked): void {
  const days = Temporal.PlainDate.from(startsOn).until(endsOn, { largestUnit: 'day' }).days
  if (days < 0) {
    throw new FieldIssues({
      to: {
        zh: `结束日 ${endsOn} 早于开始日 ${startsOn}。请改其中之一。`,
        en: `The last day, ${endsOn}, is before the first, ${startsOn}. Change one of them.`,
      },
    })
  }
  if (days < LONGEST_DAYS) return
  throw new FieldIssues({
    to: {
      zh: `从 ${startsOn} 到 ${endsOn} 超过一年。请检查日期；更长的请管理员办理。`,
      en: `${startsOn} to ${endsOn} is more than a year. Check the dates; ask an admin for anything longer.`,
    },
  })
}

function alreadyAsked({ startsOn, endsOn, state }: LeaveRequest): LocalizedText {
  return state === 'confirmed'
    ? {
        zh: `${startsOn} 到 ${endsOn} 已请假并获确认。请选其他日期。`,
        en: `${startsOn} to ${endsOn} is confirmed leave already. Choose other days.`,
      }
    : {
        zh: `${startsOn} 到 ${endsOn} 的请假正在等确认，不必再提。`,
        en: `${startsOn} to ${endsOn} is asked for already and waits for a reviewer.`,
      }
}

const nobodyDecides: LocalizedText = {
  zh: '没有能确认请假的审阅人或管理员。请管理员用 /wenshu role @某人 reviewer 任命一位。',
  en: 'There is no reviewer or admin who could confirm a leave. Ask an admin to appoint one: /wenshu role @someone reviewer',
}
