import type { WrittenNumber } from '../../text/numbers/numerals.ts'
import { isEdge, type Line } from './words/line.ts'
import { nameEndingAt, nameStartingAt, namesOf, type Named, type Names } from '../../text/names.ts'
import { headAt, headUnitAt, type HeadWords } from './words/heads.ts'
import { roughAfter } from '../../text/numbers/approximation.ts'
import type { Vocabulary, VocabularyMeasure } from './words/reading.ts'

const commonUnits =
  '条篇份册本块个次场期件项幅套张家户类批辆棵箱斤吨元只面盏部台支段首门课节届处间座页字遍轮组队对米'
const longUnits =
  '毫升 升 亩 公顷 人次 户次 场次 课时 公斤 千克 平方米 公里 万元 亿元 copies pieces articles posts books sets boxes kg yuan rmb trees photos videos pages sessions events times percent'

/** Looks measures up by their names and aliases; units by all that measures have and the common counters. */
export type MeasureIndex = { readonly names: Names<VocabularyMeasure>; readonly units: Names<string> }

export function measureIndex(vocabulary: Vocabulary): MeasureIndex {
  const names = namesOf(
    vocabulary.measures.flatMap((measure) =>
      [measure.name, ...measure.aliases].map((name) => [name, measure] as const),
    ),
  )
  const units = [
    ...commonUnits,
    ...longUnits.split(' '),
    '%',
    '人',
    '名',
    '位',
    ...vocabulary.measures.map(({ unit }) => unit),
  ]
  return { names, units: namesOf(units.map((unit) => [unit, unit] as const)) }
}

/** A number of a measure, or of something unknown when `measures` is empty; several measures may share a name. */
export type Measured = {
  kind: 'quantity'
  from: number
  end: number
  name: string
  unit: string
  unitSaid: boolean
  measures: readonly VocabularyMeasure[]
  rough: boolean
  /** Where the measure's name or the number begins, whichever stands first: what was done stands before it. */
  nameFrom: number
  /** 新闻=24, or the measure by its own full name: nothing else can be meant. */
  isNamed: boolean
}
export type Amount = { kind: 'heads'; end: number; words: HeadWords } | Measured

/** What the number at `at` counts, by its unit and the names beside it; null for what is no amount. */
export function amountAt(
  line: Line,
  text: string,
  at: number,
  number: WrittenNumber,
  index: MeasureIndex,
): Amount | null {
  const unit = unitAt(text, number, index)
  const left = leftOf(text, at, index, unit.said)
  const right =
    left === null || (!left.equals && /\s/.test(text.charAt(at - 1)))
      ? farthest(rightOf(text, number.end, index), rightOf(text, unit.end, index))
      : null
  const heads = headAt(text, at)
  // news 24 items printed: the name behind the number is nearer to it in English; in Chinese it stands before.
  const ahead = right !== null && /[a-z]$/.test(right.name)
  const named = ahead || left?.loose === true ? (right ?? left) : (left ?? right)
  if (named !== null && (unit.said !== '' || bounded(text, number.end) || right !== null)) {
    const agrees = named.measures.some((measure) => measure.unit === unit.said)
    if (heads === null || agrees || !isEdge(text, unit.end) || left?.equals === true) {
      const end = named === right && right !== null ? right.end : unit.end
      if (bounded(text, end)) {
        const from = named === left && left !== null ? left.from : at
        return {
          kind: 'quantity',
          from,
          end,
          name: named.name,
          unit: unit.said,
          unitSaid: unit.said !== '',
          measures: named.measures,
          nameFrom: named === left && left !== null ? left.start : at,
          isNamed:
            (named === left && left.equals) ||
            named.measures.some(({ name }) => name.length > 2 && named.name.includes(name)),
          // 各印发200份: of each, and how many there are is not said.
          rough:
            unit.rough ||
            /^[,，.]\d/.test(text.slice(number.end, number.end + 2)) ||
            /[各每均]$/.test(text.slice(0, named === left && left !== null ? left.start : at)),
        }
      }
    }
  }
  const each = heads !== null && eachBefore.test(text.slice(Math.max(0, at - 3), at))
  if (heads !== null && (each || freeOnLeft(text, at))) {
    const doubt =
      named !== null || each || doubtfulOnLeft(text, at, number)
        ? { ...heads, ask: heads.ask ?? whoAreThey(heads) }
        : heads
    return { kind: 'heads', end: heads.end, words: doubt }
  }
  return unknownAt(line, text, at, number, unit)
}

