import { readIdentifierAt } from './identifiers.ts'
import { readNumberAt } from '../../text/numbers/grammar.ts'
import { enclosedMark } from '../../text/normalise.ts'
import { readUnitAt } from '../../text/units.ts'

/** A name or an order read in a plain text: no quantity. */
export type ReadName = { readonly end: number; readonly source: 'identifier' | 'slot' | 'ordinal' }

const numeral = '(?:\\d+|[〇零一二三四五六七八九十百千两壹贰叁肆伍陆柒捌玖拾]+)'
/** Words before 第三 that make it a rank: a figure like any other. */
const rankLead = '(?:名列|位列|位居|排名|排在|列|居|获|荣获|得|取得|夺得)(?:全[市省县区国])?'
const lineStart = /(?:^|\n)[ \t　>*#-]*$/

/** {{f8}}, {f8}, {{f8}次: slots that nothing filled; 【待补：…】, [to fill]: what a person has to write. */
const slot =
  /\{\{[^{}\n]{0,40}\}\}|\{{1,2} ?[frpn]\d{1,6}[^{}\n]{0,6}?\}{0,2}|【(?:待|空缺|此处|请)[^【】\n]{0,80}】|\[(?:to (?:fill|be (?:filled|confirmed|added))|tb[cd]|fill in|missing)[^[\]\n]{0,80}\]/y
const ordinals: readonly RegExp[] = [
  new RegExp(
    `(?<!${rankLead})第\\s*${numeral}(?![名位])(?:\\s*[、至到~-]\\s*第?${numeral})*\\s*(?:季度|批次|方面|[期届次批章节条款项号卷部编册版个回轮步点类组集辑篇页层场站天年月周季])?`,
    'y',
  ),
  /\u0001(?!\d[/⁄]\d)[^\u0001]{1,6}\u0001/y,
  // 十九届六中全会, 二十届三中: a congress by its number.
  /(?:十[一二三四五六七八九]?|二十[一二]?)届/y,
  // 人大二次会议 is the second of its term; 六位一体 is a name whatever its number.
  /(?<=届|人大|政协|大会|党代会)[一二三四五六七八九十]{1,3}次(?:全体)?会议/y,
  /[三四五六七八九十]位一体/y,
  /(?<!(?:ranked|placed|came|finished|rank|position|place) )\d+(?:st|nd|rd|th)(?![a-z])(?! (?:place|in the (?:city|county|province|country|ranking|league)))/y,
  /(?:section|chapter|part|phase|stage|step|issue|no\.?|number|volume|vol\.?|article|annex|appendix|figure|fig\.|table|page|p\.|pp\.|item|round|batch|lesson|unit|room|floor|line|type|grade|level|tier|version|v\.|footnote|endnote|note|paragraph|para\.?|clause|schedule|exhibit|attachment|enclosure|form|column|row|slide|plate|question|point|option|group|team|zone|building|block|gate|desk|track|module|week|day|task|goal|objective|sub-item|bullet)[ ]?(?:\d+(?:[-./]\d+)*|[ivx]{1,5}\b|(?:one|two|three|four|five|six|seven|eight|nine|ten)\b)(?![\d%])/y,
  // "the first six months", 前三季度, 近三年: how long, not how many.
  /(?:first|last|past|next|previous|coming) (?:\d{1,2}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= (?:months|weeks|days|years|quarters)\b)/y,
  /(?<=前|过去|未来|今后|最近|头)\s?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})(?:年|个月|季度|个季度|周|天)(?![度级])/y,
  /(?<=近)\s?(?:\d{1,2}|[一二两三四五六七八九十]{1,3})年(?![度级])/y,
  /(?<!(?:ranked|placed|finished|rank) )(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)(?:ly)?(?![a-z])(?! (?:(?<!in the [a-z]+ )place(?! in)|prize|in the (?:city|county|province|country|ranking)))/y,
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
/** "four steps: (1) deepen study, (2) build the brand", 附件：1.台账；2.照片: the first, or one that follows its predecessor. */
function inlineAt(plain: string, at: number): number | null {
  const to = end(inline, plain, at)
  if (to === null) return null
  const number = Number(/\d+/.exec(plain.slice(at, to))?.[0])
  const written = plain.slice(at, to).replace(/\d+/, String(number - 1))
  return number === 1 || plain.slice(Math.max(0, at - 400), at).includes(written) ? to : null
}

