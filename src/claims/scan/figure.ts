import type { Amount, Approximation } from '../../text/numbers/approximation.ts'
import { readNumberAt } from '../../text/numbers/grammar.ts'
import type { FigureSpan } from './span.ts'
import { readUnitAt, type ReadUnit } from '../../text/units.ts'
import type { ReadNumber } from '../../text/numbers/written-number.ts'

const prefixes: readonly (readonly [RegExp, Approximation])[] = [
  [
    /(?:不少于|不低于|不下于|至少|最少|起码)\s*$|(?:at least|no fewer than|no less than|not less than|not fewer than|a minimum of) $/,
    'atLeast',
  ],
  [
    /(?:不超过|不多于|不高于|最多|至多)\s*$|(?:at most|no more than|not more than|(?<!added )up to) $/,
    'atMost',
  ],
  [/(?:不到|不足|少于|低于|未达)\s*$|(?:(?<!just )under|less than|fewer than|below) $/, 'lessThan'],
  [
    /(?:将近|接近|临近|(?<![附最就走远贴])近)\s*$|(?:nearly|almost|close to|just under|approaching|just short of) $/,
    'nearly',
  ],
  [/(?:超过|超出|突破|高于|多于|不止|超|逾)了?\s*$/, 'moreThan'],
  [/(?<![线会晚早路网街以])上$/, 'atLeast'],
  [/(?:over|more than|above|upwards of|in excess of|exceeding|just over) $/, 'above'],
  [
    /(?:大约|约为|约有|大概|约莫|大致|(?<![契条公合节预简签婚失大])约)\s*$|(?:about|around|approximately|roughly|some|circa|c\.|approx\.?) $|~$/,
    'about',
  ],
]

/** The words that stand before a number and bend it: [kind, how many characters]. */
function readPrefix(
  plain: string,
  at: number,
  taken: number,
): { readonly approximation: Approximation; readonly start: number } | null {
  const before = plain.slice(Math.max(taken, at - 18), at)
  for (const [pattern, approximation] of prefixes) {
    const found = pattern.exec(before)
    if (found !== null) return { approximation, start: at - found[0].length }
  }
  return null
}

const connector = /\s?(?:-|~|—{1,2}|―|至|到|to)\s?| or (?=[a-z\d])/y

/** A figure read in a plain text: its span is from `from` (the word that bends it included) to `end`. */
export type ReadFigure = Pick<FigureSpan, 'amount' | 'unit' | 'form' | 'weight'> & {
  readonly from: number
  readonly end: number
}

/**
 * Reads the figure whose number begins at `at`: what bends it before and after, a range's far end, its unit. `taken` is
 * where the span before it ends; `units` are those of the workspace.
 */
export function readFigureAt(
  plain: string,
  at: number,
  taken: number,
  units: readonly string[],
): ReadFigure | null {
  const rank = readRankAt(plain, at)
  if (rank !== null) return rank
  const number = readNumberAt(plain, at)
  if (number === null || isInsideWord(plain, at, number)) return null
  const more = /(?:余|多(?!次数)|来(?=[\u4e00-\u9fff])|\+|-odd| plus(?= [a-z]))/y
  more.lastIndex = number.end
  const tail = more.exec(plain)?.[0] ?? ''
  const far = tail === '' ? readFarEnd(plain, number, units) : null
  const unitAt = far?.at ?? number.end + tail.length
  const halved = number.share || far !== null ? null : readHalfUnit(plain, unitAt)
  const following = halved ?? readUnitAt(plain, unitAt, units)
  const shared =
    following === null && far === null && tail === '' ? readSharedUnit(plain, unitAt, units, 4) : null
  const unit =
    attendancesOf(plain, at, following) ??
    following ??
    far?.unit ??
    shared ??
    timesOf(plain, number, at) ??
    headsOf(plain, number, at)
  const suffix = readSuffix(plain, following?.end ?? unitAt)
  const lead = readPrefix(plain, at, taken)
  // ~64~ is struck out.
  const prefix =
    lead !== null && plain.charAt(at - 1) === '~' && plain.charAt(number.end) === '~' ? null : lead
  const bends = prefix !== null && !overTime(plain, prefix.start, unit)
  const said = suffix.approximation ?? (bends ? prefix.approximation : null)
  const whole = amountOf(number, far?.number ?? null, said, tail !== '')
  const isNegative = /(?:负|零下|(?<![\d\p{L})）~]|\d\s)-)$/u.test(plain.slice(Math.max(0, at - 3), at))
  const sign = isNegative && whole.approximation === 'exact' ? -1 : 1
  const amount = {
    ...whole,
    value: sign * (whole.value + (halved === null ? 0 : 0.5)),
    high: sign * (whole.high + (halved === null ? 0 : 0.5)),
    place: halved === null ? whole.place : 0.1,
  }
  const weight = weigh(plain, at, number, unit, amount)
  if (weight === null) return null
  return {
    ...(isTenths(number, unit)
      ? { amount: tenths(amount), unit: '%' }
      : { amount, unit: unitOf(number, unit) }),
    form: number.form,
    weight,
    from: bends
      ? prefix.start
      : sign < 0
        ? at - (plain.endsWith('零下', at) || plain.slice(at - 2, at) === '零下' ? 2 : 1)
        : at,
    end: suffix.end,
  }
}

