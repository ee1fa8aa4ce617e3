import { MemberFacingError } from '../../errors.ts'
import type { NamedRow } from './plan.ts'
import { parseDurationText, parsePeopleCount, parseQuantityText } from '../line/read-line.ts'
import { parseCount } from '../form/read.ts'
import { foldName, namesOf, nearest } from '../../text/names.ts'
import type { Vocabulary } from '../line/words/reading.ts'
import {
  detailsOf,
  type Evidence,
  type Family,
  type HeadCount,
  type LoggedRecord,
  type Quantity,
  type RecordDetails,
} from '../record/record.ts'
import type { Faults } from './row-faults.ts'
import { readBack } from '../../tables/cells.ts'
import { cellsOf, type TableCatalog } from '../table/cells.ts'
import type { ColumnId } from '../table/columns.ts'

/** What cells are read with. */
export type ReadContext = {
  readonly catalog: TableCatalog
  readonly vocabulary: Vocabulary
  /** What a row is that does not say it; null: its kind has to. */
  readonly family: Family | null
  /** The member of a number, an e-mail, a Slack id or a name. Throws MemberFacingError when there is not exactly one. */
  readonly memberCalled: (text: string) => string
}

/** A row's cells, held against those of the record that it names. */
type Reading = {
  readonly row: NamedRow
  readonly before: LoggedRecord | null
  readonly context: ReadContext
  readonly faults: Faults
  /** Whether the field of these columns stays as the record has it. Never so for a new record. */
  readonly stays: (...columns: readonly ColumnId[]) => boolean
  readonly text: (column: ColumnId) => string
}

/** The details that a row says; null when it lacks what every record has. Faults are collected, each at its column. */
export function readCells(
  row: NamedRow,
  before: LoggedRecord | null,
  context: ReadContext,
  faults: Faults,
): { readonly family: Family; readonly details: RecordDetails } | null {
  const reading: Reading = {
    row,
    before,
    context,
    faults,
    stays: staysAs(row, before, context),
    text: textIn(row),
  }
  const kind = readKind(reading)
  const days = readDays(reading)
  const title = readNeeded(reading, 'title')
  const headCount = readHeads(reading)
  const durationMin = optional(reading, 'minutes', before?.durationMin ?? null, (text) =>
    readMinutes(text, row.headings.get('minutes') ?? ''),
  )
  const counted = (column: 'expected' | 'excused') =>
    optional(reading, column, before?.[column] ?? null, parseCount)
  const people = readList(reading, 'people', before?.people ?? [], (piece) => [context.memberCalled(piece)])
  const quantities = readList(reading, 'quantities', before?.quantities ?? [], (piece) =>
    readQuantities(piece, context.vocabulary),
  )
  const evidence = readList(reading, 'evidence', before?.evidence ?? [], (piece) => [readEvidence(piece)])
  const plain = (column: 'place' | 'partner' | 'note') =>
    optional(reading, column, before?.[column] ?? null, (text) => text)
  if (kind === null || days === null || title === null) return null
  return {
    family: kind.family,
    details: detailsOf({
      ...days,
      kindId: kind.id,
      title,
      materials: readList(reading, 'materials', before?.materials ?? [], (piece) => [piece]),
      people: [...new Set(people)],
      headCount,
      expected: counted('expected'),
      excused: counted('excused'),
      durationMin,
      place: plain('place'),
      partner: plain('partner'),
      note: plain('note'),
      quantities,
      evidence,
    }),
  }
}

function textIn(row: NamedRow): Reading['text'] {
  return (column) => row.cells.get(column) ?? ''
}

function staysAs(row: NamedRow, before: LoggedRecord | null, { catalog }: ReadContext): Reading['stays'] {
  if (before === null) return () => false
  const written = [cellsOf(before, catalog, 'zh'), cellsOf(before, catalog, 'en')]
  return (...columns) =>
    columns.every((column) => {
      const cell = row.cells.get(column)
      return cell === undefined || written.some((cells) => readBack(cells[column]) === cell)
    })
}

function readKind(reading: Reading): { readonly id: string; readonly family: Family } | null {
  const { before, faults, stays, text } = reading
  const family =
    before?.family ?? faults.at('family', () => familyNamed(text('family')) ?? reading.context.family)
  if (before !== null && !stays('family')) {
    faults.add('family', { zh: '与编号不符', en: 'does not go with the number' })
  }
  if (before !== null && stays('kind')) return { id: before.kindId, family: before.family }
  return faults.at('kind', () => kindNamed(text('kind'), family, reading.context))
}

