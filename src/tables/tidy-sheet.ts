/** The furthest cell that holds something may stand in this line and column: a table has some thousand lines. */
const MOST_LINES = 20_000
const MOST_COLUMNS = 256

/** A sheet whose cells are no table's, or whose XML no office program writes. */
export class SheetRefused extends Error {
  override readonly name = 'SheetRefused'
}

/** Names may have a prefix. Attributes up to the next `>`: one within a value is refused by ATTRIBUTES. */
const CELL = /<((?:[^\s<>/:]+:)?)c(?=[\s/>])([^>]*?)(?:\/>|>([^]*?)<\/\1c\s*>)/g
const ANY_CELL = /<(?:[^\s<>/:]+:)?c[\s/>]/
const ROW = /<(?:[^\s<>/:]+:)?row(?=[\s/>])([^>]*?)\/?>/g
const EMPTY_ROW = /<((?:[^\s<>/:]+:)?)row(?=[\s/>])[^>]*?(?:\/>|>\s*<\/\1row\s*>)/g
const VALUE = /<(?:[^\s<>/:]+:)?(?:v|is)[\s/>]/
const FORMULA = /<(?:[^\s<>/:]+:)?f[\s/>]/
const ATTRIBUTES = /^(?:\s+[\w:.-]+\s*=\s*(?:"[^"<]*"|'[^'<]*'))*\s*$/

/** Whether a part of a workbook is a sheet of cells, wherever it lies in the package. */
export function isSheet(xml: string): boolean {
  return /<(?:[^\s<>/:]+:)?sheetData[\s/>]/.test(xml)
}

/**
 * A sheet of which only the cells are left that hold something, so that reading it takes memory by its table and not by
 * where somebody formatted a cell. A cell's error (#REF!) becomes text, where the reader would take it for empty; a
 * formula without a result becomes such an error. Throws SheetRefused for cells further off than any table's.
 */
export function tidySheet(xml: string): string {
  const tidied = xml
    .replaceAll(CELL, (_all, prefix: string, attributes: string, content: string | undefined) => {
      requireNear(attributes, content)
      return tidyCell(prefix, attributes, content ?? '')
    })
    .replaceAll(EMPTY_ROW, '')
  for (const [, attributes = ''] of tidied.matchAll(ROW)) {
    const line = valueOf(attributes, 'r')
    if (line !== null && !(/^\d{1,7}$/.test(line) && Number(line) <= MOST_LINES)) {
      throw new SheetRefused(`row ${line}`)
    }
  }
  return tidied
}

function tidyCell(prefix: string, attributes: string, content: string): string {
  const typed = (type: string) => `${attributes.replace(/\st\s*=\s*(?:"[^"]*"|'[^']*')/, '')} t="${type}"`
  if (!VALUE.test(content)) {
    if (!FORMULA.test(content)) return ''
    return `<${prefix}c${typed('str')}><${prefix}v>#N/A</${prefix}v></${prefix}c>`
  }
  const given = valueOf(attributes, 't') === 'e' ? typed('str') : attributes
  return `<${prefix}c${given}>${content}</${prefix}c>`
}

/** Nothing is read that this does not see: a cell whose place is written in any other way is refused. */
function requireNear(attributes: string, content: string | undefined): void {
  const place = valueOf(attributes, 'r') ?? ''
  const [, letters = '', line = ''] = /^([A-Z]{1,3})(\d{1,7})$/.exec(place) ?? []
  if (letters === '' || ANY_CELL.test(content ?? '')) throw new SheetRefused(`cell ${place}`)
  const isEmpty = content === undefined || content.trim() === ''
  if (!isEmpty && (Number(line) > MOST_LINES || columnOf(letters) > MOST_COLUMNS)) {
    throw new SheetRefused(`cell ${place}`)
  }
}

/** A → 1, Z → 26, AA → 27. */
function columnOf(letters: string): number {
  return [...letters].reduce((sum, letter) => sum * 26 + letter.charCodeAt(0) - 64, 0)
}

function valueOf(attributes: string, name: string): string | null {
  if (!ATTRIBUTES.test(attributes)) throw new SheetRefused('an attribute')
  const found = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return found === null ? null : (found[1] ?? found[2] ?? '')
}
