import { durationAt, impossible } from './quick-durations.ts'
import { readDate, readDuration, readHours, readingOf } from './quick-when.ts'
import { dateAt } from './quick-dates.ts'
import {
  askForKind,
  kindIndex,
  kindNamed,
  readKindWithin,
  readKindWord,
  type KindIndex,
} from './quick-kinds.ts'
import { endOfValue, labelsOf, unquoted, type Label } from './quick-labels.ts'
import { isEdge, Line, longestLine } from './quick-line.ts'
import { endOfBooks, materialsNamed, readMaterials } from './quick-materials.ts'
import { headAt, readEveryone, readMentions } from './quick-people.ts'
import { readPartner, readPlace } from './quick-places.ts'
import { measureIndex, readAmounts, type MeasureIndex } from './quick-quantities.ts'
import type {
  HeadCount,
  QuickFields,
  QuickRecord,
  RecordFamily,
  Vocabulary,
  VocabularyKind,
} from './quick-record.ts'
import { derivedTitle, longestTitle, readTitle } from './quick-title.ts'
import { readNumber } from '../numerals.ts'

export { parseDateText } from './quick-dates.ts'
export { parseDurationText } from './quick-durations.ts'
export { parsePeopleCount } from './quick-people.ts'
export { parseQuantityText } from './quick-quantities.ts'
export type {
  HeadCount,
  HeadUnit,
  QuickCandidate,
  QuickField,
  QuickFields,
  QuickLink,
  QuickQuantity,
  QuickQuestion,
  QuickRecord,
  QuickSpan,
  RecordFamily,
  TextSpan,
  Vocabulary,
  VocabularyKind,
  VocabularyMeasure,
} from './quick-record.ts'

type Day = Temporal.PlainDate

/** What labels have said: it wins over what is read from the rest of the line. */
type Named = {
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

/**
 * Reads one line as Slack sends it (mentions and links in angle brackets, &amp; &lt; &gt; escaped). Order is free, in
 * Chinese, English or both. Every piece of the line is in a field, or shown as not placed; what can be read in more
 * than one way is a question, and its field holds the likelier reading to pre-fill the form with. Never throws.
 * `today` is the day in the workspace's zone. Only the first 1,500 characters are read.
 */
export function parseQuickText(
  family: RecordFamily,
  text: string,
  vocabulary: Vocabulary,
  today: Day,
): QuickRecord {
  const line = new Line(text)
  const { kinds, measures } = indexesOf(vocabulary)[family]
  const named = readLabels(line, kinds, today)
  const mentions = readMentions(line)
  const materials = [...named.materials, ...readMaterials(line, family)]
  const date = named.date ?? (named.given.has('date') ? null : readDate(line, today, kinds))
  const spoken = named.durationMin ?? readDuration(line, kinds)
  const durationMin = readHours(line, spoken) ?? spoken
  const partner = named.partner ?? readPartner(line)
  const everyone = readEveryone(line)
  const place = named.place ?? readPlace(line)
  const amounts = readAmounts(line, measures)
  const kind = named.kind ?? (named.given.has('kind') ? null : readKind(line, kinds))
  const headCount = named.headCount ?? amounts.headCount
  const written = named.title === null ? readTitle(line) : titleNamed(line, named.title)
  // 传达学习《…》: the book alone is less of a title than the kind with it.
  const title =
    named.title === null && materials.join('') === written.replaceAll(/[、,，\s]/g, '') ? '' : written
  const derived = derivedTitle(kind, materials, isChinese(text))
  const fields: QuickFields = {
    startsOn: date?.startsOn ?? today,
    endsOn: date?.endsOn ?? today,
    dateGiven: date !== null,
    people: { userIds: mentions.userIds, groupIds: mentions.groupIds, ...(everyone ? { everyone } : {}) },
    materials: [...new Set(materials)],
    quantities: amounts.quantities,
    links: mentions.links,
    title: title === '' ? derived : title,
    titleDerived: title === '',
    ...present({ kindId: kind?.id, durationMin, headCount, place, partner, note: named.note }),
  }
  askAboutTheWhole(line, fields)
  return { fields, spans: line.spans(), questions: line.questions, unplaced: unplacedOf(line, text) }
}

type Indexes = { readonly [Family in RecordFamily]: { kinds: KindIndex; measures: MeasureIndex } }
const indexes = new WeakMap<Vocabulary, Indexes>()

/** Made once for a vocabulary, which is not to be changed: every line of an import is read with the same. */
function indexesOf(vocabulary: Vocabulary): Indexes {
  const known = indexes.get(vocabulary)
  if (known !== undefined) return known
  const measures = measureIndex(vocabulary)
  const made = {
    study: { kinds: kindIndex(vocabulary, 'study'), measures },
    activity: { kinds: kindIndex(vocabulary, 'activity'), measures },
  }
  indexes.set(vocabulary, made)
  return made
}

type Optional = 'kindId' | 'durationMin' | 'headCount' | 'place' | 'partner' | 'note'

/** Without the fields that are not there. */
function present(all: { [Key in Optional]: QuickFields[Key] | null | undefined }): Partial<
  Pick<QuickFields, Optional>
> {
  return Object.fromEntries(
    Object.entries(all).filter(([, value]) => value !== null && value !== undefined && value !== ''),
  )
}

function isChinese(text: string): boolean {
  return /\p{Script=Han}/u.test(text.slice(0, longestLine)) || text.trim() === ''
}

function readKind(line: Line, kinds: KindIndex): VocabularyKind | null {
  const asked = line.questions.length
  const kind = readKindWord(line, kinds) ?? readKindWithin(line, kinds)
  if (kind === null && line.questions.length === asked) askForKind(line, kinds)
  return kind
}

function readLabels(line: Line, kinds: KindIndex, today: Day): Named {
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
  for (const label of labels) readLabel(line, label, named, kinds, today)
  return named
}

function readLabel(line: Line, label: Label, named: Named, kinds: KindIndex, today: Day): void {
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
      return readMeasured(line, label, named, today)
  }
}

