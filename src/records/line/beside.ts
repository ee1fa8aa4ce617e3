import { nameStartingAt } from '../../text/names.ts'
import type { LocalizedText } from '../../locale.ts'
import type { MeasureIndex } from './quantities.ts'
import { isEdge, mark, taken, type Line } from './words/line.ts'
import type { QuickField } from './words/reading.ts'

/** 不对, 应该是, 改到, no wait, maybe, instead: what takes back, leaves open or compares what stands beside it. */
const takenBack = new RegExp(
  [
    '不对|(?:说|写|记|打|填)错|更正[为:：]?|应该是|应为|改[到为成期]|延期|推迟|原定|原计划|原本|本来|本定|哦不|啊不|或者是|大概|也许|好像|可能是|记不[清得]|忘[了记]|来着|不确定|(?<=[\\p{L}\\d\\u0000])还是(?=[\\p{L}\\d\\u0000])|待定|待确认|吧[？?]',
    '(?:没有?|未)(?:开成|办成|搞成|举行|召开|开展|举办)|(?<=[\\s，,、\\u0000])取消(?:了)?(?=[\\s，,。\\u0000]|$)',
    '(?:比|较)(?:上|去|前|原|往|同期|预|昨|计划)\\p{Script=Han}{0,4}(?:[多少增减高低]|[涨降]|$)\\p{Script=Han}?',
    "(?<![\\p{L}\\d])(?:no,? wait|wait,? no|i mean|correction:|should (?:be|have been)|scratch that|maybe|perhaps|possibly|probably|i think|not sure|forgot|(?:can't|cannot|don't) remember|or so|or the day (?:before|after)|most days|some days|on and off|(?:was|were) (?:planned|scheduled|due)|originally|rescheduled|moved (?:to|from)|postponed|cancell?ed|called off|did(?: not|n['’]t) (?:happen|take place)|instead(?: of)?|(?:more|fewer|less|earlier|later|longer) than|usually|normally)(?![\\p{L}\\d])",
    '\\u0000\\s?[?？]',
  ].join('|'),
  'gu',
)

type Value = 'date' | 'duration' | 'headCount' | 'quantities' | 'people' | 'place' | 'partner'
const values: ReadonlySet<string> = new Set<Value>([
  'date',
  'duration',
  'headCount',
  'quantities',
  'people',
  'place',
  'partner',
])

/** Asks about the value nearest to unread words that may take it back; without a value near, about the title. */
export function askAboutWhatIsTakenBack(line: Line): void {
  for (const match of line.free.matchAll(takenBack)) {
    const to = match.index + match[0].length
    const said = line.words(match.index, to) || line.words(Math.max(0, match.index - 6), to)
    line.ask(nearestValue(line, match.index, to), {
      zh: `“${said}”旁边的值还算不算数？请核对。`,
      en: `Does what stands beside "${said}" still hold? Please check.`,
    })
  }
}

function nearestValue(line: Line, from: number, to: number): QuickField {
  let nearest: { field: QuickField; away: number } | null = null
  for (const claim of line.claims()) {
    if (claim.field === 'none' || !values.has(claim.field)) continue
    const away = claim.from >= to ? claim.from - to : Math.max(0, from - claim.to)
    if (nearest === null || away < nearest.away) nearest = { field: claim.field, away }
  }
  return nearest?.field ?? 'title'
}

