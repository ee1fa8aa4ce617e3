import type { KnownBlock } from '@slack/types'
import { type Locale, type LocalizedText, plural, say, translator } from '../../locale.ts'
import { actions, button, context, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import type { Month } from '../../time/month.ts'
import type { Essay } from '../essay/essay.ts'
import type { OwnStatus } from './status.ts'
import {
  formatUnrecorded,
  essayNamed,
  essayPlace,
  formatKind,
  formatMonth,
  formatOwed,
  formatStage,
  type Audience,
} from '../words/words.ts'
import { resubmitButton } from '../words/messages.ts'
import { groupsWithin } from '../words/fit-blocks.ts'
import type { GridCell, OfficeGrid } from '../duties/office-grid.ts'
import { askedFor } from '../duties/obligations.ts'

/** Of the 13,000 characters that a message's blocks may take, those of the grid and of one's own months. */
const GRID_CHARACTERS = 7000
const OWN_CHARACTERS = 2500
/** Members shown in one grid; more is said as a number. */
const ROWS_SHOWN = 150
const ROWS_A_BLOCK = 20
/** Columns of a fixed-width font that a name may take; a Chinese character takes two. */
const NAME_COLUMNS = 16
/** As narrow as twelve months need to stand on one line of App Home, and as wide as what stands in them. */
const CELL_COLUMNS = { least: 5, most: 10 }
/** Returned essays, and drafts, that are listed with a button. */
const WAITING_SHOWN = 4

/** What a member handed in for some months, month by month, and what they owe now. */
export function ownStatusMessage(status: OwnStatus, { locale }: Audience): Message {
  const t = translator(locale)

  const { months, now } = status
  const byMonth = Map.groupBy(status.essays, ({ month }) => month)
  const shown = months.filter((month) => byMonth.has(month) || months.length === 1)
  const owed = formatOwed(now.owed, locale)
  const groups = shown.map((month) => [section(monthLines(month, byMonth.get(month) ?? [], status, locale))])
  const kept = groupsWithin(groups, OWN_CHARACTERS)
  const left = groups.length - kept.length
  const handIn = button(
    t('交习作', 'Hand in'),
    'essay.submit',
    now.owed[0]?.month ?? now.current,
    now.owed.length > 0 ? 'primary' : undefined,
  )
  const nothing = t('这段时间没有习作。', 'No essay in this time.')
  return {
    text: owed,
    blocks: [
      ...(kept.length === 0 ? [section(nothing)] : kept.flat()),
      ...(left === 0
        ? []
        : [context(t(`另有 ${left} 个月未列出`, `${plural(left, 'more month')} not shown`))]),
      ...waitingBlocks({ zh: '*退回待您修改*', en: '*Returned for you to revise*' }, status.returned, locale),
      ...waitingBlocks(
        { zh: '*您的草稿，还没有提交*', en: '*Your drafts, not handed in yet*' },
        status.drafts,
        locale,
      ),
      section(`*${owed}*`),
      actions(handIn),
    ],
  }
}

/** Each with a button of its own beside it. */
function waitingBlocks(title: LocalizedText, essays: readonly Essay[], locale: Locale): KnownBlock[] {
  if (essays.length === 0) return []
  const shown = essays.slice(0, WAITING_SHOWN)
  const more = essays.length - shown.length
  return [
    section(say(locale, title)),
    ...shown.map((essay): KnownBlock => ({
      ...section(`• ${essayNamed(essay)} · ${essayPlace(essay, locale)}`),
      accessory: resubmitButton(essay, locale),
    })),
    ...(more > 0 ? [context(say(locale, { zh: `另有 ${more} 篇`, en: `and ${more} more` }))] : []),
  ]
}

function monthLines(month: Month, essays: readonly Essay[], { now }: OwnStatus, locale: Locale): string {
  const t = translator(locale)

  const obligation = now.obligations.find((row) => row.month === month)
  const handedIn = essays.filter(({ state }) => state !== 'draft').length
  const isExempt = obligation !== undefined && obligation.exemption !== null
  const away = t('（全月休假，不用交）', ' (on leave all month, nothing is owed)')
  const exempt = isExempt
    ? t(
        `（免交${obligation.exemption === '' ? '' : `：${escapeText(obligation.exemption ?? '')}`}）`,
        ` (exempt${obligation.exemption === '' ? '' : `: ${escapeText(obligation.exemption ?? '')}`})`,
      )
    : obligation?.isAway === true
      ? away
      : obligation?.isRecorded === false
        ? t('（没有任何记录，不计欠交）', ' (no records of any kind, nothing is counted as missing)')
        : ''
  const count =
    obligation === undefined || askedFor({ ...obligation, exemption: null }) === 0
      ? String(handedIn)
      : `${handedIn}/${obligation.quota}`
  const head = t(
    `*${formatMonth(month, locale)}* 已交 ${count} 篇${exempt}`,
    `*${formatMonth(month, locale)}*: ${count} handed in${exempt}`,
  )
  const lines = essays
    .filter(({ state }) => state !== 'draft')
    .map(
      (essay) => `• ${essayNamed(essay)} · ${formatKind(essay.kind, locale)} · ${formatStage(essay, locale)}`,
    )
  return [head, ...lines].join('\n')
}

/** Who has handed in what: sums, then one line a member and one column a month. */
export function officeGridMessage(grid: OfficeGrid, { locale }: Audience): Message {
  const head = officeSums(grid, locale)
  const groups = tables(grid, locale).map((table) => [section(`\`\`\`\n${table}\n\`\`\``)])
  const kept = groupsWithin(groups, GRID_CHARACTERS)
  const left = grid.rows.length - Math.min(grid.rows.length, kept.length * ROWS_A_BLOCK, ROWS_SHOWN)
  const more = say(locale, {
    zh: `另有 ${left} 人未列出`,
    en: left === 1 ? '1 more member not shown' : `${left} more members not shown`,
  })
  return {
    text: head,
    blocks: [
      section(head),
      ...kept.flat(),
      ...(left > 0 ? [context(more)] : []),
      ...(kept.length > 0 ? [context(legend(locale)), exportButtons(grid, locale)] : []),
    ],
  }
}

function exportButtons({ months }: OfficeGrid, locale: Locale): KnownBlock {
  const t = translator(locale)

  const value = `${months[0]} ${months.at(-1)}`
  return actions(
    button(t('导出 CSV', 'Export CSV'), 'essay.grid.csv', value),
    button(t('导出 XLSX', 'Export XLSX'), 'essay.grid.xlsx', value),
  )
}

/** After an export, where the file went. */
export function gridExported(members: number, name: string, locale: Locale): Message {
  return message(locale, {
    zh: `已把 ${members} 人的习作情况（${name}）发到您和我的私聊。`,
    en: `The essays of ${plural(members, 'member')} (${name}) are in your DM with me.`,
  })
}

/** The grid in pieces of some twenty members, each with the months on top when there are several. */
function tables({ months, rows }: OfficeGrid, locale: Locale): string[] {
  const isOneYear = new Set(months.map((month) => month.slice(0, 4))).size === 1
  const widest = rows.flatMap(({ cells }) => cells.map((cell) => columnsOf(formatCell(cell, locale)) + 2))
  const least = isOneYear ? CELL_COLUMNS.least : '22-11 '.length
  const columns = Math.min(CELL_COLUMNS.most, Math.max(least, ...widest))
  const titles = months.map((month) => padded(isOneYear ? month.slice(5) : month.slice(2), columns))
  const top = months.length === 1 ? [] : [[padded('', NAME_COLUMNS), ...titles].join('')]
  const lines = rows.slice(0, ROWS_SHOWN).map(({ member, cells }) => {
    const marks = cells.map((cell) => padded(formatCell(cell, locale), columns))
    return [padded(member.name, NAME_COLUMNS), ...marks].join('')
  })
  const pieces = Math.ceil(lines.length / ROWS_A_BLOCK)
  return Array.from({ length: pieces }, (_, piece) => {
    const part = lines.slice(piece * ROWS_A_BLOCK, (piece + 1) * ROWS_A_BLOCK)
    return [...top, ...part].map((line) => escapeText(line.trimEnd())).join('\n')
  })
}

function officeSums(
  { months, unrecorded, asked, handedIn, approved, late, missing }: OfficeGrid,
  locale: Locale,
): string {
  const [first, last] = [months[0], months.at(-1)]
  if (first === undefined || last === undefined) return ''
  const span =
    first === last
      ? formatMonth(first, locale)
      : `${formatMonth(first, locale)} – ${formatMonth(last, locale)}`
  // Without it the sums would not seem to add up: some hand in more than they owe.
  const beyond = handedIn - (asked - missing)
  const empty = unrecorded.length === 0 ? '' : `\n${formatUnrecorded(unrecorded, locale)}`
  const sums = say(locale, {
    zh: `*全室 ${span}*：应交 ${asked} 篇，已交 ${handedIn} 篇（通过 ${approved}，迟交 ${late}${beyond > 0 ? `，应交之外 ${beyond}` : ''}），还差 ${missing} 篇`,
    en: `*The office, ${span}*: ${asked} owed, ${handedIn} handed in (${approved} approved, ${late} late${beyond > 0 ? `, ${beyond} beyond what was owed` : ''}), ${missing} missing`,
  })
  return `${sums}${empty}`
}

/** 2/2, 1/2迟, 免, 休; blank when nothing was asked nor handed in. */
export function formatCell({ quota, handedIn, late, isExempt, isOnLeave }: GridCell, locale: Locale): string {
  const t = translator(locale)

  const marks = [
    ...(late > 0 ? [t('迟', 'L')] : []),
    ...(isOnLeave ? [t('休', 'V')] : []),
    ...(isExempt ? [t('免', 'E')] : []),
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

function padded(text: string, columns: number): string {
  const cut = fitColumns(text.replaceAll('`', 'ˋ'), columns - 1)
  return cut + ' '.repeat(columns - columnsOf(cut))
}

function fitColumns(text: string, columns: number): string {
  if (columnsOf(text) <= columns) return text
  const signs = [...text]
  while (columnsOf(signs.join('')) > columns - 1) signs.pop()
  return `${signs.join('')}…`
}

function columnsOf(text: string): number {
  return [...text].reduce((sum, sign) => sum + (WIDE.test(sign) ? 2 : 1), 0)
}

/** Signs that take two columns of a fixed-width font: Chinese, Japanese, Korean and full-width ones. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\u3000-\u303F\uFF01-\uFF60\uFFE0-\uFFE6]/u
