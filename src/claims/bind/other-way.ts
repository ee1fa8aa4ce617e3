import { plainText } from '../../text/normalise.ts'
import { blockers } from '../lexis/lexis.ts'
import type { RecordWords } from '../facts/fact.ts'
import { turnsIn, type Piece, type Turn } from '../lexis/turns.ts'
import type { Contradiction, Said } from './meant.ts'
import { tellingWords } from './records.ts'

const inOrder = /分别|依次|\b(?:respectively|in that order|in this order|in turn)\b/

/** A figure of one record beside another's day or title, in a stretch of months, or where nothing tells of that record. */
export function otherRecord(said: Said): Contradiction | null {
  const { meant, sentence, around, values } = said
  const { record } = meant
  if (record === null) return null
  const { time } = around
  const isOwnDay = sentence.dates.some(
    ({ span: { date } }) => isDayOf(date, record.startsOn) || isDayOf(date, record.endsOn),
  )
  if (inOrder.test(sentence.plain) && isOwnDay) return null
  const isOver = time.days !== null && time.days.from <= record.endsOn && record.startsOn <= time.days.to
  if (time.said === 'sentence' && time.date !== null && !isOver) return { has: time.date.span.text }
  const title = plainText(record.texts[0] ?? '').plain
  // 年度 in the name of a meeting is no time.
  const day = sentence.dates.findLast(({ to, span }) => to <= said.figure.from && span.date.grain === 'day')
  if (
    time.date === null &&
    day !== undefined &&
    !isDayOf(day.span.date, record.startsOn) &&
    !isDayOf(day.span.date, record.endsOn)
  )
    return { has: day.span.text }
  const end = said.figure.to + said.piece.after.length - sentence.from
  const isTitled = title.length >= 4 && sentence.plain.slice(0, end).includes(title)
  // 4月至10月撰写1篇: of months, and not of the one record.
  const isStretch =
    time.said === 'sentence' && time.grain !== 'day' && time.date !== null && !isOneMonth(time.days)
  if (isStretch && !isTitled) return { has: time.date.span.text }
  if (isOwnDay || isTitled || isToldBefore(said, record, title)) return null
  // Of a series only its number tells one from the others.
  const number = /第\s*\d+\s*[\u4e00-\u9fff]/.exec(title)?.[0]
  if (number !== undefined && !sentence.plain.includes(number)) return { lacks: true }
  const isNarrow =
    time.days !== null && (time.days.from !== values.days.from || time.days.to !== values.days.to)
  const telling = tellingWords(plainText(record.texts.join('\n')).plain)
  const shared = [...tellingWords(sentence.plain)].filter((word) => telling.has(word)).length
  return shared >= (isNarrow ? 1 : 3) ? null : { lacks: true }
}

/** "On 7 January it held a meeting; 9 people took part": a day or title that is the last before it. */
function isToldBefore({ sentence }: Said, { startsOn, endsOn }: RecordWords, title: string): boolean {
  const { before } = sentence
  if (before === null || sentence.dates.length > 0) return false
  const last = before.dates.findLast(({ span }) => span.date.grain === 'day')?.span.date
  if (last !== undefined) return isDayOf(last, startsOn) || isDayOf(last, endsOn)
  return title.length >= 4 && before.plain.includes(title)
}

type CalendarDate = Said['sentence']['dates'][number]['span']['date']

function isDayOf(date: CalendarDate, day: string): boolean {
  if (date.grain === 'time' || date.grain === 'year') return false
  const at = [date.fromMonth, date.fromDay]
  const to = [date.toMonth, date.toDay]
  const own = [Number(day.slice(5, 7)), Number(day.slice(8, 10))]
  return [at, to].some(([month, one]) => month === own[0] && one === own[1])
}

function isOneMonth(days: Said['around']['time']['days']): boolean {
  return days !== null && days.from.slice(0, 7) === days.to.slice(0, 7)
}

const most =
  /最[多大高长]|[较居]多|之首|居首|高峰|\b(?:largest|biggest|highest|most|longest|busiest|best|top|peak(?:ed)?|record|maximum|fullest)\b/g
const least = /最[少小低短]|[较居]少|\b(?:smallest|lowest|fewest|least|shortest|quietest|minimum|low)\b/g
/** 在21条至29条之间: the fewest and the most. */
const ranges = /之间|不等|\b(?:between|ranged|ranging)\b/
const averaged =
  /平均|人均|月均|均|每|\b(?:average[ds]?|averaging|mean|each|every|per|apiece)\b|\b(?:an?) (?:head|day|week|month|quarter|session|meeting|event|activity|issue|time|person)\b/
const isPeak =
  /最[多少大小高低]\S{0,3}$|\b(?:most|fewest|highest|lowest|largest|smallest) (?:with|at|of|was|were|being) $/