const placed = new RegExp(`第\\s*(\\d+|[一二三四五六七八九十百]+)(?:名|位)?`, 'y')
const placedEnglish = /(\d+)(?:st|nd|rd|th)|first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth/y

/** 名列第三, 第一名, ranked fourth, 4th place: a place among others, which no record proves. */
function readRankAt(plain: string, at: number): ReadFigure | null {
  const lead = plain.slice(Math.max(0, at - 10), at)
  placed.lastIndex = at
  const chinese = placed.exec(plain)
  if (chinese !== null) {
    const isRank =
      /[名位]$/.test(chinese[0]) ||
      /(?:名列|位列|位居|排名|排在|排|居|获得?|取得|夺得)(?:全[市省县区国])?$/.test(lead)
    return isRank ? rankOf(readNumberAt(chinese[1] ?? '', 0)?.value ?? 1, at, at + chinese[0].length) : null
  }
  placedEnglish.lastIndex = at
  const english = /[a-z\d]$/.test(lead) ? null : placedEnglish.exec(plain)
  if (english === null || lead.endsWith('in the ')) return null
  const end = at + english[0].length
  const isPlace =
    /(?:ranked|placed|finished|rank) $/.test(lead) ||
    (lead.endsWith('came ') && english[1] !== undefined) ||
    /^ (?:place(?! in)|prize|in the (?:city|county|province|country|ranking))/.test(plain.slice(end))
  return isPlace
    ? rankOf(english[1] === undefined ? ranks.indexOf(english[0]) + 1 : Number(english[1]), at, end)
    : null
}

const ranks = 'first second third fourth fifth sixth seventh eighth ninth tenth'.split(' ')

function rankOf(value: number, from: number, end: number): ReadFigure {
  const amount = { approximation: 'exact', value, high: value, place: 1 } as const
  return { amount, unit: '名次', form: 'chinese', weight: 'claim', from, end }
}

/** 两个半小时, 一吨半, 三年半: half of the unit more. */
function readHalfUnit(plain: string, at: number): ReadUnit | null {
  const pattern = /个半(小时|月|学时|钟头)|(小时|年|吨|天|斤|倍|里|周|米|亩)半(?![\u4e00-\u9fff]?[年天月小])/y
  pattern.lastIndex = at
  const found = pattern.exec(plain)
  if (found === null) return null
  const unit = found[1] ?? found[2]!
  return { unit: unit === '月' ? '个月' : unit, end: at + found[0].length, loose: false }
}

/** 24 and 31 people, 8、8、7次: in a list the unit stands once, after the last number. */
function readSharedUnit(plain: string, at: number, units: readonly string[], left: number): ReadUnit | null {
  const link = /,? and |, |[、和及]/y
  link.lastIndex = at
  const found = link.exec(plain)
  const next = found === null ? null : readNumberAt(plain, at + found[0].length)
  if (next === null || next.form === 'chinese' || left === 0) return null
  return readUnitAt(plain, next.end, units) ?? readSharedUnit(plain, next.end, units, left - 1)
}

/** "attended 3,701 times" counts attendances. */
function attendancesOf(plain: string, at: number, unit: ReadUnit | null): ReadUnit | null {
  if (unit?.unit !== 'time' || !/\battended (?:[a-z]+ )?$/.test(plain.slice(Math.max(0, at - 24), at)))
    return null
  return { ...unit, unit: 'attendance' }
}

