import { MemberFacingError } from '../../errors.ts'
import type { Locale } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import { type Member, requireAbility } from '../../members/member.ts'
import { resolvePeople } from '../../members/people/resolve-people.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import { type Message, message } from '../../slack/blocks.ts'
import type { CommandCall } from '../../slack/listener.ts'
import { mention, readMentions, unescapeText } from '../../slack/mrkdwn.ts'
import { formatMoment, today } from '../../time/clock.ts'
import { parseMonth } from '../../time/month.ts'
import { nudgeMember } from './nudge-member.ts'
import type { Planned } from '../plan/state.ts'

/** /wenshu nudge @someone [month]: a leader reminds one person by hand. */
export const nudgeSubcommands: readonly Subcommand[] = [{ names: ['nudge', '催交', '催'], carryOut: nudge }]

async function nudge({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const { ctx, member: by, workspace, requestId, locale } = caller
  requireAbility(by, 'review essays')
  const userIds = readMentions(rest)
  const words = unescapeText(rest.replaceAll(/<@[^>]*>/gu, ' ')).trim()
  if (userIds.length !== 1) {
    throw new MemberFacingError({
      zh: '一次提醒一个人，月份可不写。例：/wenshu nudge @成员12，/wenshu nudge @成员12 2022-11',
      en: 'Nudge one person at a time; the month may be left out. Like /wenshu nudge @Mika, /wenshu nudge @Mika 2022-11',
    })
  }
  const month = words === '' ? null : parseMonth(words)
  const [member] = await resolvePeople(ctx, userIds, workspace)
  if (member === undefined) throw new Error(`no member for ${userIds[0]}`)
  const planned = await nudgeMember(ctx, { member, month, by, requestId })
  await reply(
    nudged(member, planned, { zone: workspace.zone, day: today(ctx.clock, workspace.zone) }, locale),
  )
}

function nudged(
  member: Member,
  { month, owed, quota, handedIn, deadline }: Planned,
  { zone, day }: { readonly zone: string; readonly day: Temporal.PlainDate },
  locale: Locale,
): Message {
  const who = mention(member)
  const due = formatMoment(deadline.at, zone, locale, day)
  return message(locale, {
    zh: `已请文书提醒 ${who}：${month} 还欠 ${owed} 篇（已交 ${handedIn}/${quota}，${due}截止）。今天不能再手动提醒此人。`,
    en: `${who} is being nudged about ${month}: ${owed} owed (${handedIn} of ${quota} in, due ${due}). They cannot be nudged again today.`,
  })
}
