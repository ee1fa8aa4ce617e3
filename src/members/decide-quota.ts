import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context, type Transacting } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import { today } from '../time/clock.ts'
import { addMonths, monthOf, type Month } from '../time/month.ts'
import { recordAudit } from './audit-store.ts'
import { requireAbility, type Member } from './member.ts'
import {
  inForce,
  stepsForPerson,
  stepsToDefault,
  stepsToFollowGroups,
  type GroupQuota,
  type QuotaDecision,
  type QuotaStep,
} from './quota-rules.ts'
import { insertGroupQuota, insertQuotas, listGroupQuotas, listQuotas, listQuotasOf } from './quotas-store.ts'
import { touchWorkspace } from './workspace-store.ts'

export const MOST_ESSAYS = 99
/** How far ahead a quota may be decided, in months: farther is a slip of the pen. */
const MONTHS_AHEAD = 24

/** Who is in which user group, as Slack has it now: Slack's group id → member ids. */
export type Membership = ReadonlyMap<string, readonly string[]>

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

/**
 * Lets quotas follow who is in which group now: who came owes from this month on, who went owes nothing from the next.
 * Groups that are not in `membership` could not be read: then nobody goes. Returns how many members it concerned.
 */
export async function followGroups(
  ctx: Context,
  given: { readonly membership: Membership; readonly zone: string; readonly areAllRead: boolean },
): Promise<number> {
  const month = monthOf(today(ctx.clock, given.zone))
  return await inTransaction(ctx, async (ctx) => {
    const { groups, own } = await lockQuotas(ctx, null)
    const { membership } = given
    const inGroups = new Set([...groups.keys()].flatMap((id) => membership.get(id) ?? []))
    const input = { memberIds: [...inGroups], known: groups, own, membership }
    const came = await writeFollowing(ctx, input, { fromMonth: month, by: null })
    if (!given.areAllRead) return came
    const next = addMonths(month, 1)
    const gone = [...own].filter(([id, rows]) => {
      const then = inForce(rows, next)
      return !inGroups.has(id) && then?.source === 'group' && then.quota > 0
    })
    for (const [memberId, rows] of gone) {
      const steps = [...new Set([next, ...rows.map((row) => row.fromMonth).filter((at) => at > next)])]
        .filter((at) => inForce(rows, at)?.source === 'group')
        .map((fromMonth) => ({ fromMonth, quota: 0 }))
      await write(ctx, { memberId, own: rows, steps, source: 'group', by: null })
    }
    return came + gone.length
  })
}

type Known = {
  readonly groups: ReadonlyMap<string, readonly GroupQuota[]>
  readonly own: ReadonlyMap<string, readonly QuotaDecision[]>
}

/** What was decided so far, and nobody else decides until the commit. `memberIds` null: of all members. */
async function lockQuotas(ctx: Transacting, memberIds: readonly string[] | null): Promise<Known> {
  await touchWorkspace(ctx.db)
  const groups = Map.groupBy(await listGroupQuotas(ctx.db), ({ groupId }) => groupId)
  const rows = await (memberIds === null ? listQuotas(ctx.db) : listQuotasOf(ctx.db, memberIds))
  return { groups, own: Map.groupBy(rows, ({ memberId }) => memberId) }
}

async function writeFollowing(
  ctx: Transacting,
  input: {
    readonly memberIds: readonly string[]
    readonly known: Known['groups']
    readonly own: Known['own']
    readonly membership: Membership
  },
  { fromMonth, by }: { readonly fromMonth: Month; readonly by: string | null },
): Promise<number> {
  const decisions: QuotaDecision[] = []
  const concerned = new Set<string>()
  for (const memberId of new Set(input.memberIds)) {
    const own = input.own.get(memberId) ?? []
    const groups = groupsOf(memberId, input.known, input.membership)
    const decidedAt = nextMoment(ctx, own)
    for (const step of stepsToFollowGroups(own, groups, fromMonth)) {
      decisions.push({ memberId, ...step, decidedAt, decidedBy: by, source: 'group' })
      concerned.add(memberId)
    }
  }
  await insertQuotas(ctx.db, decisions)
  return concerned.size
}

async function write(
  ctx: Transacting,
  given: {
    readonly memberId: string
    readonly own: readonly QuotaDecision[]
    readonly steps: readonly QuotaStep[]
    readonly source: QuotaDecision['source']
    readonly by: string | null
  },
): Promise<void> {
  const { memberId, own, steps, source, by } = given
  const decidedAt = nextMoment(ctx, own)
  const decisions = steps.map((step) => ({ memberId, ...step, decidedAt, decidedBy: by, source }))
  await insertQuotas(ctx.db, decisions)
}

/** Now, or just after the newest decision, so that of two in one millisecond the second is the newer. */
function nextMoment(ctx: Transacting, past: readonly { readonly decidedAt: Date }[]): Date {
  const newest = past.reduce((latest, { decidedAt }) => Math.max(latest, decidedAt.getTime()), 0)
  return new Date(Math.max(nowOf(ctx).getTime(), newest + 1))
}

function groupsOf(
  memberId: string,
  groups: Known['groups'],
  membership: Membership,
): (readonly GroupQuota[])[] {
  return [...groups].flatMap(([id, rows]) => (membership.get(id)?.includes(memberId) === true ? [rows] : []))
}

function checkChange(ctx: Context, { by, fromMonth, zone }: QuotaChange, quota: number | null): void {
  requireAbility(by, 'administer')
  if (quota !== null && (!Number.isInteger(quota) || quota < 0 || quota > MOST_ESSAYS)) {
    throw new MemberFacingError({
      zh: `每月 ${quota} 篇不行。请写 0 到 ${MOST_ESSAYS} 的整数。`,
      en: `${quota} essays a month cannot be. Write a whole number from 0 to ${MOST_ESSAYS}.`,
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

async function audit(
  ctx: Transacting,
  event: {
    readonly by: string
    readonly action: string
    readonly subject: string
    readonly details: Readonly<Record<string, unknown>>
  },
): Promise<void> {
  await recordAudit(ctx.db, { id: randomUUID(), at: nowOf(ctx), ...event })
}
