import { nowOf, type Transacting } from '../../context.ts'
import type { Month } from '../../time/month.ts'
import {
  inForce,
  stepsToFollowGroups,
  type GroupQuota,
  type QuotaDecision,
  type QuotaStep,
} from './quota-rules.ts'
import { insertQuotas, listGroupQuotas, listQuotas, listQuotasOf } from './quotas-store.ts'
import { tellQuota } from '../told/told.ts'
import { touchWorkspace } from '../workspace-store.ts'

/** Who is in which user group, as Slack has it now: Slack's group id → member ids. */
export type Membership = ReadonlyMap<string, readonly string[]>

type Known = {
  readonly groups: ReadonlyMap<string, readonly GroupQuota[]>
  readonly own: ReadonlyMap<string, readonly QuotaDecision[]>
}

/** What was decided so far, and nobody else decides until the commit. `memberIds` null: of all members. */
export async function lockQuotas(ctx: Transacting, memberIds: readonly string[] | null): Promise<Known> {
  await touchWorkspace(ctx.db)
  const groups = Map.groupBy(await listGroupQuotas(ctx.db), ({ groupId }) => groupId)
  const rows = await (memberIds === null ? listQuotas(ctx.db) : listQuotasOf(ctx.db, memberIds))
  return { groups, own: Map.groupBy(rows, ({ memberId }) => memberId) }
}

/** Writes out what the groups of these members ask from a month on. Returns how many members it concerned. */
export async function writeFollowing(
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
    const steps = stepsToFollowGroups(own, groups, fromMonth)
    for (const step of steps) {
      decisions.push({ memberId, ...step, decidedAt, decidedBy: by, source: 'group' })
      concerned.add(memberId)
    }
    await tellFirst(ctx, memberId, own, steps, by)
  }
  await insertQuotas(ctx.db, decisions)
  return concerned.size
}

/** Writes one member's steps as decisions of one moment. */
export async function write(
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
  await tellFirst(ctx, memberId, own, steps, by)
}

/** Has the member told what they owe from the first of these months on. */
async function tellFirst(
  ctx: Transacting,
  memberId: string,
  own: readonly QuotaDecision[],
  [first]: readonly QuotaStep[],
  by: string | null,
): Promise<void> {
  if (first === undefined) return
  const before = inForce(own, first.fromMonth)?.quota ?? null
  await tellQuota(ctx, memberId, { by, ...first, before })
}

/** Now, or just after the newest decision, so that of two in one millisecond the second is the newer. */
export function nextMoment(ctx: Transacting, past: readonly { readonly decidedAt: Date }[]): Date {
  const newest = past.reduce((latest, { decidedAt }) => Math.max(latest, decidedAt.getTime()), 0)
  return new Date(Math.max(nowOf(ctx).getTime(), newest + 1))
}

/** The decisions of each group that a member is in. */
export function groupsOf(
  memberId: string,
  groups: Known['groups'],
  membership: Membership,
): (readonly GroupQuota[])[] {
  return [...groups].flatMap(([id, rows]) => (membership.get(id)?.includes(memberId) === true ? [rows] : []))
}
