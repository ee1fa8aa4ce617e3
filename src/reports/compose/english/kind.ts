import { englishEntries } from './entries.ts'
import { amongThem, changeClause, heads, nounOf, oneOf, titled } from './words.ts'
import {
  areFew,
  noteworthyChange,
  rangeWords,
  slot,
  type KindMaterial,
  type Material,
  type RecordMaterial,
} from '../matter/material.ts'
import { listed } from '../matter/sayable.ts'
import type { Fact } from '../../../claims/facts/fact.ts'

/** Everything there is to say of a kind, a sentence each: its events, then what was made, set up or registered. */
export function englishKind(kind: KindMaterial, material: Material): string[] {
  return [...eventSentences(kind, material), ...englishEntries(kind, material)]
}

function eventSentences(kind: KindMaterial, material: Material): string[] {
  const { events, count } = kind
  const [first] = events
  if (first !== undefined && areFew(kind)) {
    if (events.length === 1) return [oneEvent(first, kind), ...lowerBound(kind)]
    if (count !== null) return [fewEvents(kind, count), ...lowerBound(kind)]
  }
  return [...manyEvents(kind, material), ...lowerBound(kind)]
}

/** , “title”, at … with … */
function about({ title, place, partner }: RecordMaterial): string {
  const where = place === null || place === partner || place === '线上' ? '' : ` at ${place}`
  const whom = partner === null ? '' : ` with ${partner}`
  return `${title === null ? '' : ` ${titled(title)}`}${where}${whom}`
}

function oneEvent(record: RecordMaterial, kind: KindMaterial): string {
  const { title } = record
  const named = title === null ? '' : `, ${titled(title)}`
  const rest = about({ ...record, title: null })
  const joined = named === '' || rest === '' ? rest : `,${rest}`
  const came = record.heads === null ? '' : `; ${heads(record.heads)} took part${among(record)}`
  return `On {{${record.slot}.day}} the office held ${oneOf(kind)}${named}${joined}${came}.`
}

function among({ measures }: RecordMaterial): string {
  return measures.map((one) => `, ${amongThem(one)}`).join('')
}

function fewEvents(kind: KindMaterial, count: Fact): string {
  const { events, attendance } = kind
  const [partner] = events.map((one) => one.partner)
  const isShared = partner !== null && partner !== undefined && events.every((one) => one.partner === partner)
  const total = attendance === null ? '' : `, with a total of ${heads(attendance)}`
  const each = events.map((one) => {
    const inner = isShared ? { ...one, partner: null, place: one.place === partner ? null : one.place } : one
    const came = one.heads === null ? '' : `, ${heads(one.heads)}${among(one)}`
    return `${about(inner)} ({{${one.slot}.day}}${came})`.trim()
  })
  const whom = isShared ? ` with ${partner}` : ''
  return `The office held ${slot(count)} ${nounOf(kind, count.value === 1)}${whom}${total}: ${listed(each)}.`
}

function manyEvents(kind: KindMaterial, material: Material): string[] {
  const { count, attendance, digest, en } = kind
  if (count === null) return attendance === null ? [] : [`For ${en} there were ${heads(attendance)}.`]
  // Records that only carry a measure are told by it: their own number says nothing to a reader.
  if (digest === null && attendance === null && (kind.series.length > 0 || kind.measures.length > 0))
    return []
  const range = rangeWords(digest?.months ?? [], material)
  const clauses = [
    ` ${slot(count)} ${nounOf(kind, count.value === 1)}${seriesClause(kind)}${range === null ? '' : ` ${range.en}`}`,
    changeClause(noteworthyChange(material, count)),
    attendance === null ? '' : `, with ${heads(attendance)}`,
    shareClause(kind, material),
  ]
  return [`The office held${clauses.join('')}.`, ...themeSentences(kind, material)]
}

/** What all of them were: by their common title, and by the one thing studied where that says more. */
function seriesClause({ digest, themes }: KindMaterial): string {
  const series = digest?.eventSeries ?? null
  const [only, ...more] = themes
  const theme = only !== undefined && more.length === 0 && digest?.moreThemes === 0 ? only.words : null
  if (series === null) return theme === null ? '' : ` on ${titled(theme)}`
  return ` (${series}${theme === null || series.includes(theme) ? '' : `, on ${theme}`})`
}

function shareClause({ zh, family }: KindMaterial, { details }: Material): string {
  const [times, came] = [details.get(`share.count:${zh}`), details.get(`share.heads:${zh}`)]
  if (times === undefined) return ''
  const all = family === 'study' ? 'study sessions' : 'events'
  return `; that is ${slot(times)}% of the ${all}${came === undefined ? '' : ` and ${slot(came)}% of attendances`}`
}

function themeSentences({ zh, themes, digest }: KindMaterial, { details }: Material): string[] {
  const [only, ...more] = themes
  if (only === undefined || digest === null) return []
  if (more.length === 0 && digest.moreThemes === 0) return []
  const number = details.get(`themes:${zh}`)
  const isEven = digest.moreThemes === 0 && themes.every(({ times }) => times?.value === only.times?.value)
  const names = themes.map(({ words, times }) => {
    return `${titled(words)}${isEven || times === null ? '' : ` (${slot(times)})`}`
  })
  const all = number === undefined ? 'Themes' : `There were ${slot(number)} themes`
  const often =
    isEven && only.times !== null && only.times.value > 1 ? `, each studied ${slot(only.times)} times` : ''
  return [
    `${all}${often}${digest.moreThemes > 0 ? ', above all' : ''}: ${digest.moreThemes > 0 ? names.join(', ') : listed(names)}.`,
  ]
}

/** Events of which nobody wrote down who came. */
function lowerBound({ digest, attendance }: KindMaterial): string[] {
  return digest !== null && digest.withoutHeads > 0 && attendance !== null
    ? ['For some of them nobody wrote down who came; they are not in that number.']
    : []
}