function familyNamed(text: string): Family | null {
  const folded = foldName(text)
  if (folded === '') return null
  if (['学习', 'study', 'study session', 's'].includes(folded)) return 'study'
  if (['活动', 'activity', 'a'].includes(folded)) return 'activity'
  throw new MemberFacingError({ zh: '请写 学习 或 活动', en: 'has to be study or activity' })
}

function kindNamed(text: string, family: Family | null, { catalog }: ReadContext) {
  if (text === '') throw new MemberFacingError({ zh: '不能为空', en: 'must not be empty' })
  const wanted = foldName(text)
  const isCalled = (kind: (typeof catalog.kinds)[number]) =>
    (family === null || kind.family === family) &&
    [kind.nameZh, kind.nameEn, ...kind.aliases].some((name) => foldName(name) === wanted)
  const former = catalog.former?.kinds.filter(isCalled) ?? []
  // A merged kind's row keeps it, else a second import would take it for another record; it counts as the one it became.
  const merged = former.filter(({ mergedInto }) => mergedInto !== null)
  const called = [...merged, ...catalog.kinds.filter(isCalled)]
  const known = called[0] ?? former[0]
  if (known === undefined) throw unknownKind(text, family, catalog)
  if (called.some((other) => other.family !== known.family)) {
    throw new MemberFacingError({
      zh: '学习和活动里都有这个类别，请在“类型”一列写明',
      en: 'is a kind of both. Say study or activity in the column Type',
    })
  }
  return { id: known.id, family: known.family }
}

function unknownKind(text: string, family: Family | null, catalog: TableCatalog): MemberFacingError {
  const ofFamily = catalog.kinds.filter((kind) => family === null || kind.family === family)
  const names = namesOf(
    ofFamily.flatMap((kind) => [kind.nameZh, kind.nameEn].map((name) => [name, kind] as const)),
  )
  const near = nearest(names, text, 3)
    .filter(({ likeness }) => likeness >= WORTH_NAMING)
    .map(({ thing }) => thing)
  if (near.length === 0) {
    return new MemberFacingError({
      zh: '不是已有的类别，也没有相近的。类别见模板的第二张表（/wenshu template）',
      en: 'is not a kind, and none is near it. The kinds are on the second sheet of the template (/wenshu template)',
    })
  }
  return new MemberFacingError({
    zh: `不是已有的类别。相近的有：${near.map(({ nameZh }) => nameZh).join('、')}`,
    en: `is not a kind. The nearest: ${near.map(({ nameEn }) => nameEn).join(', ')}`,
  })
}

/** From this likeness on a kind may be the one that was meant. */
const WORTH_NAMING = 0.35

function readDays(reading: Reading): Pick<RecordDetails, 'startsOn' | 'endsOn'> | null {
  const { before, faults, stays, text, row } = reading
  if (before !== null && stays('startsOn', 'endsOn')) return before
  const startsOn =
    stays('startsOn') && before !== null ? before.startsOn : readNeeded(reading, 'startsOn', dayIn)
  const wasLonger = before !== null && before.endsOn !== before.startsOn
  if (startsOn === null) return null
  if (!row.cells.has('endsOn') && wasLonger) return { startsOn, endsOn: before.endsOn }
  const endsOn = text('endsOn') === '' ? startsOn : faults.at('endsOn', () => dayIn(text('endsOn')))
  return endsOn === null ? null : { startsOn, endsOn }
}