/** An average, a share, the highest or lowest without its words, or with another's; and theirs at what is none. */
export function otherWay({ meant, lead, piece, sentence }: Said): Contradiction | null {
  const { way, whole, unit } = meant
  const near = `${lead}\u0001${piece.after}`
  if (way === 'average') {
    if (!averaged.test(near)) return { lacks: true }
    const peak = isPeak.exec(lead)
    return peak === null || averaged.test(peak[0]) ? null : { has: peak[0].trim() }
  }
  if (way === 'largest' || way === 'smallest') {
    const [own, other] = way === 'largest' ? [most, least] : [least, most]
    const [at, against] = [lastOf(own, near), lastOf(other, lead)]
    if (at < 0) return ranges.test(sentence.plain) ? null : { lacks: true }
    return against > at ? { has: lead.slice(against).trim().slice(0, 12) } : null
  }
  if (way === 'share' && whole !== null && unit === '%')
    return otherWhole(piece.english ? piece.after : lead, whole)
  const peak = meant.record === null && way === 'plain' ? isPeak.exec(lead) : null
  return peak === null ? null : { has: peak[0].trim() }
}

/** 占总人次的30% where the share is of sessions: what stands beside the sign says of what. */
function otherWhole(text: string, whole: 'count' | 'heads'): Contradiction | null {
  const heads = lastOf(/人次|参加人数|参学|\b(?:attendances?|participants|heads|people|those who)\b/g, text)
  const counts = lastOf(
    /总?次数|场次|总数(?!的人)|\b(?:sessions|events|activities|meetings|records)\b/g,
    text,
  )
  const other = whole === 'count' ? heads : counts
  const own = whole === 'count' ? counts : heads
  return other >= 0 && own < 0 ? { has: text.slice(other).trim().slice(0, 12) } : null
}

function lastOf(pattern: RegExp, text: string): number {
  return [...text.matchAll(pattern)].at(-1)?.index ?? -1
}

/** A word beside the figure that turns what it counts, or a body that is none of its claim's. */
export function turned({ meant, piece, sentence, figure }: Said): string | null {
  const { label, fact, record } = meant
  const own = [label.zh, label.en, ...(fact?.names ?? []), ...(record?.texts ?? [])].join('\n').toLowerCase()
  const isMissing = /未|没有|待|not |waiting/.test(`${label.zh} ${label.en}`)
  const found = turnsIn(piece).find(
    (turn) =>
      !own.includes(turn.word) &&
      !(isMissing && /^(?:没有|未|not|never)/.test(turn.word)) &&
      !(meant.way === 'average' && turn.side === 'after' && turn.from === 0) &&
      !(meant.way === 'change' && turn.word.endsWith(' than')) &&
      !isInName(turn, piece, sentence, figure),
  )
  return found?.word ?? otherActor(piece, sentence, figure)
}

/** Within a name or a title a word turns nothing. */
function isInName(
  turn: Turn,
  { before }: Piece,
  { names, others }: Said['sentence'],
  figure: Said['figure'],
): boolean {
  const from = turn.side === 'before' ? figure.from - before.length + turn.from : figure.to + turn.from
  return [...names, ...others].some((name) => name.from <= from && name.to >= from + turn.word.length)
}

const people = '(?:干部|职工|干部职工|群众|居民|党员|代表|同志|人员|成员|领导|工作人员)*'
const actorBefore = new RegExp(
  `^${people}(?:有|共|派出?|约|近)?$|^${people}(?:参加|出席|到场|参与|设置|发放|建设|制作|举办|开展|组织|提交|撰写|编印|赠阅|印发)`,
)
const actsEnglish =
  /^ (?:handed|gave|held|had|made|took|sent|set|put|brought|ran|wrote|printed|published|attended|joined|[a-z]+ed)\b/
const fromOthers =
  /^\s*[a-z-]*\s*(?:from|of|belonging to) (?:the )?((?:other|another|neighbou?ring|sister)\b[a-z ]*|\S+)/

/** 市政协参加120人, 42 people from 合水县: who acts, or came, is another than the office. */
function otherActor(
  piece: Piece,
  { scopes, plain, from, others }: Said['sentence'],
  figure: Said['figure'],
): string | null {
  const bodies = [
    ...scopes.filter(
      ({ scope, value }) =>
        scope === 'partner' || (scope === 'place' && /[县市区局委办站社协校院村镇队]$/.test(value)),
    ),
    ...[...plain.matchAll(blockers.body)].map((found) => ({
      from: from + found.index,
      to: from + found.index + found[0].length,
    })),
  ].filter((one) => !others.some((name) => name.from < one.to && name.to > one.from))
  const start = figure.from - piece.before.length
  const actor = bodies.find((one) => {
    if (one.from < start || one.to > figure.from) return false
    const [lead, rest] = [
      plain.slice(Math.max(0, one.from - from - 12), one.from - from),
      plain.slice(one.to - from, figure.from - from),
    ]
    if (piece.english)
      return (
        actsEnglish.test(rest) && !/\b(?:with|by|at|in|to|of|for|from|community|and)(?: the)? $/.test(lead)
      )
    return (
      actorBefore.test(rest) && !/[与在赴向到同和为给对由从及于“《"、跟往][\u4e00-\u9fff]{0,5}$/.test(lead)
    )
  })
  if (actor !== undefined) return plain.slice(actor.from - from, actor.to - from)
  const whence = piece.english ? fromOthers.exec(piece.after) : null
  if (whence === null) return null
  const isBody = /\bfrom\b/.test(whence[0])
    ? !/^(?:the |our |its |this )?(?:office|january|february|march|april|may|june|july|august|september|october|november|december|\d)/.test(
        whence[1]!,
      )
    : bodies.some((one) => one.from >= figure.to && one.from < figure.to + piece.after.length)
  return isBody ? whence[0].trim() : null
}
