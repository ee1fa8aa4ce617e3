import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { countries, isKnownRegion, partsOf } from './public-holidays.ts'

/** How one says that a country's holidays count without those of its parts: `GB national`. */
const NATIONAL = /\s+(?:national|全国)$/iu

/**
 * A holiday region as a person writes it → its code: `us-ny`, `New York` → `US-NY`; 英格兰 → `GB-ENG`; 德国 全国 → `DE`;
 * 无 → `none`. A country whose parts have holidays of their own is asked back for the part, unless `national` stands
 * behind it. Throws MemberFacingError.
 */
export function readRegion(text: string): string {
  const plain = text.normalize('NFKC').trim()
  if (/^(?:none|无)$/iu.test(plain)) return 'none'
  const named = plain.replace(NATIONAL, '')
  const found = codesOf(named)
  const [code] = found
  if (code === undefined) throw unknownRegion(text)
  if (found.length > 1) throw oneOf(text, found)
  if (named === plain && hasParts(code)) throw whichPart(text, code)
  return code
}

/** As a person reads it and `readRegion` reads it back. */
export function formatRegion(region: string): LocalizedText {
  if (!hasParts(region)) return { zh: region, en: region }
  return { zh: `${region} 全国`, en: `${region} national` }
}

function hasParts(region: string): boolean {
  return !region.includes('-') && region !== 'none' && Object.keys(partsOf(region)).length > 0
}

/** Codes first, then names of countries, then names of parts; several where parts of different countries share a name. */
function codesOf(named: string): string[] {
  const code = named.toUpperCase()
  if (/^[A-Z]{2}(-[A-Z0-9]{1,4})?$/u.test(code) && isKnownRegion(code)) return [code]
  const wanted = folded(named)
  const country = countries().filter((code) => countryNames(code).some((name) => folded(name) === wanted))
  if (country.length > 0) return country
  const inChinese = BRITISH_PARTS.get(named)
  if (inChinese !== undefined) return [inChinese]
  return countries().flatMap((code) =>
    Object.entries(partsOf(code))
      .filter(([, name]) => folded(name) === wanted)
      .map(([part]) => `${code}-${part}`),
  )
}

/** The tables name parts in their own languages; these are known in Chinese everywhere. */
const BRITISH_PARTS: ReadonlyMap<string, string> = new Map([
  ['英格兰', 'GB-ENG'],
  ['苏格兰', 'GB-SCT'],
  ['威尔士', 'GB-WLS'],
  ['北爱尔兰', 'GB-NIR'],
])

function countryNames(code: string): string[] {
  return ['en', 'zh'].map((locale) => new Intl.DisplayNames([locale], { type: 'region' }).of(code) ?? code)
}

/** Case and accents aside: Bayern, BAYERN; Andalucia, Andalucía. */
function folded(name: string): string {
  return name.normalize('NFD').replaceAll(/\p{M}/gu, '').toLowerCase().trim()
}

/** Parts listed in an answer; the United States have 51. */
const LISTED = 8

function whichPart(text: string, country: string): MemberFacingError {
  const all = Object.entries(partsOf(country)).map(([part, name]) => `${country}-${part} ${name}`)
  const [shown, left] = [all.slice(0, LISTED), all.length - LISTED]
  const [zh, en] = left > 0 ? [`等 ${all.length} 个`, ` and ${left} more`] : ['', '']
  return new MemberFacingError({
    zh: `“${text}”各地的节假日不同，请写是哪里：${shown.join('、')}${zh}。只算全国的节假日则写 ${country} 全国。`,
    en: `Holidays differ within "${text}". Write which part: ${shown.join(', ')}${en}. For those of the whole country alone, write ${country} national.`,
  })
}

function oneOf(text: string, codes: readonly string[]): MemberFacingError {
  return new MemberFacingError({
    zh: `“${text}”可以是 ${codes.join('、')}，请写代码。`,
    en: `"${text}" can be ${codes.join(' or ')}. Write the code.`,
  })
}

function unknownRegion(text: string): MemberFacingError {
  return new MemberFacingError({
    zh: `“${text}”不是节假日地区。请写国家或地区代码，如 CN、HK、GB-ENG（England）、GB-SCT（Scotland）、US-NY、DE-BY；只按周末则写 none。`,
    en: `"${text}" is not a holiday region. Write a country or a part of one, like CN, GB-ENG (England), GB-SCT (Scotland), US-NY or DE-BY, or none for weekends only.`,
  })
}
