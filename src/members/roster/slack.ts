import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { readMentions } from '../../slack/mrkdwn.ts'
import type { CommandCall, Listeners } from '../../slack/listener.ts'
import type { Caller, Verb } from '../caller.ts'
import { followUser } from './follow-slack.ts'
import { answerLeft, registerLeft } from '../appoint/left-slack.ts'
import { answerGuests } from './guests-slack.ts'
import { linkMember } from './link-member.ts'
import { requireAbility, type Role } from '../member.ts'
import { listMembers } from '../members-store.ts'
import { memberLinked, memberList, roleSet, wenshuHelp } from './messages.ts'
import { resolvePeople } from '../people/resolve-people.ts'
import { setRole } from '../appoint/set-role.ts'

const LEFT: Subcommand = { names: ['left', '离开', '离职'], carryOut: answerLeft }

const GUESTS: Subcommand = { names: ['guests', 'guest', '访客'], carryOut: answerGuests }

const ROLES: readonly Role[] = ['member', 'reviewer', 'editor', 'admin']

/** What can be typed after /wenshu: its names, of one or two words, and what is done with the words that follow. */
export type Subcommand = Verb

/** Registers /wenshu: help, who is who, and what other slices add to it. */
export function registerWenshu(
  listeners: Listeners<Caller>,
  contextFor: (teamId: string) => Context,
  subcommands: readonly Subcommand[],
): void {
  listeners.userChanged(async ({ teamId, user }) => await followUser(contextFor(teamId), user))
  registerLeft(listeners)
  listeners.command('/wenshu', async (call) => {
    const { caller, reply, text } = call
    const added = subcommandOf(text, [LEFT, GUESTS, ...subcommands])
    if (added !== null) return await added.subcommand.carryOut(call, added.rest)
    const [word = ''] = text.split(/\s+/)
    switch (word.toLowerCase()) {
      case 'members':
      case '成员': {
        requireAbility(caller.member, 'see the whole office')
        const members = await inTransaction(caller.ctx, async ({ db }) => await listMembers(db))
        await reply(memberList(members, caller.locale))
        return
      }
      case 'role':
      case '角色':
        return await appoint(call)
      case 'link':
      case '关联':
        return await link(call)
      case '':
      case 'help':
      case '帮助':
        return await reply(wenshuHelp(caller.locale))
      default: {
        const known = [
          'help',
          'members',
          'role',
          'link',
          'left',
          'guests',
          ...subcommands.map(({ names }) => names[0] ?? ''),
        ]
        throw new MemberFacingError({
          zh: `“${word}”不是 /wenshu 的用法。可用：${known.join('、')}。`,
          en: `"${word}" is nothing /wenshu knows. It takes ${known.join(', ')}.`,
        })
      }
    }
  })
}

/** The subcommand that a text begins with, and the words after it; `export me` goes before `export`. */
function subcommandOf(
  text: string,
  subcommands: readonly Subcommand[],
): { readonly subcommand: Subcommand; readonly rest: string } | null {
  const [first = '', second = '', ...others] = text.split(/\s+/)
  for (const [name, rest] of [
    [`${first} ${second}`, others],
    [first, [second, ...others]],
  ] as const) {
    const subcommand = subcommands.find(({ names }) => names.includes(name.toLowerCase()))
    if (subcommand !== undefined) return { subcommand, rest: rest.join(' ').trim() }
  }
  return null
}

async function appoint({ caller, reply, text }: CommandCall<Caller>): Promise<void> {
  requireAbility(caller.member, 'administer')
  const [userId] = readMentions(text)
  const role = ROLES.find((known) => text.toLowerCase().split(/\s+/).includes(known))
  if (userId === undefined || role === undefined) {
    const [zh, en] =
      userId === undefined
        ? ['请写给谁（用 @ 提到）', 'Say whom, by an @mention']
        : ['请写角色', 'Say the role']
    throw new MemberFacingError({
      zh: `${zh}。角色有 ${ROLES.join('、')}。例：/wenshu role @成员 editor`,
      en: `${en}. The roles are ${ROLES.join(', ')}. Like /wenshu role @Mika editor`,
    })
  }
  const [member] = await resolvePeople(caller.ctx, [userId], caller.workspace)
  if (member === undefined) throw new Error(`no member for ${userId}`)
  await reply(
    roleSet(await setRole(caller.ctx, { memberId: member.id, role, by: caller.member }), caller.locale),
  )
}

async function link({ caller, reply, text }: CommandCall<Caller>): Promise<void> {
  requireAbility(caller.member, 'administer')
  const [slackUserId] = readMentions(text)
  const number = text.split(/\s+/)[1]
  if (slackUserId === undefined || number === undefined || number.startsWith('<@')) {
    throw new MemberFacingError({
      zh: '请写编号和 @某人：/wenshu link M012 @成员12。编号见 /wenshu members。',
      en: 'Give the number and an @mention: /wenshu link M012 @Mika. See the numbers with /wenshu members.',
    })
  }
  requireAbility(caller.member, 'administer')
  const replace = /\s(replace|替换)$/i.test(text)
  const link = { member: number, slackUserId, replace, by: caller.member.id }
  await reply(memberLinked(await linkMember(caller.ctx, link), caller.locale))
}
