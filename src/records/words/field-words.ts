import { say, type Locale, type LocalizedText } from '../../locale.ts'

/** What a form asks for, by block id, as it is labelled. */
export const FORM_FIELDS = {
  kind: { zh: '类别', en: 'Kind' },
  date: { zh: '日期', en: 'Date' },
  endDate: { zh: '结束日期（多天时填）', en: 'Last day (when it took several)' },
  title: { zh: '标题', en: 'Title' },
  materials: { zh: '材料（一行一份）', en: 'Materials (one a line)' },
  people: { zh: '人员', en: 'People' },
  headCount: { zh: '人数', en: 'Head count' },
  expected: { zh: '应到人数', en: 'Expected' },
  excused: { zh: '请假人数', en: 'Excused' },
  duration: { zh: '时长', en: 'Duration' },
  place: { zh: '地点', en: 'Place' },
  quantities: { zh: '数量（一行一项）', en: 'Quantities (one a line)' },
  partner: { zh: '合作单位', en: 'Partner' },
  note: { zh: '备注', en: 'Note' },
} as const satisfies Readonly<Record<string, LocalizedText>>

export type FormField = keyof typeof FORM_FIELDS

/** What a record holds, as a message names it. Both ends of a range are one part: they change together. */
export const RECORD_PARTS = {
  title: { zh: '标题', en: 'Title' },
  kind: { zh: '类别', en: 'Kind' },
  date: { zh: '日期', en: 'Date' },
  duration: { zh: '时长', en: 'Duration' },
  materials: { zh: '材料', en: 'Materials' },
  people: { zh: '人员', en: 'People' },
  headCount: { zh: '人数', en: 'Head count' },
  quantities: { zh: '数量', en: 'Quantities' },
  place: { zh: '地点', en: 'Place' },
  partner: { zh: '合作单位', en: 'Partner' },
  note: { zh: '备注', en: 'Note' },
  evidence: { zh: '佐证', en: 'Evidence' },
} as const satisfies Readonly<Record<string, LocalizedText>>

export type RecordPart = keyof typeof RECORD_PARTS

export const ALL_PARTS = Object.keys(RECORD_PARTS) as RecordPart[]

/** 标题： / Title: — with what follows. */
export function labelled(part: RecordPart, value: string, locale: Locale): string {
  return `${say(locale, RECORD_PARTS[part])}${locale === 'zh' ? '：' : ': '}${value}`
}