/** 时间：, 时长：, 人数：. 时间：2小时 is a duration. What does not read is asked for. */
function readMeasured(line: Line, label: Label, named: Named, today: Day): void {
  const { from, to, limit } = label
  const text = line.plain.slice(0, limit)
  const duration = label.field === 'date' || label.field === 'duration' ? durationAt(text, to) : null
  const date = label.field === 'date' ? dateAt(text, to, today) : null
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
    return line.claim(from, heads.end, 'headCount', `${heads.count.value} ${heads.count.unit}`)
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
function titleNamed(line: Line, label: Label): string {
  const free = line.free
  const end = endOfTitle(free, label)
  const inside = line
    .claims()
    .filter((claim) => claim.inTitle && claim.from >= label.to && claim.to <= label.limit)
  const stretch = inside.some((claim) => claim.from <= end && claim.to >= end) ? label.limit : end
  const words = unquoted(line.words(label.to, stretch).trim())
  line.claim(label.to, stretch, 'title')
  return words
}

function endOfTitle(free: string, label: Label): number {
  const stop = free.slice(label.to, label.limit).search(/[\u0000\ue000]/)
  return stop < 0 ? label.limit : label.to + stop
}

function askAboutTheWhole(line: Line, fields: QuickFields): void {
  if (fields.durationMin !== undefined) {
    const fault = impossible(fields.durationMin)
    if (fault !== null) line.ask('duration', fault)
  }
  if (fields.title.length > longestTitle) {
    line.ask('title', {
      zh: `标题有 ${fields.title.length} 个字，最多 ${longestTitle} 个，请改短。`,
      en: `The title has ${fields.title.length} characters; ${longestTitle} is the most. Shorten it.`,
    })
  }
  if (fields.title === '') line.ask('title', { zh: '没有写标题，请填。', en: 'There is no title. Give one.' })
  if (line.source.length > longestLine) {
    line.ask('title', {
      zh: `只读了前 ${longestLine} 个字，其余没有读，请核对。`,
      en: `Only the first ${longestLine} characters were read. Check the rest.`,
    })
  }
}

function unplacedOf(line: Line, text: string): QuickRecord['unplaced'] {
  const rest = text.slice(longestLine)
  const tail = rest.trim() === '' ? [] : [{ start: longestLine, end: text.length, text: rest }]
  return [...line.aside(), ...tail]
}
