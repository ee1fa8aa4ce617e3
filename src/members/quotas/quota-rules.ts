import type { QuotaSource } from '../../db/schema.ts'

/** From this month on a member owes so many essays a month. `fromMonth` is 2022-11. */
export type QuotaDecision = {
  readonly memberId: string
  readonly fromMonth: string
  readonly quota: number
  readonly decidedAt: Date
  readonly decidedBy: string | null
  /** 'member': decided for this person alone; 'group': the default of their groups; 'table': imported. */
  readonly source: QuotaSource
}

/** The same for a user group, by Slack's id of it. */
export type GroupQuota = Omit<QuotaDecision, 'memberId' | 'source'> & { readonly groupId: string }

/** A quota from a month on, until the next step. */
export type QuotaStep = { readonly fromMonth: string; readonly quota: number }

type Dated = { readonly fromMonth: string; readonly decidedAt: Date }

/** Of one member's or one group's decisions, the one in force in a month: for the latest month, and of those the newest. */
export function inForce<T extends Dated>(decisions: readonly T[], month: string): T | null {
  let best: T | null = null
  for (const decision of decisions) {
    if (decision.fromMonth <= month && (best === null || !comesBefore(decision, best))) best = decision
  }
  return best
}

function comesBefore(one: Dated, other: Dated): boolean {
  if (one.fromMonth !== other.fromMonth) return one.fromMonth < other.fromMonth
  return one.decidedAt.getTime() < other.decidedAt.getTime()
}

/**
 * What a member owes by the quotas of the groups they are in, from a month on: at that month and wherever it changes
 * later. Of several groups the highest quota counts; null in no group that has any.
 */
export function stepsByGroups(
  groups: readonly (readonly GroupQuota[])[],
  fromMonth: string,
): QuotaStep[] | null {
  if (groups.every((decisions) => decisions.length === 0)) return null
  const later = groups.flat().map((decision) => decision.fromMonth)
  const months = [...new Set([fromMonth, ...later.filter((month) => month > fromMonth)])].sort()
  return months.map((month) => ({
    fromMonth: month,
    quota: Math.max(...groups.map((decisions) => inForce(decisions, month)?.quota ?? 0)),
  }))
}

/**
 * The steps to be written so that a member's groups count from a month on. A quota decided for the person alone stays
 * where it is in force; what says the same already is not written again.
 */
export function stepsToFollowGroups(
  own: readonly QuotaDecision[],
  groups: readonly (readonly GroupQuota[])[],
  fromMonth: string,
): QuotaStep[] {
  const byGroups = stepsByGroups(groups, fromMonth)
  if (byGroups === null) return []
  const months = new Set([...byGroups.map((step) => step.fromMonth), ...later(own, fromMonth)])
  const steps: QuotaStep[] = []
  for (const month of [...months].sort()) {
    const present = inForce(own, month)
    if (present?.source === 'member') continue
    const wanted = byGroups.findLast((step) => step.fromMonth <= month)?.quota ?? 0
    // A step written for an earlier month reaches as far as the next decision that stood before it.
    const last = steps.at(-1)
    const reaches = last !== undefined && (present === null || present.fromMonth <= last.fromMonth)
    const isSame = reaches ? last.quota === wanted : present?.source === 'group' && present.quota === wanted
    if (!isSame) steps.push({ fromMonth: month, quota: wanted })
  }
  return steps
}

/**
 * The steps to be written so that a quota for the person alone holds from a month on: over what the groups or a table
 * have decided for later months too, up to the next decision for the person alone.
 */
export function stepsForPerson(own: readonly QuotaDecision[], quota: number, fromMonth: string): QuotaStep[] {
  return monthsConcerned(own, [], fromMonth).map((month) => ({ fromMonth: month, quota }))
}

/**
 * The steps that give a quota for the person alone up again, from a month on: as their groups have it, else as the
 * table had it, else nothing is owed. A decision for the person alone for a later month stays.
 */
export function stepsToDefault(
  own: readonly QuotaDecision[],
  groups: readonly (readonly GroupQuota[])[],
  fromMonth: string,
): QuotaStep[] {
  const table = own.filter(({ source }) => source === 'table')
  const quotaIn = (month: string) =>
    stepsByGroups(groups, month)?.[0]?.quota ?? inForce(table, month)?.quota ?? 0
  return monthsConcerned(own, groups.flat(), fromMonth).map((month) => ({
    fromMonth: month,
    quota: quotaIn(month),
  }))
}

/** The month itself, and each later one with a decision, up to the next that was made for the person alone. */
function monthsConcerned(
  own: readonly QuotaDecision[],
  others: readonly Dated[],
  fromMonth: string,
): string[] {
  const present = inForce(own, fromMonth)
  const months = new Set([...later(own, fromMonth), ...later(others, fromMonth)])
  const sorted = [...months].sort()
  const end = sorted.findIndex((month) => {
    const then = inForce(own, month)
    if (then === null || then.source !== 'member' || then.fromMonth !== month) return false
    // Steps written at the same moment as the one in force belong to the same decision.
    return present?.source !== 'member' || then.decidedAt.getTime() !== present.decidedAt.getTime()
  })
  return [fromMonth, ...(end === -1 ? sorted : sorted.slice(0, end))]
}

function later(decisions: readonly Dated[], fromMonth: string): Set<string> {
  return new Set(decisions.map((row) => row.fromMonth).filter((month) => month > fromMonth))
}