/** "four steps: (1) deepen study, (2) build the brand", 附件：1.台账；2.照片. */
const inline = /[（(]\d{1,2}[）)](?=\s?[a-z\u4e00-\u9fff《“])|\d{1,2}[.．](?=[\u4e00-\u9fff《“])/y
const afterMark = /(?:^|[\n。；：，、！？;:,.“）)])\s*$/

/** Reads the identifier, typed slot or ordinal that begins at `at`. */
export function readNameAt(plain: string, at: number): ReadName | null {
  const typed = end(slot, plain, at)
  if (typed !== null) return { end: typed, source: 'slot' }
  const before = plain.charAt(at - 1)
  const inWord = /[a-z0-9]/.test(before)
  const identifier = inWord ? null : readIdentifierAt(plain, at)
  if (identifier !== null) return { end: identifier, source: 'identifier' }
  if (before !== '' && readNumberAt(plain, at)?.form === 'formal' && plain.charAt(at) === enclosedMark)
    return null
  for (const rule of ordinals) {
    const to = inWord && rule !== ordinals[0] ? null : end(rule, plain, at)
    if (to !== null && !/第\s*[一二]\s*个百/.test(plain.slice(at, to)) && !countsThings(plain, at, to)) {
      return { end: to, source: 'ordinal' }
    }
  }
  return readHead(plain, at)
}

/** "to issue six editions", "a unit of 4 people": the noun is a verb or stands alone, and what follows is counted. */
function countsThings(plain: string, at: number, to: number): boolean {
  if (
    !/^(?:issue|no\.?|number|lesson|unit|line|type|grade|page|round|batch|item|point|question) ?[\da-z]/.test(
      plain.slice(at, to),
    )
  )
    return false
  return /^ [a-z]/.test(plain.slice(to, to + 2)) && readUnitAt(plain, to) !== null
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
  const to =
    end(bracket, plain, at) ??
    (afterMark.test(before) ? (end(clauseHead, plain, at) ?? inlineAt(plain, at)) : null)
  return to === null ? null : { end: to, source: 'ordinal' }
}

function end(pattern: RegExp, plain: string, at: number): number | null {
  pattern.lastIndex = at
  const found = pattern.exec(plain)
  return found === null ? null : at + found[0].length
}

/** Quoted passages: 《…》 and “…” without a line break inside, at most 60 characters. */
export const quotedPassage =
  /《[^《》\n]{1,60}》|“[^“”\n]{1,60}”|「[^「」\n]{1,60}」|『[^『』\n]{1,60}』|"[^"\n]{1,60}"/g

const numerals = /[〇零一二三四五六七八九十百千万亿两]/

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

/** A name that begins or ends in a letter, digit or numeral does not go on in one: 成员01 is not in 成员011, nor 每一 in 每一百. */
function standsAlone(plain: string, from: number, to: number): boolean {
  const goesOn = (a: string, b: string): boolean =>
    (/[a-z]/.test(a) && /[a-z]/.test(b)) ||
    (/\d/.test(a) && /\d/.test(b)) ||
    (numerals.test(a) && numerals.test(b))
  return (
    !goesOn(plain.charAt(from - 1), plain.charAt(from)) &&
    !goesOn(plain.charAt(to - 1), plain.charAt(to)) &&
    // 成员60人 are sixty, not one of that name.
    !(/\d/.test(plain.charAt(to - 1)) && /[人名位]/.test(plain.charAt(to)))
  )
}
