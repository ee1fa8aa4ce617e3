import { chineseEntries } from './entries.ts'
import { changeClause, doing, doingSeries, nounOf, verbOf } from './words.ts'
import {
  areFew,
  labelIn,
  noteworthyChange,
  rangeWords,
  slot,
  type KindMaterial,
  type Material,
  type RecordMaterial,
} from '../matter/material.ts'
import { sideBySide } from '../matter/sayable.ts'
import type { Fact } from '../../../claims/facts/fact.ts'

/** Everything there is to say of a kind: its events, then what was made, set up or registered. */
export function chineseKind(kind: KindMaterial, material: Material): string {
  return `${eventSentences(kind, material)}${chineseEntries(kind, material)}`
}

function eventSentences(kind: KindMaterial, material: Material): string {
  const { events, count } = kind
  const [first] = events
  if (first !== undefined && areFew(kind)) {
    if (events.length === 1) return `${whole(first, kind)}。${lowerBound(kind)}`
    if (count !== null) return fewEvents(kind, count)
  }
  return manyEvents(kind, material)
}

/** One event in a sentence: when, where, with whom, what, how many. */
function whole(record: RecordMaterial, kind: KindMaterial, isListed = false): string {
  const { place, partner, heads } = record
  const where = place === null || place === partner || place === '线上' ? '' : `在${place}`
  const whom = partner === null || partner === place ? '' : `与${partner}共同`
  const came = heads === null ? '' : `，${slot(heads)}${heads.unit}参加`
  const done = doing(record.title, kind, isListed && whom === '' && where === '')
  return `{{${record.slot}.day}}${where}${whom}${done}${came}${measuresOf(record)}`
}

/** ，其中朗诵7名 */
function measuresOf({ measures }: RecordMaterial): string {
  return measures
    .map(({ name, fact }) => `，其中${name.replace(/人数$/, '')}${slot(fact)}${fact.unit}`)
    .join('')
}

function fewEvents(kind: KindMaterial, count: Fact): string {
  const { events, attendance, digest } = kind
  const all = `${nounOf(kind)}${slot(count)}${count.unit}`
  const came = attendance === null ? '' : `，共${slot(attendance)}${attendance.unit}`
  const [partner] = events.map((one) => one.partner)
  const isOneSeries = digest?.eventSeries !== null && events.every((one) => one.partner === partner)
  if (isOneSeries) {
    const each = events.map((one) => {
      const heads = one.heads === null ? '' : `${slot(one.heads)}${one.heads.unit}`
      return `${labelIn(one.title) ?? ''}（{{${one.slot}.day}}）${heads}`
    })
    const whom = partner === null || partner === undefined ? '' : `与${partner}`
    return `先后${whom}${verbOf(kind)}${all}，${each.join('、')}${came}。${lowerBound(kind)}`
  }
  const total = attendance === null ? '' : `，参加${slot(attendance)}${attendance.unit}`
  return `先后${verbOf(kind)}${all}${total}：${events.map((one) => whole(one, kind, true)).join('；')}。${lowerBound(kind)}`
}

function manyEvents(kind: KindMaterial, material: Material): string {
  const { count, attendance, digest } = kind
  if (count === null)
    return attendance === null ? '' : `${kind.zh}参加${slot(attendance)}${attendance.unit}。`
  // Records that only carry a measure are told by it: their own number says nothing to a reader.
  if (digest === null && attendance === null && (kind.series.length > 0 || kind.measures.length > 0))
    return ''
  const series = digest?.eventSeries ?? null
  const range = rangeWords(digest?.months ?? [], material)
  const done = series === null ? `${verbOf(kind)}${nounOf(kind)}` : doingSeries(series, kind)
  return [
    `${range === null ? '' : range.zh}${done}${slot(count)}${count.unit}${changeClause(noteworthyChange(material, count))}`,
    attendance === null ? '' : `参加${slot(attendance)}${attendance.unit}`,
    shareClause(kind, material),
  ]
    .filter((clause) => clause !== '')
    .join('，')
    .concat(`${themeClause(kind, material)}。${lowerBound(kind)}`)
}

function shareClause({ zh, family }: KindMaterial, { details }: Material): string {
  const [times, heads] = [details.get(`share.count:${zh}`), details.get(`share.heads:${zh}`)]
  const all = family === 'study' ? '各类学习' : '各类活动'
  if (times === undefined) return ''
  return `占${all}次数的${slot(times)}%${heads === undefined ? '' : `、人次的${slot(heads)}%`}`
}

/** What was studied: the most frequent first, by how often where they differ. */
function themeClause({ zh, themes, digest, family }: KindMaterial, { details }: Material): string {
  const [only, ...more] = themes
  if (only === undefined || family !== 'study') return ''
  if (more.length === 0 && digest?.moreThemes === 0)
    return digest.eventSeries?.includes(only.words) === true ? '' : `，内容为${only.words}`
  const number = details.get(`themes:${zh}`)
  const rest = digest !== null && digest.moreThemes > 0 ? '等' : ''
  const all = number === undefined ? '' : `${rest === '' ? '' : '共'}${slot(number)}个专题`
  const isEven = themes.every(({ times }) => times?.value === only.times?.value)
  if (!isEven || rest !== '') {
    const names = themes.map(({ words, times }) => `${words}${times === null ? '' : `（${slot(times)}次）`}`)
    return `。学习内容包括${names.join('、')}${rest}${all}`
  }
  // Books side by side, then the others.
  const [books, others] = [true, false].map((isBook) =>
    themes.map(({ words }) => words).filter((words) => words.startsWith('《') === isBook),
  )
  const often = only.times === null || only.times.value === 1 ? '' : `各学习${slot(only.times)}次：`
  const names = sideBySide([...(books ?? []), ...(others ?? [])])
  return all === ''
    ? `。学习内容为${names}`
    : `。学习内容有${all}${often === '' ? '：' : `，${often}`}${names}`
}

/** Events of which nobody wrote down who came. */
function lowerBound({ digest, attendance }: KindMaterial): string {
  return digest !== null && digest.withoutHeads > 0 && attendance !== null
    ? '有的场次没有登记人数，未计在内。'
    : ''
}
