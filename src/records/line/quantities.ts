import { MemberFacingError } from '../../errors.ts'
import { readNumber, type WrittenNumber } from '../../text/numbers/numerals.ts'
import { amountAt, measureIndex, type MeasureIndex, type Measured } from './amounts.ts'
import { longestRough, roughBefore } from '../../text/numbers/approximation.ts'
import { bookedBy, booksMeasure, notDone } from './verbs.ts'
import { headAt, type HeadWords } from './words/heads.ts'
import { readNumberAt } from '../../text/numbers/grammar.ts'
import { isEdge, Line } from './words/line.ts'
import { nameEndingAt, nearest } from '../../text/names.ts'
import type {
  HeadCount,
  QuickCandidate,
  QuickQuantity,
  Vocabulary,
  VocabularyMeasure,
} from './words/reading.ts'

export type Amounts = {
  readonly headCount: HeadCount | null
  /** 其他3人, and 4 others: those who are not named. */
  readonly besides: boolean
  readonly quantities: readonly QuickQuantity[]
}

/** Takes every number with its unit: of a measure by the name beside it, of people, or of something unknown to ask about. */
export function readAmounts(line: Line, index: MeasureIndex): Amounts {
  const quantities: QuickQuantity[] = []
  const heads: Heads = { count: null, besides: false }
  let amounts = 0
  let numbers = 0
  const text = line.free
  for (let at = 0; at < text.length;) {
    const number = readNumber(text, at) ?? englishNumber(text, at)
    if (number === null || isDayOfMonth(text, at)) {
      const worded = mayCount.test(text.charAt(at)) ? headAt(text, at) : null
      if (worded !== null) takeHeads(line, at, worded, heads)
      at = worded?.end ?? Math.max(at + 1, number?.end ?? 0)
      continue
    }
    const amount = amountAt(line, text, at, number, index)
    if (amount?.kind === 'heads') takeHeads(line, at, amount.words, heads)
    if (amount?.kind === 'quantity') {
      const quantity = takeQuantity(line, at, number, amount, index)
      if (quantity !== null) quantities.push(quantity)
    }
    at = Math.max(number.end, amount === null ? 0 : amount.end)
    if ((amount !== null && ++amounts === mostQuantities) || ++numbers === mostNumbers) {
      line.ask('quantities', {
        zh: '数量太多，其余没有读，请分几条记。',
        en: 'Too many quantities: the rest was not read. Log them in several lines.',
      })
      break
    }
  }
  askAboutTwice(line, quantities)
  askAboutEmpty(line, index)
  return { headCount: heads.count, besides: heads.besides, quantities }
}

/** six notice boards: a number in words is read like one in digits. */
function englishNumber(text: string, at: number): WrittenNumber | null {
  if (!/[a-z]/.test(text.charAt(at)) || !isEdge(text, at - 1)) return null
  const number = readNumberAt(text, at)
  if (number === null || number.form !== 'english' || number.share) return null
  const { value, high, end, place } = number
  const spread = high > value ? { high } : {}
  return { value, ...spread, end, form: 'mixed', decimals: 0, placeValue: place, percent: false }
}

