import { MemberFacingError } from '../errors.ts'
import { readNumber, type WrittenNumber } from '../numerals.ts'
import { headAt, headUnitAt, roughAfter, roughBefore, type HeadWords } from './quick-people.ts'
import { isEdge, Line } from './quick-line.ts'
import { nameEndingAt, nameStartingAt, namesOf, nearest, type Named, type Names } from './quick-names.ts'
import type {
  HeadCount,
  QuickCandidate,
  QuickQuantity,
  Vocabulary,
  VocabularyMeasure,
} from './quick-record.ts'

export type Amounts = { readonly headCount: HeadCount | null; readonly quantities: readonly QuickQuantity[] }

const commonUnits =
  '条篇份册本块个次场期件项幅套张家户类批辆棵箱斤吨元只面盏部台支段首门课节届处间座页字遍轮组队对米'
const longUnits =
  '人次 户次 场次 课时 公斤 千克 平方米 公里 万元 亿元 copies pieces articles posts books sets boxes kg yuan rmb trees photos videos pages sessions events times percent'

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

/** Takes every number with its unit: of a measure by the name beside it, of people, or of something unknown to ask about. */
export function readAmounts(line: Line, index: MeasureIndex): Amounts {
  const quantities: QuickQuantity[] = []
  let headCount: HeadCount | null = null
  const text = line.free
  for (let at = 0; at < text.length;) {
    const number = readNumber(text, at)
    if (number === null) {
      at++
      continue
    }
    const amount = amountAt(line, text, at, number, index)
    if (amount?.kind === 'heads') headCount = takeHeads(line, at, amount.words, headCount)
    if (amount?.kind === 'quantity') quantities.push(takeQuantity(line, at, number, amount, index))
    at = Math.max(number.end, amount === null ? 0 : amount.end)
    if (quantities.length === mostQuantities) {
      line.ask('quantities', {
        zh: '数量太多，其余没有读，请分几条记。',
        en: 'Too many quantities: the rest was not read. Log them in several lines.',
      })
      break
    }
  }
  askAboutEmpty(line, index)
  return { headCount, quantities }
}

/** More than any record has: a line with as many is something else. */
const mostQuantities = 20

type Measured = {
  kind: 'quantity'
  from: number
  end: number
  name: string
  unit: string
  unitSaid: boolean
  measures: readonly VocabularyMeasure[]
  rough: boolean
}
type Amount = { kind: 'heads'; end: number; words: HeadWords } | Measured

function amountAt(
  line: Line,
  text: string,
  at: number,
  number: WrittenNumber,
  index: MeasureIndex,
): Amount | null {
  const unit = unitAt(text, number, index)
  const left = leftOf(text, at, index)
  const right =
    left === null || (!left.equals && /\s/.test(text.charAt(at - 1)))
      ? farthest(rightOf(text, number.end, index), rightOf(text, unit.end, index))
      : null
  const heads = headAt(text, at)
  // news 24 items printed: the name behind the number is nearer to it in English; in Chinese it stands before.
  const ahead = right !== null && /[a-z]$/.test(right.name)
  const named = ahead ? right : (left ?? right)
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
          rough: unit.rough,
        }
      }
    }
  }
  if (heads !== null && freeOnLeft(text, at)) {
    const doubt =
      named !== null || doubtfulOnLeft(text, at, number)
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
  const explicit = written !== null && bounded(text, unit.end)
  const alone = isEdge(text, at - 1) && unit.said !== '' && bounded(text, unit.end)
  const glued =
    unit.said !== '' && number.form === 'arabic' && freeOnLeft(text, at) && bounded(text, unit.end)
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
  }
}

function unitAt(
  text: string,
  number: WrittenNumber,
  index: MeasureIndex,
): { said: string; end: number; rough: boolean } {
  if (number.percent) return { said: '%', end: number.end, rough: false }
  const before = roughAfter.exec(text.slice(number.end, number.end + 4))?.[0] ?? ''
  let from = number.end + before.length
  if (/^ \S/.test(text.slice(from, from + 2))) from++
  const found = nameStartingAt(index.units, text, from)
  const said = found?.things[0] ?? ''
  const heads = said === '' ? headUnitAt(text, from) : null
  if (heads !== null && /[a-z]/.test(text.slice(from, heads.end)))
    return { said: heads.unit, end: heads.end, rough: before !== '' }
  const end = found === null ? number.end + before.length : from + found.name.length
  const after = roughAfter.exec(text.slice(end, end + 4))?.[0] ?? ''
  return { said, end: end + after.length, rough: before !== '' || after !== '' }
}

