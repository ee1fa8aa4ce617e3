/** What stands in a table's cell: '' when empty. */
export type Cell = string | number

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it, which says: text. Also full-width
 * signs, which some input methods and spreadsheets fold. Source: OWASP, "CSV Injection".
 */
export function harmless(cell: Cell): Cell {
  return typeof cell === 'string' && /^[=+\-@＝＋－＠\t\r\n]/u.test(cell) ? `'${cell}` : cell
}

/** The opposite of `harmless`. */
export function withoutHarmlessMark(text: string): string {
  return /^'[=+\-@＝＋－＠\t\r\n]/u.test(text) ? text.slice(1) : text
}

/**
 * What XML 1.0, and so a workbook, cannot hold; the replacement character, and the noncharacters that end each plane,
 * which libraries drop too.
 */
const NOT_IN_XML =
  // oxlint-disable-next-line no-control-regex -- these are the characters in question
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFD-\uFFFF]|[\uD83F\uD87F\uD8BF\uD8FF\uD93F\uD97F\uD9BF\uD9FF\uDA3F\uDA7F\uDABF\uDAFF\uDB3F\uDB7F\uDBBF\uDBFF][\uDFFE\uDFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

/** The longest text that a cell of a spreadsheet holds. Source: Microsoft, "Excel specifications and limits". */
const LONGEST_CELL = 32_767

/** A text as a workbook can hold it. */
export function storable(text: string): string {
  return text.replaceAll(NOT_IN_XML, '').slice(0, LONGEST_CELL)
}

/** A cell as it reads, trimmed and with \n for line ends, after it was written by `harmless` and read again. */
export function readBack(cell: Cell): string {
  return cellText(String(harmless(cell)))
}

/** What stands in a cell of somebody's table. */
export function cellText(raw: string): string {
  return withoutHarmlessMark(storable(raw)).replaceAll(/\r\n?/g, '\n').trim()
}
