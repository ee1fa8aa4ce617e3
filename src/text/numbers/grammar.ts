import { readEnglishNumber } from './grammar-english.ts'
import type { NumeralForm, ReadNumber } from './written-number.ts'

const digits: ReadonlyMap<string, number> = new Map(
  ['零〇', '一壹弌', '二贰貳弍两兩', '三叁叄參弎', '四肆', '五伍', '六陆陸', '七柒', '八捌', '九玖'].flatMap(
    (row, value) => [...row].map((sign) => [sign, value] as const),
  ),
)
const powers: ReadonlyMap<string, number> = new Map(
  [
    ['十拾', 10],
    ['百佰', 100],
    ['千仟', 1000],
    ['万萬', 1e4],
    ['亿億', 1e8],
  ].flatMap(([signs, power]) => [...String(signs)].map((sign) => [sign, Number(power)] as const)),
)
const tens: ReadonlyMap<string, number> = new Map([
  ['廿', 20],
  ['卅', 30],
  ['卌', 40],
])
const formalSigns = /[壹贰貳弍叁叄參肆伍陆陸柒捌玖拾佰仟萬億]/
const arabic = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?/y
const chineseRun =
  /[零〇一壹弌二贰貳弍两兩三叁叄參弎四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億廿卅卌]{1,24}/y
const vague = /(?:几|数|成|好几)(十|百|千|万|亿)(万|亿)?/y
const shareOf = /(百|千|万)分之/y

/** Reads the number that begins at `at` of a plain text (see plainText); null when none begins there. */
export function readNumberAt(plain: string, at: number): ReadNumber | null {
  return (
    readDisguised(plain, at) ??
    readShare(plain, at) ??
    readArabic(plain, at) ??
    readVague(plain, at) ??
    readFraction(plain, at) ??
    readChinese(plain, at) ??
    readEnglishNumber(plain, at)
  )
}

const counted = /(?:余|多)?[次篇条册份期个块类人名场项]/y
const nouns = /[ ](?:[a-z-]+ ){0,3}[a-z-]+s(?![a-z])/y
const romanValues: Readonly<Record<string, number>> = { i: 1, v: 5, x: 10, l: 50, c: 100 }

/** 党课⑧次, ⁶³次, XI次: signs that number a line or a note elsewhere count where a word leads and a measure word follows. */
function readDisguised(plain: string, at: number): ReadNumber | null {
  const before = plain.slice(Math.max(0, at - 2), at)
  if (!/[\u4e00-\u9fff》”」）、，；：:]$|[a-z,:] $/.test(before)) return null
  const marked = match(/(?:\u0001[^\u0001]{1,6}\u0001)+/y, plain, at)?.[0]
  const roman = marked === undefined ? match(/[ivxlc]{1,8}/y, plain, at)?.[0] : undefined
  const end = at + (marked ?? roman ?? '').length
  const isAll = /[：:] ?$/.test(before) && /^\s*(?:$|[，。；|\n])/.test(plain.slice(end, end + 4))
  if (end === at) return null
  if (
    !isAll &&
    (match(counted, plain, end) ?? (marked === undefined ? null : match(nouns, plain, end))) === null
  )
    return null
  const inner = (marked ?? '').replace(/[\u0001().]/g, '')
  const value = roman === undefined ? readNumberAt(inner, 0)?.value : romanValue(roman)
  if (value === undefined) return null
  return {
    end,
    value,
    high: value,
    place: lastPlace(String(value)),
    above: false,
    form: 'formal',
    share: false,
  }
}

function romanValue(signs: string): number {
  const values = [...signs].map((sign) => romanValues[sign] ?? 0)
  return values.reduce((sum, value, i) => sum + (value < (values[i + 1] ?? 0) ? -value : value), 0)
}

function match(pattern: RegExp, plain: string, at: number): RegExpExecArray | null {
  pattern.lastIndex = at
  return pattern.exec(plain)
}

