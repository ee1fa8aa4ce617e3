import { MemberFacingError } from '../../../errors.ts'
import type { LocalizedText } from '../../../locale.ts'
import { readNumber } from '../../../text/numbers/numerals.ts'
import { inertText, isEdge, Line, mark, taken, unescape } from './line.ts'
import type { HeadCount, HeadUnit, QuickLink } from './reading.ts'

export type Mentions = {
  readonly userIds: readonly string[]
  readonly groupIds: readonly string[]
  readonly links: readonly QuickLink[]
}

/** Takes Slack's markup: people, groups, links. What calls a whole channel is no field of a record and no title. */
export function readMentions(line: Line): Mentions {
  const userIds = new Set<string>()
  const groupIds = new Set<string>()
  const links: QuickLink[] = []
  for (const { at, body } of line.markup) {
    const [target = '', label] = body.split('|', 2)
    const user = /^@([UW][A-Z0-9]{1,30})$/.exec(target)?.[1]
    const group = /^!subteam\^(S[A-Z0-9]{1,30})$/.exec(target)?.[1]
    if (user !== undefined) {
      userIds.add(user)
      line.claim(at, at + 1, 'people', label === undefined ? user : inertText(unescape(label)))
    } else if (group !== undefined) {
      groupIds.add(group)
      line.claim(at, at + 1, 'people', label === undefined ? group : inertText(unescape(label)))
    } else if (/^https?:/i.test(target)) {
      const url = unescape(target)
      links.push({ url, title: label === undefined ? url : inertText(unescape(label)) })
      line.claim(at, at + 1, 'links', url)
    } else {
      line.claim(at, at + 1, 'none')
    }
  }
  links.push(...readBareLinks(line))
  askAboutUnresolved(line)
  return { userIds: [...userIds], groupIds: [...groupIds], links }
}

/** Web addresses that Slack left as they were typed. */
function readBareLinks(line: Line): QuickLink[] {
  const links: QuickLink[] = []
  for (const match of line.free.matchAll(
    /(?<![^\s，。、；：:,;(\u0000\ue000])https?:\/\/[\w.~:/?#[\]@!$&'()*+,;=%-]{1,2000}/gu,
  )) {
    const length = match[0].replace(/[.,;:!?)\]]+$/, '').length
    const url = line.words(match.index, match.index + length)
    line.claim(match.index, match.index + length, 'links', url)
    links.push({ url, title: url })
  }
  return links
}

/** @成员12 typed by hand: nobody knows which member is meant, so it is asked. */
function askAboutUnresolved(line: Line): void {
  for (const match of line.free.matchAll(/(?<![\p{L}\d._%+<-])@\s?([\p{L}\d_.·-]{1,40})/gu)) {
    const name = line.words(match.index, match.index + match[0].length)
    line.claim(match.index, match.index + match[0].length, 'people', '?')
    line.ask('people', {
      zh: `“${name}”不是 Slack 里的提及，不知道是哪位成员。请在人员里选。`,
      en: `"${name}" is not a Slack mention, so I cannot tell who it is. Choose the people.`,
    })
  }
}

const allMembers =
  '全体(?:人员|成员|同志|员工|职工|干部职工|机关干部)?|全员|所有人|everyone|everybody|all members|all staff|the whole team|whole office'
const everyonePattern = new RegExp(
  `(?<![\\p{L}\\d])(${allMembers})(?:都|均)?(?:参加|参与|出席|到场)?(?=[^\\p{L}\\d]|$|[在于赴到]|集中|学习|attended|took part)`,
  'gu',
)
const somePattern =
  /(?<![\p{L}\d](?<!组织|召集|带领|安排|动员))全体(?!会|大会)(?:(?:机关|支部|在职)?(?:党员干部|党员|干部)(?=[\p{Script=Han}])|\p{L}{1,6}(?=[^\p{L}\d]|$))/gu

/** 全体 is everyone; 全体党员 is a part of them that only a person can name. */
export function readEveryone(line: Line): boolean {
  let everyone = false
  for (const match of line.free.matchAll(everyonePattern)) {
    everyone = true
    line.claim(match.index, match.index + match[0].length, 'people', 'everyone')
  }
  for (const match of line.free.matchAll(somePattern)) {
    const words = match[0]
    const alone = isEdge(line.plain, match.index - 1) && isEdge(line.plain, match.index + words.length)
    line.claim(match.index, match.index + words.length, 'people', '?', !alone)
    line.ask('people', {
      zh: `“${words}”是哪些人？请在人员里选，或填人数。`,
      en: `Who are "${words}"? Choose the people, or give a head count.`,
    })
  }
  return everyone
}

/** A number of people at a place of the text. */
export type HeadWords = { readonly end: number; readonly count: HeadCount; readonly ask?: LocalizedText }