/** Feb 30: no day of the calendar, and no number of anything. */
function isDayOfMonth(text: string, at: number): boolean {
  return /(?:^|[^a-z])(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.? $/.test(
    text.slice(Math.max(0, at - 11), at),
  )
}

type Heads = { count: HeadCount | null; besides: boolean }

/** What a number in words begins with. */
const mayCount = /[a-z几数好若许不众廿卅百千]/

/** More than any record has: a line with as many is something else. */
const mostQuantities = 20
const mostNumbers = 60

/** 党员43人: who they are goes with the number, where the word stands by itself. */
const whoLead =
  /(?<![\p{L}\d])(?:全体|全部)?(?:在职|老|青年)?(?:党员|干部|志愿者|同志|职工|员工|代表|委员|队员|群众|居民|学生|学员|人员|(?:参加|参会|参与|到场|出席|到会)(?:人员|人数)?|应到|实到)\s?$/u
const leadIn =
  /(?:一共来了|来了|就|仅|只有|一共|总共|共计|共有|合计|参加人数|共|约|大约|近|将近|超过|超|逾|about|around|nearly|over|more than|at least|up to|at most|less than|fewer than|roughly|approximately|(?:somewhere )?(?:between|from) \d+ (?:and|to)|\d+\s?(?:-|–|~|至|到|to|or)|我们|咱们)\s?$/u
const besidesLead =
  /(?:[、，,]|和|与|及|以及|and|\+)?\s?(?:其他|其余|另有|另外|另|还有|外加|加上|以及|plus|\+|and|with)\s?$/u
const othersUnit = /(?:others|other people)/

function takeHeads(line: Line, at: number, words: HeadWords, heads: Heads): void {
  const text = line.plain
  const before18 = text.slice(Math.max(0, at - 18), at)
  const others = besidesLead.exec(before18)?.[0] ?? ''
  const isBesides = /[其另还外加]/.test(others) || othersUnit.test(text.slice(at, words.end))
  const lead = isBesides ? others : (leadIn.exec(before18)?.[0] ?? whoLead.exec(before18)?.[0] ?? '')
  const { count } = words
  line.claim(at - lead.length, words.end, 'headCount', count === null ? '?' : `${count.value} ${count.unit}`)
  heads.besides ||= isBesides
  const range = /\d/.test(lead) || text.charAt(at - 1) === '-'
  if (words.ask !== undefined) line.ask('headCount', words.ask)
  else if (range)
    line.ask('headCount', {
      zh: '人数是一个范围，请填确切人数。',
      en: 'The head count is a range. Give the exact number.',
    })
  if (count === null || range) return
  const before = heads.count
  if (before !== null && (before.value !== count.value || before.unit !== count.unit)) {
    line.ask(
      'headCount',
      { zh: '写了两个人数，请选一个。', en: 'Two head counts are given. Choose one.' },
      [before, count].map(({ value, unit }) => ({
        value: `${value}${unit}`,
        label: { zh: `${value}${unit}`, en: `${value} ${unit}` },
      })),
    )
  }
  heads.count = before ?? count
}

function takeQuantity(
  line: Line,
  at: number,
  number: WrittenNumber,
  amount: Measured,
  index: MeasureIndex,
): QuickQuantity | null {
  const measure = chooseMeasure(amount) ?? measureOfDeed(line, amount, index)
  const negative = /(?:^|[^\p{L}\d])-$/u.test(line.plain.slice(Math.max(0, at - 2), at))
  const value = negative ? -number.value : number.value
  const unit = amount.unitSaid && isOwnWord(amount.unit) ? amount.unit : (measure?.unit ?? amount.unit)
  const name = measure?.name ?? amount.name
  const from = negative ? Math.min(amount.from, at - 1) : amount.from
  const before = line.plain.slice(0, amount.nameFrom)
  const isBooked =
    measure === null ||
    (!notDone.test(before) &&
      (amount.isNamed ||
        amount.measures.length === 0 ||
        booksMeasure(measure, amount.name, before, line.plain.slice(amount.end, amount.end + 30))))
  const isKnown = askAboutQuantity(line, amount, number, measure, value, index) && isBooked
  if (measure !== null && !isBooked) askWhetherBooked(line, amount, measure)
  line.claim(from, amount.end, 'quantities', isKnown ? `${name}=${value}${unit}` : '?', !isBooked)
  // What is not exact, or was not done, leaves its field empty.
  if (!isKnown && measure !== null) return null
  const quantity = { name, value, unit }
  return measure === null ? quantity : { ...quantity, measureId: measure.id }
}

/** English counting words (copies, posts) are part of the name, not another unit. */
function isOwnWord(unit: string): boolean {
  return !/[a-z]/.test(unit)
}

/** 印发《文明手册》1.2万份, 印发倡议书五百份, gave away 500 copies: what was done names the measure, and the unit agrees. */
function measureOfDeed(line: Line, amount: Measured, index: MeasureIndex): VocabularyMeasure | null {
  if (amount.measures.length > 0 || !amount.unitSaid) return null
  // 发布新闻动太=24条: what is set by name is not guessed.
  if (line.plain.slice(amount.from, amount.end).includes('=')) return null
  const clause = /[^，,。；;\u0000]{0,40}$/.exec(line.plain.slice(0, amount.nameFrom))?.[0] ?? ''
  // 印发各科室20份: of each, and how many they are is not said.
  if (/(?:各(?![类种项界])|每)/u.test(clause)) return null
  const all = [...new Set([...index.names.byName.values()].flat())]
  const fitting = all.filter((measure) => measure.unit === amount.unit && bookedBy(measure, clause))
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

/** Of measures that share a name, the one whose unit was written; null when that does not decide. */
function chooseMeasure(amount: Measured): VocabularyMeasure | null {
  const [only] = amount.measures
  if (amount.measures.length === 1) return only ?? null
  const fitting = amount.measures.filter((measure) => measure.unit === amount.unit)
  return fitting.length === 1 ? (fitting[0] ?? null) : null
}

function askAboutQuantity(
  line: Line,
  amount: Measured,
  number: WrittenNumber,
  measure: VocabularyMeasure | null,
  value: number,
  index: MeasureIndex,
): boolean {
  const said = `${amount.name}${number.value}${amount.unit}`
  if (measure === null) {
    line.ask(
      'quantities',
      {
        zh: `“${said}”是哪个指标？请选一个，或请管理员添加。`,
        en: `Which measure is "${said}"? Choose one, or have an admin add it.`,
      },
      candidatesFor(amount, index),
    )
    return false
  }
  const wrongUnit = amount.unitSaid && isOwnWord(amount.unit) && amount.unit !== measure.unit
  const missing = measure.aggregation === 'ratio' && !amount.unitSaid
  if (wrongUnit || missing) {
    const written = amount.unitSaid ? amount.unit : '—'
    line.ask('quantities', {
      zh: `“${measure.name}”的单位是“${measure.unit}”，写的是“${written}”，请确认。`,
      en: `"${measure.name}" is counted in "${measure.unit}", and "${written}" is written. Please confirm.`,
    })
  }
  const rough =
    amount.rough ||
    number.high !== undefined ||
    roughBefore.test(
      line.plain
        .slice(Math.max(0, number.end - longestRough - 6), number.end)
        .replace(/[\d.,万亿千百十]+$/u, ''),
    )
  if (rough || value < 0) {
    line.ask('quantities', {
      zh: `“${measure.name}”的数不确切，请填确切的数。`,
      en: `The number of "${measure.name}" is not exact. Give the exact number.`,
    })
  }
  return !rough && value >= 0
}

/** 捐赠图书350册: what was done is not what the measure counts. */
function askWhetherBooked(line: Line, { nameFrom, end }: Measured, measure: VocabularyMeasure): void {
  const word = /(?:\p{Script=Han}{1,6}|[a-z]+ ?)$/u.exec(line.plain.slice(0, nameFrom))?.[0] ?? ''
  const said = line.words(nameFrom - word.length, end)
  line.ask('quantities', {
    zh: `“${said}”要记作“${measure.name}”吗？请确认。`,
    en: `Shall "${said}" be booked as "${measure.name}"? Please confirm.`,
  })
}

function candidatesFor(amount: Measured, index: MeasureIndex): QuickCandidate[] {
  const pool =
    amount.measures.length > 0 ? amount.measures : [...new Set([...index.names.byName.values()].flat())]
  const alike =
    amount.name === '' ? [] : nearest(index.names, amount.name, 3).filter(({ likeness }) => likeness > 0.3)
  const sameUnit = pool.filter((measure) => measure.unit === amount.unit)
  const measures = [...new Set([...alike.map(({ thing }) => thing), ...sameUnit])].filter((measure) =>
    pool.includes(measure),
  )
  return measures.slice(0, 5).map(({ id, name, unit }) => ({
    value: id,
    label: { zh: `${name}（${unit}）`, en: `${name} (${unit})` },
  }))
}

/** 新闻=24条 新闻=30条: said again, or two parts of a sum. */
function askAboutTwice(line: Line, quantities: readonly QuickQuantity[]): void {
  const twice = quantities.find(
    ({ measureId }, at) =>
      measureId !== undefined && quantities.findIndex((other) => other.measureId === measureId) < at,
  )
  if (twice === undefined) return
  line.ask('quantities', {
    zh: `“${twice.name}”写了两次，请合成一个数，或删去一个。`,
    en: `"${twice.name}" is given twice. Add them up, or take one out.`,
  })
}

/** 发布新闻动态=很多: a measure is set to something that is no number. */
function askAboutEmpty(line: Line, index: MeasureIndex): void {
  const text = line.free
  for (const match of text.matchAll(/=/g)) {
    const end =
      text.slice(Math.max(0, match.index - 3), match.index).trimEnd().length + Math.max(0, match.index - 3)
    const named = nameEndingAt(index.names, text, end)
    if (named === null) continue
    line.ask('quantities', {
      zh: `“${named.name}”的数读不出来，请填。`,
      en: `The number of "${named.name}" does not read. Give it.`,
    })
  }
}

/**
 * Quantities as a form field takes them: 发布新闻动态=24条; 印发 2000份. Throws MemberFacingError for an unknown measure,
 * another unit than the measure's, and words that are no quantity.
 */
export function parseQuantityText(text: string, vocabulary: Vocabulary): readonly QuickQuantity[] {
  const line = new Line(text)
  const { headCount, quantities } = readAmounts(line, measureIndex(vocabulary))
  const [question] = line.questions
  if (question !== undefined) throw new MemberFacingError(question.reason)
  const rest = line.free.replaceAll(/[\s\u0000,，;；、。]/g, '')
  if (headCount !== null || rest !== '') {
    throw new MemberFacingError({
      zh: `“${text.trim()}”不是数量。请写成 发布新闻动态=24条。`,
      en: `"${text.trim()}" is not a quantity. Write it like news items=24.`,
    })
  }
  return quantities
}

export { measureIndex, type MeasureIndex } from './amounts.ts'
