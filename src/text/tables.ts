/**
 * A cell of a table in a text (Markdown, or columns parted by tabs), as the words it stands for: `before` says what its
 * row and column say, `after` the unit that they give a bare number. `start` is its text's place in the source.
 */
export type Cell = {
  readonly text: string
  readonly start: number
  readonly row: number
  readonly column: number
  readonly before: string
  readonly after: string
  /** Its row adds up the rows above. */
  readonly isTotal: boolean
}

export type TextTable = { readonly start: number; readonly end: number; readonly cells: readonly Cell[] }

type RawCell = { readonly text: string; readonly start: number }
type Row = { readonly start: number; readonly end: number; readonly cells: readonly RawCell[] }

const ruled = /^[\s|:+-]*-[\s|:+-]*$/
const numbering = /^(?:序号|编号|排名|名次|次序|#|№|no\.?|s\/n|rank|item no\.?)$/i
const unitHeading = /^(?:计量)?单位$|^units?$/i
const empty =
  /^(?:数量|数值|数据|数|合计|总计|累计|总数|全年|本年|本期|完成情况|完成数|指标值|实际|备注|20\d\d年?|counts?|numbers?|values?|totals?|quantity|figures?|results?|amount)$/i
const totals = /^(?:合\s*计|总\s*计|共\s*计|小\s*计|(?:grand |sub)?total|sum|in all)$/i
const aspects: readonly (readonly [RegExp, string])[] = [
  [/人次(?:数|合计)?$/, '人次'],
  [/人数$/, '人'],
  [/(?:次|场|场次)数$|^次$/, '次'],
  [/篇数$/, '篇'],
  [/期数$/, '期'],
  [/册数$/, '册'],
  [/份数$/, '份'],
  [/条数$/, '条'],
]
const englishAspect = /\b(attendances?|people|copies|hours|essays|issues|participants|months)$/i

/** Finds the tables of a text and reads their cells. Linear in the text. */
export function tablesIn(source: string): readonly TextTable[] {
  if (!/[|\t]/.test(source)) return []
  const tables: TextTable[] = []
  let rows: Row[] = []
  const close = (): void => {
    const table = rows.length < 2 ? null : readTable(rows)
    if (table !== null) tables.push(table)
    rows = []
  }
  for (const row of linesOf(source)) {
    if (row.cells.length < 2 || (rows[0] !== undefined && rows[0].cells.length !== row.cells.length)) close()
    if (row.cells.length >= 2) rows.push(row)
  }
  close()
  return tables
}

function* linesOf(source: string): Generator<Row> {
  let start = 0
  while (start <= source.length) {
    const found = source.indexOf('\n', start)
    const end = found < 0 ? source.length : found
    const line = source.slice(start, end)
    yield { start, end, cells: cellsIn(line, start) }
    start = end + 1
  }
}

function cellsIn(line: string, start: number): readonly RawCell[] {
  const mark = line.includes('|') ? '|' : '\t'
  if (!line.includes(mark)) return []
  const cells: RawCell[] = []
  let at = 0
  for (const part of line.split(mark)) {
    const text = part.trim()
    cells.push({ text, start: start + at + part.indexOf(text) })
    at += part.length + 1
  }
  if (mark === '\t') return cells
  // "| a | b |" begins and ends with a bar; what is outside is no cell.
  return cells.slice(cells[0]?.text === '' ? 1 : 0, cells.at(-1)?.text === '' ? -1 : undefined)
}

function readTable(rows: readonly Row[]): TextTable | null {
  const lines = rows.filter(({ cells }) => !cells.every(({ text }) => text === '' || ruled.test(text)))
  const [head, ...body] = lines
  if (head === undefined || body.length === 0) return null
  const names = head.cells.map(({ text }) => plainHeading(text))
  const units = names.findIndex((name) => unitHeading.test(name))
  const numbers = new Set(names.flatMap((name, i) => (isNumbering(name, i, body) ? [i] : [])))
  const cells = body.flatMap((row, r) =>
    row.cells.flatMap((cell, c): Cell[] =>
      cell.text === '' || numbers.has(c) || c === units || (c === 0 && isYear(cell.text))
        ? []
        : [{ ...cell, row: r, column: c, ...wordsFor(row, c, names, units, numbers) }],
    ),
  )
  const heading = head.cells.flatMap((cell, c): Cell[] =>
    cell.text === '' || isYear(cell.text)
      ? []
      : [{ ...cell, row: -1, column: c, before: '', after: '', isTotal: false }],
  )
  return { start: rows[0]!.start, end: rows.at(-1)!.end, cells: [...heading, ...cells] }
}

function isYear(text: string): boolean {
  return /^(?:19|20)\d\d\s?年?度?$/.test(plainHeading(text))
}

function plainHeading(text: string): string {
  return text.replace(/[*_`]/g, '').trim()
}

function isNumbering(name: string, column: number, body: readonly Row[]): boolean {
  if (numbering.test(name)) return true
  return name === '' && body.every(({ cells }, i) => cells[column]?.text.replace('.', '') === String(i + 1))
}

const isNumeric = (text: string): boolean =>
  /\d|[〇零一二三四五六七八九十百千万]/.test(text) &&
  !/[\u4e00-\u9fffa-z]{4}|[月季年度]$|^[hq]\d$/i.test(text)

function wordsFor(
  row: Row,
  column: number,
  names: readonly string[],
  units: number,
  numbers: ReadonlySet<number>,
): Pick<Cell, 'before' | 'after' | 'isTotal'> {
  const labels = row.cells
    .filter(
      (cell, c) =>
        c !== column &&
        c !== units &&
        !numbers.has(c) &&
        c < column &&
        cell.text !== '' &&
        !isNumeric(cell.text),
    )
    .map(({ text }) => plainHeading(text))
  const own = row.cells[column]?.text ?? ''
  const label = labels.join('，')
  const name = names[column] ?? ''
  const isTotal = labels.some((text) => totals.test(text))
  if (column === 0 || (labels.length === 0 && !isNumeric(own)))
    return { before: '', after: '', isTotal: false }
  const given = units < 0 ? '' : (row.cells[units]?.text ?? '')
  const unit = given === '' ? (unitIn(name) ?? unitIn(label) ?? '') : given
  const title = withoutUnit(name)
  const parts = empty.test(title) ? [label] : isAspect(label) ? [title, label] : [withoutUnit(label), title]
  const english = !/[\u4e00-\u9fff]/.test(label + title)
  const before = parts.filter((part) => part !== '').join(english ? ' ' : '')
  return {
    before: before === '' ? '' : `${before}${english ? ': ' : '：'}`,
    after: unitFor(own, unit),
    isTotal,
  }
}

function isAspect(label: string): boolean {
  return aspects.some(([words]) => words.test(label)) || empty.test(label) || englishAspect.test(label)
}

/** 次 of 次数（次）, 人次 of 参加人次; null when a heading names no unit. */
function unitIn(heading: string): string | null {
  const bracketed = /[（(](?:单位[:：])?([\u4e00-\u9fff%]{1,3}|[a-z]+)[）)]\s*$/i.exec(heading)?.[1]
  if (bracketed !== undefined) return bracketed
  return aspects.find(([words]) => words.test(heading))?.[1] ?? englishAspect.exec(heading)?.[1] ?? null
}

function withoutUnit(heading: string): string {
  return heading.replace(/[（(](?:单位[:：])?(?:[\u4e00-\u9fff%]{1,3}|[a-z]+)[）)]\s*$/i, '')
}

/** The unit to read after a bare number; a cell that has its own keeps it. */
function unitFor(cell: string, unit: string): string {
  const isBare =
    /^[^\u4e00-\u9fffa-z%]*[\d０-９〇零一二三四五六七八九十百千万亿壹贰叁肆伍陆柒捌玖拾佰仟]$/i.test(cell)
  if (!isBare || unit === '') return ''
  return /^[a-z]/i.test(unit) ? ` ${unit}` : unit
}
