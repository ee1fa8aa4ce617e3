import { type Locale, say, translator } from '../../locale.ts'
import { actions, button, context, type Message, section } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import type { Cell } from '../../tables/cells.ts'
import { formatDate, instantOf } from '../../time/clock.ts'
import { formatStep } from './words.ts'
import { reminderText } from '../due/messages.ts'
import type { Preview } from './preview-day.ts'
import { reminderWords } from '../due/reminder-words.ts'
import { unknownYears } from '../settings-form/messages.ts'

/** Those who get one, on a page. */
export const PREVIEW_PAGE = 20
export const TURN_PREVIEW = 'reminder.preview.page'
export const EXPORT_PREVIEW = 'reminder.preview.export'
/** Names given with a reason before the rest becomes a number; and reasons of one member that are shown. */
const NAMED = 15

/** Who gets what on a day and why, and why the others do not. */
export function previewMessage(
  preview: Preview,
  from: number,
  today: Temporal.PlainDate,
  locale: Locale,
): Message {
  const { date, planned, skipped, fallbackYears, settings } = preview
  const day = formatDate(date, locale, today)
  const title = say(locale, {
    zh: `*${day}的提醒*：发给 ${planned.length} 人，${skipped.length} 人没有`,
    en: `*Reminders on ${day}*: ${planned.length} to be sent, ${skipped.length} members get none`,
  })
  const shown = planned.slice(from, from + PREVIEW_PAGE)
  const lines = shown.map((one) => plannedLine(one, preview, locale))
  const [first] = shown
  return {
    text: title,
    blocks: [
      section([title, ...offNote(preview, today, locale), ...lines].join('\n')),
      ...(first === undefined ? [] : [context(example(first, preview, locale))]),
      ...(skipped.length === 0 ? [] : [section(skippedLines(preview, locale))]),
      ...(fallbackYears.length === 0 ? [] : [context(unknownYears(settings.region, fallbackYears, locale))]),
      ...(planned.length + skipped.length === 0 ? [] : [actions(...buttons(preview, from, locale))]),
    ],
  }
}

function offNote({ nextDay }: Preview, today: Temporal.PlainDate, locale: Locale): string[] {
  if (nextDay === null) return []
  const next = formatDate(nextDay, locale, today)
  return [
    say(locale, {
      zh: `当天休息，不发提醒。下一个工作日是${next}：/wenshu reminders ${nextDay.toString()}`,
      en: `That is a day off, and nothing is sent. The next working day is ${next}: /wenshu reminders ${nextDay.toString()}`,
    }),
  ]
}

function plannedLine(one: Preview['planned'][number], preview: Preview, locale: Locale): string {
  const { person, month, step, owed, quota, handedIn, zone } = one
  const { hour, zone: office } = preview.settings
  const at = zone === office ? hour : `${hour} (${zone})`
  const why = say(locale, formatStep(step))
  return say(locale, {
    zh: `• ${at} ${mention(person)} ${month} 还欠 ${owed} 篇（已交 ${handedIn}/${quota}），${why}`,
    en: `• ${at} ${mention(person)}: ${owed} owed for ${month} (${handedIn} of ${quota} in), ${why}`,
  })
}

function example(one: Preview['planned'][number], preview: Preview, locale: Locale): string {
  return say(locale, {
    zh: `内容如：${textOf(one, preview)}`,
    en: `It reads: ${textOf(one, preview)}`,
  })
}

function textOf(one: Preview['planned'][number], { date, settings }: Preview): string {
  const at = instantOf(date, settings.hour, one.zone)
  return reminderText(reminderWords(one, at, settings), one.person.locale)
}

/** By reason, the most frequent first; of a reason the names while they are few. */
function skippedLines({ skipped }: Preview, locale: Locale): string {
  const t = translator(locale)

  const groups = Map.groupBy(skipped, ({ said }) => say(locale, said))
  const head = t('*没有提醒的*', '*Who gets none*')
  const lines = [...groups]
    .sort(([, one], [, other]) => other.length - one.length)
    .slice(0, NAMED)
    .map(([reason, people]) => {
      const names = people.slice(0, NAMED).map(({ person }) => escapeText(fit(person.name, 30)))
      const left = people.length - names.length
      const more = left > 0 ? t(` 等 ${people.length} 人`, ` and ${left} more`) : ''
      const list = names.join(locale === 'zh' ? '、' : ', ')
      return t(
        `• ${escapeText(reason)}（${people.length}）：${list}${more}`,
        `• ${escapeText(reason)} (${people.length}): ${list}${more}`,
      )
    })
  return [head, ...lines].join('\n')
}

function buttons({ date, planned }: Preview, from: number, locale: Locale) {
  const t = translator(locale)

  const at = (place: number) => `${date.toString()} ${place}`
  return [
    ...(from === 0
      ? []
      : [button(t('上一页', 'Back'), `${TURN_PREVIEW}.back`, at(Math.max(0, from - PREVIEW_PAGE)))]),
    ...(from + PREVIEW_PAGE >= planned.length
      ? []
      : [button(t('下一页', 'More'), `${TURN_PREVIEW}.on`, at(from + PREVIEW_PAGE))]),
    button(t('导出 CSV', 'Export CSV'), `${EXPORT_PREVIEW}.csv`, at(0)),
    button(t('导出 XLSX', 'Export XLSX'), `${EXPORT_PREVIEW}.xlsx`, at(0)),
  ]
}

export function previewHeads(locale: Locale): string[] {
  return locale === 'zh'
    ? ['编号', '姓名', '日期', '月份', '发送', '说明', '内容']
    : ['number', 'name', 'date', 'month', 'sent', 'why', 'text']
}

export function previewRows(preview: Preview, locale: Locale): Cell[][] {
  const t = translator(locale)

  const { date, planned, skipped, settings } = preview
  const day = date.toString()
  const [yes, no] = [t('是', 'yes'), t('否', 'no')]
  return [
    ...planned.map((one) => [
      one.person.externalId ?? '',
      one.person.name,
      `${day} ${settings.hour} ${one.zone}`,
      one.month,
      yes,
      say(locale, formatStep(one.step)),
      textOf(one, preview),
    ]),
    ...skipped.map(({ person, month, said }) => [
      person.externalId ?? '',
      person.name,
      day,
      month ?? '',
      no,
      say(locale, said),
      '',
    ]),
  ]
}