/** "drew 175", "an audience of 55": heads, though no noun says so. */
function headsOf(plain: string, number: ReadNumber, at: number): ReadUnit | null {
  const verb =
    /(?:drew|attracted|attended by|joined by|audience of|brought together|gathered|welcomed) (?:(?:about|over|nearly|some|around|almost|more than) )?$/
  return verb.test(plain.slice(Math.max(0, at - 32), at))
    ? { unit: 'participant', end: number.end, loose: false }
    : null
}

/** once, twice: times, unless "twice as many" compares. */
function timesOf(plain: string, number: ReadNumber, at: number): ReadUnit | null {
  if (
    !/^(?:once|twice|thrice)$/.test(plain.slice(at, number.end)) ||
    /^ (?:as|the) /.test(plain.slice(number.end))
  )
    return null
  return { unit: 'time', end: number.end, loose: false }
}

function unitOf(number: ReadNumber, unit: ReadUnit | null): string | null {
  const isShare = number.share || unit?.unit === '%' || unit?.unit === 'percent'
  return isShare && unit?.unit !== '百分点' ? '%' : (unit?.unit ?? null)
}

/** 九成 is 90 %. */
function isTenths(number: ReadNumber, unit: ReadUnit | null): boolean {
  return unit?.unit === '成' && number.high <= 10
}

function tenths({ approximation, value, high, place }: Amount): Amount {
  return { approximation, value: 10 * value, high: 10 * high, place: 10 * place }
}

/** "over the 12 months" and "some day" are no approximations of time. */
function overTime(plain: string, start: number, unit: ReadUnit | null): boolean {
  return plain.startsWith('over ', start) && ['month', 'year', 'week', 'day'].includes(unit?.unit ?? '')
}

type FarEnd = { readonly number: ReadNumber; readonly at: number; readonly unit: ReadUnit | null }

/** 3～5次, 15%～30%, between 20 and 30: the far end of a range, its unit perhaps written twice. */
function readFarEnd(plain: string, near: ReadNumber, units: readonly string[]): FarEnd | null {
  const own = readUnitAt(plain, near.end, units)
  for (const start of own === null ? [near.end] : [near.end, own.end]) {
    connector.lastIndex = start
    const link = connector.exec(plain)
    // "two events to 999": after a noun "to" leads on, and parts no range.
    if (start !== near.end && link !== null && /^ ?(?:to|or) /.test(link[0])) continue
    const from = start + (link?.[0].length ?? 0)
    const between =
      plain
        .slice(Math.max(0, near.end - 24), near.end)
        .replace(/[\d,.]+$/, '')
        .endsWith('between ') && plain.startsWith(' and ', start)
    const next = link === null ? (between ? start + 5 : null) : from
    const far = next === null ? null : readNumberAt(plain, next)
    if (far !== null && far.value > near.value)
      return { number: far, at: far.end, unit: start === near.end ? null : own }
  }
  return null
}

function readSuffix(
  plain: string,
  at: number,
): { readonly approximation: Approximation | null; readonly end: number } {
  const pattern =
    /\s?(?:(及?以上|or more|and above)|(左右|上下|or so)|(及?以下|以内|之内|or fewer|or less))(?!学历|级|干部)/y
  pattern.lastIndex = at
  const found = pattern.exec(plain)
  if (found === null) return { approximation: null, end: at }
  const approximation = found[1] !== undefined ? 'atLeast' : found[2] !== undefined ? 'about' : 'atMost'
  return { approximation, end: at + found[0].length }
}

function amountOf(
  near: ReadNumber,
  far: ReadNumber | null,
  said: Approximation | null,
  tail: boolean,
): Amount {
  const { value, place } = near
  // "2至3万": the scale written once holds for both ends.
  const low =
    far !== null && value < 100 && far.value >= 1e4 && near.form === 'arabic' && far.form === 'mixed'
      ? value * far.place
      : value
  if (far !== null) return { approximation: 'range', value: low, high: far.high, place }
  if (near.high > value) return { approximation: 'range', value, high: near.high, place }
  const approximation = tail || near.above ? 'above' : (said ?? 'exact')
  return { approximation, value, high: value, place }
}

/** A numeral inside a word counts nothing: letters touch it, or it stands alone in Chinese without a unit. */
function isInsideWord(plain: string, at: number, number: ReadNumber): boolean {
  if (number.form === 'english') return /[a-z]/.test(plain.charAt(number.end))
  return (
    number.form === 'arabic' && /[a-z]/.test(plain.charAt(at - 1)) && /[a-z]/.test(plain.charAt(number.end))
  )
}

