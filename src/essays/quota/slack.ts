import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import { decideQuotaOfGroup, decideQuotaOfMembers } from '../../members/quotas/decide-quota.ts'
import { membershipFor, readMembership } from '../../members/quotas/group-membership.ts'
import { requireAbility } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { readPeople } from '../../members/people/person-words.ts'
import { listGroupQuotas, listQuotas } from '../../members/quotas/quotas-store.ts'
import type { CommandCall } from '../../slack/listener.ts'
import { today } from '../../time/clock.ts'
import { monthOf, parseMonth, type Month } from '../../time/month.ts'
import {
  groupQuotaDecided,
  quotaDecided,
  quotaOfGroup,
  quotaOfMember,
  quotaOverview,
  type QuotaBook,
} from './messages.ts'
import { audienceOf, type EssayVerb } from '../slack/verb.ts'

const DEFAULT = new Set(['default', '默认', '随组'])

/**
 * `/essay quota`: who owes how many a month. Alone an overview, or for who may not see it one's own; with somebody
 * their history; with a number a decision, for people or a user group, from this month or a later one on.
 */
export const quotaVerb: EssayVerb = { names: ['quota', '定额', '应交'], carryOut: answerQuota }

async function answerQuota(call: CommandCall<Caller>, rest: string): Promise<void> {
  const { caller, reply } = call
  const words = rest === '' ? [] : rest.split(/\s+/)
  const groupId = /^<!subteam\^(S[A-Z0-9]{1,30})(?:\|[^>]*)?>$/.exec(words[0] ?? '')?.[1]
  if (groupId !== undefined) return await decideForGroup(call, groupId, words.slice(1))
  const people = await readPeople(caller, words)
  const audience = audienceOf(caller)
  const [first] = people.members
  if (words.length === 0 || (first !== undefined && people.rest.length === 0)) {
    const whom = first ?? caller.member
    const isOwn = whom.id === caller.member.id
    const wantsAll = words.length === 0 && caller.member.role !== 'member'
    if (!isOwn) requireAbility(caller.member, 'see the whole office')
    const book = await bookOf(caller)
    await reply(wantsAll ? quotaOverview(book, audience) : quotaOfMember(whom, book, audience))
    return
  }
  if (first === undefined) throw howTo(rest)
  requireAbility(caller.member, 'administer')
  const { quota, fromMonth } = readDecision(people.rest, caller, people.rest.join(' '))
  // A quota of one's own asks no group; giving it up asks all of them.
  const membership =
    quota === null
      ? (await readMembership(caller.ctx, caller.workspace)).membership
      : new Map<string, string[]>()
  const { members } = people
  const changed = await decideQuotaOfMembers(caller.ctx, {
    ...changeOf(caller, fromMonth),
    memberIds: members.map(({ id }) => id),
    quota,
    membership,
  })
  await reply(quotaDecided(changed, { members, fromMonth, isDefault: quota === null }, caller.locale))
}

async function decideForGroup(
  { caller, reply }: CommandCall<Caller>,
  groupId: string,
  words: readonly string[],
): Promise<void> {
  if (words.length === 0) {
    requireAbility(caller.member, 'see the whole office')
    await reply(quotaOfGroup(groupId, await bookOf(caller), audienceOf(caller)))
    return
  }
  requireAbility(caller.member, 'administer')
  const { quota, fromMonth } = readDecision(words, caller, words.join(' '))
  if (quota === null) throw howTo(words.join(' '))
  const membership = await membershipFor(caller.ctx, caller.workspace, groupId)
  const change = { ...changeOf(caller, fromMonth), groupId, quota, membership }
  const decided = await decideQuotaOfGroup(caller.ctx, change)
  await reply(groupQuotaDecided({ ...decided, groupId, quota, fromMonth }, caller.locale))
}

/** `3`, `3篇 2026-12`, `default 2026-12`; without a month from this one on. */
function readDecision(
  words: readonly string[],
  { ctx, workspace }: Caller,
  typed: string,
): { readonly quota: number | null; readonly fromMonth: Month } {
  const [first = '', month, ...more] = words.filter((word) => !/^(?:from|从|起)$/i.test(word))
  const digits = /^(\d{1,6})篇?$/u.exec(first.normalize('NFKC'))?.[1]
  const isDefault = DEFAULT.has(first.toLowerCase())
  if ((digits === undefined && !isDefault) || more.length > 0) throw howTo(typed)
  return {
    quota: digits === undefined ? null : Number(digits),
    fromMonth:
      month === undefined ? monthOf(today(ctx.clock, workspace.zone)) : parseMonth(month.replace(/起$/u, '')),
  }
}

function changeOf({ member, workspace, requestId }: Caller, fromMonth: Month) {
  return { by: member, fromMonth, zone: workspace.zone, requestId }
}

async function bookOf({ ctx, workspace }: Caller): Promise<QuotaBook> {
  return await inTransaction(ctx, async ({ db }) => ({
    month: monthOf(today(ctx.clock, workspace.zone)),
    members: await listMembers(db),
    quotas: await listQuotas(db),
    groups: await listGroupQuotas(db),
  }))
}

function howTo(typed: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${typed === '' ? '' : `“${typed}”看不懂。`}请写：/essay quota @某人 3 2026-12，/essay quota @用户组 2，或 /essay quota @某人 default。`,
    en: `${typed === '' ? '' : `"${typed}" is not clear. `}Write /essay quota @someone 3 2026-12, /essay quota @group 2, or /essay quota @someone default.`,
  })
}