/** A number with a unit and no name that is known. Ordinals (第3期), parts of words and bare numbers are no amounts. */
function unknownAt(
  line: Line,
  text: string,
  at: number,
  number: WrittenNumber,
  unit: { said: string; end: number; rough: boolean },
): Amount | null {
  const written = !/=\s?$/.test(text.slice(Math.max(0, at - 2), at))
    ? null
    : /([\p{L}\d·-]{1,30})\s?=\s?$/u.exec(text.slice(Math.max(0, at - 34), at))
  if (unit.said === '' && written === null) askAboutBare(line, text, at, number)
  const explicit = written !== null && bounded(text, unit.end)
  const alone = isEdge(text, at - 1) && unit.said !== '' && bounded(text, unit.end)
  const glued =
    unit.said !== '' &&
    (number.form !== 'chinese' || number.value >= 10) &&
    freeOnLeft(text, at) &&
    bounded(text, unit.end)
  if (!explicit && !alone && !glued) return null
  const word = explicit
    ? (written[1] ?? '')
    : (/[\p{Script=Han}]{1,20}$/u.exec(text.slice(Math.max(0, at - 20), at))?.[0] ?? '')
  const from = explicit ? at - written[0].length : at
  const name =
    word === '' ? '' : line.words(explicit ? from : at - word.length, explicit ? from + word.length : at)
  return {
    kind: 'quantity',
    from,
    end: unit.end,
    name,
    unit: unit.said,
    unitSaid: unit.said !== '',
    measures: [],
    rough: unit.rough,
    nameFrom: from,
    isNamed: false,
  }
}

function unitAt(
  text: string,
  number: WrittenNumber,
  index: MeasureIndex,
): { said: string; end: number; rough: boolean } {
  if (number.percent) return { said: '%', end: number.end, rough: false }
  const before = roughAfter.exec(text.slice(number.end, number.end + 14))?.[0] ?? ''
  let from = number.end + before.length
  if (/^ \S/.test(text.slice(from, from + 2))) from++
  const found = nameStartingAt(index.units, text, from)
  const said = found?.things[0] ?? ''
  const heads = said === '' ? headUnitAt(text, from) : null
  if (heads !== null && /[a-z]/.test(text.slice(from, heads.end)))
    return { said: heads.unit, end: heads.end, rough: before !== '' }
  const end = found === null ? number.end + before.length : from + found.name.length
  const after = roughAfter.exec(text.slice(end, end + 14))?.[0] ?? ''
  return { said, end: end + after.length, rough: before !== '' || after !== '' }
}

type Left = {
  from: number
  /** Where the name begins, also one that stays in the title. */
  start: number
  name: string
  measures: readonly VocabularyMeasure[]
  /** Named at the end of a longer word that stands apart: what follows the number is nearer. */
  loose: boolean
  equals: boolean
}

/** The measure named before the number: 发布新闻动态=24条, 新闻262条, 印发 2000份. Within a longer word only when glued. */
function leftOf(text: string, at: number, index: MeasureIndex, unit: string): Left | null {
  const gap =
    /(?:\s{0,3}[=:]\s{0,3}|\s{1,3})?(?:(?:共计?|合计|了|达到?|为|约|近|超过?|逾|至少|突破|增至|增加到|升至|累计|已有|\b(?:now|at|reached|stands? at|total|are|is|were|hit)\b)\s?)?$/u.exec(
      text.slice(Math.max(0, at - 14), at),
    )?.[0] ?? ''
  const end = at - gap.length
  const named = nameEndingAt(index.names, text, end)
  if (named === null) return null
  const start = end - named.name.length
  const whole = isEdge(text, start - 1)
  const glued = !/\s/.test(gap)
  // 在职党员注册审核 86人次: apart from the number, the end of a word is its name only when the unit says so too.
  const fits = unit !== '' && named.things.some((measure) => measure.unit === unit)
  if (!whole && !glued && !fits) return null
  // In a longer word the word stays in the title, and only the number is taken out.
  const from = whole ? start : end
  return {
    from,
    start,
    name: named.name,
    measures: named.things,
    loose: !whole && !glued,
    equals: /[=:]/.test(gap),
  }
}

