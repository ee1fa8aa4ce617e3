import type { LocalizedText } from '../../locale.ts'

/**
 * The columns of an exported table, in their order; the same table is read back. `id` is what the code calls a column;
 * both headings are read, whichever language the file was written in.
 *
 * - number: S-42, A-17. A row with a number is that record; one without is a new one.
 * - revision: which wording of the record the row shows. A record that was changed since is not overwritten.
 * - family: 学习 or 活动. Only for rows without a number, and only where the kind does not say it.
 * - startsOn, endsOn: ISO dates; no end: one day.
 * - materials, people, quantities, evidence: one a line in the cell, or apart by ; .
 * - people: 成员12（M012), name and office number; either alone is read too.
 * - heads, headUnit: people without a name, 人 or 人次.
 * - expected, excused: how many should have come, and how many of them were excused; empty is not 0.
 * - attendances: those named and those without a name together, so that a column adds up; not read back.
 * - minutes: the duration, in minutes.
 * - quantities: 发布新闻动态=24条.
 * - evidence: title and address, apart by a blank.
 * - loggedBy, loggedAt: who stored it, and when in the workspace's zone; not read back.
 */
export const COLUMNS = [
  { id: 'number', head: { zh: '编号', en: 'Number' }, width: 9 },
  { id: 'revision', head: { zh: '版本', en: 'Revision' }, width: 8 },
  { id: 'family', head: { zh: '类型', en: 'Type' }, width: 9 },
  { id: 'startsOn', head: { zh: '开始日期', en: 'Start date' }, width: 12 },
  { id: 'endsOn', head: { zh: '结束日期', en: 'End date' }, width: 12 },
  { id: 'kind', head: { zh: '类别', en: 'Kind' }, width: 14 },
  { id: 'title', head: { zh: '标题', en: 'Title' }, width: 40 },
  { id: 'materials', head: { zh: '材料', en: 'Materials' }, width: 30 },
  { id: 'people', head: { zh: '人员', en: 'People' }, width: 24 },
  { id: 'heads', head: { zh: '人数', en: 'Head count' }, width: 10 },
  { id: 'headUnit', head: { zh: '人数单位', en: 'Head unit' }, width: 10 },
  { id: 'expected', head: { zh: '应到', en: 'Expected' }, width: 8 },
  { id: 'excused', head: { zh: '请假', en: 'Excused' }, width: 8 },
  { id: 'attendances', head: { zh: '到场人次（合计）', en: 'Attendances (total)' }, width: 16 },
  { id: 'minutes', head: { zh: '时长（分钟）', en: 'Duration (min)' }, width: 13 },
  { id: 'place', head: { zh: '地点', en: 'Place' }, width: 18 },
  { id: 'partner', head: { zh: '合作单位', en: 'Partner' }, width: 18 },
  { id: 'quantities', head: { zh: '数量', en: 'Quantities' }, width: 24 },
  { id: 'note', head: { zh: '备注', en: 'Note' }, width: 30 },
  { id: 'evidence', head: { zh: '佐证', en: 'Evidence' }, width: 24 },
  { id: 'loggedBy', head: { zh: '记录人', en: 'Logged by' }, width: 16 },
  { id: 'loggedAt', head: { zh: '记录时间', en: 'Logged at' }, width: 17 },
] as const satisfies readonly { readonly id: string; readonly head: LocalizedText; readonly width: number }[]

export type ColumnId = (typeof COLUMNS)[number]['id']

/** Columns that say what the others come to, or who wrote them: an import leaves them alone. */
export const NOT_READ: ReadonlySet<ColumnId> = new Set(['attendances', 'loggedBy', 'loggedAt'])

/** Columns that a list of an import's choices has besides: what to do with a row, and what stands there now, not read. */
export const CHOICE_COLUMNS = [
  { id: 'decision', head: { zh: '决定', en: 'Decision' }, width: 12 },
  { id: 'differs', head: { zh: '现有 → 文件', en: 'Here → file' }, width: 60 },
] as const satisfies readonly { readonly id: string; readonly head: LocalizedText; readonly width: number }[]

/** A column that a table may have when it is read. */
export type ReadColumnId = ColumnId | (typeof CHOICE_COLUMNS)[number]['id']

/** Headings of the operator's own tables and of hand-made ones, beside both headings of each column. */
const OTHER_HEADINGS: Readonly<Record<string, ReadColumnId>> = {
  id: 'number',
  date: 'startsOn',
  日期: 'startsOn',
  end_date: 'endsOn',
  attendees: 'people',
  参加人员: 'people',
  participant_count: 'heads',
  应到人数: 'expected',
  请假人数: 'excused',
  duration_min: 'minutes',
  duration: 'minutes',
  '时长(分钟)': 'minutes',
  时长: 'minutes',
  家族: 'family',
}

const BY_HEADING: ReadonlyMap<string, ReadColumnId> = new Map<string, ReadColumnId>([
  ...[...COLUMNS, ...CHOICE_COLUMNS].flatMap(({ id, head }) => [
    [foldHeading(head.zh), id] as const,
    [foldHeading(head.en), id] as const,
    [foldHeading(id), id] as const,
  ]),
  ...Object.entries(OTHER_HEADINGS).map(([heading, id]) => [foldHeading(heading), id] as const),
])

/** The column that a heading names, in either language; null for one that nobody knows. */
export function columnNamed(heading: string): ReadColumnId | null {
  return BY_HEADING.get(foldHeading(heading)) ?? null
}

function foldHeading(heading: string): string {
  return heading.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase()
}