/** 2022-11-18, and what spreadsheets make of it: 2022/11/18, 2022.11.18, 2022年11月18日, with or without 00:00. */
function dayIn(text: string): string {
  const match = /^(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?(?:[ T]0?0:00(?::00)?)?$/u.exec(
    text.normalize('NFKC'),
  )
  const [, year, month, day] = match ?? []
  try {
    const parts = { year: Number(year), month: Number(month), day: Number(day) }
    return Temporal.PlainDate.from(parts, { overflow: 'reject' }).toString()
  } catch {
    throw new MemberFacingError({
      zh: '不是日期，请写成 2022-11-18',
      en: 'is not a date; write it like 2022-11-18',
    })
  }
}

function readNeeded(reading: Reading, column: ColumnId, parse = (text: string) => text): string | null {
  const { before, faults, stays, text } = reading
  if (column === 'title' && before !== null && stays('title')) return before.title
  return faults.at(column, () => {
    if (text(column) === '') throw new MemberFacingError({ zh: '不能为空', en: 'must not be empty' })
    return parse(text(column))
  })
}

function optional<T>(
  { stays, text, faults }: Reading,
  column: ColumnId,
  before: T | null,
  parse: (text: string) => T,
): T | null {
  if (stays(column)) return before
  return text(column) === '' ? null : faults.at(column, () => parse(text(column)))
}

function readHeads(reading: Reading): HeadCount | null {
  const { before, stays, text, faults } = reading
  if (stays('heads', 'headUnit')) return before?.headCount ?? null
  if (text('heads') === '') return null
  const count = faults.at('heads', () => parsePeopleCount(text('heads').replaceAll(/(?<=\d),(?=\d{3})/g, '')))
  const unit = text('headUnit')
  if (count === null || unit === '') return count
  if (unit === '人' || unit === '人次') return { value: count.value, unit }
  faults.add('headUnit', { zh: '请写 人 或 人次', en: 'has to be 人 (persons) or 人次 (attendances)' })
  return null
}

/**
 * A duration as people write it, or as a spreadsheet shows one: 1:30. A plain number is minutes only where the heading
 * says so: below 时长 it may as well be hours.
 */
function readMinutes(text: string, heading: string): number {
  const [, hours, minutes] = /^(\d{1,3}):([0-5]\d)$/.exec(text) ?? []
  if (hours !== undefined) return parseDurationText(`${Number(hours) * 60 + Number(minutes)}m`)
  if (!/^\d+$/.test(text)) return parseDurationText(text)
  if (/分|min/iu.test(heading)) return parseDurationText(`${text}m`)
  throw new MemberFacingError({
    zh: '没有单位。请写成 2小时 或 120分钟，或把列名改成“时长（分钟）”',
    en: 'has no unit. Write it like 2h or 120m, or call the column "Duration (min)"',
  })
}

/** `measure=number unit`: 发布新闻动态=25条. Words and numbers in any other order are for a line, where they are asked about. */
function readQuantities(piece: string, vocabulary: Vocabulary): Quantity[] {
  if (!/^[^=＝]+[=＝]/u.test(piece)) {
    throw new MemberFacingError({
      zh: `“${piece.slice(0, 40)}”不是“指标=数量单位”，例如 发布新闻动态=25条`,
      en: `"${piece.slice(0, 40)}" is not measure=number unit, like 发布新闻动态=25条`,
    })
  }
  return parseQuantityText(piece, vocabulary).map(({ measureId, value, name }) => {
    if (measureId !== undefined) return { measureId, value }
    throw new MemberFacingError({
      zh: `“${name}”不是已有的指标`,
      en: `"${name}" is not a measure`,
    })
  })
}

function readEvidence(piece: string): Evidence {
  const match = /^(?<title>.*?)\s*(?<url>https?:\/\/\S+)$/u.exec(piece)
  const { title = '', url = '' } = match?.groups ?? {}
  if (url !== '') return { kind: 'link', title: title === '' ? url : title, url }
  throw new MemberFacingError({
    zh: `“${piece.slice(0, 40)}”没有网址。请写成：标题 https://…`,
    en: `"${piece.slice(0, 40)}" has no address. Write it like: title https://…`,
  })
}

/**
 * A cell of several pieces, one a line, or apart by ; . A piece that reads as an export writes it is the record's own,
 * also where it could not be read alone.
 */
function readList<T>(
  reading: Reading,
  column: 'materials' | 'people' | 'quantities' | 'evidence',
  before: readonly T[],
  parse: (piece: string) => readonly T[],
): readonly T[] {
  const { stays, text, faults, context } = reading
  if (stays(column)) return before
  const written =
    reading.before === null ? [] : String(cellsOf(reading.before, context.catalog, 'zh')[column]).split('\n')
  const own = new Map(before.map((one, nth) => [written[nth] ?? '', one]))
  const pieces = text(column)
    .split(text(column).includes('\n') ? '\n' : column === 'people' ? /[;；、]/ : /[;；]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
  return pieces.flatMap((piece) => {
    const kept = own.get(piece)
    return kept === undefined ? (faults.at(column, () => parse(piece)) ?? []) : [kept]
  })
}