/** The measure named after the number: 24条新闻, 24 news items. */
function rightOf(
  text: string,
  at: number,
  index: MeasureIndex,
): { end: number; name: string; measures: readonly VocabularyMeasure[] } | null {
  const gap = /^\s?(?:的|of )?\s?/u.exec(text.slice(at, at + 6))?.[0] ?? ''
  const named: Named<VocabularyMeasure> | null = nameStartingAt(index.names, text, at + gap.length)
  if (named === null) return null
  const end = at + gap.length + named.name.length
  if (/^\s?[=:]?\s?\d/u.test(text.slice(end, end + 4)) || !bounded(text, end)) return null
  return { end, name: named.name, measures: named.things }
}

function farthest<T extends { end: number }>(one: T | null, other: T | null): T | null {
  if (one === null || other === null) return one ?? other
  return one.end >= other.end ? one : other
}

function bounded(text: string, at: number): boolean {
  return isEdge(text, at)
}

/** 男女各16人, 每场20人, and -5人: no count of all who were there. */
const eachBefore = /(?:各|均|每\p{Script=Han}?|(?:^|[\s\u0000])-)$/u

/** Not an ordinal, not a share of each, not in a word with an alphabet or a longer number. */
function freeOnLeft(text: string, at: number): boolean {
  if (/\d\s?[-~]$/.test(text.slice(Math.max(0, at - 3), at))) return true
  if (isEdge(text, at - 1)) return text.charAt(at - 1) !== '.' || !/[\p{L}\d]/u.test(text.charAt(at - 2))
  return /^[\p{Script=Han}~约》”]$/u.test(text.charAt(at - 1)) && !/[第每均其]/.test(text.charAt(at - 1))
}

/** 清雪 28: a number that stands alone may be the head count. Part 5 and 第5 are names. */
function askAboutBare(line: Line, text: string, at: number, number: WrittenNumber): void {
  if (number.form !== 'arabic' || !bounded(text, number.end) || !isEdge(text, at - 1)) {
    const named = /(?:人数|参加|出席)\s?$/u.test(text.slice(Math.max(0, at - 3), at))
    if (!named || !bounded(text, number.end)) return
  }
  // ISO 9001:2015, 3·15, chapter 5: numbers in names.
  if (/[^\s\u0000\ue000\p{Script=Han}]$/u.test(text.slice(Math.max(0, at - 1), at))) return
  if (
    /[a-z.]\s$/.test(text.slice(Math.max(0, at - 2), at)) ||
    /^\s?[^\s\u0000\ue000,，;；、。]/u.test(text.slice(number.end, number.end + 1)) ||
    /^\s[a-z]/.test(text.slice(number.end, number.end + 2))
  )
    return
  const said = `${number.value}`
  line.ask(
    'headCount',
    { zh: `“${said}”是人数吗？请确认。`, en: `Is ${said} the head count? Please confirm.` },
    [{ value: `${said}人`, label: { zh: `${said}人`, en: `${said} people` } }],
  )
}

const whoBefore = /(?:党员|干部|志愿者|同志|职工|员工|代表|委员|队员|群众|居民|老人|学生|学员|人员)$/u
const praised = /(?:优秀|先进|最美|模范|标兵|十佳|获奖|表彰)\p{L}{0,4}$/u

/** 表彰12人, 慰问老人30名: whom it was done for, not who did it. */
const counted = /(?:实到|应到|到会|到场|出席|参加|共|一共|总共|来了)\s?$/u
const served =
  /(?:表彰|奖励|慰问|走访|看望|资助|救助|帮扶|惠及|受益|取关|新增|增加|减少|流失|发展|招募|通报|约谈|处分|接种|检测|筛查|接待|接访|覆盖|辐射|吸引|(?<!志愿|休)服务(?=\p{Script=Han}{2}))\p{Script=Han}{0,4}$/u

/** 三人 glued to a word is as often a part of it; 一等奖3名 counts prizes. */
function doubtfulOnLeft(text: string, at: number, number: WrittenNumber): boolean {
  const before = text.slice(Math.max(0, at - 8), at)
  const counter = /^\s?[名位](?!\p{L})/u.test(text.slice(number.end, number.end + 3))
  if (counter && !isEdge(text, at - 1) && (!whoBefore.test(before) || praised.test(before))) return true
  if (served.test(before)) return true
  if (counted.test(before)) return false
  return number.form !== 'arabic' && number.value < 10 && !isEdge(text, at - 1)
}

function whoAreThey(words: HeadWords): NonNullable<HeadWords['ask']> {
  const { value, unit } = words.count ?? { value: '', unit: '' }
  return { zh: `${value}${unit}是参加人数吗？请确认。`, en: `Is ${value} the head count? Please confirm.` }
}
