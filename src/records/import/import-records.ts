import { nowOf, type Transacting } from '../../context.ts'
import {
  isoDate,
  readTable,
  TableRefused,
  wholeNumber,
  type ImportCount,
  type Row,
} from '../../tables/rows.ts'
import { nextNumber } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { byAnyName } from '../../members/roster/import-members.ts'
import { listMembers } from '../../members/members-store.ts'
import type { Measure } from '../vocabulary/kinds-store.ts'
import {
  FAMILY_PREFIX,
  sameDetails,
  type Family,
  type Quantity,
  type RecordDetails,
} from '../record/record.ts'
import { findRecordsBySourceKeys } from '../record/store.ts'
import { insertRecords, reviseRecord, type NewRecord } from '../record/revisions-store.ts'
import { listAllKinds, listAllMeasures, type KindState } from '../vocabulary/words-store.ts'

const STUDY = ['date', 'kind', 'title', 'materials', 'attendees', 'duration_min', 'place', 'note'] as const
const ACTIVITIES = [
  'date',
  'kind',
  'title',
  'place',
  'participant_count',
  'quantities',
  'partner',
  'note',
] as const

/** Also what is retired or merged: an import brings what was recorded when it still was in use. */
type Names = {
  readonly kinds: readonly KindState[]
  readonly measures: readonly Measure[]
  readonly members: ReadonlyMap<string, { readonly id: string }>
}

/** Imports study.csv. Throws TableRefused, with every fault and its place, and stores nothing of the file. */
export async function importStudy(ctx: Transacting, path: string): Promise<ImportCount> {
  const names = await loadNames(ctx)
  const { rows, faults } = readTable(path, STUDY)
  const read = rows.map((row) => readStudy(row, names))
  if (faults.length > 0) throw new TableRefused(faults)
  return await store(
    ctx,
    'study',
    read.filter((details) => details !== null),
  )
}

/** Imports activities.csv, as importStudy does. */
export async function importActivities(ctx: Transacting, path: string): Promise<ImportCount> {
  const names = await loadNames(ctx)
  const { rows, faults } = readTable(path, ACTIVITIES)
  const read = rows.map((row) => readActivity(row, names))
  if (faults.length > 0) throw new TableRefused(faults)
  return await store(
    ctx,
    'activity',
    read.filter((details) => details !== null),
  )
}

async function loadNames(ctx: Transacting): Promise<Names> {
  return {
    kinds: await listAllKinds(ctx.db),
    measures: await listAllMeasures(ctx.db),
    members: byAnyName(await listMembers(ctx.db)),
  }
}

function readStudy(row: Row<(typeof STUDY)[number]>, names: Names): RecordDetails | null {
  const common = readCommon(row, 'study', names)
  const materials = row.text('materials')
  const people = row.read('attendees', (text) => readPeople(text, names)) ?? []
  const durationMin = row.read('duration_min', wholeNumber(1, 24 * 60))
  if (common === null) return null
  return {
    ...common,
    materials: materials === '' ? [] : materials.split(/[;；]/).map((material) => material.trim()),
    people,
    durationMin,
    headCount: null,
    partner: null,
    quantities: [],
  }
}

function readActivity(row: Row<(typeof ACTIVITIES)[number]>, names: Names): RecordDetails | null {
  const common = readCommon(row, 'activity', names)
  const heads = row.read('participant_count', wholeNumber(1, 1_000_000))
  const quantities = row.read('quantities', (text) => readQuantities(text, names)) ?? []
  if (common === null) return null
  return {
    ...common,
    materials: [],
    people: [],
    durationMin: null,
    headCount: heads === null ? null : { value: heads, unit: '人' },
    partner: row.text('partner') || null,
    quantities,
  }
}

function readCommon(
  row: Row<'date' | 'kind' | 'title' | 'place' | 'note'>,
  family: Family,
  names: Names,
): Pick<RecordDetails, 'kindId' | 'title' | 'startsOn' | 'endsOn' | 'place' | 'note' | 'evidence'> | null {
  const day = row.need('date', isoDate)
  const kindId = row.need('kind', (text) => readKind(text, family, names))
  const title = row.need('title', (text) => text)
  if (day === null || kindId === null || title === null) return null
  return {
    kindId,
    title,
    startsOn: day,
    endsOn: day,
    place: row.text('place') || null,
    note: row.text('note') || null,
    evidence: [],
  }
}

