import { writeZip } from '../../src/files/zip.ts'

/** A workbook of raw sheets: what stands in a sheet's sheetData, or around it as well. Style 1 is h:mm, 2 is [h]:mm. */
export function workbookOf(
  sheets: Readonly<Record<string, string>>,
  {
    epoch1904 = false,
    states = {},
  }: { readonly epoch1904?: boolean; readonly states?: Readonly<Record<string, string>> } = {},
): Uint8Array {
  const names = Object.keys(sheets)
  const main = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
  const office = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
  const package_ = 'http://schemas.openxmlformats.org/package/2006'
  const part = (name: string, xml: string) => ({ name, bytes: Buffer.from(`<?xml version="1.0"?>${xml}`) })
  return writeZip([
    part('[Content_Types].xml', `<Types xmlns="${package_}/content-types"/>`),
    part(
      'xl/workbook.xml',
      `<workbook xmlns="${main}" xmlns:r="${office}"><workbookPr date1904="${epoch1904 ? 1 : 0}"/><sheets>${names
        .map(
          (name, nth) =>
            `<sheet name="${name}" sheetId="${nth + 1}" state="${states[name] ?? 'visible'}" r:id="rId${nth + 1}"/>`,
        )
        .join('')}</sheets></workbook>`,
    ),
    part(
      'xl/_rels/workbook.xml.rels',
      `<Relationships xmlns="${package_}/relationships">${names
        .map(
          (_, nth) =>
            `<Relationship Id="rId${nth + 1}" Type="${office}/worksheet" Target="worksheets/sheet${nth + 1}.xml"/>`,
        )
        .join('')}<Relationship Id="rIdS" Type="${office}/styles" Target="styles.xml"/></Relationships>`,
    ),
    part(
      'xl/styles.xml',
      `<styleSheet xmlns="${main}"><numFmts count="2"><numFmt numFmtId="164" formatCode="h:mm"/><numFmt numFmtId="165" formatCode="[h]:mm"/></numFmts><cellXfs count="3"><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs></styleSheet>`,
    ),
    ...names.map((name, nth) =>
      part(
        `xl/worksheets/sheet${nth + 1}.xml`,
        `<worksheet xmlns="${main}">${withData(sheets[name] ?? '')}</worksheet>`,
      ),
    ),
  ])
}

function withData(sheet: string): string {
  return sheet.includes('<sheetData>') ? sheet : `<sheetData>${sheet}</sheetData>`
}

/** A row of texts, and of raw cells for those that begin with `<`. */
export function rowOf(line: number, ...cells: readonly string[]): string {
  const xml = cells.map((cell, place) => {
    const at = `${String.fromCharCode(65 + place)}${line}`
    return cell.startsWith('<')
      ? cell.replace('<c', `<c r="${at}"`)
      : `<c r="${at}" t="inlineStr"><is><t>${cell}</t></is></c>`
  })
  return `<row r="${line}">${xml.join('')}</row>`
}
