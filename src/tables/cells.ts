/** What stands in a table's cell: '' when empty. */
export type Cell = string | number

/**
 * What a spreadsheet would take for a formula, also after it has passed over white space; full-width signs too, which
 * some input methods and spreadsheets fold. A tab or line end before anything else counts as well, since it may begin a
 * new cell. Apostrophes before it belong to it, so that a text which already has the mark gets its own and both come
 * back. White space alone never counts: readers trim, and would leave a mark that marks nothing. Source: OWASP, "CSV
 * Injection".
 */
const LIKE_A_FORMULA = /^[\s']*[=+\-@＝＋－＠]|^(?:(?![\t\r\n])[\s'])*[\t\r\n]\s*\S/u

/**
 * A cell that a spreadsheet would take for a formula gets an apostrophe before it, which says: text. Signs that no file
 * keeps go first, since a formula may stand behind them.
 */
export function harmless(cell: Cell): Cell {
  if (typeof cell === 'number') return cell
  const text = cell.replaceAll(NOT_IN_XML, '')
  return LIKE_A_FORMULA.test(text) ? `'${text}` : text
}

/** The opposite of `harmless`. */
export function withoutHarmlessMark(text: string): string {
  return text.startsWith("'") && LIKE_A_FORMULA.test(text.slice(1)) ? text.slice(1) : text
}

/**
 * What XML 1.0, and so a workbook, cannot hold or discourages: control signs and lone surrogates; also the replacement
 * character and Unicode's noncharacters, which libraries drop together with the text around them.
 */
const NOT_IN_XML = /(?![\t\n\r])\p{Control}|\uFFFD|\p{Surrogate}|\p{Noncharacter_Code_Point}/gu

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
