import type { Entry } from '../files/zip.ts'

/** What a spreadsheet does not show of a sheet: the whole of it, or lines (counted from 1) and how many columns. */
export type Hidden = { readonly sheet: boolean; readonly lines: readonly number[]; readonly columns: number }

const SHEET = /<(?:[^\s<>/:]+:)?sheet(?=\s)([^>]*?)\/?>/g
const RELATION = /<(?:[^\s<>/:]+:)?Relationship(?=\s)([^>]*?)\/?>/g
const ROW = /<(?:[^\s<>/:]+:)?row(?=[\s])([^>]*?)\/?>/g
const COLUMN = /<(?:[^\s<>/:]+:)?col(?=[\s])([^>]*?)\/?>/g

/** What is hidden of each sheet of a workbook, in its order. Source: ECMA-376 Part 1, 18.2.19, 18.3.1.73 and 18.3.1.13. */
export function hiddenParts(parts: readonly Entry[]): Hidden[] {
  const xmlOf = (name: string) => {
    const part = parts.find((one) => one.name.toLowerCase() === name.toLowerCase())
    return part === undefined ? '' : Buffer.from(part.bytes).toString('utf8')
  }
  const targets = new Map(
    [...xmlOf('xl/_rels/workbook.xml.rels').matchAll(RELATION)].map(([, attributes = '']) => [
      valueOf(attributes, 'Id'),
      valueOf(attributes, 'Target').replace(/^\/?(?:xl\/)?/, 'xl/'),
    ]),
  )
  return [...xmlOf('xl/workbook.xml').matchAll(SHEET)].map(([, attributes = '']) => {
    const xml = xmlOf(targets.get(valueOf(attributes, '[^\\s=:]+:id')) ?? '')
    return {
      sheet: /^(?:very)?hidden$/i.test(valueOf(attributes, 'state')),
      lines: [...xml.matchAll(ROW)]
        .filter(([, row = '']) => isHidden(row))
        .map(([, row = '']) => Number(valueOf(row, 'r'))),
      columns: [...xml.matchAll(COLUMN)]
        .filter(([, column = '']) => isHidden(column))
        .reduce(
          (sum, [, column = '']) => sum + 1 + Number(valueOf(column, 'max')) - Number(valueOf(column, 'min')),
          0,
        ),
    }
  })
}

function isHidden(attributes: string): boolean {
  return /^(?:1|true)$/i.test(valueOf(attributes, 'hidden'))
}

function valueOf(attributes: string, name: string): string {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(attributes)
  return found?.[1] ?? found?.[2] ?? ''
}