/** The value of the last non-zero digit of a number written with `decimals` decimals: 98600 → 100, 1.5 → 0.1. */
export function lastPlace(digitsWritten: string): number {
  const [whole = '', fraction = ''] = digitsWritten.replaceAll(',', '').split('.')
  const decimals = fraction.replace(/0+$/, '')
  if (decimals !== '') return 10 ** -decimals.length
  const zeros = /0*$/.exec(whole)?.[0].length ?? 0
  return zeros === whole.length ? 1 : 10 ** zeros
}

function readArabic(plain: string, at: number): ReadNumber | null {
  const found = match(arabic, plain, at)
  if (found === null) return null
  let value = Number(found[0].replaceAll(',', ''))
  let place = lastPlace(found[0])
  let end = at + found[0].length
  let above = false
  let form: NumeralForm = 'arabic'
  const scale = match(/(余|多|来)?\s?([百千万亿]+|萬|億)(?!分)/y, plain, end)
  if (scale !== null) {
    const factor = [...scale[2]!].reduce((product, sign) => product * (powers.get(sign) ?? 1), 1)
    ;[value, place, end, above, form] = [
      value * factor,
      place * factor,
      end + scale[0].length,
      scale[1] !== undefined,
      'mixed',
    ]
    const tail = above ? null : match(/\d{1,4}(?![\d.,])/y, plain, end)
    // 9万8600: the tail fills the places below 万.
    if (tail !== null && factor >= 1e4) {
      ;[value, place, end] = [value + Number(tail[0]), lastPlace(tail[0]), end + tail[0].length]
    }
  }
  const english = match(/\s?(thousand|million|billion|hundred|dozen|k)(?![a-z])/y, plain, end)
  if (english !== null && form === 'arabic') {
    const factor =
      { thousand: 1e3, million: 1e6, billion: 1e9, hundred: 100, dozen: 12, k: 1e3 }[english[1]!] ?? 1
    ;[value, place, end] = [value * factor, place * factor, end + english[0].length]
  }
  // 98.6 × 1000 must be 98600, not 98599.99…
  value = Number(value.toPrecision(15))
  return { end, value, high: value, place, above, form, share: false }
}

function readVague(plain: string, at: number): ReadNumber | null {
  const found = match(vague, plain, at)
  if (found === null || /第/.test(plain.charAt(at - 1))) return null
  const unit = (powers.get(found[1]!) ?? 1) * (found[2] === undefined ? 1 : (powers.get(found[2]) ?? 1))
  const low = found[0].startsWith('成') ? unit : 2 * unit
  return {
    end: at + found[0].length,
    value: low,
    high: 10 * unit - 1,
    place: unit,
    above: false,
    form: 'chinese',
    share: false,
  }
}

function readShare(plain: string, at: number): ReadNumber | null {
  const hundred = match(/百分(?:之)?百/y, plain, at)
  if (hundred !== null) return share(at + hundred[0].length, 100, 1)
  const head = match(shareOf, plain, at)
  if (head === null) return null
  const part = readArabic(plain, at + head[0].length) ?? readChinese(plain, at + head[0].length)
  if (part === null) return null
  const factor = 100 / (powers.get(head[1]!) ?? 100)
  return {
    ...part,
    value: part.value * factor,
    high: part.high * factor,
    place: part.place * factor,
    share: true,
  }
}

function readFraction(plain: string, at: number): ReadNumber | null {
  const found = match(/([二三四五六七八九十]{1,2})分之([一二两三四五六七八九])/y, plain, at)
  if (found === null) return null
  const [below, above] = [readChinese(found[1]!, 0)?.value ?? 1, digits.get(found[2]!) ?? 1]
  const value = (100 * above) / below
  // 三分之一以上 reaches a fifth further: to 40 %.
  return share(at + found[0].length, value, value / 5)
}

function share(end: number, value: number, place: number): ReadNumber {
  return { end, value, high: value, place, above: false, form: 'chinese', share: true }
}

