import type { Days, PlainClaim } from '../claim/claim.ts'
import { blockersIn, isLight, together } from '../lexis/lexis.ts'
import { timeAt } from '../read/period.ts'
import type { Placed, Sentence } from '../read/sentence.ts'
import { ahead, flowsIn } from '../lexis/turns.ts'
import type { FigureSpan } from '../scan/span.ts'
import { placeholdersIn } from '../slot-words/placeholders.ts'
import { surroundings } from './around.ts'
import { agreesWith, type Asked } from './fits.ts'
import type { Contradiction, Meant, Said } from './meant.ts'
import { otherName } from './other-name.ts'
import { otherRecord, otherWay, turned } from './other-way.ts'

/**
 * What the words beside a figure say that the claim of its source lacks: another name, unit, time, record, person,
 * department or place; an average, a sum, another body, negation, plan, each, change. Words contradict a source, they never
 * choose it. null: nothing.
 */
export function contradiction(
  figure: Placed<FigureSpan>,
  sentence: Sentence,
  meant: Meant,
  { values }: Asked,
): Contradiction | null {
  if (figure.span.unit !== null && !agreesWith(figure.span, meant)) return { has: figure.span.text }
  const written = withoutPlaceholders(sentence)
  const around = surroundings(figure, written, values.days)
  const said: Said = { figure, sentence: written, around, meant, values, ...piecesAround(figure, written) }
  const record = otherRecord(said)
  if (record !== null) return record
  const way = otherWay(said)
  if (way !== null) return way
  const words =
    otherName(said) ??
    (isTold(said) ? null : otherTime(said)) ??
    otherWho(said) ??
    otherPlace(said) ??
    otherWords(said) ??
    turned(said) ??
    otherFlow(said) ??
    stillAhead(said)
  if (words !== null) return { has: words }
  return lacksTime(said) ? { lacks: true } : null
}

/** 【待补：…】 tells of no figure: blanked, offsets kept. */
function withoutPlaceholders(sentence: Sentence): Sentence {
  const known = blanked.get(sentence)
  if (known !== undefined) return known
  let { plain } = sentence
  for (const { start, end } of placeholdersIn(plain))
    plain = plain.slice(0, start) + ' '.repeat(end - start) + plain.slice(end)
  const made = plain === sentence.plain ? sentence : { ...sentence, plain }
  blanked.set(sentence, made)
  return made
}

const blanked = new WeakMap<Sentence, Sentence>()

