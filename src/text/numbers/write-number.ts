import type { Locale } from '../../locale.ts'
import { readNumberAt } from './grammar.ts'

const CHINESE = {
  digits: '零一二三四五六七八九',
  ten: '十',
  hundred: '百',
  thousand: '千',
  wan: '万',
  yi: '亿',
}
const FORMAL = {
  digits: '零壹贰叁肆伍陆柒捌玖',
  ten: '拾',
  hundred: '佰',
  thousand: '仟',
  wan: '万',
  yi: '亿',
}

/**
 * A value in the numeral form in which another number is written: 9 for 8, ９ for ８, 九 for 八, 玖 for 捌, nine for eight,
 * 1,240 for 1,234, 1.3万 for 1.2万, 百分之九十六 for 百分之九十五. null: that form cannot say it. Pure.
 */
export function writeNumberLike(value: number, like: string): string | null {
  if (!Number.isFinite(value) || value < 0) return null
  const written = inFormOf(value, like)
  // What cannot be read back as the same value is not written.
  const read = written === null ? null : readBack(written)
  return read !== null && Math.abs(read - value) <= 1e-9 * Math.max(1, value) ? written : null
}

function readBack(written: string): number | null {
  const plain = written.normalize('NFKC').toLowerCase()
  const read = readNumberAt(plain, 0)
  return read !== null && read.end === plain.length && read.value === read.high ? read.value : null
}

function inFormOf(value: number, like: string): string | null {
  if (like.startsWith('百分之')) {
    const rest = like.slice('百分之'.length)
    const share = writtenPlain(value, rest)
    return share === null ? null : `百分之${share === '两' ? '二' : share}`
  }
  return writtenPlain(value, like)
}

function writtenPlain(value: number, like: string): string | null {
  if (/^[\d０-９][\d０-９,，.．]*$/.test(like)) return inDigits(value, like)
  const magnitude = /^[\d０-９.．]+(万|亿)$/.exec(like)?.[1]
  if (magnitude !== undefined) return inMagnitude(value, magnitude === '万' ? 1e4 : 1e8, magnitude)
  if (/^[壹贰叁肆伍陆柒捌玖拾佰仟万亿零]+$/.test(like)) return inChinese(value, FORMAL, false)
  if (/^[零〇一二三四五六七八九十百千万亿两]+(?:点[零〇一二三四五六七八九]+)?$/.test(like))
    return inChinese(value, CHINESE, true)
  if (/^[a-z][a-z -]*$/i.test(like)) return inEnglish(value, like)
  return null
}

function inDigits(value: number, like: string): string {
  const plain = plainFigure(value)
  const [whole = '', fraction] = plain.split('.')
  const grouped = /\d[,，]\d/.test(like.normalize('NFKC'))
    ? whole.replaceAll(/\B(?=(?:\d{3})+$)/g, ',')
    : whole
  const written = fraction === undefined ? grouped : `${grouped}.${fraction}`
  return /[０-９]/.test(like)
    ? written.replaceAll(/\d/g, (digit) => String.fromCodePoint(0xff10 + Number(digit)))
    : written
}

/** 1.2万 stays in 万 as long as it is one; below, digits say it. */
function inMagnitude(value: number, unit: number, sign: string): string {
  return value < unit ? plainFigure(value) : `${plainFigure(value / unit)}${sign}`
}

type Numerals = typeof CHINESE

function inChinese(value: number, numerals: Numerals, spoken: boolean): string | null {
  if (value >= 1e12) return null
  const [whole = '0', fraction] = plainFigure(value).split('.')
  const said = wholeInChinese(Number(whole), numerals)
  // 两次, but 二十 and 百分之二.
  const integer = spoken && said === '二' && fraction === undefined ? '两' : said
  if (fraction === undefined) return integer
  return `${said}点${[...fraction].map((digit) => numerals.digits[Number(digit)]).join('')}`
}

function wholeInChinese(value: number, numerals: Numerals): string {
  if (value === 0) return numerals.digits[0] ?? ''
  const parts: [number, string][] = [
    [Math.floor(value / 1e8), numerals.yi],
    [Math.floor((value % 1e8) / 1e4), numerals.wan],
    [value % 1e4, ''],
  ]
  let said = ''
  let gap = false
  for (const [part, sign] of parts) {
    if (part === 0) {
      gap ||= said !== ''
      continue
    }
    const zero = said !== '' && (gap || part < 1000) ? numerals.digits[0] : ''
    said += `${zero}${belowTenThousand(part, numerals)}${sign}`
    gap = false
  }
  // 十二, not 一十二; 壹拾贰 is written whole.
  return numerals === CHINESE ? said.replace(/^一十/, '十') : said
}

function belowTenThousand(value: number, numerals: Numerals): string {
  const steps: [number, string][] = [
    [1000, numerals.thousand],
    [100, numerals.hundred],
    [10, numerals.ten],
    [1, ''],
  ]
  let said = ''
  let gap = false
  for (const [step, sign] of steps) {
    const digit = Math.floor(value / step) % 10
    if (digit === 0) {
      gap ||= said !== ''
      continue
    }
    said += `${gap ? numerals.digits[0] : ''}${numerals.digits[digit]}${sign}`
    gap = false
  }
  return said
}

const ONES =
  'zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(
    ' ',
  )
const TENS = '- - twenty thirty forty fifty sixty seventy eighty ninety'.split(' ')

function inEnglish(value: number, like: string): string | null {
  if (!Number.isInteger(value) || value >= 1e6) return null
  const said = englishBelow(value)
  return /^[A-Z]/.test(like) ? said.charAt(0).toUpperCase() + said.slice(1) : said
}

function englishBelow(value: number): string {
  if (value < 20) return ONES[value] ?? ''
  if (value < 100) return `${TENS[Math.floor(value / 10)]}${value % 10 === 0 ? '' : `-${ONES[value % 10]}`}`
  const [unit, name] = value < 1000 ? [100, 'hundred'] : [1000, 'thousand']
  const rest = value % unit
  const joined = rest === 0 ? '' : rest < 100 ? ` and ${englishBelow(rest)}` : ` ${englishBelow(rest)}`
  return `${englishBelow(Math.floor(value / unit))} ${name}${joined}`
}

const grouped = new Intl.NumberFormat('en-US', { useGrouping: true, maximumFractionDigits: 6 })
const ungrouped = new Intl.NumberFormat('en-US', { useGrouping: false, maximumFractionDigits: 6 })

/**
 * A figure as the house writes it: plain digits, no exponent; thousands marks in English, where a bare 2040 reads like a
 * year, and none in Chinese. The unit is the text's.
 */
export function plainFigure(value: number, locale: Locale = 'zh'): string {
  return (locale === 'en' ? grouped : ungrouped).format(value)
}

/**
 * A figure rounded in house style: 63 → 60余 / over 60; down to its first digit, or its first two from 10,000 up
 * (98,600 → 98000余). A value that is round already, or below 11, stays exact: 余 would be untrue.
 */
export function roundedFigure(value: number, locale: Locale): string {
  if (!Number.isInteger(value) || value < 11) return plainFigure(value, locale)
  const digits = Math.floor(Math.log10(value) + 1e-12)
  const step = 10 ** Math.max(1, value >= 10_000 ? digits - 1 : digits)
  const base = Math.floor(value / step) * step
  if (base === value) return plainFigure(value, locale)
  return locale === 'zh' ? `${plainFigure(base, locale)}余` : `over ${plainFigure(base, locale)}`
}
