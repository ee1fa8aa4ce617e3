import { describe, expect, it } from 'vitest'
import { readTable, readTableApart } from '../../src/tables/read-table.ts'
import { rowOf, workbookOf } from '../helpers/workbook.ts'

const head = rowOf(1, 'a', 'b')
const cellsOf = async (sheet: string, options?: Parameters<typeof workbookOf>[1]) =>
  (await readTable(workbookOf({ One: sheet }, options))).rows.map(({ cells }) => cells)

describe('a workbook', () => {
  it.each([
    ['an hour', '<c s="1"><v>0.0625</v></c>', '1:30'],
    ['a duration of more than a day', '<c s="2"><v>1.5625</v></c>', '37:30'],
    ['one that is no whole number of days in twos', '<c s="1"><v>0.0555555555555556</v></c>', '1:20'],
    ['seconds', '<c s="1"><v>0.0626041666666667</v></c>', '1:30:09'],
  ])('shows %s as a person reads it', async (_what, cell, shown) => {
    expect(await cellsOf(head + rowOf(2, 'x', cell))).toEqual([['x', shown]])
    expect(await cellsOf(head + rowOf(2, 'x', cell), { epoch1904: true })).toEqual([['x', shown]])
  })

  it.each([
    ['an error', '<c t="e"><f>Sheet9!A1</f><v>#REF!</v></c>', '#REF!'],
    ['an error of a cell with a style', '<c s="1" t="e"><v>#N/A</v></c>', '#N/A'],
    ['a formula without a result', '<c><f>1+1</f></c>', '#N/A'],
    ['a formula with one', '<c><f>1+1</f><v>2</v></c>', '2'],
  ])('says %s and does not leave it empty', async (_what, cell, shown) => {
    expect(await cellsOf(head + rowOf(2, 'x', cell))).toEqual([['x', shown]])
  })

  it('names further sheets that hold something', async () => {
    const sheets = { One: head + rowOf(2, 'x', 'y'), Two: rowOf(1, 'z'), Empty: '', Blank: rowOf(3, ' ') }
    expect((await readTable(workbookOf(sheets))).otherSheets).toEqual(['Two'])
  })

  it('names hidden sheets, and reads the first that is not hidden', async () => {
    const sheets = { Draft: rowOf(1, 'z'), One: head + rowOf(2, 'x', 'y') }
    const table = await readTable(workbookOf(sheets, { states: { Draft: 'veryHidden' } }))
    expect(table.rows.map(({ cells }) => cells)).toEqual([['x', 'y']])
    expect(table.otherSheets).toEqual(['Draft'])
    expect(table.hidden.map(({ en }) => en)).toEqual([
      'Hidden sheets hold something too and are not read: "Draft"',
    ])
  })

  it('says which of the rows and how many of the columns that it reads are hidden', async () => {
    const rows = [2, 3, 4].map((line) => rowOf(line, 'x', String(line)))
    const hide = (row: string) => row.replace('<row ', '<row hidden="1" ')
    const sheet = `<cols><col min="2" max="3" hidden="true"/></cols><sheetData>${head}${rows[0]}${hide(rows[1]!)}${hide(rows[2]!)}</sheetData>`
    const table = await readTable(workbookOf({ One: sheet }))
    expect(table.rows).toHaveLength(3)
    expect(table.hidden.map(({ zh }) => zh)).toEqual([
      '有 2 行是隐藏的，也读了：第 3, 4 行。不要导入就先在表里删掉',
      '有 2 列是隐藏的，也读了',
    ])
    expect((await readTable(workbookOf({ One: head + rows.join('') }))).hidden).toEqual([])
  })

  it('is read to its last filled line, wherever a cell was formatted', async () => {
    const far = '<row r="1048576"><c r="XFD1048576" s="1"/></row>'
    expect(await cellsOf(head + rowOf(2, 'x', 'y') + far)).toEqual([['x', 'y']])
    expect(
      await cellsOf(`${head}<row r="2" spans="1:2"><c r="A2" s="1"/></row>${rowOf(3, 'x', 'y')}`),
    ).toEqual([['x', 'y']])
  })
})

/** What one sheet of each is; all would take memory by the place of a cell. */
const HOSTILE: Readonly<Record<string, string>> = {
  'a place beyond every sheet': '<row><c r="ZZZZZZZZ99999999999"><v>1</v></c></row>',
  'an empty cell beyond every sheet': '<row><c r="ZZZZZZZZ99999999999"/></row>',
  'a value in the last row alone': rowOf(1_048_576, 'x'),
  'a value in the last column': '<row r="2"><c r="XFD2"><v>1</v></c></row>',
  'a row number beyond every sheet': '<row r="99999999999"><c r="A2"><v>1</v></c></row>',
  'a place behind a sign in an attribute': '<row r="2"><c x=">" r="A99999999"><v>1</v></c></row>',
  'a row number behind a sign': '<row x=">" r="99999999"><c r="A2"><v>1</v></c></row>',
  'a place in entities': '<row><c r="&#65;99999999"><v>1</v></c></row>',
  'a cell behind one in a comment': '<row><!-- <c r="A2"> --><c r="A99999999"><v>1</v></c></row>',
  'a cell with a prefix': '<row><x:c r="A99999999"><v>1</v></x:c></row>',
}

describe('a hostile workbook', () => {
  it.each(Object.entries(HOSTILE))('is refused for %s', async (_what, sheet) => {
    await expect(readTable(workbookOf({ One: head + sheet }))).rejects.toThrow(/far away|cannot be opened/)
  })

  it('is refused in bounded memory', { timeout: 60_000 }, async () => {
    let most = 0
    const before = process.memoryUsage.rss()
    const watch = setInterval(() => {
      most = Math.max(most, process.memoryUsage.rss() - before)
    }, 5)
    for (const sheet of Object.values(HOSTILE)) {
      await expect(readTableApart(workbookOf({ One: head + sheet }))).rejects.toThrow(/far away|opened/)
    }
    clearInterval(watch)
    expect(most).toBeLessThan(200_000_000)
  })

  it('is refused for what it unfolds to, whatever size it claims', { timeout: 60_000 }, async () => {
    const filler = '<c r="A2"><v>1</v></c>'.repeat(2_000_000)
    await expect(readTable(workbookOf({ One: `<row r="2">${filler}</row>` }))).rejects.toThrow(
      /unfolds to more/,
    )
  })
})
