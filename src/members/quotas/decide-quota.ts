import { plural } from '../../locale.ts'
import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { today } from '../../time/clock.ts'
import { addMonths, monthOf, type Month } from '../../time/month.ts'
import { audit } from '../audit-store.ts'
import { requireAbility, type Member } from '../member.ts'
import {
  inForce,
  stepsForPerson,
  stepsToDefault,
  type GroupQuota,
  type QuotaDecision,
} from './quota-rules.ts'
import { groupsOf, lockQuotas, nextMoment, write, writeFollowing, type Membership } from './quota-writing.ts'
import { insertGroupQuota } from './quotas-store.ts'

export const MOST_ESSAYS = 99
/** How far ahead a quota may be decided, in months: farther is a slip of the pen. */
const MONTHS_AHEAD = 24

export type QuotaChange = {
  readonly by: Pick<Member, 'id' | 'role'>
  readonly fromMonth: Month
  readonly zone: string
  readonly requestId: string
}

/** A member's quota as it was and as it is now, in the month from which it was decided. */
export type QuotaChanged = {
  readonly memberId: string
  readonly before: QuotaDecision | null
  readonly quota: number
}

/**
 * Gives members a quota of their own from a month on; with `quota` null their groups' again. Months that are over stay
 * as they were. Only an admin may. Throws MemberFacingError.
 */
export async function decideQuotaOfMembers(
  ctx: Context,
  change: QuotaChange & {
    readonly memberIds: readonly string[]
    readonly quota: number | null
    readonly membership: Membership
  },
): Promise<QuotaChanged[]> {
  checkChange(ctx, change, change.quota)
  return await inTransaction(
    ctx,
    async (ctx) => {
      const known = await lockQuotas(ctx, change.memberIds)
      const changed: QuotaChanged[] = []
      for (const memberId of new Set(change.memberIds)) {
        const own = known.own.get(memberId) ?? []
        const groups = groupsOf(memberId, known.groups, change.membership)
        const steps =
          change.quota === null
            ? stepsToDefault(own, groups, change.fromMonth)
            : stepsForPerson(own, change.quota, change.fromMonth)
        const fallback = groups.some((rows) => rows.length > 0) ? 'group' : 'table'
        const source = change.quota === null ? fallback : 'member'
        await write(ctx, { memberId, own, steps, source, by: change.by.id })
        const before = inForce(own, change.fromMonth)
        changed.push({ memberId, before, quota: steps[0]?.quota ?? 0 })
        const details = { from: change.fromMonth, quota: change.quota, before: before?.quota ?? null }
        await audit(ctx, { by: change.by.id, action: 'quota', subject: memberId, details })
      }
      return changed
    },
    { once: change.requestId },
  )
}

/**
 * Gives a user group its default from a month on: to all who are in it now, and by `followGroups` to who comes later.
 * Members with a quota of their own keep it. Only an admin may. Throws MemberFacingError.
 */
export async function decideQuotaOfGroup(
  ctx: Context,
  change: QuotaChange & {
    readonly groupId: string
    readonly quota: number
    readonly membership: Membership
  },
): Promise<{ readonly members: number; readonly kept: number; readonly before: GroupQuota | null }> {
  checkChange(ctx, change, change.quota)
  const memberIds = change.membership.get(change.groupId) ?? []
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { groups, own } = await lockQuotas(ctx, memberIds)
      const { groupId, fromMonth, quota } = change
      const past = groups.get(groupId) ?? []
      const decision = {
        groupId,
        fromMonth,
        quota,
        decidedBy: change.by.id,
        decidedAt: nextMoment(ctx, past),
      }
      await insertGroupQuota(ctx.db, decision)
      const known = new Map(groups).set(groupId, [...past, decision])
      const input = { memberIds, known, own, membership: change.membership }
      await writeFollowing(ctx, input, { fromMonth, by: change.by.id })
      const before = inForce(past, fromMonth)
      const details = { from: fromMonth, quota, before: before?.quota ?? null, members: memberIds.length }
      await audit(ctx, { by: change.by.id, action: 'quota of group', subject: groupId, details })
      const isOwn = (id: string) => inForce(own.get(id) ?? [], fromMonth)?.source === 'member'
      return { members: memberIds.length, kept: memberIds.filter(isOwn).length, before }
    },
    { once: change.requestId },
  )
}

function checkChange(ctx: Context, { by, fromMonth, zone }: QuotaChange, quota: number | null): void {
  requireAbility(by, 'administer')
  if (quota !== null && (!Number.isInteger(quota) || quota < 0 || quota > MOST_ESSAYS)) {
    throw new MemberFacingError({
      zh: `每月 ${quota} 篇不行。请写 0 到 ${MOST_ESSAYS} 的整数。`,
      en: `${plural(quota, 'essay')} a month cannot be. Write a whole number from 0 to ${MOST_ESSAYS}.`,
    })
  }
  const current = monthOf(today(ctx.clock, zone))
  if (fromMonth < current) {
    throw new MemberFacingError({
      zh: `${fromMonth} 已经过去，那时欠多少不再改变。请从 ${current} 或以后的月份起；某人某月不用交，用 /essay exempt。`,
      en: `${fromMonth} is over, and what was owed then stays. Begin with ${current} or later; to let somebody off a month, use /essay exempt.`,
    })
  }
  if (fromMonth <= addMonths(current, MONTHS_AHEAD)) return
  throw new MemberFacingError({
    zh: `${fromMonth} 太远了。最多提前 ${MONTHS_AHEAD} 个月。`,
    en: `${fromMonth} is too far ahead; ${MONTHS_AHEAD} months are the most.`,
  })
}
