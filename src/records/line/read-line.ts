import { impossible } from './dates/durations.ts'
import { readHours } from './dates/hours.ts'
import { askForKind, kindIndex, readKindWithin, readKindWord, type KindIndex } from './words/kinds.ts'
import { Line, longestLine } from './words/line.ts'
import { readDuration } from './lengths.ts'
import { readSpecialCounts } from './counts.ts'
import { readMaterials } from './materials.ts'
import { readLabels, titleNamed } from './named.ts'
import { askAboutAbsent, askAboutSome, readAuthor, readEveryone, readMentions } from './words/people.ts'
import { readPartner } from './partners.ts'
import { readPlace } from './places.ts'
import { measureIndex, readAmounts, type MeasureIndex } from './quantities.ts'
import {
  askAboutDoneTo,
  askAboutMarkers,
  askAboutMeasuresUnread,
  askAboutOthersJoined,
  askAboutSites,
  askAboutWhatIsTakenBack,
  askAboutWordsBetween,
} from './beside.ts'
import { askAboutRemains } from './gate.ts'
import type {
  HeadCount,
  QuickField,
  QuickFields,
  QuickRecord,
  RecordFamily,
  Vocabulary,
  VocabularyKind,
} from './words/reading.ts'
import { derivedTitle, longestTitle, readTitle } from './title.ts'
import { readDate } from './dates/when.ts'

export { parseDateText } from './dates/dates.ts'
export { parseDurationText } from './dates/durations.ts'
export { parsePeopleCount } from './words/heads.ts'
export { parseQuantityText } from './quantities.ts'
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
} from './words/reading.ts'

type Day = Temporal.PlainDate

/**
 * Reads one line as Slack sends it (mentions and links in angle brackets, &amp; &lt; &gt; escaped). Order is free, in
 * Chinese, English or both. Every piece of the line is in a field, or shown as not placed; what can be read in more
 * than one way is a question, and its field holds the likelier reading to pre-fill the form with. Never throws.
 * `today` is the day in the workspace's zone, `region` says whose holidays and whose order of day and month are meant. Only the first 1,500 characters are read.
 */
