import { say, type Locale } from '../locale.ts'
import { actions, button, section, type Message } from '../slack/blocks.ts'
import { momentInWords } from '../time/zones.ts'
import { scheduledStep } from './plan-index.ts'
import type { ReminderWords } from './reminder-words.ts'
import type { Snoozed } from './snooze-reminder.ts'
import { offsetOf } from './steps.ts'

/** Essays' own button: its value is the month. */
const SUBMIT = 'essay.submit'
/** Its value is `2022-11 T-3`, the month and the step of the reminder it stands under. */
export const SNOOZE = 'reminder.snooze'
export const ASK_LEAVE = 'reminder.leave'

/** The DM to a member who owes essays: the text, and buttons to hand in, to be reminded later, to be on leave. */
export function reminderMessage(words: ReminderWords, locale: Locale): Message {
  const text = reminderText(words, locale)
  const { month, step } = words
  return {
    text,
    blocks: [
      section(text),
      actions(
        button(say(locale, { zh: '交习作', en: 'Hand in' }), SUBMIT, month, 'primary'),
        button(say(locale, { zh: '明天再提醒', en: 'Remind me tomorrow' }), SNOOZE, `${month} ${step}`),
        button(say(locale, { zh: '我在休假', en: "I'm on leave" }), ASK_LEAVE, month),
      ),
    ],
  }
}

/** The reminder in plain words. The nearer the deadline the fewer, and never a harsher one. */
export function reminderText(words: ReminderWords, locale: Locale): string {
  return locale === 'zh' ? inChinese(words) : inEnglish(words)
}

/** To the member who pressed the button. */
export function reminderSnoozed({ until, zone, today, deadlineBefore }: Snoozed, locale: Locale): Message {
  const when = momentInWords(until, zone, locale, today)
  const text = say(locale, { zh: `好的，${when}再提醒您。`, en: `All right, you hear from me on ${when}.` })
  if (deadlineBefore === null) return { text }
  const deadline = momentInWords(deadlineBefore, zone, locale, today)
  const warning = say(locale, {
    zh: `请注意，截止在此之前：${deadline}。`,
    en: ` Mind that the deadline is before that: ${deadline}.`,
  })
  return { text: `${text}${warning}` }
}

/** From this many working days before the deadline on, the short form. */
const SHORT_FROM = -3

type Form = 'full' | 'short' | 'today' | 'overdue'

/** By the step that is sent, unless the calendar has overtaken it while it waited. */
function formOf({ step, daysLeft }: ReminderWords): Form {
  const scheduled = scheduledStep(step)
  if (daysLeft < 0 || step.startsWith('T+')) return 'overdue'
  if (daysLeft === 0) return 'today'
  return scheduled !== null && offsetOf(scheduled) < SHORT_FROM ? 'full' : 'short'
}

function inChinese(words: ReminderWords): string {
  const { owed, quota, handedIn } = words
  const month = monthInChinese(words)
  const deadline = momentInWords(words.deadlineAt, words.zone, 'zh', words.today)
  const done = handedIn === 0 ? `应交 ${quota} 篇，尚未收到` : `应交 ${quota} 篇，已交 ${handedIn} 篇`
  const forms: Readonly<Record<Form, string>> = {
    full: `您好！${month}的习作还差 ${owed} 篇（${done}）。截止时间是${deadline}，${leftInChinese(words)}。写好后点“交习作”就可以。`,
    short: `${month}习作还差 ${owed} 篇（${done}），${deadline}截止，${leftInChinese(words)}。`,
    today: `${month}习作今天截止：${deadline}，还差 ${owed} 篇（${done}）。`,
    overdue: `${month}习作还差 ${owed} 篇（${done}），${deadline}已截止，现在仍可补交。`,
  }
  return forms[formOf(words)]
}

function inEnglish(words: ReminderWords): string {
  const { owed, quota, handedIn } = words
  const month = `${MONTHS[Number(words.month.slice(5)) - 1]} ${words.month.slice(0, 4)}`
  const deadline = momentInWords(words.deadlineAt, words.zone, 'en', words.today)
  const done = handedIn === 0 ? 'none handed in yet' : `${handedIn} of ${quota} handed in`
  const essays = owed === 1 ? '1 essay' : `${owed} essays`
  const forms: Readonly<Record<Form, string>> = {
    full: `Hello! You still owe ${essays} for ${month} (${done}). The deadline is ${deadline}: ${leftInEnglish(words)}. When one is ready, press “Hand in”.`,
    short: `${essays} to go for ${month} (${done}). Deadline ${deadline}: ${leftInEnglish(words)}.`,
    today: `${essays} to go for ${month} (${done}). Due today: ${deadline}.`,
    overdue: `${essays} to go for ${month} (${done}). The deadline was ${deadline}; you can still hand in.`,
  }
  return forms[formOf(words)]
}

function monthInChinese({ month, today }: ReminderWords): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  return year === today.year ? `${number}月` : `${year}年${number}月`
}

function leftInChinese({ daysLeft, workingDaysLeft }: ReminderWords): string {
  if (workingDaysLeft === daysLeft) return `还有 ${daysLeft} 天`
  return `还有 ${workingDaysLeft} 个工作日（${daysLeft} 天）`
}

function leftInEnglish({ daysLeft, workingDaysLeft }: ReminderWords): string {
  const days = daysLeft === 1 ? '1 day left' : `${daysLeft} days left`
  if (workingDaysLeft === daysLeft) return days
  return `${workingDaysLeft === 1 ? '1 working day' : `${workingDaysLeft} working days`} left (${daysLeft === 1 ? '1 day' : `${daysLeft} days`})`
}

const MONTHS = [
  'January',
  'February',
  'March',
  'April',
  'May',
  'June',
  'July',
  'August',
  'September',
  'October',
  'November',
  'December',
]
