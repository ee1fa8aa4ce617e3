import type { Locale } from '../locale.ts'
import type { Member } from '../members/member.ts'
import type { LoggedRecord } from './record.ts'
import { kindOf, measureOf, type RecordWordsBook } from './record-view.ts'
import type { ColumnId } from './table-columns.ts'

/** What stands in a table's cell: '' when empty. */
export type Cell = string | number

export type Cells = Readonly<Record<ColumnId, Cell>>

/** The words around a record, and the zone its moment of logging is shown in. */
export type TableBook = RecordWordsBook & { readonly zone: string }

const FAMILY = {
  study: { zh: '学习', en: 'study' },
  activity: { zh: '活动', en: 'activity' },
} as const

/** A record as a row of a table, every cell as an export writes it. */
export function cellsOf(record: LoggedRecord, book: TableBook, locale: Locale): Cells {
  const kind = kindOf(book, record.kindId)
  const name = (id: string | null) => {
    const member = id === null ? undefined : book.members.get(id)
    return member === undefined ? (id ?? '') : memberInTable(member)
  }
  return {
    number: record.id,
    revision: record.revision,
    family: FAMILY[record.family][locale],
    startsOn: record.startsOn,
    endsOn: record.endsOn === record.startsOn ? '' : record.endsOn,
    kind: (locale === 'zh' ? kind?.nameZh : kind?.nameEn) ?? record.kindId,
    title: record.title,
    materials: listed(record.materials),
    people: listed(record.people.map(name)),
    heads: record.headCount?.value ?? '',
    headUnit: record.headCount?.unit ?? '',
    minutes: record.durationMin ?? '',
    place: record.place ?? '',
    partner: record.partner ?? '',
    quantities: listed(
      record.quantities.map(({ measureId, value }) => {
        const measure = measureOf(book, measureId)
        return `${measure?.name ?? measureId}=${value}${measure?.unit ?? ''}`
      }),
    ),
    note: record.note ?? '',
    evidence: listed(record.evidence.map(({ title, url }) => (title === url ? url : `${title} ${url}`))),
    loggedBy: name(record.loggedBy),
    loggedAt: momentIn(record.loggedAt, book.zone),
  }
}

/** 成员12（M012）: to be read by people, and by the import without guessing. */
export function memberInTable(member: Pick<Member, 'name' | 'externalId'>): string {
  return member.externalId === null || member.externalId === member.name
    ? member.name
    : `${member.name}（${member.externalId}）`
}

function listed(pieces: readonly string[]): string {
  return pieces.join('\n')
}

function momentIn(moment: Date, zone: string): string {
  return Temporal.Instant.fromEpochMilliseconds(moment.getTime())
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .toString({ smallestUnit: 'minute' })
    .replace('T', ' ')
}

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

/** What XML 1.0, and so a workbook, cannot hold; and the replacement character, which libraries drop too. */
const NOT_IN_XML =
  // oxlint-disable-next-line no-control-regex -- these are the characters in question
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFD-\uFFFF]|[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/g

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
