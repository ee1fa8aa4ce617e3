import { readNumber } from '../../text/numbers/numerals.ts'
import type { Day } from './dates/rules.ts'
import { dateAt } from './dates/dates.ts'
import { durationAt } from './dates/durations.ts'
import { kindNamed, type KindIndex } from './words/kinds.ts'
import { endOfValue, labelsOf, unquoted, type Label } from './labels.ts'
import { isEdge, type Line } from './words/line.ts'
import { endOfBooks, materialsNamed } from './materials.ts'
import { headAt } from './words/heads.ts'
import { tidy } from './title.ts'
import type { HeadCount, VocabularyKind } from './words/reading.ts'
import { readingOf } from './dates/when.ts'

/** What labels have said: it wins over what is read from the rest of the line. */
export type Named = {
  kind: VocabularyKind | null
  date: { startsOn: Day; endsOn: Day } | null
  durationMin: number | null
  headCount: HeadCount | null
  place: string | null
  partner: string | null
  note: string | null
  materials: string[]
  title: Label | null
  given: Set<Label['field']>
}

/** Takes what labels name: 地点：…, title: … . A title is only marked, since the fields after it are still to be read. */
export function readLabels(line: Line, kinds: KindIndex, today: Day, region: string): Named {
  const labels = labelsOf(line)
  const named: Named = {
    kind: null,
    date: null,
    durationMin: null,
    headCount: null,
    place: null,
    partner: null,
    note: null,
    materials: [],
    title: null,
    given: new Set(labels.map(({ field }) => field)),
  }
  for (const label of labels) readLabel(line, label, named, kinds, { today, region })
  return named
}

type Where = { readonly today: Day; readonly region: string }

function readLabel(line: Line, label: Label, named: Named, kinds: KindIndex, where: Where): void {
  const { field, from, to, limit } = label
  const end = endOfValue(line.plain, label)
  switch (field) {
    case 'note':
      named.note = unquoted(line.words(to, limit))
      return line.claim(from, limit, 'note', named.note)
    case 'place':
    case 'partner':
      named[field] = unquoted(line.words(to, end))
      return line.claim(from, end, field, named[field] ?? undefined)
    case 'organisation':
      named.partner = unquoted(line.words(to, end))
      line.ask('partner', {
        zh: `“${named.partner}”是合作单位吗？请确认。`,
        en: `Is "${named.partner}" the partner? Please confirm.`,
      })
      return line.claim(from, end, 'partner', named.partner)
    case 'materials': {
      const last = endOfBooks(line.plain, to) ?? end
      const found = materialsNamed(line, to, last)
      named.materials.push(...found)
      return line.claim(from, last, 'materials', found.join('、'))
    }
    case 'kind':
      line.claim(from, to, 'kind')
      named.kind = kindNamed(line, to, end, kinds)
      return
    case 'title':
      named.title ??= label
      return line.claim(from, to, 'title')
    case 'people':
    case 'quantities':
    case 'links':
      return line.claim(from, to, field)
    case 'date':
    case 'duration':
    case 'headCount':
    case 'headVisits':
      return readMeasured(line, label, named, where)
  }
}

/** 时间：, 时长：, 人数：. 时间：2小时 is a duration. What does not read is asked for. */
function readMeasured(line: Line, label: Label, named: Named, { today, region }: Where): void {
  const { from, to, limit } = label
  const text = line.plain.slice(0, limit)
  const duration = label.field === 'date' || label.field === 'duration' ? durationAt(text, to) : null
  const date = label.field === 'date' ? dateAt(text, to, today, region) : null
  if (date !== null && date.end >= (duration?.end ?? 0)) {
    named.date = date.range
    if (date.ask !== undefined) line.ask('date', date.ask)
    return line.claim(from, date.end, 'date', date.range === null ? '?' : readingOf(date.range))
  }
  if (duration !== null) {
    named.durationMin = duration.minutes
    if (label.field === 'date') named.given.delete('date')
    if (duration.ask !== undefined) line.ask('duration', duration.ask, duration.candidates)
    return line.claim(from, duration.end, 'duration', `${duration.minutes ?? '?'} min`)
  }
  if (label.field === 'headCount' || label.field === 'headVisits') return readHeads(line, label, named)
  // time: 14:00 says an hour, which the record does not hold.
  if (/^\d{1,2}[:：]\d{2}/.test(text.slice(to))) {
    named.given.delete(label.field)
    return line.claim(from, to, 'none')
  }
  notRead(line, label, label.field === 'date' ? 'date' : 'duration')
}

function readHeads(line: Line, label: Label, named: Named): void {
  const { from, to, limit, field } = label
  const text = line.plain.slice(0, limit)
  const heads = headAt(text, to)
  const bare = readNumber(text, to)
  if (heads !== null) {
    named.headCount = heads.count
    if (heads.ask !== undefined) line.ask('headCount', heads.ask)
    const said = heads.count === null ? '?' : `${heads.count.value} ${heads.count.unit}`
    return line.claim(from, heads.end, 'headCount', said)
  }
  if (bare === null || !isEdge(line.plain, bare.end) || bare.high !== undefined || bare.percent)
    return notRead(line, label, 'headCount')
  const count = { value: bare.value, unit: field === 'headVisits' ? ('人次' as const) : ('人' as const) }
  named.headCount = count
  if (!Number.isInteger(count.value) || count.value <= 0) {
    line.ask('headCount', {
      zh: `人数 ${count.value} 不对，请改。`,
      en: `${count.value} cannot be a head count. Change it.`,
    })
  }
  return line.claim(from, bare.end, 'headCount', `${count.value} ${count.unit}`)
}

function notRead(line: Line, label: Label, field: 'date' | 'duration' | 'headCount'): void {
  const end = endOfValue(line.plain, label)
  const said = line.words(label.from, end)
  line.claim(label.from, end, 'none')
  line.ask(field, { zh: `“${said}”读不出来，请填。`, en: `"${said}" does not read. Give it in the form.` })
}

/** 标题：… runs on to the next thing that was understood, or to its own limit. */
export function titleNamed(line: Line, label: Label): string {
  const free = line.free
  const end = endOfTitle(free, label)
  const inside = line
    .claims()
    .filter((claim) => claim.inTitle && claim.from >= label.to && claim.to <= label.limit)
  const stretch = inside.some((claim) => claim.from <= end && claim.to >= end) ? label.limit : end
  const words = tidy(unquoted(line.words(label.to, stretch)))
  line.claim(label.to, stretch, 'title')
  return words
}

function endOfTitle(free: string, label: Label): number {
  const stop = free.slice(label.to, label.limit).search(/[\u0000\ue000]/)
  return stop < 0 ? label.limit : label.to + stop
}