function readChinese(plain: string, at: number): ReadNumber | null {
  const found = match(chineseRun, plain, at)
  if (found === null) return null
  const signs = [...found[0]]
  const form: NumeralForm = formalSigns.test(found[0]) ? 'formal' : 'chinese'
  const end = at + found[0].length
  const several = neighbouring(signs)
  if (several !== null) return { end, ...several, above: false, form, share: false }
  const decimal = match(/点([〇零一二三四五六七八九]+)(?![点钟])(万|亿)?/y, plain, end)
  const whole = evaluate(signs)
  if (decimal !== null && decimal[1]!.length <= 3 && signs.length <= 4) {
    const fraction = [...decimal[1]!].map((sign) => digits.get(sign) ?? 0).join('')
    const factor = decimal[2] === undefined ? 1 : (powers.get(decimal[2]) ?? 1)
    const value = Number((Number(`${whole}.${fraction}`) * factor).toPrecision(12))
    const place = lastPlace(`${whole}.${fraction}`) * factor
    return { end: end + decimal[0].length, value, high: value, place, above: false, form, share: false }
  }
  return { ...withTail(plain, end, whole), form, share: false }
}

/** 二十几, 百余万, 十来万: a number that goes on past 余 or 几. */
function withTail(plain: string, end: number, whole: number): Omit<ReadNumber, 'form' | 'share'> {
  const tail = match(/(几|余|多|来)([万亿])/y, plain, end)
  const factor = tail === null ? 1 : (powers.get(tail[2]!) ?? 1)
  const value = whole * factor
  const few = tail === null && plain.charAt(end) === '几' && whole >= 10 && whole % 10 === 0
  return {
    end: few ? end + 1 : end + (tail?.[0].length ?? 0),
    value,
    high: value,
    place: lastPlace(String(whole)) * factor,
    above: few || tail !== null,
  }
}

/** 三四, 五六十, 十七八, 二十七八: neighbouring digits say a range (GB/T 15835-2011). */
function neighbouring(signs: readonly string[]): { value: number; high: number; place: number } | null {
  for (let i = 0; i + 1 < signs.length; i++) {
    const [first, second] = [digits.get(signs[i]!), digits.get(signs[i + 1]!)]
    if (first === undefined || second !== first + 1 || first === 0) continue
    const [before, after] = [signs.slice(0, i), signs.slice(i + 2)]
    if (
      before.some((sign) => !powers.has(sign) && before.length === 1) ||
      after.some((sign) => !powers.has(sign))
    )
      continue
    if (before.length > 0 && !powers.has(before.at(-1)!)) continue
    return {
      value: evaluate([...before, signs[i]!, ...after]),
      high: evaluate([...before, signs[i + 1]!, ...after]),
      place: 1,
    }
  }
  return null
}

function evaluate(signs: readonly string[]): number {
  if (!signs.some((sign) => powers.has(sign) || tens.has(sign))) {
    return Number(signs.map((sign) => digits.get(sign) ?? 0).join(''))
  }
  let [total, section, digit, lastPower, zero] = [0, 0, -1, 0, false]
  for (const sign of signs) {
    const power = powers.get(sign)
    const ten = tens.get(sign)
    if (ten !== undefined) [section, lastPower] = [section + ten, 10]
    else if (power === undefined) [digit, zero] = [digits.get(sign) ?? 0, digits.get(sign) === 0 || zero]
    else {
      if (power >= 1e4) {
        total = (total + section + (digit < 0 ? (total + section === 0 ? 1 : 0) : digit)) * power
        section = 0
      } else section += (digit < 0 ? 1 : digit) * power
      ;[digit, lastPower, zero] = [-1, power, false]
    }
  }
  if (digit <= 0) return total + section
  // 一百五 is 150, 一万五 is 15,000; 一百零五 is 105.
  return total + section + digit * (lastPower > 10 && !zero ? lastPower / 10 : 1)
}
