import type { TopLevelSpec } from 'vega-lite'
import type { GridCell, OfficeGrid } from '../essays/duties/office-grid.ts'
import { say, type Locale, type LocalizedText } from '../locale.ts'
import { fit } from '../slack/mrkdwn.ts'
import type { Month } from '../time/month.ts'
import { CHART_LOOK, COLOURS, type Picture } from './picture.ts'

/** Members in one picture: more would make it taller than a screen scrolls well. */
export const MEMBERS_DRAWN = 60
const NAME_LENGTH = 12

const STATES = ['done', 'late', 'some', 'missing', 'open', 'excused'] as const
/** What a square says: `open` is a month whose deadline is still to come, with something owed. */
export type SquareState = (typeof STATES)[number]

const STATE_WORDS: Readonly<Record<SquareState, LocalizedText>> = {
  done: { zh: '已交齐', en: 'all handed in' },
  late: { zh: '交齐，有迟交', en: 'all, some late' },
  some: { zh: '交了一部分', en: 'some missing' },
  missing: { zh: '未交', en: 'none handed in' },
  open: { zh: '未到期', en: 'not due yet' },
  excused: { zh: '免交', en: 'exempt' },
}

/** A filled square's state; null for a month in which nothing was asked and nothing came. `isDue`: its deadline is over. */
export function squareState(cell: GridCell, isDue: boolean): SquareState | null {
  const { quota, handedIn, late, isExempt } = cell
  if (quota === 0 && handedIn === 0) return isExempt ? 'excused' : null
  if (handedIn >= quota) return late > 0 ? 'late' : 'done'
  if (isExempt) return 'excused'
  if (!isDue) return 'open'
  return handedIn > 0 ? 'some' : 'missing'
}

/**
 * Essays by member and month as filled squares, with what was handed in of what was owed in each. The first
 * `MEMBERS_DRAWN` members are drawn. `isDue`: whether a month's deadline is over.
 */
export function essaySquaresPicture(
  grid: OfficeGrid,
  isDue: (month: Month) => boolean,
  locale: Locale,
): Picture {
  const year = grid.months[0]?.slice(0, 4) ?? ''
  return {
    name: `essays-by-member-${year}`,
    chart: squaresChart(grid, isDue, locale),
    altText: squaresAltText(year, grid, locale),
  }
}

type Square = {
  readonly row: number
  readonly month: number
  readonly state: string
  readonly label: string
  readonly ink: string
}

function squaresOf(grid: OfficeGrid, isDue: (month: Month) => boolean, locale: Locale): Square[] {
  return grid.rows.slice(0, MEMBERS_DRAWN).flatMap(({ cells }, row) =>
    cells.flatMap((cell) => {
      const state = squareState(cell, isDue(cell.month))
      if (state === null) return []
      const label = cell.quota === 0 ? `+${cell.handedIn}` : `${cell.handedIn}/${cell.quota}`
      const isDark = state === 'done' || state === 'missing'
      const square = { row, month: Number(cell.month.slice(5)), state: say(locale, STATE_WORDS[state]) }
      return [{ ...square, label, ink: isDark ? '#ffffff' : COLOURS.ink }]
    }),
  )
}

function squaresChart(grid: OfficeGrid, isDue: (month: Month) => boolean, locale: Locale): TopLevelSpec {
  const drawn = grid.rows.slice(0, MEMBERS_DRAWN)
  const names = drawn.map(({ member }) => fit(member.name, NAME_LENGTH))
  const rows = drawn.map((_, row) => row)
  const months = grid.months.map((month) => Number(month.slice(5)))
  const squares = squaresOf(grid, isDue, locale)
  // The legend explains what is there, in a fixed order and always in the same colours.
  const states = STATES.filter((state) =>
    squares.some((square) => square.state === say(locale, STATE_WORDS[state])),
  )
  return {
    ...CHART_LOOK,
    $schema: 'https://vega.github.io/schema/vega-lite/v6.json',
    width: { step: 52 },
    height: { step: 26 },
    data: { values: squares },
    params: [{ name: 'names', value: names }],
    encoding: {
      x: {
        field: 'month',
        type: 'ordinal',
        scale: { domain: months },
        axis: {
          title: null,
          orient: 'top',
          domain: false,
          ticks: false,
          labelAngle: 0,
          labelExpr: locale === 'zh' ? "datum.value + '月'" : "utcFormat(utc(2000, datum.value - 1), '%b')",
        },
      },
      y: {
        field: 'row',
        type: 'ordinal',
        scale: { domain: rows },
        // Two members may have the same name, so rows are numbers and only their labels names.
        axis: { title: null, domain: false, ticks: false, labelExpr: 'names[datum.value]', labelLimit: 200 },
      },
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 3, stroke: '#ffffff', strokeWidth: 3 },
        encoding: {
          color: {
            field: 'state',
            type: 'nominal',
            scale: {
              domain: states.map((state) => say(locale, STATE_WORDS[state])),
              range: states.map((state) => COLOURS[state]),
            },
            legend: { columns: 3, rowPadding: 6, columnPadding: 18 },
          },
        },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: { text: { field: 'label' }, color: { field: 'ink', type: 'nominal', scale: null } },
      },
    ],
  }
}

function squaresAltText(year: string, grid: OfficeGrid, locale: Locale): string {
  const { asked, handedIn, approved, late, missing, rows } = grid
  const cells = (row: (typeof rows)[number]) =>
    row.cells
      .map(({ quota, handedIn: done }) => (quota === 0 && done === 0 ? '–' : `${done}/${quota}`))
      .join(' ')
  const people = rows.slice(0, MEMBERS_DRAWN).map((row) => `${row.member.name} ${cells(row)}`)
  const head = say(locale, {
    zh: `${year}年习作，按人按月（已交/应交）：应交 ${asked} 篇，已交 ${handedIn} 篇，通过 ${approved}，迟交 ${late}，还差 ${missing}。`,
    en: `Essays in ${year} by member and month (handed in/owed): ${asked} owed, ${handedIn} handed in, ${approved} approved, ${late} late, ${missing} missing. `,
  })
  return `${head}${people.join(locale === 'zh' ? '；' : '; ')}`
}
