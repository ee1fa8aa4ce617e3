/** 零 to 九 in every form: plain, formal, traditional, and the old ones on vouchers. */
export const digits: ReadonlyMap<string, number> = new Map(
  [
    '零〇',
    '一壹弌',
    '二贰貳弍两兩俩',
    '三叁叄參弎仨',
    '四肆',
    '五伍',
    '六陆陸',
    '七柒',
    '八捌',
    '九玖',
  ].flatMap((row, value) => [...row].map((sign) => [sign, value] as const)),
)

/** Tens in one sign: 廿 is 二十. */
const tens: ReadonlyMap<string, string> = new Map([
  ['廿', '二'],
  ['卅', '三'],
  ['卌', '四'],
])

/** Signs that make a number formal (GB/T 15835-2011 4.3: bills and legal documents). */
export const formalSigns = new Set('壹贰叁肆伍陆柒捌玖貳弍叄參陸拾佰仟萬億')

/** Powers of ten. */
export const magnitudes: ReadonlyMap<string, number> = new Map([
  ['十', 1],
  ['拾', 1],
  ['百', 2],
  ['佰', 2],
  ['千', 3],
  ['仟', 3],
  ['万', 4],
  ['萬', 4],
  ['亿', 8],
  ['億', 8],
])

/** `high` for a spoken pair (三四十). */
type Whole = { value: number; high?: number }

/** Whether a sign writes a number or a part of one. */
export function isNumeral(sign: string): boolean {
  return digits.has(sign) || magnitudes.has(sign) || tens.has(sign)
}

/** The whole number that the signs write, by place (二〇二二) or by magnitude (两千三); null when they write none. */
export function wholeOf(written: readonly string[]): Whole | null {
  const signs = written.flatMap((sign) => (tens.has(sign) ? [tens.get(sign)!, '十'] : [sign]))
  const values = signs.map((sign) => digits.get(sign))
  if (values.every((value) => value !== undefined)) return positional(values)
  const paired = spokenPair(signs)
  if (paired !== null) {
    const low = withMagnitudes(paired.low)
    const high = withMagnitudes(paired.high)
    return low === null || high === null ? null : { value: low, high }
  }
  const value = withMagnitudes(signs)
  return value === null ? null : { value }
}

/** 二〇二二 → 2022; two digits in a row that follow each other (三四) are a spoken pair. */
function positional(values: readonly number[]): Whole | null {
  const [first = 0, second] = values
  if (values.length === 2 && first > 0 && second === first + 1) return { value: first, high: second }
  return { value: Number(values.join('')) }
}

/** 三四十, 二三百, 十七八: exactly one place where two following digits stand side by side. */
function spokenPair(signs: readonly string[]): { low: string[]; high: string[] } | null {
  for (let i = 1; i < signs.length; i++) {
    const low = digits.get(signs[i - 1] ?? '') ?? 0
    const high = digits.get(signs[i] ?? '')
    if (low > 0 && high === low + 1) return { low: signs.toSpliced(i, 1), high: signs.toSpliced(i - 1, 1) }
  }
  return null
}

/** Sections of four places below 万 and 亿; null for signs in no order (十百, 百, 四五六十). */
function withMagnitudes(signs: readonly string[]): number | null {
  let total = 0
  let section = 0
  let digit: number | null = null
  let last = 9
  let zero = false
  for (const sign of signs) {
    const value = digits.get(sign)
    if (value !== undefined) {
      if (digit !== null && digit !== 0) return null
      zero ||= value === 0
      digit = value
      continue
    }
    const power = magnitudes.get(sign) ?? 0
    if (power < 4) {
      if (power >= last || (digit === null && power > 1) || digit === 0) {
        if (!(digit === 0 && power === 1 && power < last)) return null
      }
      section += (digit === null || digit === 0 ? 1 : digit) * 10 ** power
    } else {
      section += digit ?? 0
      if (section === 0 && total === 0) return null
      total =
        section === 0
          ? total * 10 ** power
          : power === 8
            ? (total + section) * 10 ** 8
            : total + section * 10 ** power
      section = 0
    }
    digit = null
    zero = false
    last = power < 4 ? power : 9
  }
  const tailed = digit ?? 0
  // 一百二 is 120, 三万五 is 35000; 一百零二 is 102.
  const spoken = !zero && tailed > 0 && endsInMagnitude(signs) ? 10 ** (lastMagnitude(signs) - 1) : 1
  return total + section + tailed * spoken
}

function endsInMagnitude(signs: readonly string[]): boolean {
  return (magnitudes.get(signs.at(-2) ?? '') ?? 0) >= 2
}

function lastMagnitude(signs: readonly string[]): number {
  return magnitudes.get(signs.at(-2) ?? '') ?? 1
}
