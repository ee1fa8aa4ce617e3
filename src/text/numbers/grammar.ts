import { COUNTERS, enclosedMark } from '../normalise.ts'
import { readEnglishNumber } from './grammar-english.ts'
import { digits, formalSigns, magnitudes, wholeOf } from './numerals-chinese.ts'
import type { NumeralForm, ReadNumber } from './written-number.ts'

const arabic = /\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?/y
const chineseRun =
  /[零〇一壹弌二贰貳弍两兩俩三叁叄參弎仨四肆五伍六陆陸七柒八捌九玖十拾百佰千仟万萬亿億廿卅卌]{1,24}/y
const vague = /(?:几|数|成|好几)(十|百|千|万|亿)(万|亿)?/y
const shareOf = /(百|千|万)分之/y

/** Reads the number that begins at `at` of a plain text (see plainText); null when none begins there. */
export function readNumberAt(plain: string, at: number): ReadNumber | null {
  return (
    readDisguised(plain, at) ??
    readShare(plain, at) ??
    readFraction(plain, at) ??
    readArabic(plain, at) ??
    readVague(plain, at) ??
    readChinese(plain, at) ??
    readEnglishNumber(plain, at)
  )
}

const counted = new RegExp(`(?:余|多)?[${COUNTERS}项]`, 'y')
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
    const factor = [...scale[2]!].reduce((product, sign) => product * powerOf(sign), 1)
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
  const unit = powerOf(found[1]) * powerOf(found[2])
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
  const factor = 100 / powerOf(head[1])
  return {
    ...part,
    value: part.value * factor,
    high: part.high * factor,
    place: part.place * factor,
    share: true,
  }
}

const vulgar = /(\d{1,3})\/(\d{1,3})(?![\d/])/y
const halves =
  /(?<=[过超逾])半(?![天年月路途])|(?:一|大|多)?半数?(?=以上|以下|左右|[，。；、,;）)\s]|$|的|人|都|来自|为|是|参|由)|半数/y

/** 三分之二, 3/4, ½, 一半, 过半: a share. */
function readFraction(plain: string, at: number): ReadNumber | null {
  const found = match(
    /([一二两三四五六七八九十百千\d]{1,5})分之([一二两三四五六七八九十百\d]{1,5})/y,
    plain,
    at,
  )
  if (found !== null) {
    const of = (signs: string) => (/^\d/.test(signs) ? Number(signs) : (readChinese(signs, 0)?.value ?? 0))
    const value = (100 * of(found[2]!)) / of(found[1]!)
    // 三分之一以上 reaches a fifth further: to 40 %.
    return Number.isFinite(value) ? share(at + found[0].length, value, value / 5) : null
  }
  const half = match(halves, plain, at)
  if (
    half !== null &&
    ((half[0].length > 1 && !/^(?:大|多)半$/.test(half[0])) ||
      /[过超逾近]$/.test(plain.slice(Math.max(0, at - 1), at)))
  )
    return share(at + half[0].length, 50, 10)
  const bar = match(
    new RegExp(`${enclosedMark}?${vulgar.source}${enclosedMark}?`, 'y'),
    plain.replaceAll('⁄', '/'),
    at,
  )
  if (bar === null || /[\d/]/.test(plain.charAt(at - 1)) || Number(bar[1]) >= Number(bar[2])) return null
  return share(at + bar[0].length, (100 * Number(bar[1])) / Number(bar[2]), 1)
}

function share(end: number, value: number, place: number): ReadNumber {
  return { end, value, high: value, place, above: false, form: 'chinese', share: true }
}

function readChinese(plain: string, at: number): ReadNumber | null {
  const run = match(chineseRun, plain, at)?.[0] ?? ''
  // Of signs that write no number as a whole (十百), as many are read as write one: none goes unseen. Six are enough to
  // begin with, so that a long run of them costs no more than a text of the same length.
  for (let signs = [...run]; signs.length > 0; signs = signs.slice(0, Math.min(signs.length - 1, 6))) {
    // 上百, 百余: the bare sign says one of its kind.
    const whole = wholeOf(signs) ?? (signs.length === 1 ? { value: powerOf(signs[0]) } : null)
    if (whole !== null) return chineseNumber(plain, at, signs, whole)
  }
  return null
}

function chineseNumber(
  plain: string,
  at: number,
  signs: readonly string[],
  { value: whole, high }: { value: number; high?: number },
): ReadNumber {
  const form: NumeralForm = signs.some((sign) => formalSigns.has(sign)) ? 'formal' : 'chinese'
  const end = at + signs.length
  if (high !== undefined) return { end, value: whole, high, place: 1, above: false, form, share: false }
  const decimal = match(/点([〇零一二三四五六七八九]+)(?![点钟])(万|亿)?/y, plain, end)
  if (decimal !== null && decimal[1]!.length <= 3 && signs.length <= 4) {
    const fraction = [...decimal[1]!].map((sign) => digits.get(sign) ?? 0).join('')
    const factor = powerOf(decimal[2])
    const value = Number((Number(`${whole}.${fraction}`) * factor).toPrecision(12))
    const place = lastPlace(`${whole}.${fraction}`) * factor
    return { end: end + decimal[0].length, value, high: value, place, above: false, form, share: false }
  }
  return { ...withTail(plain, end, whole), form, share: false }
}

/** 10 for 十; 1 for no sign. */
function powerOf(sign: string | undefined): number {
  return 10 ** (magnitudes.get(sign ?? '') ?? 0)
}

/** 二十几, 百余万, 十来万: a number that goes on past 余 or 几. */
function withTail(plain: string, end: number, whole: number): Omit<ReadNumber, 'form' | 'share'> {
  const tail = match(/(几|余|多|来)([万亿])/y, plain, end)
  const factor = powerOf(tail?.[2])
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
