/** A name or an order read in a plain text: no quantity. */
export type ReadName = { readonly end: number; readonly source: 'identifier' | 'slot' | 'ordinal' }

const numeral = '(?:\\d+|[〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾]+)'
const lineStart = /(?:^|\n)[ \t　>*#-]*$/

/** Sticky rules for what holds digits but counts nothing. */
const identifiers: readonly RegExp[] = [
  /https?:\/\/[^\s，。；、）)】」]+|www\.[^\s，。；、）)]+|[\w.+-]+@[\w-]+\.[\w.]+/y,
  // Record numbers and codes: S-42, GB/T 9704-2012, v1.2, A4, 5G, F1 key.
  /[a-z]{1,6}(?:\/[a-z])?[ ]?-?\d+(?:[-.]\d+)*(?![\d,.]*\d)(?=$|[^\da-z])/y,
  /\d+[a-z](?![a-z])(?=[\u4e00-\u9fff ]|$)/y,
  // 1+3+N, telephone numbers, house numbers.
  /\d+(?:\+(?:\d+|[nx]))+(?![\da-z])/y,
  /0\d{2,3}-\d{7,8}(?!\d)|1[3-9]\d{9}(?!\d)|(?<=(?:电话|热线|hotline|call|tel\.?)[:： ]{0,2})\d{3,12}(?!\d)/y,
  /(?<=[路街巷])\d{1,5}号(?:楼|院)?/y,
  /[〔[［(（]\s*(?:19|20)\d{2}\s*[〕\]］)）]\s*\d+\s*号/y,
  /(?:19|20|[6-9])\d世纪|\d{2}世纪|(?:19|20)?\d0年代|[6-9]0后|00后|1\d后/y,
]
const slot = /\{\{[^{}\n]{0,40}\}\}/y
const ordinals: readonly RegExp[] = [
  new RegExp(
    `第\\s*${numeral}(?:\\s*[、至到~-]\\s*第?${numeral})*\\s*(?:季度|批次|方面|[期届次批章节条款项号卷部编册版名位个回轮步点类组集辑篇页层场站天年月周季])?`,
    'y',
  ),
  /\u0001[^\u0001]{1,6}\u0001/y,
  // 十九届六中全会, 二十届三中: a congress by its number.
  /(?:十[一二三四五六七八九]?|二十[一二]?)届/y,
  // 人大二次会议 is the second of its term; 六位一体 is a name whatever its number.
  /(?<=届|人大|政协|大会|党代会)[一二三四五六七八九十]{1,3}次(?:全体)?会议/y,
  /[三四五六七八九十]位一体/y,
  /\d+(?:st|nd|rd|th)(?![a-z])/y,
  /(?:section|chapter|part|phase|stage|step|issue|no\.?|number|volume|vol\.?|article|annex|appendix|figure|fig\.|table|page|p\.|item|round|batch|lesson|unit|room|floor|line|type|grade|level|tier|version|v\.)[ ]?(?:\d+(?:\.\d+)*|[ivx]{1,5}\b|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)(?![\d%])/y,
  /(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:ly)?(?![a-z])/y,
  /其[一二三四五六七八九]/y,
]
/** These number a line or a clause, so they stand at its head only. */
const heads: readonly RegExp[] = [
  /[（(](?:\d{1,2}|[一二三四五六七八九十]{1,3})[）)]/y,
  /(?:\d{1,2}|[一二三四五六七八九十]{1,3})[、．]/y,
  /\d{1,2}[.)](?=[ \t]+\S)/y,
  /\d{1,2}(?:\.\d{1,2}){1,3}[.)]?(?=[ \t]+[a-z\u4e00-\u9fff])(?![ \t]+(?:million|thousand|billion|hours?|per|times|percent|万|亿))/y,
  /\d{1,2}[.)](?=[\u4e00-\u9fff《“])/y,
]
const clauseHead = /[一二三四五六七八九十]{1,2}(?:是|要|来|则)(?!否)/y
const afterMark = /(?:^|[\n。；：，、！？;:,.“）)])\s*$/

