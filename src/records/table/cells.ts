import type { Locale } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import type { Cell } from '../../tables/cells.ts'
import type { LoggedRecord } from '../record/record.ts'
import { kindOf, measureOf, type Catalog } from '../words/view.ts'
import type { ColumnId } from './columns.ts'

export type Cells = Readonly<Record<ColumnId, Cell>>

/** The words around a record, and the zone its moment of logging is shown in. */
export type TableCatalog = Catalog & { readonly zone: string }

const FAMILY = {
  study: { zh: '学习', en: 'study' },
  activity: { zh: '活动', en: 'activity' },
} as const

/** A record as a row of a table, every cell as an export writes it. */
export function cellsOf(record: LoggedRecord, catalog: TableCatalog, locale: Locale): Cells {
  const kind = kindOf(catalog, record.kindId)
  const name = (id: string | null) => {
    const member = id === null ? undefined : catalog.members.get(id)
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
    expected: record.expected ?? '',
    excused: record.excused ?? '',
    attendances: record.people.length + (record.headCount?.value ?? 0) || '',
    minutes: record.durationMin ?? '',
    place: record.place ?? '',
    partner: record.partner ?? '',
    quantities: listed(
      record.quantities.map(({ measureId, value }) => {
        const measure = measureOf(catalog, measureId)
        return `${measure?.name ?? measureId}=${value}${measure?.unit ?? ''}`
      }),
    ),
    note: record.note ?? '',
    evidence: listed(record.evidence.map(({ title, url }) => (title === url ? url : `${title} ${url}`))),
    loggedBy: name(record.loggedBy),
    loggedAt: momentIn(record.loggedAt, catalog.zone),
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
