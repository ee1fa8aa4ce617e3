import { say, type Locale, type LocalizedText } from '../../locale.ts'
import type { Catalog } from '../words/view.ts'
import { COLUMNS, NOT_READ, type ColumnId } from '../table/columns.ts'

/** Columns that somebody fills in for new records. */
export const COLUMNS_TO_FILL = COLUMNS.filter(
  ({ id }) => id !== 'number' && id !== 'revision' && !NOT_READ.has(id),
)

const EXPLAINED: Readonly<Record<ColumnId, LocalizedText>> = {
  number: {
    zh: '导出的表里才有，例如 S-42。有编号的行修改那条记录；新记录留空。',
    en: 'In exported tables only, like S-42. A row with a number changes that record; leave it empty for a new one.',
  },
  revision: { zh: '导出时的版本，请不要改。', en: 'The revision at the export. Leave it as it is.' },
  family: {
    zh: '学习 或 活动。类别已能说明时可以留空。',
    en: 'study or activity. May stay empty where the kind says it.',
  },
  startsOn: { zh: '必填，例如 2022-11-18。', en: 'Needed, like 2022-11-18.' },
  endsOn: { zh: '多天时填；一天的留空。', en: 'When it took several days; else empty.' },
  kind: { zh: '必填，见下面的类别。', en: 'Needed; the kinds are listed below.' },
  title: { zh: '必填。', en: 'Needed.' },
  materials: { zh: '一行一份，或用 ; 隔开。', en: 'One a line, or apart by ;' },
  people: {
    zh: '姓名或编号，一行一人，或用 ; 隔开。',
    en: 'Names or office numbers, one a line, or apart by ;',
  },
  heads: { zh: '没有列名的人数。', en: 'How many people are not named.' },
  headUnit: { zh: '人 或 人次；留空是 人。', en: '人 (persons) or 人次 (attendances); empty: 人.' },
  expected: { zh: '应该到的人数；不清楚留空。', en: 'How many should have come; empty when unknown.' },
  excused: {
    zh: '请假的人数；没有人请假写 0，不清楚留空。',
    en: 'How many were excused; 0 for nobody, empty when unknown.',
  },
  attendances: { zh: '不导入。', en: 'Not imported.' },
  minutes: { zh: '分钟数，也可以写 1小时30分钟。', en: 'Minutes; 1h30m is read too.' },
  place: { zh: '', en: '' },
  partner: { zh: '', en: '' },
  quantities: {
    zh: '指标=数量单位，一行一项，例如 发布新闻动态=24条。见下面的指标。',
    en: 'measure=number unit, one a line. The measures are listed below.',
  },
  note: { zh: '', en: '' },
  evidence: { zh: '标题 网址，一行一项。', en: 'title and address, one a line.' },
  loggedBy: { zh: '不导入。', en: 'Not imported.' },
  loggedAt: { zh: '不导入。', en: 'Not imported.' },
}

/** The second sheet of the template: every column, the kinds and the measures, as lines of two cells. */
export function tableHelp(catalog: Pick<Catalog, 'kinds' | 'measures'>, locale: Locale): string[][] {
  const columns = COLUMNS.map(({ id, head }) => [say(locale, head), say(locale, EXPLAINED[id])])
  const kinds = catalog.kinds.map(({ family, nameZh, nameEn }) => [
    say(locale, family === 'study' ? { zh: '学习', en: 'study' } : { zh: '活动', en: 'activity' }),
    locale === 'zh' ? nameZh : `${nameEn} (${nameZh})`,
  ])
  const measures = catalog.measures.map(({ name, unit }) => [name, unit])
  return [
    [say(locale, { zh: '列', en: 'Column' }), say(locale, { zh: '怎么填', en: 'How to fill it in' })],
    ...columns,
    [],
    [say(locale, { zh: '类型', en: 'Type' }), say(locale, { zh: '类别', en: 'Kind' })],
    ...kinds,
    [],
    [say(locale, { zh: '指标', en: 'Measure' }), say(locale, { zh: '单位', en: 'Unit' })],
    ...measures,
  ]
}
