import { type Locale, say, translator } from '../../locale.ts'
import { context, type Message, section, message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import { formatMoment, wallClockAt } from '../../time/clock.ts'
import type { History, PastChange } from './history.ts'
import { formatChanges } from './messages.ts'

/** What can be written after /wenshu settings, and what goes with it. */
export function settingsHelp(locale: Locale): Message {
  const text = say(locale, {
    zh: [
      '*提醒设置*（修改需管理员；改之前都会先列出接下来几个月的日期）',
      '`/wenshu settings` 打开表单　`/wenshu settings show` 只看　`/wenshu settings history` 谁改过什么',
      '`/wenshu settings 截止日 最后一个工作日 18:00`，也可写 每月25日、第3个工作日、第三个星期五',
      '`/wenshu settings 步骤 T-7, T-3, T-1, T-0, T+1`　`/wenshu settings 提醒时间 09:30`　`/wenshu settings 免打扰 20:00-08:00`',
      '`/wenshu settings 时区 Asia/Shanghai`　`/wenshu settings 节假日 CN`　`/wenshu settings 工作日 是`　`/wenshu settings 宽限 3`　`/wenshu settings 语言 中文`',
      '`/wenshu days off 2026-12-24 原因` 本单位放假　`/wenshu days work 2026-12-26 原因` 本单位上班　`/wenshu days remove 2026-12-24` 撤销　`/wenshu days` 列出',
      '`/wenshu calendar 2026` 全年截止日与放假、调休　`/wenshu zone own` 按自己的时区提醒',
    ].join('\n'),
    en: [
      '*Reminder settings* (changing them is for admins; the dates of the next months are shown before anything changes)',
      '`/wenshu settings` opens the form, `/wenshu settings show` only shows, `/wenshu settings history` says who changed what',
      '`/wenshu settings deadline last working day 18:00`, or 25, 3rd working day, 3rd Friday',
      '`/wenshu settings steps T-7, T-3, T-1, T-0, T+1`, `/wenshu settings hour 09:30`, `/wenshu settings quiet 20:00-08:00`',
      '`/wenshu settings zone Europe/Berlin`, `/wenshu settings holidays US-NY`, `/wenshu settings working-days yes`, `/wenshu settings grace 3`, `/wenshu settings language English`',
      '`/wenshu days off 2026-12-24 reason` is off here, `/wenshu days work 2026-12-26 reason` is worked here, `/wenshu days remove 2026-12-24` takes it back, `/wenshu days` lists them',
      '`/wenshu calendar 2026` shows the year’s deadlines and which days count; `/wenshu zone own` reminds you by your own clock',
    ].join('\n'),
  })
  return { text, blocks: [section(text)] }
}

/** Who changed the settings when, newest first. */
export function historyMessage({ changes, total }: History, zone: string, locale: Locale): Message {
  const t = translator(locale)

  if (changes.length === 0) {
    return message(locale, { zh: '设置从未改过，都是默认值。', en: 'The settings were never changed.' })
  }
  const head = t(`*设置修改 ${total} 次*`, `*${total} changes of the settings*`)
  const left = total - changes.length
  const more = t(`更早的 ${left} 次未列出`, `${left} earlier ones not shown`)
  return {
    text: head,
    blocks: [
      section(head),
      ...changes.map((change) => section(changeLines(change, zone, locale))),
      ...(left > 0 ? [context(more)] : []),
    ],
  }
}

function changeLines(change: PastChange, zone: string, locale: Locale): string {
  const at = Temporal.Instant.fromEpochMilliseconds(change.at.getTime())
  const { date } = wallClockAt(at, zone)
  const by =
    change.by === null
      ? say(locale, { zh: '（已删除的成员）', en: '(an erased member)' })
      : mention(change.by)
  // With the year, as a change may be read years later.
  const when = formatMoment(at, zone, locale, date.subtract({ years: 1 }))
  const days = change.days.map((day) => `• ${escapeText(say(locale, day))}`)
  return [`${when} ${by}`, ...formatChanges(change, locale), ...days].join('\n')
}
