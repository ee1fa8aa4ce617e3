import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { readPerson } from '../../members/people/person-words.ts'
import type { CommandCall } from '../../slack/listener.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import { monthOf, parseMonth, type Month } from '../../time/month.ts'
import { exemptionHistory, exemptionList, EXEMPTIONS_LISTED, exemptRevoked, exemptSaid } from './messages.ts'
import { exemptMember, revokeExemption, type ExemptionChange } from './exempt.ts'
import { listExemptionsFrom, listExemptionsOf } from './store.ts'
import { audienceOf, type EssayVerb } from '../slack/verb.ts'

const REVOKE = new Set(['revoke', 'undo', '撤销', '取消'])
const EXAMPLE = '/essay exempt @成员12 2026-11 病假'

/**
 * `/essay exempt @someone 2026-11 病假`: lets somebody off a month, or several; `revoke` takes it back. With somebody
 * alone their history; alone who is exempt now and later.
 */
export const exemptVerb: EssayVerb = { names: ['exempt', '免交'], carryOut: answerExempt }

async function answerExempt({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const words = rest === '' ? [] : rest.split(/\s+/)
  if (words.length === 0) {
    requireAbility(caller.member, 'see the whole office')
    await reply(await everybody(caller))
    return
  }
  const isRevoke = REVOKE.has((words[0] ?? '').toLowerCase())
  const { member, rest: following } = await readPerson(caller, isRevoke ? words.slice(1) : words, EXAMPLE)
  if (!isRevoke && following.length === 0) {
    if (member.id !== caller.member.id) requireAbility(caller.member, 'see the whole office')
    await reply(await history(caller, member))
    return
  }
  requireAbility(caller.member, 'exempt members from essays')
  const { months, reason } = readMonths(following)
  const change = {
    by: caller.member,
    member,
    months,
    zone: caller.workspace.zone,
    requestId: caller.requestId,
  }
  await (isRevoke ? revoke(caller, reply, change) : exempt(caller, reply, { ...change, reason }))
}

async function exempt(
  caller: Caller,
  reply: CommandCall<Caller>['reply'],
  change: ExemptionChange & { readonly reason: string },
): Promise<void> {
  const exempted = await exemptMember(caller.ctx, change)
  const { member, reason } = change
  await reply(exemptSaid(member, exempted, reason, caller.locale))
}

async function revoke(
  caller: Caller,
  reply: CommandCall<Caller>['reply'],
  change: ExemptionChange,
): Promise<void> {
  await revokeExemption(caller.ctx, change)
  await reply(exemptRevoked(change.member, change.months, caller.locale))
}

/** One month or several, then the reason. Throws when the first word is no month. */
function readMonths(words: readonly string[]): { readonly months: Month[]; readonly reason: string } {
  const [first] = words
  if (first === undefined) {
    throw new MemberFacingError({
      zh: `请写明月份，例如 ${EXAMPLE}`,
      en: 'Give the month, like /essay exempt @someone 2026-11 sick leave',
    })
  }
  const months = [parseMonth(first)]
  let at = 1
  for (; at < words.length && /^\d{4}[-/.年]\d{1,2}月?$/u.test(words[at] ?? ''); at += 1) {
    months.push(parseMonth(words[at] ?? ''))
  }
  return { months: [...new Set(months)], reason: unescapeText(words.slice(at).join(' ')) }
}

async function everybody(caller: Caller) {
  const month = monthOf(dayOf(caller))
  const { exemptions, people } = await inTransaction(caller.ctx, async ({ db }) => ({
    exemptions: await listExemptionsFrom(db, month),
    people: new Map((await listMembers(db)).map((member) => [member.id, member])),
  }))
  return exemptionList(month, exemptions, people, audienceOf(caller))
}

async function history(caller: Caller, member: Member) {
  const { exemptions, people } = await inTransaction(caller.ctx, async ({ db }) => ({
    exemptions: await listExemptionsOf(db, member.id, EXEMPTIONS_LISTED),
    people: new Map((await listMembers(db)).map((one) => [one.id, one])),
  }))
  return exemptionHistory(member, exemptions, people, audienceOf(caller))
}
