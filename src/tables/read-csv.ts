import { parse } from 'csv-parse/sync'
import { MemberFacingError } from '../errors.ts'
import { decodeText } from '../files/decode-text.ts'

/** Lines are counted as an editor or a spreadsheet counts them, from 1. */
export type TableRow = { readonly line: number; readonly cells: readonly string[] }

/** All lines of a CSV file, apart by comma, semicolon or tab. Throws MemberFacingError for what is none. */
export function readCsv(bytes: Uint8Array): TableRow[] {
  if (bytes[0] === 0xd0 && bytes[1] === 0xcf && bytes[2] === 0x11 && bytes[3] === 0xe0) {
    throw new MemberFacingError({
      zh: '这是旧的 .xls 文件，或有密码。请在表格软件里另存为不加密的 .xlsx 或 CSV。',
      en: 'This is an old .xls file, or has a password. Save it as .xlsx or CSV without one and send it again.',
    })
  }
  if (isBinary(bytes)) throw notATable()
  const text = decodeText(bytes)
  if (text.includes('\u0000')) throw notATable()
  try {
    const rows: TableRow[] = []
    let last = 0
    parse(text, {
      bom: true,
      relax_column_count: true,
      delimiter: delimiterOf(text),
      on_record: (cells: string[], { lines }) => {
        rows.push({ line: last + 1, cells })
        last = lines
        return null
      },
    })
    return rows
  } catch (error) {
    if (!(error instanceof Error)) throw error
    throw new MemberFacingError(
      {
        zh: `这不是有效的 CSV：${error.message}`,
        en: `This is not valid CSV: ${error.message}`,
      },
      { cause: error },
    )
  }
}

/** No text but UTF-16, which begins with its mark, has a byte 0. */
function isBinary(bytes: Uint8Array): boolean {
  const isUtf16 = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  return !isUtf16 && bytes.includes(0)
}

/** What the headings are apart by. */
function delimiterOf(text: string): string {
  const [head = ''] = text.split(/\r?\n/, 1)
  const counted = [',', '\t', ';'].map((sign) => ({ sign, count: head.split(sign).length }))
  return counted.reduce((best, one) => (one.count > best.count ? one : best)).sign
}

function notATable(): MemberFacingError {
  return new MemberFacingError({
    zh: '这个文件不是 CSV 或 XLSX 表格。用 /wenshu template 下载模板。',
    en: 'This file is neither CSV nor XLSX. Get a template with /wenshu template.',
  })
}
