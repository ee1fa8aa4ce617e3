import { changeClause, countsItsTitle, did, level, plural, titled } from './words.ts'
import {
  rangeWords,
  slot,
  type KindMaterial,
  type Material,
  type MeasureMaterial,
  type RecordMaterial,
} from '../matter/material.ts'
import { monthList } from '../matter/times.ts'
import { isPaper, listed } from '../matter/sayable.ts'

/** What was made, set up, given out or registered: measures with the records they come from. */
export function englishEntries(kind: KindMaterial, material: Material): string[] {
  const done = new Set<MeasureMaterial>()
  const sentences: string[] = []
  const say = (sentence: string, ...told: readonly MeasureMaterial[]): void => {
    sentences.push(`${sentence}.`)
    for (const one of told) done.add(one)
  }
  // What stands in an event's own record was said with it.
  const measures = kind.measures.filter(
    ({ records, digest }) => !(records.length === digest?.records && records.every((one) => one.isEvent)),
  )
  for (const series of kind.series) {
    const title = series.key.slice('title.issues:'.length)
    const given = measures.filter(({ digest }) => digest?.series === title)
    const came = `${title} came out in ${slot(series)} ${plural(series, 'issue', 'issues')}`
    say([came, ...given.map((one) => issues(one, material))].join('; '), ...given)
  }
  for (const one of measures) {
    if (done.has(one)) continue
    const record = isAlone(one) ? one.records[0] : undefined
    const own = measures.filter((other) => !done.has(other) && isAlone(other) && other.records[0] === record)
    if (record === undefined) say(ofMany(one, material), one)
    else say(ofOneRecord(record, own), ...own)
  }
  return sentences
}

/** A stock or a percentage; what was set up in the period reads as done. */
function isLevel({ name, fact }: MeasureMaterial): boolean {
  return fact.aggregation !== 'sum' && name !== '设置宣传栏'
}

function isAlone({ digest, records }: MeasureMaterial): boolean {
  return digest?.records === 1 && digest.series === null && records.length === 1
}

function issues(measure: MeasureMaterial, { details, changes }: Material): string {
  const average = details.get(`average.issue:${measure.name}`)
  const each = average === undefined ? '' : `, ${slot(average)} an issue on average`
  return `the office ${did(measure)}${each}${changeClause(changes.get(measure.fact.key))}`
}

/** Measures that one record states: the record says what it was about. */
function ofOneRecord(record: RecordMaterial, measures: readonly MeasureMaterial[]): string {
  const { title } = record
  const [only] = measures
  const day = `{{${record.slot}.day}}`
  if (only !== undefined && measures.length === 1 && isLevel(only)) {
    const at = title?.indexOf(only.name) ?? -1
    const stands = level(only, at > 0 ? (title?.slice(0, at) ?? null) : null, day)
    return title === null || at >= 0 ? stands : `${stands} (${title}, ${day})`
  }
  const done = listed(measures.map(did))
  if (title === null || only === undefined) return `On ${day} the office ${done}`
  if (measures.length === 1 && countsItsTitle(only.name))
    return `On ${day} the office ${done} of ${titled(title)}`
  return `On ${day} the office ${done} (${title})`
}

/** A measure that several records add up to. */
function ofMany(measure: MeasureMaterial, material: Material): string {
  const { name, fact, digest, records } = measure
  const change = changeClause(material.changes.get(fact.key))
  const papers = records.flatMap(({ title, slot: at }) =>
    title !== null && isPaper(title) ? [`${titled(title)} ({{${at}.day}})`] : [],
  )
  if (digest !== null && papers.length > 0 && papers.length === digest.records)
    return `The office ${did(measure)}${change}: ${listed(papers)}`
  const times = material.details.get(`measure.records:${name}`)
  const series = digest?.series ?? null
  if (series?.endsWith(name) === true)
    return `The office ${did(measure)}${times === undefined ? '' : ` in ${slot(times)} rounds`}${change} (${series})`
  const range = rangeWords(digest?.months ?? [], material)
  const verb = name.slice(0, 2)
  const who =
    series?.endsWith(verb) === true && series.length > verb.length
      ? series.slice(0, -verb.length)
      : 'The office'
  return `${who} ${did(measure)}${range === null ? '' : ` ${range.en}`}${change}${byMonth(measure, material)}`
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
      : `, between ${slot(low)} (${monthList(digest.low).en}) and ${slot(high)} (${monthList(digest.high).en})`
  return `, ${slot(average)} a month on average${peaks}`
}
