import { say, type Locale, translator } from '../../locale.ts'
import type { Cell } from '../../tables/cells.ts'
import type { Sheet } from '../../tables/write-table.ts'
import type { GridCell, GridRow, OfficeGrid } from '../duties/office-grid.ts'
import { formatCell } from './messages.ts'

/** One line a member and month, with numbers: what a spreadsheet can count on. */
export function gridDetails({ rows }: OfficeGrid, locale: Locale): Omit<Sheet, 'name'> {
  const heads = [
    ...memberHeads(locale),
    ...say(locale, {
      zh: '月份,应交,已交,通过,迟交,还差,说明',
      en: 'month,owed,handed in,approved,late,missing,remark',
    }).split(','),
  ]
  const lines = rows.flatMap((row) =>
    row.cells.filter(isTold).map((cell): Cell[] => {
      const owed = cell.isExempt ? 0 : cell.quota
      const missing = Math.max(0, owed - cell.handedIn)
      const remark = remarkOf(cell, locale)
      const { month, handedIn, approved, late } = cell
      return [...memberCells(row), month, owed, handedIn, approved, late, missing, remark]
    }),
  )
  return { heads, rows: lines, widths: [10, 16, 16, 10, 8, 8, 8, 8, 8, 14] }
}

/** Members by months, as the message shows it: 2/2, 1/2迟. Text, which a workbook keeps as text. */
export function gridOverview({ months, rows }: OfficeGrid, locale: Locale): Omit<Sheet, 'name'> {
  return {
    heads: [...memberHeads(locale), ...months],
    rows: rows.map((row): Cell[] => [
      ...memberCells(row),
      ...row.cells.map((cell) => formatCell(cell, locale)),
    ]),
    widths: [10, 16, 16, ...months.map(() => 10)],
  }
}

function memberHeads(locale: Locale): string[] {
  return say(locale, { zh: '编号,姓名,部门', en: 'number,name,department' }).split(',')
}

function memberCells({ member }: GridRow): Cell[] {
  return [member.externalId ?? '', member.name, member.department ?? '']
}

function isTold({ quota, handedIn, isExempt, isOnLeave }: GridCell): boolean {
  return quota > 0 || handedIn > 0 || isExempt || isOnLeave
}

function remarkOf({ isExempt, isOnLeave }: GridCell, locale: Locale): string {
  const t = translator(locale)

  const remarks = [...(isExempt ? [t('免交', 'exempt')] : []), ...(isOnLeave ? [t('休假', 'on leave')] : [])]
  return remarks.join(locale === 'zh' ? '、' : ', ')
}
