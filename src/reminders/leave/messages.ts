import type { ModalView } from '@slack/types'
import { type Locale, say } from '../../locale.ts'
import {
  actions,
  button,
  input,
  LIMITS,
  type Message,
  plain,
  section,
  textInput,
} from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { formatDate } from '../../time/clock.ts'
import type { LeaveRequest } from './store.ts'

/** Their value is the leave's id. */
export const CONFIRM_LEAVE = 'leave.confirm'
export const REFUSE_LEAVE = 'leave.refuse'
export const LEAVE_FORM = 'reminder.leave.form'

type Person = { readonly slackUserId: string | null; readonly name: string }

/** The form that asks for a leave; fields `from`, `to`, `reason`. */
export function leaveForm(today: Temporal.PlainDate, locale: Locale): ModalView {
  const day = { type: 'datepicker' as const, initial_date: today.toString() }
  return {
    type: 'modal',
    callback_id: LEAVE_FORM,
    title: plain(say(locale, { zh: '请假', en: 'On leave' }), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '提交', en: 'Ask' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    blocks: [
      section(
        say(locale, {
          zh: '审阅人确认后，请假期间不再提醒您。',
          en: 'Once a reviewer confirms, you get no reminders on these days.',
        }),
      ),
      input('from', say(locale, { zh: '第一天', en: 'First day' }), day),
      input('to', say(locale, { zh: '最后一天', en: 'Last day' }), day),
      input(
        'reason',
        say(locale, { zh: '原因', en: 'Reason' }),
        { ...textInput('', {}), max_length: 300 },
        { optional: true },
      ),
    ],
  }
}

/** To somebody who may decide. */
export function leaveAsked(
  asked: { readonly leave: LeaveRequest; readonly asker: Person; readonly today: Temporal.PlainDate },
  locale: Locale,
): Message {
  const { leave, asker } = asked
  const who = mention(asker)
  const days = formatDays(leave, asked.today, locale)
  const reason = leave.reason === null ? '' : escapeText(fit(leave.reason, 300))
  const text = say(locale, {
    zh: `${who} 请假：${days}${reason === '' ? '' : `，原因：${reason}`}。请假期间不提醒交习作。`,
    en: `${who} asks for leave, ${days}${reason === '' ? '' : ` (${reason})`}. No essay reminders go out during a leave.`,
  })
  return {
    text,
    blocks: [
      section(text),
      actions(
        button(say(locale, { zh: '确认', en: 'Confirm' }), CONFIRM_LEAVE, leave.id, 'primary'),
        button(say(locale, { zh: '拒绝', en: 'Refuse' }), REFUSE_LEAVE, leave.id),
      ),
    ],
  }
}

/** To the one who asked. */
export function leaveDecided(leave: LeaveRequest, today: Temporal.PlainDate, locale: Locale): Message {
  const days = formatDays(leave, today, locale)
  return {
    text:
      leave.state === 'confirmed'
        ? say(locale, {
            zh: `您的请假（${days}）已确认，期间不再提醒您交习作。`,
            en: `Your leave (${days}) is confirmed. You get no essay reminders on these days.`,
          })
        : say(locale, {
            zh: `您的请假（${days}）未获确认，提醒照常。如有疑问请联系审阅人。`,
            en: `Your leave (${days}) was not confirmed, so reminders go on. Ask your reviewer if this is a mistake.`,
          }),
  }
}

/** In place of the question, to the one who decided. */
export function leaveSettled(
  settled: { readonly leave: LeaveRequest; readonly asker: Person; readonly today: Temporal.PlainDate },
  locale: Locale,
): Message {
  const days = formatDays(settled.leave, settled.today, locale)
  const who = mention(settled.asker)
  const isConfirmed = settled.leave.state === 'confirmed'
  const text = say(locale, {
    zh: `已${isConfirmed ? '确认' : '拒绝'} ${who} 的请假（${days}），并已告知本人。`,
    en: `You ${isConfirmed ? 'confirmed' : 'refused'} the leave of ${who} (${days}); they are told.`,
  })
  return { text, blocks: [section(text)] }
}

/** To the one who asked, at once. */
export function leaveNoted(leave: LeaveRequest, today: Temporal.PlainDate, locale: Locale): Message {
  const days = formatDays(leave, today, locale)
  return {
    text: say(locale, {
      zh: `已请审阅人确认您的请假（${days}）。确认之前提醒照常。`,
      en: `Reviewers are asked to confirm your leave (${days}). Until then reminders go on.`,
    }),
  }
}

function formatDays({ startsOn, endsOn }: LeaveRequest, today: Temporal.PlainDate, locale: Locale): string {
  const [from, to] = [startsOn, endsOn].map((day) => formatDate(Temporal.PlainDate.from(day), locale, today))
  if (from === to) return from ?? ''
  return say(locale, { zh: `${from}至${to}`, en: `${from} to ${to}` })
}
