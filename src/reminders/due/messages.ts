import { type Locale, say, translator } from '../../locale.ts'
import { actions, button, context, type Message, section } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import { formatDate, formatMoment, wallClockAt } from '../../time/clock.ts'
import { scheduledStep } from '../plan/index.ts'
import type { ReminderWords } from './reminder-words.ts'
import { offsetOf } from '../../deadlines/steps.ts'

/** Essays' own button: its value is the month. */
const SUBMIT = 'essay.submit'
/** Its value is `2022-11 T-3`, the month and the step of the reminder it stands under. */
export const SNOOZE = 'reminder.snooze'
export const ASK_LEAVE = 'reminder.leave'

/** The DM to a member who owes essays: the text, what was handed in, and buttons to go on. */
export function reminderMessage(words: ReminderWords, locale: Locale): Message {
  const t = translator(locale)

  const text = reminderText(words, locale)
  const { month, step, essays } = words
  // A nudge, or word of a move, has no step that could come again.
  const snooze =
    scheduledStep(step) === null
      ? []
      : [button(t('明天再提醒', 'Remind me tomorrow'), SNOOZE, `${month} ${step}`)]
  return {
    text,
    blocks: [
      section(text),
      ...(essays.length === 0 ? [] : [context(formatEssays(essays, locale))]),
      actions(
        button(t('交习作', 'Hand in'), SUBMIT, month, 'primary'),
        ...snooze,
        button(t('我在休假', "I'm on leave"), ASK_LEAVE, month),
      ),
    ],
  }
}

/** Titles shown of what was handed in. */
const ESSAYS_SHOWN = 5

function formatEssays(essays: ReminderWords['essays'], locale: Locale): string {
  const t = translator(locale)

  const shown = essays
    .slice(0, ESSAYS_SHOWN)
    .map(({ id, title }) =>
      t(`${id}《${escapeText(fit(title, 60))}》`, `${id} “${escapeText(fit(title, 60))}”`),
    )
  const left = essays.length - shown.length
  const more = left > 0 ? [t(`另 ${left} 篇`, `${left} more`)] : []
  return t(`已交：${[...shown, ...more].join('、')}`, `Handed in: ${[...shown, ...more].join(', ')}`)
}

/** The reminder in plain words. Each step says it in fewer, and none more harshly. */
export function reminderText(words: ReminderWords, locale: Locale): string {
  const text = locale === 'zh' ? inChinese(words) : inEnglish(words)
  const { nudgedBy } = words
  if (nudgedBy === null) return text
  return say(locale, { zh: `${nudgedBy} 请您留意：${text}`, en: `${nudgedBy} asks you to remember: ${text}` })
}

/** From this many working days before the deadline on, the short form; from the second number on, the brief one. */
const SHORT_FROM = -3
const BRIEF_FROM = -1

type Form = 'full' | 'short' | 'brief' | 'today' | 'overdue' | 'moved'

/** By the step that is sent, unless the calendar has overtaken it while it waited. */
function formOf({ step, daysLeft, isPast, movedFrom }: ReminderWords): Form {
  const scheduled = scheduledStep(step)
  if (isPast || daysLeft < 0 || step.startsWith('T+')) return 'overdue'
  if (movedFrom !== null) return 'moved'
  if (daysLeft === 0) return 'today'
  if (scheduled === null || offsetOf(scheduled) >= BRIEF_FROM) return 'brief'
  return offsetOf(scheduled) < SHORT_FROM ? 'full' : 'short'
}

function inChinese(words: ReminderWords): string {
  const { owed, quota, handedIn } = words
  const month = monthInChinese(words)
  const deadline = formatMoment(words.deadlineAt, words.zone, 'zh', words.today)
  const date = formatDate(wallClockAt(words.deadlineAt, words.zone).date, 'zh', words.today)
  const done = handedIn === 0 ? `应交 ${quota} 篇，尚未收到` : `应交 ${quota} 篇，已交 ${handedIn} 篇`
  const count = `已交 ${handedIn}/${quota}`
  const forms: Readonly<Record<Form, () => string>> = {
    full: () =>
      `您好！${month}的习作还差 ${owed} 篇（${done}）。截止时间是${deadline}，${leftInChinese(words)}。写好后点“交习作”就可以。`,
    short: () => `${month}习作还差 ${owed} 篇（${done}），${deadline}截止，${leftInChinese(words)}。`,
    brief: () => `${month}习作还差 ${owed} 篇（${count}），${deadline}截止，${leftInChinese(words)}。`,
    today: () => `${month}习作还差 ${owed} 篇（${count}），今天截止：${deadline}。`,
    moved: () =>
      `${month}习作的截止时间改了：${oldInWords(words, 'zh')} → ${deadline}。您还差 ${owed} 篇（${count}），${leftInChinese(words)}。`,
    overdue: () => `${month}习作还差 ${owed} 篇（${count}），${date}已截止，可补交。`,
  }
  return forms[formOf(words)]()
}

function inEnglish(words: ReminderWords): string {
  const { owed, quota, handedIn } = words
  const month = `${MONTHS[Number(words.month.slice(5)) - 1]} ${words.month.slice(0, 4)}`
  const deadline = formatMoment(words.deadlineAt, words.zone, 'en', words.today)
  const { date: day, time } = wallClockAt(words.deadlineAt, words.zone)
  const date = formatDate(day, 'en', words.today)
  const done = handedIn === 0 ? 'none handed in yet' : `${handedIn} of ${quota} handed in`
  const essays = owed === 1 ? '1 essay' : `${owed} essays`
  const count = `${handedIn} of ${quota} in`
  const forms: Readonly<Record<Form, () => string>> = {
    full: () =>
      `Hello! You still owe ${essays} for ${month} (${done}). The deadline is ${deadline}: ${leftInEnglish(words)}. When one is ready, press “Hand in”.`,
    short: () => `${essays} to go for ${month} (${done}). Deadline ${deadline}: ${leftInEnglish(words)}.`,
    brief: () => `${essays} to go for ${month} (${count}). Deadline ${deadline}: ${leftInEnglish(words)}.`,
    today: () =>
      `${essays} to go for ${month} (${count}). Due today, ${date}, by ${time.toString({ smallestUnit: 'minute' })}.`,
    moved: () =>
      `The deadline for ${month} has moved: ${oldInWords(words, 'en')} → ${deadline}. ${essays} to go (${count}), ${leftInEnglish(words)}.`,
    overdue: () => `${essays} to go for ${month} (${count}). Was due ${date}, still open.`,
  }
  return forms[formOf(words)]()
}

function oldInWords({ movedFrom, deadlineAt, zone, today }: ReminderWords, locale: Locale): string {
  return formatMoment(movedFrom ?? deadlineAt, zone, locale, today)
}

function monthInChinese({ month, today }: ReminderWords): string {
  const [year, number] = [Number(month.slice(0, 4)), Number(month.slice(5))]
  return year === today.year ? `${number}月` : `${year}年${number}月`
}

function leftInChinese({ daysLeft, workingDaysLeft }: ReminderWords): string {
  if (daysLeft === 0) return '就是今天'
  if (workingDaysLeft === daysLeft) return `还有 ${daysLeft} 天`
  return `还有 ${workingDaysLeft} 个工作日（${daysLeft} 天）`
}

function leftInEnglish({ daysLeft, workingDaysLeft }: ReminderWords): string {
  if (daysLeft === 0) return 'which is today'
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
