import { describe, expect, it } from 'vitest'
import { gridDetails, gridOverview } from '../../../src/essays/status/grid-table.ts'
import type { OfficeGrid } from '../../../src/essays/duties/office-grid.ts'
import { csvFile, xlsxFile } from '../../../src/tables/write-table.ts'
import { readTable } from '../../../src/tables/read-table.ts'
import { memberLike } from '../../helpers/samples.ts'

const member = memberLike({
  id: 'm',
  externalId: 'M011',
  name: '=HYPERLINK("https://example.org")',
  department: '综合科',
})
const cell = {
  month: '2022-11',
  quota: 2,
  handedIn: 1,
  approved: 1,
  late: 1,
  isExempt: false,
  isOnLeave: false,
} as const
const grid: OfficeGrid = {
  months: ['2022-10', '2022-11', '2022-12'],
  unrecorded: [],
  rows: [
    {
      member,
      cells: [
        { ...cell, month: '2022-10', isExempt: true, handedIn: 0, approved: 0, late: 0 },
        cell,
        { ...cell, month: '2022-12', quota: 0, handedIn: 0, approved: 0, late: 0 },
      ],
    },
  ],
  asked: 2,
  handedIn: 1,
  approved: 1,
  late: 1,
  missing: 1,
}

describe('the grid as a table', () => {
  it('has a line for each month of a member of which there is something to tell, with numbers', () => {
    expect(gridDetails(grid, 'zh').rows.map((row) => row.slice(3))).toEqual([
      ['2022-10', 0, 0, 0, 0, 0, '免交'],
      ['2022-11', 2, 1, 1, 1, 1, ''],
    ])
    expect(gridDetails(grid, 'en').heads).toContain('missing')
  })

  it('shows members by months as the message does', () => {
    expect(gridOverview(grid, 'zh').rows[0]?.slice(3)).toEqual(['0/2免', '1/2迟', ''])
    expect(gridOverview(grid, 'en').rows[0]?.slice(3)).toEqual(['0/2E', '1/2L', ''])
  })

  it('runs no formula in a spreadsheet, whatever a member is called', async () => {
    const details = gridDetails(grid, 'zh')
    const csv = new TextDecoder().decode(csvFile(details.heads, details.rows))
    expect(csv).toMatch(/"'=HYPERLINK\(""https/)
    const table = await readTable(await xlsxFile([{ name: '明细', ...details }]))
    expect(table.rows[0]?.cells[1]).toBe(`'${member.name}`)
  })
})