type Left = {
  from: number
  name: string
  measures: readonly VocabularyMeasure[]
  near: boolean
  equals: boolean
}

/** The measure named before the number: 发布新闻动态=24条, 新闻262条, 印发 2000份. Within a longer word only when glued. */
function leftOf(text: string, at: number, index: MeasureIndex): Left | null {
  const gap =
    /(?:\s{0,3}[=:]\s{0,3}|\s{1,3})?(?:共计?|合计|了|达到?|为|约|近|超过?|逾|至少)?$/u.exec(
      text.slice(Math.max(0, at - 10), at),
    )?.[0] ?? ''
  const end = at - gap.length
  const named = nameEndingAt(index.names, text, end)
  if (named === null) return null
  const start = end - named.name.length
  const whole = isEdge(text, start - 1)
  const glued = !/\s/.test(gap)
  if (!whole && !glued) return null
  // In a longer word the word stays in the title, and only the number is taken out.
  const from = whole ? start : end
  return { from, name: named.name, measures: named.things, near: glued || whole, equals: /[=:]/.test(gap) }
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

/** Not an ordinal, not a share of each, not in a word with an alphabet or a longer number. */
function freeOnLeft(text: string, at: number): boolean {
  if (/\d\s?[-~]$/.test(text.slice(Math.max(0, at - 3), at))) return true
  if (isEdge(text, at - 1)) return text.charAt(at - 1) !== '.' || !/[\p{L}\d]/u.test(text.charAt(at - 2))
  return /^[\p{Script=Han}~约]$/u.test(text.charAt(at - 1)) && !/[第每均其]/.test(text.charAt(at - 1))
}

/** 三人 glued to a word is as often a part of it. */
function doubtfulOnLeft(text: string, at: number, number: WrittenNumber): boolean {
  return number.form !== 'arabic' && number.value < 10 && !isEdge(text, at - 1)
}

function whoAreThey(words: HeadWords): NonNullable<HeadWords['ask']> {
  const { value, unit } = words.count
  return { zh: `${value}${unit}是参加人数吗？请确认。`, en: `Is ${value} the head count? Please confirm.` }
}

const leadIn =
  /(?:一共|总共|共计|共有|合计|参加人数|共|约|大约|近|将近|超过|超|逾|about|around|nearly|over|\d+\s?(?:-|~|至|到))\s?$/u

function takeHeads(line: Line, at: number, words: HeadWords, before: HeadCount | null): HeadCount {
  const text = line.plain
  const lead = leadIn.exec(text.slice(Math.max(0, at - 10), at))?.[0] ?? ''
  const { count } = words
  line.claim(at - lead.length, words.end, 'headCount', `${count.value} ${count.unit}`)
  const range = /\d/.test(lead) || text.charAt(at - 1) === '-'
  if (words.ask !== undefined) line.ask('headCount', words.ask)
  else if (range)
    line.ask('headCount', {
      zh: '人数是一个范围，请填确切人数。',
      en: 'The head count is a range. Give the exact number.',
    })
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
  return before ?? count
}

function takeQuantity(
  line: Line,
  at: number,
  number: WrittenNumber,
  amount: Measured,
  index: MeasureIndex,
): QuickQuantity {
  const measure = chooseMeasure(amount)
  const negative = /(?:^|[^\p{L}\d])-$/u.test(line.plain.slice(Math.max(0, at - 2), at))
  const value = negative ? -number.value : number.value
  const unit = amount.unitSaid && isOwnWord(amount.unit) ? amount.unit : (measure?.unit ?? amount.unit)
  const name = measure?.name ?? amount.name
  const from = negative ? Math.min(amount.from, at - 1) : amount.from
  line.claim(from, amount.end, 'quantities', `${name}=${value}${unit}`)
  askAboutQuantity(line, amount, number, measure, value, index)
  const quantity = { name, value, unit }
  return measure === null ? quantity : { ...quantity, measureId: measure.id }
}

/** English counting words (copies, posts) are part of the name, not another unit. */
function isOwnWord(unit: string): boolean {
  return !/[a-z]/.test(unit)
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
): void {
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
    return
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
      line.plain.slice(Math.max(0, number.end - 12), number.end).replace(/[\d.,万亿千百十]+$/u, ''),
    )
  if (rough || value < 0) {
    line.ask('quantities', {
      zh: `“${measure.name}”的数不确切，请填确切的数。`,
      en: `The number of "${measure.name}" is not exact. Give the exact number.`,
    })
  }
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
