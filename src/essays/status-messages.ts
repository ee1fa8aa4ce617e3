import type { KnownBlock } from '@slack/types'
import { say, type Locale } from '../locale.ts'
import { actions, button, context, section, type Message } from '../slack/blocks.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import type { Month } from '../time/month.ts'
import { STATE_WORDS, type Essay } from './essay.ts'
import type { OwnStatus } from './essay-status.ts'
import { essayNamed, kindInWords, monthInWords, owedInWords, type Ear } from './essay-words.ts'
import { resubmitButton } from './messages.ts'
import type { GridCell, OfficeGrid } from './office-grid.ts'

/** Members shown in one grid; more is said as a number. Slack holds a message's blocks to about 13,000 characters. */
const ROWS_SHOWN = 100
const ROWS_A_BLOCK = 30
/** Columns of a fixed-width font that a name may take; a Chinese character takes two. */
const NAME_COLUMNS = 16
/** Returned essays that get a button of their own; Slack draws a row of five well. */
const REVISE_BUTTONS = 4

/** What a member handed in for some months, month by month, and what they owe now. */
export function ownStatusMessage(status: OwnStatus, { locale }: Ear): Message {
  const { months, now } = status
  const byMonth = Map.groupBy(status.essays, ({ month }) => month)
  const shown = months.filter((month) => byMonth.has(month) || months.length === 1)
  const owed = owedInWords(now.owed, locale)
  const lines = shown.map((month) => monthLines(month, byMonth.get(month) ?? [], status, locale))
  const buttons = [
    button(
      say(locale, { zh: '交习作', en: 'Hand in' }),
      'essay.submit',
      now.owed[0]?.month ?? now.current,
      now.owed.length > 0 ? 'primary' : undefined,
    ),
    ...status.returned.slice(0, REVISE_BUTTONS).map((essay) => resubmitButton(essay, locale)),
  ]
  const nothing = say(locale, { zh: '这段时间没有习作。', en: 'No essay in this time.' })
  return {
    text: owed,
    blocks: [
      ...(lines.length === 0 ? [section(nothing)] : lines.map((text) => section(text))),
      section(`*${owed}*`),
      actions(...buttons),
    ],
  }
}

function monthLines(month: Month, essays: readonly Essay[], { now }: OwnStatus, locale: Locale): string {
  const obligation = now.obligations.find((row) => row.month === month)
  const handedIn = essays.filter(({ state }) => state !== 'draft').length
  const isExempt = obligation !== undefined && obligation.exemption !== null
  const exempt = isExempt
    ? say(locale, {
        zh: `（免交${obligation.exemption === '' ? '' : `：${escapeText(obligation.exemption ?? '')}`}）`,
        en: ` (exempt${obligation.exemption === '' ? '' : `: ${escapeText(obligation.exemption ?? '')}`})`,
      })
    : ''
  const count =
    obligation === undefined || obligation.quota === 0 ? String(handedIn) : `${handedIn}/${obligation.quota}`
  const head = say(locale, {
    zh: `*${monthInWords(month, locale)}* 已交 ${count} 篇${exempt}`,
    en: `*${monthInWords(month, locale)}*: ${count} handed in${exempt}`,
  })
  const lines = essays.map(
    (essay) =>
      `• ${essayNamed(essay)} · ${kindInWords(essay.kind, locale)} · ${say(locale, STATE_WORDS[essay.state])}${essay.excellent ? ' :star:' : ''}`,
  )
  return [head, ...lines].join('\n')
}

/** Who has handed in what: sums, then one line a member and one column a month. */
export function officeGridMessage(grid: OfficeGrid, ear: Ear): Message {
  const { locale } = ear
  const head = officeSums(grid, locale)
  const shown = grid.rows.slice(0, ROWS_SHOWN)
  const isOneYear = new Set(grid.months.map((month) => month.slice(0, 4))).size === 1
  const titles = grid.months.map((month) => (isOneYear ? month.slice(5) : month.slice(2)))
  const isOne = grid.months.length === 1
  const lines = shown.map(({ member, cells }) =>
    [padded(member.name, NAME_COLUMNS), ...cells.map((cell) => padded(cellInWords(cell, locale), 7))].join(
      '',
    ),
  )
  const columns = isOne
    ? []
    : [[padded('', NAME_COLUMNS), ...titles.map((title) => padded(title, 7))].join('')]
  const rest = grid.rows.length - shown.length
  const blocks: KnownBlock[] = [section(head)]
  for (let from = 0; from < lines.length; from += rowsABlock(grid.months.length)) {
    const part = lines.slice(from, from + rowsABlock(grid.months.length))
    const table = [...columns, ...part].map((line) => escapeText(line.trimEnd())).join('\n')
    blocks.push(section(`\`\`\`\n${table}\n\`\`\``))
  }
  if (rest > 0)
    blocks.push(context(say(locale, { zh: `另有 ${rest} 人未列出`, en: `${rest} more members not shown` })))
  if (lines.length > 0) blocks.push(context(legend(locale)))
  return { text: head, blocks }
}

function officeSums(
  { months, asked, handedIn, approved, late, missing }: OfficeGrid,
  locale: Locale,
): string {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return ''
  const span =
    first === last
      ? monthInWords(first, locale)
      : `${monthInWords(first, locale)} – ${monthInWords(last, locale)}`
  return say(locale, {
    zh: `*全室 ${span}*：应交 ${asked} 篇，已交 ${handedIn} 篇（通过 ${approved}，迟交 ${late}），还差 ${missing} 篇`,
    en: `*The office, ${span}*: ${asked} owed, ${handedIn} handed in (${approved} approved, ${late} late), ${missing} missing`,
  })
}

/** 2/2, 1/2迟, 免, 休; blank when nothing was asked nor handed in. */
function cellInWords({ quota, handedIn, late, isExempt, isOnLeave }: GridCell, locale: Locale): string {
  const marks = [
    ...(late > 0 ? [say(locale, { zh: '迟', en: 'L' })] : []),
    ...(isOnLeave ? [say(locale, { zh: '休', en: 'V' })] : []),
    ...(isExempt ? [say(locale, { zh: '免', en: 'E' })] : []),
  ].join('')
  if (quota === 0) return handedIn === 0 ? marks : `+${handedIn}${marks}`
  return `${handedIn}/${quota}${marks}`
}

function legend(locale: Locale): string {
  return say(locale, {
    zh: '已交/应交 · 迟：有迟交 · 休：当月有休假 · 免：免交 · +1：不要求而交的',
    en: 'handed in/owed · L: some late · V: on leave that month · E: exempt · +1: handed in without owing',
  })
}

/** A row takes some 20 characters and 10 more a month; one block holds 3,000. */
function rowsABlock(months: number): number {
  return Math.max(5, Math.min(ROWS_A_BLOCK, Math.floor(2400 / (40 + 10 * months))))
}

function padded(text: string, columns: number): string {
  const cut = fit(text, columns)
  const width = [...cut].reduce(
    (sum, sign) =>
      sum +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u.test(
        sign,
      )
        ? 2
        : 1),
    0,
  )
  return `${cut}${' '.repeat(Math.max(1, columns - width))}`
}