export function parseQuickText(
  family: RecordFamily,
  text: string,
  vocabulary: Vocabulary,
  today: Day,
  region = 'none',
): QuickRecord {
  const line = new Line(text)
  const { kinds, measures } = indexesOf(vocabulary)[family]
  const named = readLabels(line, kinds, today, region)
  const mentions = readMentions(line)
  const materials = [...named.materials, ...readMaterials(line, family)]
  const special = readSpecialCounts(line)
  const date = named.date ?? (named.given.has('date') ? null : readDate(line, today, kinds, region))
  const author = readAuthor(line)
  const spoken =
    named.durationMin ??
    readDuration(line, kinds, date === null ? 1 : date.startsOn.until(date.endsOn).days + 1)
  const durationMin = readHours(line, spoken) ?? spoken
  const partner = named.partner ?? readPartner(line)
  const { everyone, some } = readEveryone(line)
  const found = named.place === null ? readPlace(line) : null
  const place = named.place ?? found?.words
  const amounts = readAmounts(line, measures)
  const kind = named.kind ?? (named.given.has('kind') ? null : readKind(line, kinds))
  const counted = special.present === null ? null : { value: special.present, unit: '人' as const }
  const headCount = named.headCount ?? amounts.headCount ?? special.sum ?? counted
  if (headCount === null) askAboutSome(line, some)
  const { userIds, groupIds, absent, absence, hosts } = mentions
  const isNamed = userIds.length + groupIds.length > 0 || author
  if (headCount === null && !isNamed) askAboutAbsent(line, absence)
  if (
    special.expected !== null &&
    headCount !== null &&
    !addsUp(headCount.value, special.expected, special.excused, special.absent)
  )
    askAboutExpected(line)
  const isPeopled =
    headCount !== null ||
    everyone ||
    author ||
    some.length > 0 ||
    mentions.userIds.length + mentions.groupIds.length > 0
  const given = new Set<QuickField>(line.questions.map(({ field }) => field))
  if (date !== null) given.add('date')
  if (durationMin !== null) given.add('duration')
  if (isPeopled) given.add('headCount').add('people')
  if (named.title === null) {
    askAboutRemains(line, given)
    askAboutWhatIsTakenBack(line)
    askAboutWordsBetween(line)
    askAboutOthersJoined(line)
    askAboutDoneTo(line)
    const isPlaced = (place ?? null) !== null
    askAboutMarkers(line, { partner: partner !== null, place: isPlaced })
    if (!isPlaced) askAboutSites(line)
    if (!line.questions.some(({ field }) => field === 'quantities')) askAboutMeasuresUnread(line, measures)
  }
  const written = named.title === null ? readTitle(line) : titleNamed(line, named.title)
  // 传达学习《…》: the book alone is less of a title than the kind with it.
  const title =
    named.title === null && materials.join('') === written.replaceAll(/[、,，\s]/g, '') ? '' : written
  const derived = derivedTitle(kind, materials, isChinese(text))
  const isBesides = amounts.besides && absent.length === 0
  if (headCount !== null && isNamed !== (isBesides || (isNamed && hosts))) askWhetherBesides(line, headCount)
  const fields: QuickFields = {
    startsOn: date?.startsOn ?? today,
    endsOn: date?.endsOn ?? today,
    dateGiven: date !== null,
    ...(date === null && line.questions.some(({ field }) => field === 'date') ? { dateUnread: true } : {}),
    people: {
      userIds,
      groupIds,
      ...(everyone ? { everyone } : {}),
      ...(author ? { author } : {}),
      ...(absent.length > 0 ? { absent } : {}),
    },
    materials: [...new Set(materials)],
    quantities: amounts.quantities,
    links: mentions.links,
    title: title === '' ? derived : title,
    titleDerived: title === '',
    ...present({
      kindId: kind?.id,
      durationMin,
      headCount,
      place,
      partner,
      note: named.note,
      expected: special.expected,
      excused: special.excused,
    }),
  }
  if (family === 'activity' && found?.bare === true && title === '' && materials.length === 0)
    askWhetherPlace(line, found.words)
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

type Optional = 'kindId' | 'durationMin' | 'headCount' | 'expected' | 'excused' | 'place' | 'partner' | 'note'

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

/** Nobody can be there and excused, or come without being expected. */
function addsUp(present: number, expected: number, excused: number | null, absent: number | null): boolean {
  const away = (excused ?? 0) + (absent ?? 0)
  return excused === null && absent === null ? present <= expected : present + away === expected
}

/** 应到12人实到15人: more than were expected. */
function askAboutExpected(line: Line): void {
  line.ask('headCount', {
    zh: '实到、请假和应到的人数对不上，请核对。',
    en: 'Those present, excused and expected do not add up. Please check the head count.',
  })
}

/** 30人 @A: in all, or besides the one who is named. */
function askWhetherBesides(line: Line, { value, unit }: HeadCount): void {
  line.ask('headCount', {
    zh: `${value}${unit}是一共，还是点名的人以外另有${value}${unit}？人数里只填没有点名的人。`,
    en: `${value} in all, or ${value} besides those who are named? Count only those who are not named.`,
  })
}

/** 阵地建设 党员活动室: the only words may say where, or what. */
function askWhetherPlace(line: Line, words: string): void {
  line.ask('title', {
    zh: `“${words}”读作地点，没有别的字作标题。它其实是标题吗？请核对。`,
    en: `"${words}" was read as the place, which leaves no words for a title. Is it the title? Please check.`,
  })
}

function askAboutTheWhole(line: Line, fields: QuickFields): void {
  if (fields.durationMin !== undefined) {
    const fault = impossible(fields.durationMin, fields.startsOn.until(fields.endsOn).days + 1)
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