function readKind(text: string, family: Family, names: Names): string {
  const wanted = text.toLowerCase()
  const called = names.kinds.filter(
    (known) =>
      known.family === family &&
      [known.nameZh, known.nameEn, ...known.aliases].some((name) => name.toLowerCase() === wanted),
  )
  // A merged kind's row keeps it, else a second import would take it for another record; it counts as the one it became.
  const kind = called.find(({ mergedInto }) => mergedInto !== null) ?? called[0]
  if (kind !== undefined) return kind.id
  const ofFamily = names.kinds.filter((known) => known.family === family && known.mergedInto === null)
  throw new MemberFacingError({
    zh: `不是已有的类别。已有：${ofFamily.map(({ nameZh }) => nameZh).join('、')}`,
    en: `is not a kind. Known: ${ofFamily.map(({ nameZh, nameEn }) => `${nameZh} (${nameEn})`).join(', ')}`,
  })
}

function readPeople(text: string, names: Names): string[] {
  const ids = text
    .split(/[;；]/)
    .map((id) => id.trim())
    .filter((id) => id !== '')
  const unknown = ids.filter((id) => !names.members.has(id))
  if (unknown.length > 0) {
    throw new MemberFacingError({
      zh: `里有不认识的成员：${unknown.join('、')}。请先导入 members.csv`,
      en: `names members nobody knows: ${unknown.join(', ')}. Import members.csv first`,
    })
  }
  return [...new Set(ids.map((id) => names.members.get(id)?.id ?? ''))].sort()
}

/** `measure=number unit`, joined by `;`: 发布新闻动态=25条; 印发=105份 */
function readQuantities(text: string, names: Names): Quantity[] {
  return text
    .split(/[;；]/)
    .map((piece) => piece.trim())
    .filter((piece) => piece !== '')
    .map((piece) => readQuantity(piece, names))
}

function readQuantity(piece: string, names: Names): Quantity {
  const match = /^(?<name>[^=＝]+)[=＝]\s*(?<value>-?\d[\d,]*(?:\.\d+)?)\s*(?<unit>.*)$/u.exec(piece)
  const { name = '', value = '', unit = '' } = match?.groups ?? {}
  if (match === null) {
    throw new MemberFacingError({
      zh: `中的“${piece}”不是“指标=数量单位”，例如 发布新闻动态=25条`,
      en: `holds "${piece}", which is not measure=number unit, like 发布新闻动态=25条`,
    })
  }
  const wanted = name.trim().toLowerCase()
  const measure = names.measures.find((known) =>
    [known.name, ...known.aliases].some((n) => n.toLowerCase() === wanted),
  )
  if (measure === undefined) {
    throw new MemberFacingError({
      zh: `中的“${name.trim()}”不是已有的指标。请加到 measures.csv`,
      en: `names the measure "${name.trim()}", which does not exist. Add it to measures.csv`,
    })
  }
  if (unit.trim() !== '' && unit.trim() !== measure.unit) {
    throw new MemberFacingError({
      zh: `中“${measure.name}”的单位是${measure.unit}，不是${unit.trim()}`,
      en: `gives ${measure.name} in ${unit.trim()}, but its unit is ${measure.unit}`,
    })
  }
  return { measureId: measure.id, value: Number(value.replaceAll(',', '')) }
}

/** Rows without a number of their own are the same row again when day, kind and title agree; the nth such row is the nth. */
export function sourceKeys(family: Family, rows: readonly RecordDetails[]): string[] {
  const seen = new Map<string, number>()
  return rows.map(({ startsOn, kindId, title }) => {
    const key = JSON.stringify([family, startsOn, kindId, title])
    const nth = (seen.get(key) ?? 0) + 1
    seen.set(key, nth)
    return `csv:${key}:${nth}`
  })
}

async function store(ctx: Transacting, family: Family, rows: readonly RecordDetails[]): Promise<ImportCount> {
  const keys = sourceKeys(family, rows)
  const known = await findRecordsBySourceKeys(ctx.db, keys)
  const count = { added: 0, changed: 0, unchanged: 0 }
  const fresh: { details: RecordDetails; key: string }[] = []
  for (const [index, details] of rows.entries()) {
    const key = keys[index] ?? ''
    const before = known.get(key)
    if (before === undefined) fresh.push({ details, key })
    // A row that was deleted here by hand stays deleted, whatever the file says.
    else if (before.deletedAt !== null || sameDetails(before, details)) count.unchanged += 1
    else {
      await reviseRecord(ctx.db, before, details, { member: null, at: nowOf(ctx), action: 'imported' })
      count.changed += 1
    }
  }
  await insertRecords(ctx.db, await numbered(ctx, family, fresh), 'imported')
  return { ...count, added: fresh.length }
}

async function numbered(
  ctx: Transacting,
  family: Family,
  fresh: readonly { readonly details: RecordDetails; readonly key: string }[],
): Promise<NewRecord[]> {
  if (fresh.length === 0) return []
  const first = await nextNumber(ctx.db, family, fresh.length)
  return fresh.map(({ details, key }, index) => ({
    ...details,
    id: `${FAMILY_PREFIX[family]}-${first + index}`,
    family,
    number: first + index,
    loggedBy: null,
    loggedAt: nowOf(ctx),
    sourceKey: key,
  }))
}
