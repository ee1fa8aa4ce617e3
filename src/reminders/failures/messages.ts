import { say, type Locale, type LocalizedText } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { context, section, type Message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'

export type FailedFor = { readonly member: Member; readonly reason: string; readonly count: number }

/** People named in one note. */
const LISTED = 30

/** Slack's words for why a person cannot be written to. Source: its reference of chat.postMessage, "Errors". */
const WORDS: Readonly<Record<string, LocalizedText>> = {
  'slack:account_inactive': { zh: '账号已停用', en: 'their account is deactivated' },
  'slack:cannot_dm_bot': { zh: '是机器人', en: 'it is a bot' },
  'slack:messages_tab_disabled': {
    zh: 'Slack 不让文书给此人发私信（应用的“消息”页关闭了）',
    en: 'Slack lets Wenshu write them no DM (the app’s Messages tab is off)',
  },
  'slack:user_disabled': { zh: '账号已停用', en: 'their account is deactivated' },
  'slack:user_not_found': { zh: 'Slack 里没有这个账号', en: 'Slack knows no such account' },
  'not-linked': { zh: '未关联 Slack 账号', en: 'no Slack account is linked' },
}

/** To an admin: whom messages could not reach, and why. */
export function messagesFailed(failed: readonly FailedFor[], locale: Locale): Message {
  const count = failed.reduce((sum, one) => sum + one.count, 0)
  const head = say(locale, {
    zh: `有 ${count} 条消息没能送达，请当面告知或更正账号。`,
    en: `${count === 1 ? '1 message' : `${count} messages`} could not be delivered. Tell these people yourself, or mend their accounts.`,
  })
  const lines = failed.slice(0, LISTED).map((one) => lineOf(one, locale))
  const more = failed.length - lines.length
  return {
    text: head,
    blocks: [
      section(`*${head}*\n${lines.join('\n')}`),
      ...(more > 0 ? [context(say(locale, { zh: `另有 ${more} 人`, en: `and ${more} more people` }))] : []),
      context(
        say(locale, { zh: '提醒发给了谁：`/wenshu reminders`', en: 'What was sent: `/wenshu reminders`' }),
      ),
    ],
  }
}

function lineOf({ member, reason, count }: FailedFor, locale: Locale): string {
  const known = WORDS[reason]
  const why =
    known === undefined
      ? say(locale, {
          zh: `Slack 拒绝了：${escapeText(reason)}`,
          en: `Slack refused: ${escapeText(reason)}`,
        })
      : say(locale, known)
  return say(locale, {
    zh: `• ${mention(member)}：${count} 条，${why}`,
    en: `• ${mention(member)}: ${count}, ${why}`,
  })
}
