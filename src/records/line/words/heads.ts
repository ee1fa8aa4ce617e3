import { MemberFacingError } from '../../../errors.ts'
import type { LocalizedText } from '../../../locale.ts'
import { readNumberAt } from '../../../text/numbers/grammar.ts'
import { readNumber } from '../../../text/numbers/numerals.ts'
import { longestRough, roughAfter, roughBefore } from '../../../text/numbers/approximation.ts'
import { isEdge, Line, mark, taken } from './line.ts'
import type { HeadCount, HeadUnit } from './reading.ts'

/** A number of people at a place of the text. `count` is null where no one number is said (几十人): then `ask`. */
export type HeadWords = {
  readonly end: number
  readonly count: HeadCount | null
  readonly ask?: LocalizedText
}

const who =
  '党员干部|党员|干部|志愿者|志愿服务者|同志|同事|职工|员工|代表|委员|队员|群众|居民|老人|学生|学员|师生|读者|机关干部'
const verbs =
  '参加|参与|出席|到场|参会|听课|到会|都|均|全部|来|到|谈|聊|去|看|听|报名|签到|其中|包括|一起|共同|座谈|讨论|在|到|赴|于|前往|开展|学习|集中'
const loose = '多|余|以上|以下|以内|左右|上下'
const chineseHeads = new RegExp(
  `\\s?(?:(人次)|个?[人名位](?=\\d+(?:\\.\\d+)?个?(?:小时|分钟|h|m)|${verbs}|\\p{Script=Han}{1,4}\\d|${loose}|$|[^\\p{L}\\d])|[名位个]?(?:${who}))(?:参加|参与|出席|到场|参会|听课)?(?:(?!\\p{L})|(?=${verbs}|${loose}|\\p{Script=Han}{1,4}\\d))`,
  'uy',
)
const englishHeads =
  /(?: of)?\s?(?:(person-times|person times|visits?)|(?:people|persons?|ppl|folks|attendees|participants|members|colleagues|staff(?: members)?|volunteers|residents|employees|pax|heads|men|women|players|runners|students|pupils|trainees|delegates|walkers|helpers|singers|dancers|employees|teachers|engineers|recruits|interns|guests|others|other people|of us)(?: (?:attended|attending|joined|took part|present|came|in all|in total|altogether))?|(?:attended|attending|joined|took part|present|came|turned up|turned out|in attendance|in all|in total))(?![\p{L}\d-])/uy

/** 几人, several people: there is no number in them. */
const uncounted =
  /(?:(?:好几|几|数|若干|许多|好多|不少|众多)(?:个|名|位)?(?:人(?!\p{L})|党员|干部|志愿者|同志|同事|群众)|(?:several|a few|some|many|lots of|plenty of|various|quite a few) (?:of (?:us|them)|people|persons|ppl|folks|colleagues|members|participants|attendees|volunteers|staff|residents|guests)(?!\p{L}))/uy

/** Reads a head count that starts at `at`: 28人, 三十人, 5个人, 20人次, 28名党员, 25 people, 7 of us, 22 present. */
export function headAt(text: string, at: number): HeadWords | null {
  const none = matchSticky(uncounted, text, at)
  if (none !== null && isEdge(text, at - 1))
    return { end: at + none.length, count: null, ask: roughly(none.trim()) }
  const number = numberAt(text, at)
  if (number === null) return null
  const rough = roughAfter.exec(text.slice(number.end, number.end + 14))?.[0] ?? ''
  const unit = headUnitAt(text, number.end + rough.length)
  if (unit === null) return null
  const tail = roughAfter.exec(text.slice(unit.end, unit.end + 14))?.[0] ?? ''
  const end = unit.end + tail.length
  const before = text.slice(Math.max(0, at - longestRough), at)
  if (rough !== '' || tail !== '' || number.isSpread || roughBefore.test(before))
    return { end, count: null, ask: roughly(text.slice(at, end).trim()) }
  const count = { value: number.value, unit: unit.unit }
  const ask = implausible(count)
  return ask === null ? { end, count } : { end, count, ask }
}

type HeadNumber = { readonly value: number; readonly end: number; readonly isSpread: boolean }

/** A number of any sort, and whether it says more than one (两三, 几十, 三五, dozens). */
function numberAt(text: string, at: number): HeadNumber | null {
  const plain = readNumber(text, at)
  if (plain !== null) {
    if (plain.percent) return null
    const few = /^[一二两三四五六七八九]{2}$/.test(text.slice(at, plain.end))
    const further = text.charAt(plain.end) === '几'
    return {
      value: plain.value,
      end: plain.end + (further ? 1 : 0),
      isSpread: plain.high !== undefined || few || further,
    }
  }
  if (/[\d〇零一二三四五六七八九十百千万亿.,]/.test(text.charAt(at - 1)) || /\d/.test(text.charAt(at)))
    return null
  if (/[a-z]/.test(text.charAt(at)) && !isEdge(text, at - 1)) return null
  const number = readNumberAt(text, at)
  if (number === null || number.share) return null
  const second = number.form === 'english' ? / ?(?:or|to|and|-) ?/y : null
  if (second !== null) {
    second.lastIndex = number.end
    const link = second.exec(text)?.[0] ?? ''
    const next = link === '' ? null : readNumberAt(text, number.end + link.length)
    if (next !== null && headUnitAt(text, next.end) !== null)
      return { value: next.value, end: next.end, isSpread: true }
  }
  return { value: number.value, end: number.end, isSpread: number.high !== number.value || number.above }
}

function matchSticky(pattern: RegExp, text: string, at: number): string | null {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? null
}

export function headUnitAt(text: string, at: number): { end: number; unit: HeadUnit } | null {
  for (const pattern of [chineseHeads, englishHeads]) {
    pattern.lastIndex = at
    const match = pattern.exec(text)
    if (match !== null) return { end: at + match[0].length, unit: match[1] === undefined ? '人' : '人次' }
  }
  return null
}

function roughly(said: string): LocalizedText {
  return {
    zh: `“${said}”不是确切的人数，请填确切人数。`,
    en: `"${said}" is no exact head count. Give the exact number.`,
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
  const isBare = bare !== null && bare.end === plain.length && bare.high === undefined && !bare.percent
  const words = headAt(isBare ? `${plain}人` : plain, 0)
  if (words === null || words.end < plain.length) {
    throw new MemberFacingError({
      zh: `“${text.trim()}”不是人数。请写成 28、28人 或 60人次。`,
      en: `"${text.trim()}" is not a head count. Write it like 28 or 28 people.`,
    })
  }
  if (words.ask !== undefined || words.count === null) {
    throw new MemberFacingError(words.ask ?? { zh: '请填人数。', en: 'Give the head count.' })
  }
  return words.count
}
