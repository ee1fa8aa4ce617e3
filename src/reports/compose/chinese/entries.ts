import { changeClause } from './words.ts'
import { asPaper, isHappening, isSlogan, titleAsNoun } from './words.ts'
import {
  rangeWords,
  slot,
  type KindMaterial,
  type Material,
  type MeasureMaterial,
  type RecordMaterial,
} from '../matter/material.ts'
import { monthList } from '../matter/times.ts'
import { inMarks, isPaper, sideBySide } from '../matter/sayable.ts'

/** What was made, set up, given out or registered: measures with the records they come from. */
export function chineseEntries(kind: KindMaterial, material: Material): string {
  const done = new Set<MeasureMaterial>()
  const sentences: string[] = []
  const say = (sentence: string, ...told: readonly MeasureMaterial[]): void => {
    sentences.push(`${sentence}。`)
    for (const one of told) done.add(one)
  }
  // What stands in an event's own record was said with it.
  const measures = kind.measures.filter(
    ({ records, digest }) => !(records.length === digest?.records && records.every((one) => one.isEvent)),
  )
  for (const series of kind.series) {
    const title = series.key.slice('title.issues:'.length)
    const given = measures.filter(({ digest }) => digest?.series === title)
    say([`编印${title}${slot(series)}期`, ...given.map((one) => issues(one, material))].join('，'), ...given)
  }
  for (const one of measures) {
    if (done.has(one)) continue
    const record = isAlone(one) ? one.records[0] : undefined
    const own = measures.filter((other) => !done.has(other) && isAlone(other) && other.records[0] === record)
    if (record === undefined) say(ofMany(one, material), one)
    else say(ofOneRecord(record, own, kind), ...own)
  }
  return sentences.join('')
}

function isAlone({ digest, records }: MeasureMaterial): boolean {
  return digest?.records === 1 && digest.series === null && records.length === 1
}

function issues({ name, fact }: MeasureMaterial, { details, changes }: Material): string {
  const average = details.get(`average.issue:${name}`)
  const each = average === undefined ? '' : `，平均每期${slot(average)}${average.unit}`
  return `${name}${slot(fact)}${fact.unit}${each}${changeClause(changes.get(fact.key))}`
}

/** Measures that one record states: the record says what it was about. */
function ofOneRecord(
  record: RecordMaterial,
  measures: readonly MeasureMaterial[],
  kind: KindMaterial,
): string {
  const { title } = record
  const day = `{{${record.slot}.day}}`
  const [only] = measures
  const plain = measures.map(measureWords).join('，')
  if (title === null || only === undefined) return `${day}${plain}`
  const subject = subjectOf(title, only.name)
  if (subject !== null && only.fact.aggregation === 'latest')
    return `截至${day}，${subject}${measureWords(only)}`
  if (subject !== null) return `${subject}${measureWords(only)}`
  if (isHappening(title)) return `${day}${titleAsNoun(title, kind)}，${plain}`
  if (measures.length === 1 && isBareVerb(only.name))
    return `${only.name}${titleAsNoun(title, kind)}${slot(only.fact)}${only.fact.unit}`
  if (measures.length === 1 && /^(?:评选|表彰)/.test(only.name) && /(?:评选|表彰)$/.test(title))
    return `${day}开展${titleAsNoun(title, kind)}，共${slot(only.fact)}${only.fact.unit}`
  const about = isSlogan(title) ? inMarks(title) : `${title}${/[墙室栏馆廊角园]$/.test(title) ? '建设' : ''}`
  return `围绕${about}，${plain}`
}

/** 在职党员 of 在职党员注册率核算 for 注册率: the measure stands in the title, and what it is of before it. */
function subjectOf(title: string, measure: string): string | null {
  const at = title.indexOf(measure)
  return at < 0 ? null : title.slice(0, at)
}

/** 赠阅, 印发: something else is what was given or printed. */
function isBareVerb(name: string): boolean {
  return /^(?:赠阅|印发|编印|发放|赠送|印制|制作|发布|报送|采购|购置)$/.test(name)
}

/** 发布新闻动态262条; 关注人数达98600人 */
export function measureWords({ name, fact }: Pick<MeasureMaterial, 'name' | 'fact'>): string {
  const isLevel = fact.aggregation === 'ratio' || (fact.aggregation === 'latest' && /[数量率]$/.test(name))
  return `${name}${isLevel ? '达' : ''}${slot(fact)}${fact.unit}`
}

/** A measure that several records add up to. */
function ofMany(measure: MeasureMaterial, material: Material): string {
  const { name, fact, digest, records } = measure
  const change = changeClause(material.changes.get(fact.key))
  const titles = records.flatMap(({ title, slot: at }) =>
    title !== null && isPaper(title) ? [{ title, at }] : [],
  )
  const verb = /^(?:制定|印发|出台|修订|起草|编印)/.exec(name)?.[0]
  if (verb !== undefined && digest !== null && titles.length === digest.records) {
    const papers = sideBySide(titles.map(({ title, at }) => `${asPaper(title)}（{{${at}.day}}）`))
    return `先后${verb}${papers}，共${slot(fact)}${fact.unit}${change}`
  }
  const times = material.details.get(`measure.records:${name}`)
  const series = digest?.series ?? null
  if (series?.endsWith(name) === true)
    return `${times === undefined ? '' : `先后${slot(times)}次`}开展${series}，共${slot(fact)}${fact.unit}${change}`
  const range = rangeWords(digest?.months ?? [], material)
  const who = series === null ? '' : subjectBefore(series, name)
  return `${who}${range?.zh ?? ''}${measureWords(measure)}${change}${byMonth(measure, material)}`
}

/** 微信公众号 of 微信公众号发布 for 发布新闻动态. */
function subjectBefore(series: string, measure: string): string {
  const verb = measure.slice(0, 2)
  return series.endsWith(verb) && series.length > verb.length ? series.slice(0, -verb.length) : ''
}

function byMonth({ name, digest }: MeasureMaterial, { details }: Material): string {
  const [average, high, low] = ['average', 'highest', 'lowest'].map((key) =>
    details.get(`${key}.month:${name}`),
  )
  if (average === undefined || digest === null) return ''
  if (high === undefined || low === undefined || digest.high.length === 0) return ''
  const peaks =
    digest.high.length > 3 || digest.low.length > 3
      ? ''
      : `，单月在${slot(low)}${low.unit}（${monthList(digest.low).zh}）至${slot(high)}${high.unit}（${monthList(digest.high).zh}）之间`
  return `，月均${slot(average)}${average.unit}${peaks}`
}
