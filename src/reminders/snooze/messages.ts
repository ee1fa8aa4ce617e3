import { type Locale, say, translator } from '../../locale.ts'
import type { Message } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { formatMoment } from '../../time/clock.ts'
import type { Snoozed } from './snooze-reminder.ts'

/** To the member who pressed the button: when the next reminder comes, if one does. */
export function reminderSnoozed(snoozed: Snoozed, locale: Locale): Message {
  const { zone, today, deadlineBefore } = snoozed
  if (deadlineBefore === null) return { text: whatComes(snoozed, locale) }
  const deadline = formatMoment(deadlineBefore, zone, locale, today)
  const warning = say(locale, {
    zh: `请注意，截止在此之前：${deadline}。`,
    en: ` Mind that the deadline is before that: ${deadline}.`,
  })
  return {
    text: `${whatComes(snoozed, locale)}${snoozed.next === null ? onlyDeadline(deadline, locale) : warning}`,
  }
}

function onlyDeadline(deadline: string, locale: Locale): string {
  return say(locale, { zh: `截止时间是${deadline}。`, en: ` The deadline is ${deadline}.` })
}

function whatComes({ next, isAsAsked, reason, zone, today }: Snoozed, locale: Locale): string {
  const t = translator(locale)
  const why = reason === null ? '' : escapeText(say(locale, reason))
  if (next === null) return t(`不会再提醒您：${why}。`, `No more reminders: ${why}.`)
  const when = formatMoment(next, zone, locale, today)
  if (isAsAsked) return t(`好的，${when}再提醒您。`, `All right, you hear from me on ${when}.`)
  return t(
    `那天没有提醒（${why}），下一次是${when}。`,
    `Nothing comes that day (${why}); the next reminder is on ${when}.`,
  )
}
