import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { recordAudit } from '../../members/audit-store.ts'
import { findMember } from '../../members/members-store.ts'
import { findLeave, settleLeave, type LeaveRequest } from './store.ts'
import { sayAboutLeave } from './say-about-leave.ts'

export type LeaveDecision = {
  readonly leaveId: string
  readonly isConfirmed: boolean
  readonly by: Member
  readonly requestId: string
}

/** A leave and whose it is. */
export type DecidedLeave = { readonly leave: LeaveRequest; readonly asker: Member }

/**
 * Confirms or refuses a leave, once: the second reviewer hears what the first decided. Nobody decides their own. The
 * one who asked is told. Throws MemberFacingError.
 */
export async function decideLeave(ctx: Context, decision: LeaveDecision): Promise<DecidedLeave> {
  const { leaveId, by } = decision
  requireAbility(by, 'review essays')
  const state = decision.isConfirmed ? 'confirmed' : 'refused'
  return await inTransaction(
    ctx,
    async (ctx) => {
      const leave = await findLeave(ctx.db, leaveId)
      const asker = leave === null ? null : await findMember(ctx.db, leave.memberId)
      if (leave === null || asker === null) throw new MemberFacingError(gone)
      if (asker.id === by.id) throw new MemberFacingError(ownLeave)
      const at = nowOf(ctx)
      if (!(await settleLeave(ctx.db, { id: leaveId, state, by: by.id, at })))
        throw await alreadyDecided(ctx.db, leaveId)
      const details = { member: asker.id, from: leave.startsOn, to: leave.endsOn }
      const event = { id: randomUUID(), at, by: by.id, action: `leave ${state}`, subject: leaveId, details }
      await recordAudit(ctx.db, event)
      const decided: LeaveRequest = { ...leave, state, decidedBy: by.id }
      await sayAboutLeave(ctx, decided, asker.id)
      return { leave: decided, asker }
    },
    { once: decision.requestId },
  )
}

async function alreadyDecided(
  db: Parameters<typeof findLeave>[0],
  leaveId: string,
): Promise<MemberFacingError> {
  const leave = await findLeave(db, leaveId)
  const decider = leave?.decidedBy ? await findMember(db, leave.decidedBy) : null
  const name = decider?.name ?? ''
  const isConfirmed = leave?.state === 'confirmed'
  return new MemberFacingError({
    zh: `这次请假已由${name === '' ? '他人' : name}${isConfirmed ? '确认' : '拒绝'}，不必再处理。`,
    en: `${name === '' ? 'Somebody else' : name} has already ${isConfirmed ? 'confirmed' : 'refused'} this leave. Nothing is left to do.`,
  })
}

const gone = { zh: '这次请假已不存在。', en: 'This leave does not exist any more.' }
const ownLeave = {
  zh: '自己的请假要由别人确认。请另一位审阅人或管理员处理。',
  en: 'Your own leave is for somebody else to confirm. Ask another reviewer or an admin.',
}
