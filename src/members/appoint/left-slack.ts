import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { say, type Locale } from '../../locale.ts'
import { button, section, type Message } from '../../slack/blocks.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { escapeText, mention, readableText } from '../../slack/mrkdwn.ts'
import { isoDate } from '../../tables/rows.ts'
import { today } from '../../time/clock.ts'
import type { Caller } from '../caller.ts'
import { requireAbility, type Member } from '../member.ts'
import { findMember } from '../members-store.ts'
import { readPerson } from '../people/person-words.ts'
import { setLeft } from './set-left.ts'

/** The button under the question whether somebody has left. Its value: the member and the day. */
const MARK_LEFT = 'member.left'

const BACK = new Set(['back', 'no', '回来', '返回', '取消'])
const TODAY = new Set(['', 'today', '今天'])

/** `/wenshu left @someone 2026-11-30`, `/wenshu left M012`, `/wenshu left @someone back`. */
export async function answerLeft({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  requireAbility(caller.member, 'administer')
  const words = rest.split(/\s+/).filter((word) => word !== '')
  if (words.length === 0) throw howTo()
  const { member, rest: left } = await readPerson(caller, words, '/wenshu left M012 2026-11-30')
  const when = left.join(' ').toLowerCase()
  const leftOn = BACK.has(when) ? null : TODAY.has(when) ? dayOf(caller) : dayIn(when)
  const marked = await setLeft(caller.ctx, { memberId: member.id, leftOn, by: caller.member })
  await reply(leftMarked(marked, caller.locale))
}

/** Registers the button by which an admin marks somebody whose Slack account was deactivated. */
export function registerLeft(listeners: Listeners<Caller>): void {
  listeners.action(MARK_LEFT, async ({ caller, value, reply }: ActionCall<Caller>) => {
    requireAbility(caller.member, 'administer')
    const [memberId = '', day = ''] = value.split(' ')
    const known = await inTransaction(caller.ctx, async ({ db }) => await findMember(db, memberId))
    if (known === null) throw new Error(`no member ${memberId}`)
    // Another admin may have pressed it, or given another day.
    const leftOn = known.leftOn ?? day
    await reply(leftMarked(await setLeft(caller.ctx, { memberId, leftOn, by: caller.member }), caller.locale))
  })
}

/** Asks whether people whose Slack accounts were deactivated have left the office; `day` is the one to be noted. */
export function askWhetherLeft(members: readonly Member[], day: string, locale: Locale): Message {
  const head = say(locale, {
    zh: '这些成员的 Slack 账号停用了。如果已离开本单位，请标记，以后就不再要他们交习作；仍在的不用管。',
    en: 'The Slack accounts of these members were deactivated. Mark who has left the office, and no essay is asked of them from then on; nothing is to be done about who is still there.',
  })
  const label = say(locale, { zh: '标记为已离开', en: 'Mark as left' })
  const others = members.length - MOST_ASKED
  return {
    text: head,
    blocks: [
      section(head),
      ...members.slice(0, MOST_ASKED).map((member) => ({
        ...section(nameOf(member)),
        accessory: button(label, MARK_LEFT, `${member.id} ${day}`),
      })),
      ...(others > 0
        ? [
            section(
              say(locale, {
                zh: `另有 ${others} 人，请用 \`/wenshu left 编号 日期\``,
                en: `${others} more: \`/wenshu left NUMBER DATE\``,
              }),
            ),
          ]
        : []),
    ],
  }
}

/** Slack takes 50 blocks in a message; more than a screen of them nobody reads. */
const MOST_ASKED = 20

function nameOf({ externalId, name }: Member): string {
  return escapeText(externalId === null ? name : `${externalId} ${name}`)
}

function leftMarked(member: Member, locale: Locale): Message {
  const who = `${mention(member)}${member.slackUserId === null ? '' : ` (${escapeText(member.name)})`}`
  const { leftOn } = member
  return {
    text:
      leftOn === null
        ? say(locale, { zh: `${who} 现在是在册成员。`, en: `${who} belongs to the office.` })
        : say(locale, {
            zh: `已标记：${who} 从 ${leftOn} 起不再是成员。以前的月份不变。要改回来：\`/wenshu left 编号 back\``,
            en: `Marked: ${who} no longer belongs to the office from ${leftOn} on. Earlier months stay as they are. To take it back: \`/wenshu left NUMBER back\``,
          }),
  }
}

function dayIn(text: string): string {
  try {
    return isoDate(text)
  } catch {
    const shown = readableText(text)
    throw new MemberFacingError({
      zh: `“${shown}”不是日期。请写成 2026-11-30；回来了写 back。`,
      en: `"${shown}" is not a date. Write it like 2026-11-30; for who is back, write back.`,
    })
  }
}

function dayOf({
  ctx,
  workspace,
}: Pick<Caller, 'workspace'> & { readonly ctx: Pick<Context, 'clock'> }): string {
  return today(ctx.clock, workspace.zone).toString()
}

function howTo(): MemberFacingError {
  return new MemberFacingError({
    zh: '请写谁从哪天起不再是成员：/wenshu left @某人 2026-11-30；不写日期就是今天；回来了：/wenshu left @某人 back',
    en: 'Say who no longer belongs to the office from which day on: /wenshu left @someone 2026-11-30; without a day it is today; who is back: /wenshu left @someone back',
  })
}