const counting =
  /(?:共|累计|合计|总计|总数|达到?|为|是|计|有|了|先后|仅|只|完成|开展|举办|组织|召开|制定|印发|编印|赠阅|发布|收到|收藏|新增|参加|评选|审核|发放|摆放|设置|撰写|报送|上报|获|超|约|近|逾|上)[了过得]?\s*$/
const countingEnglish =
  /(?:total(?:led|ling)?(?: of)?|held|ran|run|organi[sz]ed|conducted|published|issued|hosted|gave|wrote|completed|recorded|logged|produced|received|approved|all|only|just|some|about|over|nearly|almost|than|least) $/

/** A 24-hour hotline, the five-year plan, the eight-point rules: the number describes and mostly counts nothing. */
const describing =
  /^-(?:year|hour|point|step|way|pronged|tier|level|star|part|track|stage|storey|in-one|fold)(?![a-z])/

/** 一百五十二 as a whole line: there is nothing else that it could be. */
function standsAlone(plain: string, from: number, to: number): boolean {
  return (
    /(?:^|\n)[\s-]*(?:负|零下)?$/.test(plain.slice(Math.max(0, from - 4), from)) &&
    /^\s*[。.]?\s*(?:$|\n)/.test(plain.slice(to, to + 4))
  )
}

/** How surely the number is a quantity; null when it is none. */
function weigh(
  plain: string,
  at: number,
  number: ReadNumber,
  unit: ReadUnit | null,
  amount: Amount,
): FigureSpan['weight'] | null {
  const before = plain.slice(Math.max(0, at - 12), at)
  if (describing.test(plain.slice(number.end, number.end + 12))) return 'loose'
  const isShare = number.share || unit?.unit === '%' || unit?.unit === 'percent' || isTenths(number, unit)
  if (isShare || number.form === 'arabic' || number.form === 'mixed') return 'claim'
  if (number.form === 'english') {
    const word = plain.slice(at, number.end)
    if (/fold$|^(?:twice|thrice)$/.test(word) || (word === 'once' && /(?:only|just) $/.test(before)))
      return 'claim'
    if (amount.value === 1) return 'article'
    // "three of them", "seven more": counted, though no noun follows.
    const isPart = /^ (?:of (?:them|these|those|whom|which|the)|more|fewer|others?|less)(?![a-z])/.test(
      plain.slice(number.end, number.end + 14),
    )
    if (isPart || standsAlone(plain, at, number.end)) return 'claim'
    // "Seven films", "nine departments": what follows is counted, known or not; "three to one", "a four-year plan" is not.
    const counts = /^ (?!to |in the morning|o'clock|and a half)[a-z]/.test(
      plain.slice(number.end, number.end + 24),
    )
    return amount.value <= 10 &&
      unit === null &&
      !counts &&
      !countingEnglish.test(plain.slice(Math.max(0, at - 16), at))
      ? 'loose'
      : 'claim'
  }
  const signs = plain.slice(at, number.end)
  if (standsAlone(plain, at, unit?.end ?? number.end)) return 'claim'
  // 党课：八, | 党课 | 八 |: a numeral that is all that follows its label.
  const labelled = /[：:|]\s*$/.test(before) || amount.approximation !== 'exact'
  if (
    unit === null &&
    labelled &&
    /^\s*(?:$|[，。；、,;|\n)）])/.test(plain.slice(number.end, number.end + 8))
  )
    return 'claim'
  if (unit === null) {
    const spelt =
      [...signs].length >= 2 &&
      !/^[百千万亿]/.test(signs) &&
      (/[百千万亿]/.test(signs) || number.form === 'formal' || counting.test(before))
    if (spelt || amount.approximation === 'above' || amount.value < 0) return 'claim'
    return [...signs].length >= 2 && /[〇零十百千万亿点]/.test(signs) ? 'loose' : null
  }
  if (/^[一壹]$/.test(signs))
    return amount.approximation === 'exact' || amount.approximation === 'above' ? 'article' : 'claim'
  // 百花, 千米, 万元: a bare power before a measure word is a number only when something leads or bends it.
  if (/^[百千万亿]$/.test(signs) && amount.approximation === 'exact')
    return counting.test(before) ? 'claim' : null
  if (unit.loose && amount.value <= 10 && amount.approximation === 'exact')
    return counting.test(before) ? 'claim' : 'loose'
  return 'claim'
}