/** Reads the identifier, typed slot or ordinal that begins at `at`. */
export function readNameAt(plain: string, at: number): ReadName | null {
  const typed = end(slot, plain, at)
  if (typed !== null) return { end: typed, source: 'slot' }
  const before = plain.charAt(at - 1)
  const inWord = /[a-z0-9]/.test(before)
  if (!inWord) {
    for (const rule of identifiers) {
      const to = end(rule, plain, at)
      if (to !== null && !isQuantity(plain, at, to)) return { end: to, source: 'identifier' }
    }
  }
  for (const rule of ordinals) {
    const to = inWord && rule !== ordinals[0] ? null : end(rule, plain, at)
    if (to !== null && !/第\s*[一二]\s*个百/.test(plain.slice(at, to))) return { end: to, source: 'ordinal' }
  }
  return readHead(plain, at)
}

function readHead(plain: string, at: number): ReadName | null {
  const before = plain.slice(Math.max(0, at - 12), at)
  if (lineStart.test(before) && (at <= 12 || before.includes('\n') || before.trim() === '')) {
    // "## 2 Learning": a bare number numbers a heading only where the line is marked as one.
    for (const rule of before.includes('#') ? [...heads, /\d{1,2}(?=[ \t])/y] : heads) {
      const to = end(rule, plain, at)
      if (to !== null) return { end: to, source: 'ordinal' }
    }
  }
  const bracket = /[（(][一二三四五六七八九十]{1,3}[）)]/y
  const to = end(bracket, plain, at) ?? (afterMark.test(before) ? end(clauseHead, plain, at) : null)
  return to === null ? null : { end: to, source: 'ordinal' }
}

/** "28h" and "90min" are quantities; so are letters that touch a counted number (x262条), however odd. */
function isQuantity(plain: string, at: number, to: number): boolean {
  const text = plain.slice(at, to)
  if (/^\d+[hkms]$/.test(text)) return true
  if (/^(?:over|about|nearly|some|only|held|total|than|from|with)-?\d/.test(text)) return true
  if (/^[a-z]{1,6} \d/.test(text) && !/^(?:gb|iso|din|rfc)(?:\/t)? /.test(text)) return true
  return (
    /\d$/.test(text) &&
    /^\s?(?:人|次|条|册|份|篇|期|个|名|场|块|类|本|%|余|多)/.test(plain.slice(to, to + 3)) &&
    !/^[a-z]-\d/.test(text)
  )
}

function end(pattern: RegExp, plain: string, at: number): number | null {
  pattern.lastIndex = at
  const found = pattern.exec(plain)
  return found === null ? null : at + found[0].length
}

/** Quoted passages: 《…》 and “…” without a line break inside, at most 60 characters. */
export const quotedPassage =
  /《[^《》\n]{1,60}》|“[^“”\n]{1,60}”|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|"[^"\n]{1,60}"/g

/** Looks names up by their first character; the longest that stands at a place wins. */
export function lexiconIndex(names: readonly string[]): (plain: string, at: number) => number | null {
  const byFirst = new Map<string, string[]>()
  for (const name of names) {
    if (name === '') continue
    const list = byFirst.get(name.charAt(0))
    if (list === undefined) byFirst.set(name.charAt(0), [name])
    else list.push(name)
  }
  for (const list of byFirst.values()) list.sort((a, b) => b.length - a.length)
  return (plain, at) => {
    const list = byFirst.get(plain.charAt(at))
    const name = list?.find((name) => plain.startsWith(name, at) && standsAlone(plain, at, at + name.length))
    return name === undefined ? null : at + name.length
  }
}

/** A name that begins or ends in a letter or digit does not go on in one: 成员01 is not in 成员011. */
function standsAlone(plain: string, from: number, to: number): boolean {
  const goesOn = (a: string, b: string): boolean =>
    (/[a-z]/.test(a) && /[a-z]/.test(b)) || (/\d/.test(a) && /\d/.test(b))
  return (
    !goesOn(plain.charAt(from - 1), plain.charAt(from)) && !goesOn(plain.charAt(to - 1), plain.charAt(to))
  )
}
