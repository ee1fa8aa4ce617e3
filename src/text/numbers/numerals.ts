import { digits, formalSigns, isNumeral, magnitudes, wholeOf } from './numerals-chinese.ts'

/**
 * A number as written, starting at the place asked for.
 *
 * `end` is the first character after it. `decimals` counts the decimals written (1.20 → 2, 1.2万 → 1). `placeValue`
 * is the value of the last digit that is not zero (2000 → 1000, 1.2万 → 1000, 2130 → 10; zero itself → 1).
 * `percent` is true only for 百分之…, whose value is in hundredths (百分之九十五 → 95); a % sign after the number is the
 * caller's. `high` is there for a spoken pair: 七八 → 7 to 8, 三四十 → 30 to 40, 十七八 → 17 to 18.
 */
export type WrittenNumber = {
  readonly value: number
  readonly high?: number
  readonly end: number
  readonly form: 'arabic' | 'chinese' | 'formal' | 'mixed'
  readonly decimals: number
  readonly placeValue: number
  readonly percent: boolean
}

/** No figure of an office is longer; a longer run of signs is none. It bounds the work at each place. */
const longest = 40

/**
 * Reads the number that starts at `at`: 28, 1,234, 1.5, 10万, 1.2万, 1亿2000万, 三十, 二〇二二, 两千三, 一点五, 半 (0.5),
 * 贰拾, 百分之九十五. Give NFKC text: full-width digits are not read here. Signs (−), 几, 多, 余 and units are the caller's.
 * null where no number starts, inside another number (the 2 of 12), and for signs that read as none (1.2.3, 十百).
 * Never throws; looks at no more than about 40 characters.
 */
export function readNumber(text: string, at: number): WrittenNumber | null {
  if (text.startsWith('百分之', at)) {
    const share = readNumber(text.slice(at + 3, at + 3 + longest + 1), 0)
    if (share === null || share.percent) return null
    return { ...share, end: share.end + at + 3, percent: true }
  }
  const sign = text.charAt(at)
  if (isDigit(sign) || sign === '.') return readArabic(text, at)
  if (sign === '半') return finish(0.5, at + 1, 'chinese', 1)
  if (isNumeral(sign)) return readChinese(text, at)
  return null
}

function finish(
  value: number,
  end: number,
  form: WrittenNumber['form'],
  decimals: number,
  high?: number,
): WrittenNumber | null {
  if (!Number.isFinite(value)) return null
  const number = { value, end, form, decimals, placeValue: placeValueOf(value), percent: false }
  return high === undefined ? number : { ...number, high }
}

/** The value of the last digit that is not zero: 2000 → 1000, 1.25 → 0.01, 0 → 1. */
export function placeValueOf(value: number): number {
  if (value === 0 || !Number.isFinite(value)) return 1
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e')
  const fraction = mantissa.includes('.') ? mantissa.length - 2 : 0
  return Number(`1e${Number(exponent) - fraction}`)
}

function isDigit(sign: string): boolean {
  return sign >= '0' && sign <= '9' && sign.length === 1
}

function readArabic(text: string, at: number): WrittenNumber | null {
  if (startsInsideNumber(text, at)) return null
  const first = readPlain(text, at)
  if (first === null) return null
  let { end } = first
  let power = readPower(text, end)
  if (power.end === end) return finish(Number(first.written), end, 'arabic', first.decimals)
  end = power.end
  let value = Number(`${first.written}e${power.exponent}`)
  // 1亿2000万, 3万5千: each part below the one before.
  while (power.exponent >= 2 && isDigit(text.charAt(end))) {
    const part = readPlain(text, end)
    if (part === null || part.decimals > 0) break
    const next = readPower(text, part.end)
    const amount = Number(`${part.written}e${next.exponent}`)
    // 3万5 and 2千5 are said for 35,000 and 2,500, and typed by mistake for anything: only a full 3万5000 is read.
    if (next.end === part.end && part.end - end < power.exponent) return null
    if (amount >= 10 ** power.exponent) break
    value += amount
    end = next.end
    if (next.end === part.end) break
    power = next
  }
  return finish(value, end, 'mixed', first.decimals)
}

function startsInsideNumber(text: string, at: number): boolean {
  const before = text.charAt(at - 1)
  if (isDigit(before)) return true
  const twoBefore = text.charAt(at - 2)
  if (magnitudes.has(before) && isDigit(twoBefore)) return true
  if (text.charAt(at) === '.') return before !== '' && !/\s/.test(before)
  if (before === ',') return isDigit(twoBefore)
  return before === '.' && (isDigit(twoBefore) || twoBefore === '' || /\s/.test(twoBefore))
}

/** Digits with thousands grouped by commas, and decimals: no sign, no magnitude. */
function readPlain(text: string, at: number): { written: string; end: number; decimals: number } | null {
  const window = text.slice(at, at + longest + 2)
  const match = /^(?:\d{1,3}(?:,\d{3})+(?!\d)|\d+)?(?:\.\d+)?/.exec(window)?.[0] ?? ''
  if (match === '' || match.length > longest) return null
  const rest = text.slice(at + match.length, at + match.length + 2)
  if (match.includes('.') && /^\.\d/.test(rest)) return null
  const point = match.indexOf('.')
  return {
    written: match.replaceAll(',', ''),
    end: at + match.length,
    decimals: point < 0 ? 0 : match.length - point - 1,
  }
}

/** 十, 百, 千 and then 万 or 亿 after a number: 5千万 → 7. 百 of 百分点 and 千 of 千克, 千米 … belong to the unit. */
function readPower(text: string, at: number): { exponent: number; end: number } {
  let exponent = 0
  let end = at
  const small = magnitudes.get(text.charAt(end)) ?? 0
  if (small >= 1 && small <= 3) {
    if (/^(?:百分|千[克米瓦卡帕伏赫字])/.test(text.slice(end, end + 2))) return { exponent, end }
    exponent = small
    end++
  }
  for (let big = magnitudes.get(text.charAt(end)) ?? 0; big >= 4 && end - at < 3;) {
    exponent += big
    end++
    big = magnitudes.get(text.charAt(end)) ?? 0
  }
  return { exponent, end }
}

function readChinese(text: string, at: number): WrittenNumber | null {
  if (isNumeral(text.charAt(at - 1))) return null
  let end = at
  while (isNumeral(text.charAt(end)) && end - at <= longest) end++
  // 三百分之… and 五百分点 end before 百分.
  if (text.charAt(end) === '分' && /[百佰]/.test(text.charAt(end - 1)) && end - 1 > at) end--
  const signs = Array.from(text.slice(at, end))
  if (signs.length > longest) return null
  const form = signs.some((sign) => formalSigns.has(sign)) ? 'formal' : 'chinese'
  const tail = readDecimals(text, end)
  const whole = wholeOf(signs)
  if (whole === null) return null
  if (tail === null || whole.high !== undefined) return finish(whole.value, end, form, 0, whole.high)
  const value = Number(`${whole.value}.${tail.written}e${tail.exponent}`)
  return finish(value, tail.end, form, tail.written.length)
}

/** 点五, 点二万: decimals are single digits; 三点二十 is an hour of the clock and has none. */
function readDecimals(text: string, at: number): { written: string; exponent: number; end: number } | null {
  if (text.charAt(at) !== '点') return null
  let end = at + 1
  let written = ''
  while (digits.has(text.charAt(end)) && written.length < longest) written += digits.get(text.charAt(end++))
  if (written === '' || /[十拾百佰千仟]/.test(text.charAt(end))) return null
  const power = readPower(text, end)
  return { written, exponent: power.exponent, end: power.end }
}
