import { say, type Locale, type LocalizedText } from '../../locale.ts'
import type { LogLine } from './reminder-log.ts'
import { scheduledStep } from '../plan/index.ts'
import { reasonWith, skipReasons, type SkipCode } from '../plan/skip-reasons.ts'
import { offsetOf } from '../../deadlines/steps.ts'

export const stateWords: Readonly<Record<LogLine['state'], LocalizedText>> = {
  sent: { zh: '已发', en: 'sent' },
  claimed: { zh: '待发', en: 'to be sent' },
  sending: { zh: '发送中', en: 'being sent' },
  unknown: { zh: '待核实', en: 'to be verified' },
  cancelled: { zh: '未发', en: 'not sent' },
  failed: { zh: '发送失败', en: 'failed' },
  skipped: { zh: '不提醒', en: 'none due' },
}

/** A step as people say it: T-3 → 提前 3 个工作日. */
export function formatStep(step: string): LocalizedText {
  if (step.startsWith('nudge~')) return { zh: '手动提醒', en: 'nudged by hand' }
  if (step.startsWith('moved~')) return { zh: '截止时间改了', en: 'the deadline moved' }
  const scheduled = scheduledStep(step)
  if (scheduled === null) return { zh: step, en: step }
  const offset = offsetOf(scheduled)
  const again = repetition(step)
  const days = Math.abs(offset) === 1 ? '1 working day' : `${Math.abs(offset)} working days`
  if (offset === 0) return { zh: `截止当天${again.zh}`, en: `on the day${again.en}` }
  return offset < 0
    ? { zh: `提前 ${-offset} 个工作日${again.zh}`, en: `${days} before${again.en}` }
    : { zh: `逾期 ${offset} 个工作日${again.zh}`, en: `${days} overdue${again.en}` }
}

function repetition(step: string): LocalizedText {
  if (!step.includes('~')) return { zh: '', en: '' }
  if (step.includes('~due')) return { zh: '，截止时间改了', en: ', as the deadline moved' }
  return { zh: '，稍后再提醒', en: ', again after a snooze' }
}

/** Why a line was not sent, or not yet; '' when there is nothing to say. */
export function reasonOfLine(
  { reason, detailZh, detailEn }: Pick<LogLine, 'reason' | 'detailZh' | 'detailEn'>,
  locale: Locale,
): string {
  if (reason === null) return ''
  if (reason === 'superseded') {
    return say(locale, { zh: '已有更新的一步', en: 'a newer step took its place' })
  }
  if (isSkipCode(reason)) {
    const detail = detailZh === null && detailEn === null ? null : { zh: detailZh ?? '', en: detailEn ?? '' }
    return say(locale, reasonWith(reason, detail))
  }
  const slack = reason.startsWith('slack:') ? reason.slice('slack:'.length) : reason
  return say(locale, slackErrors[slack] ?? { zh: `Slack：${slack}`, en: `Slack: ${slack}` })
}

function isSkipCode(reason: string): reason is SkipCode {
  return Object.hasOwn(skipReasons, reason)
}

/** What Slack says most, in words and with its code, by which an operator finds it. */
const slackErrors: Readonly<Record<string, LocalizedText>> = {
  user_not_found: {
    zh: 'Slack 找不到这个用户（user_not_found）',
    en: 'Slack knows no such user (user_not_found)',
  },
  cannot_dm_bot: { zh: '对方是机器人（cannot_dm_bot）', en: 'they are a bot (cannot_dm_bot)' },
  user_disabled: {
    zh: 'Slack 账号已停用（user_disabled）',
    en: 'their Slack account is deactivated (user_disabled)',
  },
  account_inactive: {
    zh: '文书在此工作区已被停用（account_inactive），请管理员重新安装',
    en: 'Wenshu is deactivated in this workspace (account_inactive); reinstall it',
  },
  invalid_auth: {
    zh: '文书的令牌无效（invalid_auth），请运维检查',
    en: 'the token of Wenshu is invalid (invalid_auth); the operator must look',
  },
}