function piecesAround(
  figure: Placed<FigureSpan>,
  { plain, from, figures, english, to }: Sentence,
): Pick<Said, 'lead' | 'piece'> {
  const place = figures.indexOf(figure)
  const lead = plain.slice((figures[place - 1]?.to ?? from) - from, figure.from - from)
  const next = figures.slice(place + 1).find(({ span }) => !/^an? (?:quarter|half)$/i.test(span.text))
  const tail = plain.slice(figure.to - from, (next?.from ?? to) - from)
  const begins = Math.max(
    ...['，', '；', '：', '、', ';', ': ', '。', ', '].map((sign) => lead.lastIndexOf(sign) + 1),
  )
  const stop = tail.search(english ? /[,;:(（]| and | but | while |\.(?:\s|$)/ : /[，、；,;:：。（(]/)
  const after = stop < 0 ? tail : tail.slice(0, stop)
  return { lead, piece: { before: lead.slice(begins), after, english } }
}

/** A list told in order: 508, 519, 506 and 507 in that order; and in English a day that stands before a list of figures. */
function isTold({
  sentence: { plain, english, figures, from },
  figure,
  around: { time },
  meant,
  values,
}: Said): boolean {
  if (meant.way === 'largest' || meant.way === 'smallest') return true
  if (
    time.grain === 'day' &&
    time.date !== null &&
    together.test(plain.slice(time.date.to - from, figure.from - from))
  )
    return true
  const isWhole = meant.parts.every(
    ({ days }) => days?.from === values.days.from && days.to === values.days.to,
  )
  const { date } = time
  if (!english || !isWhole || date === null || date.to > figure.from) return false
  const between = figures.filter((one) => one.from >= date.to && one.to <= figure.from)
  return between.some((one) => /^[^.;]*?,/.test(plain.slice(one.to - from, figure.from - from)))
}

/** A time said in the sentence that is none of the claim's, and at which the claim is not the same. A level is of any day. */
function otherTime({ figure, sentence, around, meant: { parts }, values }: Said): string | null {
  const time = timeAt(figure, sentence, values.days)
  if (time.said !== 'sentence' || parts.length === 0) return null
  const { days } = time
  const isOwn = parts.some((part) => {
    if (around.times.some((one) => one.from === part.days?.from && one.to === part.days.to)) return true
    if (part.days === null || (days?.from === part.days.from && days.to === part.days.to)) return true
    if (days === null) return false
    return (
      part.stem === 'measure.latest' ||
      values.valueOf({ ...part, days })?.value === values.valueOf(part)?.value
    )
  })
  if (
    isOwn ||
    parts.some(
      ({ days: own }) =>
        own !== null &&
        (isTimeBehind(own, { figure, sentence, values }) || isListedTime(own, { sentence, values })),
    )
  )
    return null
  return (
    time.date?.span.text ??
    blockersIn(sentence.plain).map(({ from, to }) => sentence.plain.slice(from, to))[0] ??
    sentence.plain.trim().slice(0, 8)
  )
}

/** "8 sessions with 288 attendances in Q4": what closes the clause is of both. */
function isTimeBehind(
  own: Days,
  { figure, sentence, values }: Pick<Said, 'figure' | 'sentence' | 'values'>,
): boolean {
  const date = sentence.english ? sentence.dates.find(({ from }) => from >= figure.to) : undefined
  if (date === undefined) return false
  const gap = sentence.plain.slice(figure.to - sentence.from, date.from - sentence.from)
  const { days } = timeAt({ from: date.to, to: date.to }, sentence, values.days, false)
  return !/[,;:]|\b(?:and|but|while)\b/.test(gap) && days?.from === own.from && days.to === own.to
}

/** 一季度、二季度分别为1次、2次: its own time stands in the list. */
function isListedTime(own: Days, { sentence, values }: Pick<Said, 'sentence' | 'values'>): boolean {
  if (!/分别|依次|\brespectively\b|in that order/.test(sentence.plain)) return false
  return sentence.dates.some(({ to }) => {
    const { days } = timeAt({ from: to, to }, sentence, values.days, false)
    return days?.from === own.from && days.to === own.to
  })
}

/** 各季度分别组织学习30次、31次: every part is told, in order. */
const byParts =
  /各季度|各月|同一?季度|该季度|当季|\b(?:same|that) (?:quarter|month)\b|\b(?:by quarter|by month|quarterly|monthly)\b/

/** A quarter's figure where neither its sentence nor what stands before it says which. */
function lacksTime({ around: { time, times }, meant: { parts }, values, sentence }: Said): boolean {
  const narrow = parts.filter(
    ({ days }) => days !== null && (days.from !== values.days.from || days.to !== values.days.to),
  )
  if (narrow.length === 0 || time.said === 'sentence' || byParts.test(sentence.plain)) return false
  return !narrow.some(({ days }) =>
    [time.days, ...times].some((one) => one?.from === days?.from && one?.to === days?.to),
  )
}

function otherWho({
  around,
  meant: { parts, titles },
  sentence: { scopes, plain, from },
}: Said): string | null {
  const [what, value] = Object.entries(around.who ?? {})[0] ?? []
  const isOwn = ({ scope }: PlainClaim) =>
    Object.entries(scope).some(([one, own]) => one === what && own === value)
  if (value === undefined || parts.some(isOwn)) return null
  const found = scopes.find((one) => one.value === value)
  const words = found === undefined ? value : plain.slice(found.from - from, found.to - from)
  // 办公室 is a department and the office itself.
  return isLight(words, false) || titles.includes(words) ? null : words
}

/** A place, partner or material in the sentence where the claim is another. */
function otherPlace({ around, meant: { parts, titles }, values }: Said): string | null {
  const found = around.whereClose.find((where) =>
    parts.some((part) => {
      if (Object.values(where).some((value) => titles.includes(value.toLowerCase()))) return false
      if (Object.keys(where).some((what) => what in part.scope)) return false
      const narrowed = values.valueOf({ ...part, scope: { ...part.scope, ...where } })
      return narrowed !== null && narrowed.value !== values.valueOf(part)?.value
    }),
  )
  return found === undefined ? null : (Object.values(found)[0] ?? null)
}

function otherWords({
  around,
  meant: { way, label, parts, fact },
  sentence: { plain, english },
  values,
  piece,
}: Said): string | null {
  const { blockers: kinds, times } = around
  // 各季度分别为30次、31次: each has its own quarter. In English an each further on is the next figure's.
  const isAlike = fact?.key.startsWith('theme.') ?? false
  const isNarrow = parts.some(
    ({ days }) => days !== null && days.from + days.to !== values.days.from + values.days.to,
  )
  const isCut =
    isAlike ||
    (isNarrow && byParts.test(plain)) ||
    times.some(
      ({ from, to }) =>
        from !== values.days.from && parts.some(({ days }) => days?.from === from && days.to === to),
    )
  const isNext = english && !blockersIn(`${piece.before} ${piece.after}`).some(({ kind }) => kind === 'each')
  const isPer = way === 'average' || way === 'largest' || way === 'smallest' || isCut || isNext
  const isMissing = /未|没有|not handed in|missing/.test(label.zh)
  const kind = [...kinds].find(
    (one) =>
      !(one === 'negation' && isMissing) &&
      !(one === 'each' && isPer) &&
      !((one === 'change' || one === 'period') && way === 'change'),
  )
  if (kind === undefined) return null
  const found = blockersIn(plain).filter((one) => one.kind === kind)
  const words = found.map(({ from, to }) => plain.slice(from, to))
  // "Another 5 essays went back" counts on, it tells of no change.
  const told = words.filter(
    (word) =>
      !/^(?:another|further)$/.test(word) &&
      !(/^(?:fewer|more|less)$/.test(word) && isThan.test(piece.before)),
  )
  return words.length > 0 && told.length === 0 ? null : (told[0] ?? kind)
}

/** Fewer than Q1 with 30: the figure is what is compared with. */
const isThan = /\b(?:more|fewer|less) than\b/

/** How many are new, where the claim is how many there are. */
function otherFlow({ piece, meant: { parts } }: Said): string | null {
  return parts.some(({ stem }) => stem === 'measure.latest') ? (flowsIn(piece)[0] ?? null) : null
}

/** Under "next steps" nothing has been done; what is open already may be counted there. */
function stillAhead({ sentence, figure, meant: { parts } }: Said): string | null {
  const isOpen = parts.some(
    ({ stem, name }) => stem.startsWith('gap.') || /^(?:returned|waiting|late)$/.test(name ?? ''),
  )
  if (isOpen) return null
  const own = ahead.exec(sentence.plain.slice(0, figure.from - sentence.from))
  if (own !== null) return own[0]
  for (let one = sentence.before, far = 0; one !== null && far < 6; one = one.before, far++) {
    const found = ahead.exec(one.plain)
    if (found !== null) return found[0]
  }
  return null
}
