import { inertText, isEdge, mark, unescape, type Line } from './line.ts'
import type { QuickLink } from './reading.ts'

export type Mentions = {
  readonly userIds: readonly string[]
  readonly groupIds: readonly string[]
  readonly links: readonly QuickLink[]
  /** Named as not having been there (缺席：@A). They are in none of the others. */
  readonly absent: readonly string[]
  /** The words that say so. */
  readonly absence: readonly string[]
  /** A mention says who spoke or led (@A 主讲): a head count beside it is of those who listened. */
  readonly hosts: boolean
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
  const absent = readAbsent(line)
  for (const id of absent.ids) if (!userIds.delete(id)) groupIds.delete(id)
  links.push(...readBareLinks(line))
  askAboutUnresolved(line)
  askAboutOthers(line)
  return {
    userIds: [...userIds],
    groupIds: [...groupIds],
    links,
    absent: absent.ids,
    absence: absent.said,
    hosts: hostsOf(line),
  }
}

const run = /\ue000(?:(?:[\s、，,和及与跟&+]|and|以及|还有){1,4}\ue000)*/gu
const notBefore =
  /(?:除了?|除开|不含|不包括|不算|缺席|缺勤|请假|未到|未参加|没来|没参加|没到|病假|事假|休假|出差|except(?: for)?|excluding|without|absent|(?:all|everyone|everybody) but|apart from|other than|minus|but not|not|missing|apologies(?: from)?|excused)(?:人员|的有|的是|的)?(?:[一二两三四五\d]{1,2}人)?\s?[:：(（]?\s?$/u
const notAfter =
  /^\s?(?:同志|等)?(?:[两二三四五\d]人)?\s?(?:都|均)?(?:因[\p{Script=Han}]{1,6}?|临时|昨天|当天|在)?\s?(?:以外|之外|外(?!\p{L}(?<!外全|外其|外都|外所|外均))|除外|缺席|缺勤|请假|未到|未能|未参加|没来|没有?参加|没到|没能|病假|事假|休假|年假|休年假|出差|不在|(?:was|were|is|are) (?:absent|away|sick|ill|off|on leave|out)|absent|sick(?!\p{L})|ill(?!\p{L})|did not|didn['’]t|wasn['’]t|weren['’]t|couldn['’]t|could not|on leave|off sick|excused|missed|sent (?:his|her|their )?apologies|away|out sick|on holiday|not there|not present)/u

/** Takes mentions of people who were not there, with the words that say so, and asks; whoever is left was. */
function readAbsent(line: Line): { ids: string[]; said: string[] } {
  const absent: string[] = []
  const words: string[] = []
  const ids = new Map(line.markup.map(({ at, body }) => [at, /(?:@|\^)([A-Z0-9]+)/.exec(body)?.[1]]))
  for (const match of line.plain.matchAll(run)) {
    const to = match.index + match[0].length
    const tail = notAfter.test(line.plain.slice(to, to + 24))
      ? Math.max(match[0].lastIndexOf('，'), match[0].lastIndexOf(',')) + 1
      : 0
    // @A，@B请假: only who stands behind the comma was away.
    const from = match.index + tail
    const lead = line.plain.slice(Math.max(0, from - 20), from)
    // @A请假 @B参加: those are the words of the one before.
    const before = /\ue000\s?\p{Script=Han}{2,4}\s$/u.test(lead) ? '' : (notBefore.exec(lead)?.[0] ?? '')
    const after = notAfter.exec(line.plain.slice(to, to + 24))?.[0] ?? ''
    if (before === '' && after === '') continue
    for (let at = from; at < to; at++) absent.push(...(ids.get(at) === undefined ? [] : [ids.get(at) ?? '']))
    // 请假1人（@A）: how many is read as well.
    const counted = /人\s?[(（]\s?$/.test(before) ? before.length : 0
    line.claim(from - before.length + counted, to + after.length, 'none')
    words.push(line.words(from - before.length, to + after.length))
  }
  return { ids: absent, said: words }
}

/** @A等人, @A and some others: who else was there is not said. */
function askAboutOthers(line: Line): void {
  for (const match of line.plain.matchAll(
    /(?<=\ue000)\s?(?:等(?:多|几)?(?:人|同志|同事)?(?=$|[^\p{L}\d]|[去赴到在]|参加|一起)|(?:and|,|&) (?:some |a few |several )?(?:others|colleagues|more)(?!\p{L}))/gu,
  )) {
    line.claim(match.index, match.index + match[0].length, 'people', '?')
    line.ask('people', {
      zh: '还有哪些人参加？请在人员里选，或填人数。',
      en: 'Who else was there? Choose the people, or give a head count.',
    })
  }
}

/** Who was absent says nothing of who was there. */
export function askAboutAbsent(line: Line, said: readonly string[]): void {
  for (const words of said) {
    line.ask('people', {
      zh: `“${words}”说的是没有参加的人，没有填进人员。参加的有哪些人？`,
      en: `"${words}" names who was not there; they are not filled in. Who was there?`,
    })
  }
}

function hostsOf(line: Line): boolean {
  return roles.test(line.plain)
}

/** What somebody named did for those who listened. */
const roles =
  /\ue000\s?(?:同志)?\s?(?:主讲|讲课|授课|主持|领学|带队|讲解|辅导|宣讲|作报告|作辅导|讲党课|牵头|组织|speaking|presenting|presented|led|leading|hosted|chaired|spoke)|(?:主讲人?|授课人?|主持人?|领学人?|led by|hosted by|chaired by|by|speaker)\s?[:：]?\s?\ue000/u

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
  for (const match of line.free.matchAll(/(?<![a-z\d._%+<-])@\s?([\p{L}\d_.·-]{1,40})/gu)) {
    const name = line.words(match.index, match.index + match[0].length)
    line.claim(match.index, match.index + match[0].length, 'people', '?')
    line.ask('people', {
      zh: `“${name}”不是 Slack 里的提及，不知道是哪位成员。请在人员里选。`,
      en: `"${name}" is not a Slack mention, so I cannot tell who it is. Choose the people.`,
    })
  }
}

const allMembers =
  '全体(?:人员|成员|同志|员工|职工|干部职工|机关干部)?|全员|所有人|大家|everyone|everybody|all members|all staff|all hands|all of us|(?:the|our) (?:whole|entire) (?:team|office)|whole office'
const everyonePattern = new RegExp(
  `(?<![\\p{L}\\d])(${allMembers})(?:都|均|一起|共同)?(?:参加|参与|出席|到场|到)?了?(?=[^\\p{L}\\d]|$|[在于赴到]|集中|学习|attended|took part)`,
  'gu',
)
const somePattern =
  /(?<![\p{L}\d](?<!组织|召集|带领|安排|动员))(?:全体(?!会|大会)(?:(?:机关|支部|在职)?(?:党员干部|党员|干部)(?=[\p{Script=Han}])|\p{L}{1,6}(?=[^\p{L}\d]|$))|(?:我们|咱们)(?!的)\p{Script=Han}{0,4}(?=[^\p{L}\d]|$)|全(?:室|科|处|办|支部|部门|单位)(?:人员|同志)?(?=[^\p{L}\d]|$)|(?:our|the) (?:team|department|section|unit)(?=[^\p{L}\d ]|$))/gu

export type Everyone = { readonly everyone: boolean; readonly some: readonly string[] }

/** 全体 is everyone; 全体党员 is a part of them that only a person can name, unless heads are counted. */
export function readEveryone(line: Line): Everyone {
  let everyone = false
  const some: string[] = []
  for (const match of line.free.matchAll(everyonePattern)) {
    everyone = true
    line.claim(match.index, match.index + match[0].length, 'people', 'everyone')
  }
  for (const match of line.free.matchAll(somePattern)) {
    const words = match[0]
    const after = match.index + words.length
    const alone =
      isEdge(line.plain, match.index - 1) &&
      (isEdge(line.plain, after) || /\d/.test(line.plain.charAt(after)))
    line.claim(match.index, match.index + words.length, 'people', '?', !alone)
    some.push(words)
  }
  return { everyone, some }
}

export function askAboutSome(line: Line, some: readonly string[]): void {
  for (const words of some) {
    line.ask('people', {
      zh: `“${words}”是哪些人？请在人员里选，或填人数。`,
      en: `Who are "${words}"? Choose the people, or give a head count.`,
    })
  }
}

const i = '我|本人|me|myself|i'
const link = '\\s?(?:(?:和|与|跟|同|及|以及|、|，|,|&|\\+|plus|with|w/|and)\\s?)?'
/** 我 as a word of its own between other things, or beside a mention: never the 我 of 我和我的祖国. */
const authors = [
  // Glued to a sentence it is still who typed it: 培训我和@A去了.
  new RegExp(`我\\s?(?:和|与|跟|同|及|以及|、)\\s?(?=${mark})`, 'gu'),
  new RegExp(`(?<![\\p{L}\\d])(?:${i})${link}(?=${mark})`, 'gu'),
  new RegExp(`(?<=${mark})${link}(?:${i})(?![\\p{L}\\d])`, 'gu'),
  new RegExp(`(?<=${mark})${link}我(?=[一二两三四五六七八九十\\d]+个?人)`, 'gu'),
  new RegExp(
    `(?<![\\p{L}\\d])(?:我|本人)(?:(?:参加|自己|一人|一个人)?了?|\\p{Script=Han}{1,2}了)(?![\\p{L}\\d])|(?<![\\p{L}\\d])我自己`,
    'gu',
  ),
  /(?<=(?:^|[,，、;\u0000])\s?)(?:(?:just|only|with|by) )?(?:me|myself)(?=\s?(?:$|[,，、;\u0000]))/gu,
]

/** Who typed the line was there: 我, 本人, me. */
export function readAuthor(line: Line): boolean {
  let found = false
  for (const [at, pattern] of authors.entries()) {
    for (const match of (at < 4 ? line.freeWithMarks : line.free).matchAll(pattern)) {
      found = true
      line.claim(match.index, match.index + match[0].length, 'people', 'me')
    }
  }
  return found
}
