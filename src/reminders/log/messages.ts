import { type Locale, say, translator } from '../../locale.ts'
import { actions, button, context, type Message, section } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import type { Cell } from '../../tables/cells.ts'
import { wallClockAt } from '../../time/clock.ts'
import type { LogState } from './state.ts'
import { reasonOfLine, stateWords, formatStep } from './words.ts'
import type { LogLine } from './reminder-log.ts'

/** Lines of a page: with the longest names and reasons they stay below a section's 3,000 signs. */
export const LOG_PAGE = 15
export const TURN_LOG = 'reminder.log.page'
export const EXPORT_LOG = 'reminder.log.export'

export type LogPage = {
  readonly state: LogState
  readonly lines: readonly LogLine[]
  readonly counts: ReadonlyMap<LogLine['state'], number>
  readonly zone: string
  /** The leaders who have the digest of that month, and who could not be given it. */
  readonly digests: { readonly sent: number; readonly failed: number }
}

/** What was sent in a month, to whom, when, and why not. */
export function logMessage(page: LogPage, packed: (state: LogState) => string, locale: Locale): Message {
  const t = translator(locale)

  const { state, lines, counts } = page
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const head = t(`*${state.month} 的提醒*`, `*Reminders of ${state.month}*`)
  if (total === 0) {
    const none = t(
      `${head}：还没有。明天的可看 /wenshu reminders tomorrow，别的月份写 /wenshu reminders 2022-10。`,
      `${head}: none yet. See tomorrow’s with /wenshu reminders tomorrow, another month with /wenshu reminders 2022-10.`,
    )
    return { text: none, blocks: [section(none)] }
  }
  const sums = [...counts].map(([of, count]) => `${say(locale, stateWords[of])} ${count}`).sort()
  const { sent, failed } = page.digests
  const digests =
    sent + failed === 0
      ? []
      : [
          t(
            `摘要已发给 ${sent} 位负责人${failed > 0 ? `，${failed} 位未能送达` : ''}`,
            `digest sent to ${sent} leaders${failed > 0 ? `, not delivered to ${failed}` : ''}`,
          ),
        ]
  const summary = [...sums, ...digests].join(' · ')
  return {
    text: `${head} ${summary}`,
    blocks: [
      section(`${head}\n${summary}`),
      section(lines.map((line) => formatLine(line, page.zone, locale)).join('\n')),
      context(
        t(
          `第 ${state.from + 1}–${state.from + lines.length} 条，共 ${total} 条，新的在前`,
          `${state.from + 1}–${state.from + lines.length} of ${total}, newest first`,
        ),
      ),
      actions(
        ...(state.from === 0
          ? []
          : [
              button(
                t('较新', 'Newer'),
                `${TURN_LOG}.newer`,
                packed({ ...state, from: Math.max(0, state.from - LOG_PAGE) }),
              ),
            ]),
        ...(state.from + lines.length >= total
          ? []
          : [
              button(
                t('较早', 'Older'),
                `${TURN_LOG}.older`,
                packed({ ...state, from: state.from + lines.length }),
              ),
            ]),
        button(t('导出 CSV', 'Export CSV'), `${EXPORT_LOG}.csv`, packed(state)),
        button(t('导出 XLSX', 'Export XLSX'), `${EXPORT_LOG}.xlsx`, packed(state)),
      ),
    ],
  }
}

function formatLine(line: LogLine, zone: string, locale: Locale): string {
  const t = translator(locale)

  const when = wallTime(line.sentAt ?? line.decidedAt, zone)
  const by =
    line.nudgedBy === null ? '' : t(`（${escapeText(line.nudgedBy)}）`, ` (${escapeText(line.nudgedBy)})`)
  const reason = escapeText(reasonOfLine(line, locale))
  const owed = line.owed === null ? '' : t(` · 欠 ${line.owed} 篇`, ` · owes ${line.owed}`)
  const why = reason === '' ? '' : t(`：${reason}`, `: ${reason}`)
  return `${when} ${mention(line)} ${say(locale, formatStep(line.step))}${by}${owed} · ${say(locale, stateWords[line.state])}${why}`
}

/** `2022-11-21 09:30` by the office's clock. */
export function wallTime(at: Date, zone: string): string {
  const { date, time } = wallClockAt(Temporal.Instant.fromEpochMilliseconds(at.getTime()), zone)
  return `${date.toString()} ${time.toString({ smallestUnit: 'minute' })}`
}

export function logHeads(locale: Locale): string[] {
  return locale === 'zh'
    ? ['编号', '姓名', '月份', '步骤', '说明', '状态', '欠交', '决定时间', '发出时间', '原因', '手动提醒人']
    : [
        'number',
        'name',
        'month',
        'step',
        'meaning',
        'state',
        'owed',
        'decided',
        'sent',
        'reason',
        'nudged by',
      ]
}

export function logRow(line: LogLine, month: string, zone: string, locale: Locale): Cell[] {
  return [
    line.externalId ?? '',
    line.name,
    month,
    line.step,
    say(locale, formatStep(line.step)),
    say(locale, stateWords[line.state]),
    line.owed ?? '',
    wallTime(line.decidedAt, zone),
    line.sentAt === null ? '' : wallTime(line.sentAt, zone),
    reasonOfLine(line, locale),
    line.nudgedBy ?? '',
  ]
}
