import type { QuickField } from './words/reading.ts'
import { taken, type Line } from './words/line.ts'

/** 地点：…, title: … . `from` and `to` are the label with its colon; the value may run to `limit`, and no further. */
export type Label = {
  readonly field: QuickField | 'headVisits' | 'organisation'
  readonly from: number
  readonly to: number
  readonly limit: number
}

const labels: Readonly<Record<string, Label['field']>> = labelled([
  ['kind', '类型|类别|形式|种类|学习形式|活动类型|活动类别|kind|type|category'],
  ['date', '时间|日期|活动时间|学习时间|活动日期|date|when|day|time'],
  ['duration', '时长|用时|历时|学习时长|活动时长|duration|length'],
  ['people', '人员|参加人员|参会人员|参与人员|参加人|与会人员|学习人员|people|who|attendees|participants'],
  ['headCount', '人数|参加人数|参与人数|参会人数|活动人数|head count|headcount|number of people|attendance'],
  ['headVisits', '人次|参与人次|参加人次|person-times|visits'],
  ['place', '地点|场所|活动地点|学习地点|地址|place|where|location|venue'],
  ['partner', '合作单位|合作|共建单位|联办单位|协办单位|协办|联合单位|合作方|partner|partners'],
  ['organisation', '单位|organisation|organization'],
  ['note', '备注|说明|注|note|notes|remark|remarks'],
  ['title', '主题|标题|题目|名称|活动名称|活动主题|学习主题|内容|学习内容|活动内容|title|topic|subject'],
  ['materials', '材料|学习材料|资料|学习资料|书目|教材|materials|material|book'],
  ['quantities', '数量|成果|quantities|quantity'],
  ['links', '链接|网址|证据|link|links|url|evidence'],
])

function labelled(rows: readonly (readonly [Label['field'], string])[]): Record<string, Label['field']> {
  return Object.fromEntries(rows.flatMap(([field, words]) => words.split('|').map((word) => [word, field])))
}

const pattern = new RegExp(
  `(?<![\\p{L}\\p{N}])(${Object.keys(labels)
    .sort((left, right) => right.length - left.length)
    .join(
      '|',
    )}) {0,2}[:：][^\\S\\n]{0,4}|(?<![\\p{L}\\p{N}])(?:(地点|活动地点|学习地点)(?:设在|在|为|是)|(时间|时长|人数)(?:为|是))(?=[\\p{L}\\p{N}])`,
  'gu',
)

/** All labels of the line, in order. A value ends before the next label, a line's end or a semicolon. */
export function labelsOf(line: Line): Label[] {
  const text = line.plain
  const matches = firstOf(text.matchAll(pattern), mostLabels).filter(
    // time: 14:00 is a label; 14:00 and https: are none.
    (match) =>
      !text.startsWith('//', match.index + match[0].trimEnd().length) &&
      // 2 people: @A @B.
      !(/[\d] ?$/.test(text.slice(Math.max(0, match.index - 2), match.index)) && match[1] === 'people') &&
      // Christmas Day: carols.
      !(match[1] === 'day' && /[a-z] $/.test(text.slice(Math.max(0, match.index - 2), match.index))),
  )
  return matches.map((match, i) => {
    const to = match.index + match[0].length
    const next = matches[i + 1]?.index ?? text.length
    const stop = text.slice(to, next).search(/[\n;；]/)
    return {
      field: labels[match[1] ?? match[2] ?? match[3] ?? ''] ?? 'title',
      from: match.index,
      to,
      limit: stop < 0 ? next : to + stop,
    }
  })
}

/** More than there are fields: what has as many labels is no line about one thing. */
const mostLabels = 24

function firstOf<T>(all: Iterable<T>, count: number): T[] {
  const first: T[] = []
  for (const one of all) if (first.push(one) === count) break
  return first
}

/** Where a value ends that may hold spaces only in a language that writes them: 地点：机关会议室 昨天; place: town hall, 2h. */
export function endOfValue(text: string, label: Label): number {
  const value = text.slice(label.to, label.limit)
  const quoted = /^["“'‘][^"”'’\n]{1,120}["”'’]/u.exec(value)?.[0]
  if (quoted !== undefined) return label.to + quoted.length
  const first = /^[^\s,，。、\u0000]{1,200}/u.exec(value)?.[0] ?? ''
  if (/\p{Script=Han}/u.test(first)) return label.to + first.length
  const stop = value.search(new RegExp(`[,，。\\n${taken}\\ue000]`, 'u'))
  const end = stop < 0 ? label.limit : label.to + stop
  const more = label.field === 'place' ? (restOfPlace.exec(text.slice(end, label.limit))?.[0].length ?? 0) : 0
  return label.to + text.slice(label.to, end + more).trimEnd().length
}

/** place: Library, 2nd floor. */
const restOfPlace =
  /^, ?(?:(?:the )?(?:\d{1,2}(?:st|nd|rd|th)|first|second|third|ground|top) floor|floor \d{1,3}|(?:room|hall|building|gate|lab) (?:#?\d{1,5}[a-z]?|[a-z]))(?![\p{L}\d])/u

/** The quotes of a value are its limits, not part of it. */
export function unquoted(words: string): string {
  return words.replace(/^["“'‘](.*)["”'’]$/su, '$1').trim()
}