/** What somebody named did, or that they came along: it leaves them present. */
const presentDeeds =
  /^(?:[\s(（]|同志|还有|以及|领学|领读|主讲|主持|带队|牵头|负责|组织|记录|讲解|宣讲|发言|汇报|陪同|协助|参加|出席|到会|等|和|与|及|跟|both|only|led|spoke|presented|hosted|chaired|with|plus|by|and|joined|w\/|&|\+)*$/u

/** @A替@B: short words between two people, which say neither that both were there nor what one of them did. */
export function askAboutWordsBetween(line: Line): void {
  const text = line.freeWithMarks
  for (const match of text.matchAll(
    new RegExp(`${mark}\\s?([^${mark}${taken}，,、；;。:：]{1,24}?)\\s?(?=${mark})`, 'gu'),
  )) {
    const words = match[1] ?? ''
    if (presentDeeds.test(words) || words.length > (/\p{Script=Han}/u.test(words) ? 4 : 24)) continue
    const said = line.words(match.index + 1, match.index + match[0].length)
    line.ask('people', {
      zh: `“${said}”：两边的人都参加了吗？请在人员里选。`,
      en: `"${said}": were both there? Choose the people.`,
    })
  }
}

const joined = new RegExp(
  `[\\p{L}\\d]\\s?(?:[和与跟、&+]|以及|(?<=[a-z] )(?:and|plus))\\s?(?=${mark})|(?<=${mark})\\s?(?:[和与跟、&+]|以及|(?:and|plus) )\\s?(?:[小老]\\p{Script=Han}(?!\\p{Script=Han})|\\p{Script=Han}{1,2}(?:书记|主任|局长|处长|科长|老师|总|先生|女士))`,
  'gu',
)

/** 小王和@A, Bob + @A: somebody stands beside who is no mention. */
export function askAboutOthersJoined(line: Line): void {
  for (const match of line.freeWithMarks.matchAll(joined)) {
    const from = /[\p{L}\d]*$/u.exec(line.free.slice(0, match.index))?.[0].length ?? 0
    const said = line.words(match.index - from, match.index + match[0].length)
    line.ask('people', {
      zh: `“${said}”说的是谁？请在人员里选。`,
      en: `Who is meant by "${said}"? Choose the people.`,
    })
  }
}

const doneTo = new RegExp(
  `(?:(?:慰问|看望|探望|走访|通知|感谢|祝贺|采访|表彰|联系|帮助?|拜访|接待|提醒|送别|欢送|告诉|为|给|向|找|陪)[了过]?|(?<![\\p{L}\\d])(?:visited|visiting|thanked|thanks to|congratulated|interviewed|informed|told|helped|met|called|for|to|about) )${mark}|${mark}\\s?(?:的(?=\\p{Script=Han})|['’]s )`,
  'gu',
)

/** 慰问@A, @A的母亲: whom it was done to, or whose, and perhaps not who was there. */
export function askAboutDoneTo(line: Line): void {
  for (const match of line.freeWithMarks.matchAll(doneTo)) {
    const said = line.words(match.index, match.index + match[0].length)
    line.ask('people', {
      zh: `“${said}”：这个人参加了吗？请在人员里选。`,
      en: `"${said}": was this person there? Choose the people.`,
    })
  }
}

/** 跟某单位, 与财务处: with whom, where no reader knew it. 与时俱进 and 跟岗 are words of their own. */
const withWhom =
  /(?:(?<=^|[\s，,、；;\u0000])[与跟](?![时会众此其日岗班踪进随拍着])|(?<=^|[\s，,、；;\u0000])和(?![平谐睦美风顺])(?=\p{Script=Han}{2,12}(?:联合|一起|共同|合作)))\p{Script=Han}{2,14}(?=$|[^\p{L}\d])|(?<![\p{L}\d])with (?:some|another|certain|a few|several|various|local) \p{L}+/gu
/** 去嘉定: where to, by a name that ends there. 去献血 is a deed. */
const whereTo =
  /(?<=^|[\s，,、；;\u0000])(?:去|前往|赴)了?(?![献看听做打买办送取参开学捐植扫接慰走种吃查检签值领采考调探义执巡])\p{Script=Han}{2,3}(?=$|[^\p{L}\d])/gu

/** Markers of a partner or a place that no field has taken: asked at their field. */
export function askAboutMarkers(line: Line, given: { partner: boolean; place: boolean }): void {
  if (!given.partner) askFirst(line, withWhom, 'partner', { zh: '共建单位', en: 'the partner' })
  if (!given.place) askFirst(line, whereTo, 'place', { zh: '地点', en: 'the place' })
}

function askFirst(line: Line, pattern: RegExp, field: QuickField, what: LocalizedText): void {
  for (const match of line.free.matchAll(pattern)) {
    const said = line.words(match.index, match.index + match[0].length)
    line.ask(field, {
      zh: `“${said}”里有${what.zh}吗？请填，或确认它是标题。`,
      en: `Does "${said}" name ${what.en}? Fill it in, or confirm that it is the title.`,
    })
    return
  }
}

const siteVerbs =
  '参观|走访|打扫|清扫|清理|布置|建设|创建|维护|学习|调研|慰问|服务(?!站|中心)|宣传|整治|巡查|美化|改造|进|到|修|扫|访|搞|建|办|游|逛|爱|入|助|创|优|示范|文明|美丽|和谐|平安|智慧|绿色|书香|廉洁|清洁|幸福|健康|红色'
const siteEnd =
  '(?:会议室|教室|小区|社区|街道|大厦|大楼|广场|公园|码头|农场|老街|路口|地铁站|法院|校区|园区|[室楼厅馆院所站校园路村镇乡县厂店庙桥湾岛])'
/** A word between blanks or fields that names a site by its end, and no deed on one. */
const site = new RegExp(
  `(?<=^|[\\s，,；;\\u0000\\ue000])(?!\\p{Script=Han}*(?:${siteVerbs}))(\\p{Script=Han}{1,8}?${siteEnd})(?=$|[\\s，,；;。\\u0000\\ue000])`,
  'gu',
)
const englishSite =
  /(?<=[,;\u0000\ue000]\s*)(?:[\p{L}'’.]+ ){1,3}(?:campus|district|town|village|street|road|hall|centre|center|park|farm|station|school|hospital|museum|library|square|lake|beach|garden|court|church)(?=\s*(?:$|[,;.\u0000\ue000]))/gu

/** 静安书院: beside other words of a title, where it was rather than what was done. Alone it may be the title. */
export function askAboutSites(line: Line): void {
  const words = line.free.split(/[\s，,、；;。\u0000\ue000]+/u).filter((word) => word.length > 1)
  if (words.length > 0) askFirst(line, site, 'place', { zh: '地点', en: 'the place' })
  askFirst(line, englishSite, 'place', { zh: '地点', en: 'the place' })
}

const undone = /(?:未|没有?|尚未|暂未|不再|停止|暂停|拟|将|计划|准备|打算)\s?$/u
const counting = /(?<![第\d])\d|几|若干|(?:many|several|some|few) /u

/** 未印发, 关注人数从12000涨到12500: a measure's name that no number was read for, though something is said of it. */
export function askAboutMeasuresUnread(line: Line, index: MeasureIndex): void {
  const text = line.free
  for (const clause of text.matchAll(/[^，,。；;\u0000\ue000]+/gu)) {
    if (!counting.test(clause[0]) && !/[未没不停暂拟将划备算]/u.test(clause[0])) continue
    for (let at = clause.index; at < clause.index + clause[0].length; at++) {
      const isHan = /\p{Script=Han}/u.test(text.charAt(at))
      const named = isHan || isEdge(text, at - 1) ? nameStartingAt(index.names, text, at) : null
      if (named === null || named.name.length < 2) continue
      const before = clause[0].slice(0, at - clause.index)
      const after = clause[0].slice(at - clause.index + named.name.length)
      if (!undone.test(before) && !(named.name.length > 2 && counting.test(`${before} ${after}`))) continue
      line.ask('quantities', {
        zh: `“${line.words(clause.index, clause.index + clause[0].length)}”说到“${named.name}”，数没有读懂，请填。`,
        en: `"${line.words(clause.index, clause.index + clause[0].length)}" speaks of "${named.name}", but its number was not understood. Fill it in.`,
      })
      return
    }
  }
}