const chineseHeads =
  /\s?(?:(人次)|[人名位](?=\d+(?:\.\d+)?个?(?:小时|分钟|h|m)|参加|参与|出席|到场|参会|听课|在|到|赴|于|前往|开展|学习|集中|$|[^\p{L}\d])|[名位]?(?:党员干部|党员|干部|志愿者|志愿服务者|同志|同事|职工|员工|代表|委员|队员|群众|居民|老人|学生|学员|师生|读者|机关干部))(?:参加|参与|出席|到场|参会|听课)?(?:(?!\p{L})|(?=在|到|赴|于|前往|开展|学习|集中))/uy
const englishHeads =
  /\s?(?:(person-times|person times|visits?)|(?:people|persons?|attendees|participants|members|colleagues|staff|volunteers|residents|pax|heads)(?: (?:attended|joined|took part|present))?)(?![\p{L}\d])/uy
/** Words that make a number no exact one, before and after it. */
export const roughBefore =
  /(?:约|大约|近|将近|超过?|逾|突破|不到|不足|至少|最多|上|about|around|nearly|over|almost|some|approx\.?|~)\s?$/u
export const roughAfter = /^\s?(?:多|余|来|几|以上|以下|左右|上下|\+)/u

const namedNumbers =
  /(one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|a dozen|fifteen|twenty|thirty|forty|fifty)(?= (?:people|persons?|attendees|participants|members|colleagues|volunteers|residents)(?!\p{L}))/uy
const valuesByName: Readonly<Record<string, number>> = {
  'a dozen': 12,
  fifteen: 15,
  twenty: 20,
  thirty: 30,
  forty: 40,
  fifty: 50,
}
const namedUnits = ['', 'one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten']

/** Six people. */
export function namedHeadAt(text: string, at: number): HeadWords | null {
  if (!/[a-z]/.test(text.charAt(at)) || !isEdge(text, at - 1)) return null
  namedNumbers.lastIndex = at
  const word = namedNumbers.exec(text)?.[1]
  if (word === undefined) return null
  const value = valuesByName[word] ?? [...namedUnits, 'eleven', 'twelve'].indexOf(word)
  const unit = headUnitAt(text, at + word.length)
  const count = { value, unit: unit?.unit ?? ('人' as const) }
  const end = unit?.end ?? at + word.length
  return roughBefore.test(text.slice(Math.max(0, at - 9), at))
    ? { end, count, ask: roughly(count) }
    : { end, count }
}

/** Reads a head count that starts at `at`: 28人, 三十人, 20人次, 28名党员, 25 people. */
export function headAt(text: string, at: number): HeadWords | null {
  const number = readNumber(text, at)
  if (number === null || number.percent) return null
  const rough = roughAfter.exec(text.slice(number.end, number.end + 4))
  const from = number.end + (rough?.[0].length ?? 0)
  const unit = headUnitAt(text, from)
  if (unit === null) return null
  const tail = roughAfter.exec(text.slice(unit.end, unit.end + 4))
  const count = { value: number.value, unit: unit.unit }
  const doubtful = rough !== null || tail !== null || number.high !== undefined
  const ask =
    doubtful || roughBefore.test(text.slice(Math.max(0, at - 9), at)) ? roughly(count) : implausible(count)
  const end = unit.end + (tail?.[0].length ?? 0)
  return ask === null ? { end, count } : { end, count, ask }
}

export function headUnitAt(text: string, at: number): { end: number; unit: HeadUnit } | null {
  for (const pattern of [chineseHeads, englishHeads]) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) return { end: at + match[0].length, unit: match[1] === undefined ? '人' : '人次' }
  }
  return null
}

function roughly(count: HeadCount): LocalizedText {
  return {
    zh: `人数只是大约 ${count.value}，请填确切人数。`,
    en: `About ${count.value} is not a head count. Give the exact number.`,
  }
}

function implausible(count: HeadCount): LocalizedText | null {
  if (count.value <= 0) return { zh: '人数是 0，请改。', en: 'The head count is 0. Change it.' }
  if (Number.isInteger(count.value) && count.value <= 1_000_000) return null
  return { zh: `人数 ${count.value} 不对，请改。`, en: `${count.value} cannot be a head count. Change it.` }
}

/** A head count as a form field takes it: 28, 28人, 三十人, 20人次, 25 people. Throws MemberFacingError otherwise. */
export function parsePeopleCount(text: string): HeadCount {
  const plain = new Line(text).plain.replaceAll(taken, ' ').replaceAll(mark, ' ').trim()
  const bare = readNumber(plain, 0)
  const words =
    bare !== null && bare.end === plain.length && bare.high === undefined && !bare.percent
      ? headAt(`${plain}人`, 0)
      : headAt(plain, 0)
  if (words === null || words.end < plain.length) {
    throw new MemberFacingError({
      zh: `“${text.trim()}”不是人数。请写成 28、28人 或 60人次。`,
      en: `"${text.trim()}" is not a head count. Write it like 28 or 28 people.`,
    })
  }
  if (words.ask !== undefined) throw new MemberFacingError(words.ask)
  return words.count
}
