import { isEdge, matchAt, type Line } from './words/line.ts'

const placeEnd =
  '会议室|报告厅|机房|厂房|库房|营区|门口|现场|码头|林场|湖|湾|岛|港|寺|塔|滩|沟|屯|多功能厅|活动室|图书室|阅览室|党员活动室|教室|礼堂|大厅|广场|公园|中心|基地|纪念馆|展览馆|博物馆|图书馆|文化馆|体育馆|观测站|党校|学校|小学|中学|大学|社区|机关|街道|办事处|养老院|敬老院|福利院|医院|影院|剧院|陵园|故居|旧址|景区|村委会|居委会|书屋|书店|食堂|路口|操场|球场|院子|工地|车间|公司|平台|线上|线下|网上|云端|室|楼|厅|馆|院|所|站|校|园|区|街|路|村|镇|乡|县|市|省|厂|场|台|家|店|山|庙|桥|点|堂'
/** What a sentence goes on with after where or with whom. */
export const verbs =
  '学习|集中|召开|开展|举办|举行|组织|参观|参加|进行|观看|收看|开会|讨论|交流|培训|传达|座谈|调研|服务|慰问|开始|听|看|做|上|讲|清理|清扫|打扫|走访|看望|宣传|植树|义诊|献血|巡逻|值守|值班|捐|发放|铲|除|维护|帮|协助|表演|演出|宣讲|送|拜访|劝导|采摘|劳动|实践|体验|考察|观摩|拍摄|采访|整理|布置|比赛|练习|训练|登山|徒步|骑行|健身|跑步|义务'
const notPlaces = /^(?:在职(?!工之家)|在岗|在编|在册|在校|在读|在线|在此|在于|在即|在京|在建|在家门)/u
const notWhere = /(?:中|期间|时|以来|方面|基础上|领导下|之后|之前|前后|过程|工作)$/u
/** Words that say where by themselves: 在机房, but not 在点. */
const placesAlone = placeEnd
  .split('|')
  .filter((word) => word.length > 1)
  .join('|')
const chinesePlace = new RegExp(
  `([在于赴到去]了?|前往|来到)((?:[\\p{L}\\d][\\p{L}\\d·]{0,19}?(?:${placeEnd})|${placesAlone})(?:[a-z]?\\d{1,5}(?:室|号|楼|层)?)?)(?=$|[^\\p{L}\\d]|(?:${verbs}))`,
  'uy',
)
/** 在四行仓库参观: where it was, by what was done there. */
const actedAt = new RegExp(
  `在([\\p{Script=Han}]{2,8}?)(?=(?:参观|祭扫|瞻仰|打|举行|举办|召开|集中学习|清扫|植树|比赛|开会|听|看展|学习|打扫|义诊|座谈))`,
  'uy',
)
const online = /(?:线上|网上|云端|线下|online|on zoom|remotely)(?=$|[^\p{L}\d])(?! [a-z])/uy
const englishNouns =
  'room|hall|library|office|cent(?:er|re)|school|museum|park|building|lobby|auditorium|theat(?:er|re)|community|square|stadium|gym|canteen|cafe|classroom|campus|hospital|station|hq|headquarters|street|road|garden|plaza|house|club|village|university|college|church|home|base|studio|lab|crossing|junction|farm|factory|beach|pool|market'
const englishPlace = new RegExp(
  `(?:at|in) ((?:the |our )?(?:[\\p{L}\\d'’.&#-]{1,24} ){0,5}?(?:(?:room|hall|building|classroom|gate|lab) (?:#?\\d{1,5}[a-z]?|[a-z])(?! ?(?:people|persons?|ppl|pax|of us|attend|h(?:ours?|rs?)?(?![a-z])|min|participants|members|colleagues|volunteers|staff|present))|(?:${englishNouns})s?(?: (?:${englishNouns})s?)*))(?![\\p{L}\\d])`,
  'uy',
)
const vagueEnglish =
  /at (?!(?:home|work|all|least|most|first|last|once|the same)\b)(?:the )?[a-z][\w'’-]{1,24}(?: [a-z][\w'’-]{1,24}){0,2}(?=$|[^\w ]| ?[\u0000\ue000])/y
const vagueChinese = /[在]([\p{Script=Han}\d]{2,8})(?=$|[^\p{L}\d])/uy

/** People who go somewhere, before the word that says where: 20名志愿者到敬老院开展…. */
const goer = /(?:\d|[人名员者众部志工生起同们])$/u

/**
 * Takes 在会议室, 赴合水县, at the town hall. What only may be a place is taken too, and asked about. `bare`: a room
 * without a word like 在 before it, which may as well be what the line is about.
 */
export function readPlace(line: Line): { readonly words: string; readonly bare: boolean } | null {
  const text = line.free
  for (let at = 0; at < text.length; at++) {
    if (!/[在于赴到去前线网云oari]/.test(text.charAt(at))) continue
    const going = /[到赴去前在]/.test(text.charAt(at)) && goer.test(text.slice(Math.max(0, at - 1), at))
    if (!going && !isEdge(text, at - 1)) continue
    const match = placeAt(text, at)
    if (match === null || (going && isEdge(text, match.to) && match.to - match.from < 3)) continue
    const words = line.words(match.from, match.to)
    line.claim(at, match.to, 'place', words)
    return { words, bare: false }
  }
  for (let at = 0; at < text.length; at++) {
    if (!/[aiovw]/.test(text.charAt(at))) continue
    const match = namedPlace(line, text, at)
    if (match === null) continue
    const words = line.words(match.from, match.to)
    line.claim(at, match.to, 'place', words)
    return { words, bare: false }
  }
  const room = roomStanding(text) ?? siteStanding(text)
  if (room === null) return doubtfulPlace(line)
  const words = line.words(room.from, room.to)
  line.claim(room.from - (room.lead ?? 0), room.to, 'place', words)
  return { words, bare: room.numbered !== true }
}

const rooms =
  /(?<![\p{L}\d])[\p{Script=Han}\d]{0,12}(?:会议室|报告厅|多功能厅|礼堂|教室|活动室|阅览室|党校)(?=$|[^\p{L}\d])/gu

/** 机关会议室 as a word of its own needs no 在; 布置会议室 is work done on one. */
const numbered =
  /(?<![a-z\d])(?:(?:meeting|conference|seminar|training|board|committee|lecture) ?)?(?:room|hall|lab|classroom|building|block|suite) (?:#?\d{1,5}[a-z]?|[a-z])(?![\p{L}\d])(?! ?(?:people|persons?|ppl|pax|of us|attend|h(?:ours?|rs?)?(?![a-z])|min|participants|members|colleagues|volunteers|staff|present))|(?<![\p{L}\d])(?:(?:on )?(?:the )?(?:\d{1,2}(?:st|nd|rd|th)|ground|top) floor(?: (?:hall|room|lobby|meeting room|conference room|office))?)(?![\p{L}\d])/gu

type Standing = {
  readonly from: number
  readonly to: number
  readonly numbered?: boolean
  readonly lead?: number
}

function roomStanding(text: string): Standing | null {
  for (const match of text.matchAll(numbered)) {
    const lead = /^on /.exec(match[0])?.[0].length ?? 0
    const before = /(?:在|@ ?)$/.exec(text.slice(0, match.index))?.[0].length ?? 0
    return { from: match.index + lead, lead: before, to: match.index + match[0].length, numbered: true }
  }
  for (const match of text.matchAll(rooms)) {
    const to = match.index + match[0].length
    // 21人三楼会议室: the count before it is none of the place.
    const from = match.index + (/^\d+(?:个人|[人名位])/.exec(match[0])?.[0].length ?? 0)
    const acted = new RegExp(`${verbs}|[建创修扫布清搬装设]`, 'u').test(match[0])
    if (!acted && isEdge(text, match.index - 1) && isEdge(text, to)) return { from, to }
  }
  return null
}

const strongSite =
  '会议室|报告厅|多功能厅|礼堂|大厅|活动室|阅览室|体育馆|体育场|图书馆|博物馆|纪念馆|展览馆|文化馆|科技馆|操场|球场|食堂|广场|公园|茶水间|地铁站|火车站|车站|活动中心|服务中心|党群中心|文化中心|会议中心|养老院|敬老院|福利院|医院|法院|检察院|陵园|之家|影院|剧院|剧场|校区|党校|基地|故居|旧址'
const sites = new RegExp(
  `(?<![\\p{L}\\d])(?:[\\p{Script=Han}\\d]{0,10}(?:${strongSite})|[\\p{Script=Han}]{2,4}(?:镇|乡|县|(?<![社地景校园辖片居城市小]) ?区|街道)|(?:the )?(?:[a-z]+ ){0,2}(?:hall|station|library|park|museum|gym|canteen|lobby|auditorium|stadium|theatre|square|cafe|campus|court|plaza|courtyard|playground|cent(?:er|re)))(?![\\p{L}\\d])`,
  'gu',
)
/** 文明社区, 美丽乡村: what is striven for, and no place. */
const ideals = /美丽|和谐|文明|平安|智慧|绿色|书香|廉洁|清洁|幸福|创建|示范|最美|健康|红色/

/** 地铁站, main hall: between other fields, with no word beside it that would make it what was done. */
function siteStanding(text: string): Standing | null {
  for (const match of text.matchAll(sites)) {
    const to = match.index + match[0].length
    if (ideals.test(match[0]) || new RegExp(`${verbs}|[建创修扫布清搬装设游逛访]`, 'u').test(match[0]))
      continue
    const isParted = /(?:^|[\s,，、;；\u0000\ue000])$/.test(text.slice(0, match.index)) && isEdge(text, to)
    const isEnglish = /[a-z]$/.test(match[0])
    const isApart =
      /[,，、;；\u0000\ue000]\s*$/.test(text.slice(0, match.index)) &&
      /^\s*(?:$|[,，、;；。\u0000\ue000]|\d)/.test(text.slice(to))
    // 一起去了烈士陵园: where they went begins behind the word that says so.
    const from =
      match.index +
      (/^(?:\p{Script=Han}*?[去到赴在]了?|地点|地址)(?=\p{Script=Han}{2})/u.exec(match[0])?.[0].length ?? 0)
    if (isEnglish ? isApart : isParted) return { from, to, numbered: true }
  }
  return null
}

/** 在二楼报告厅来了42人: whatever follows. */
const strongly = new RegExp(
  `(在|[去到赴]了?|来到|前往)[\\p{Script=Han}\\d]{0,10}?(?:${strongSite}|监狱|社区(?!服务|活动|卫生|养老)|会址|车间|学习室|站(?![着起立在岗]))`,
  'uy',
)

function placeAt(text: string, at: number): { from: number; to: number } | null {
  const strong = matchAt(strongly, text, at)
  if (strong !== null && !notPlaces.test(text.slice(at, at + 18)))
    return { from: at + (strong[1] ?? '').length, to: at + strong[0].length }
  const chinese = matchAt(chinesePlace, text, at)
  if (chinese !== null && !notPlaces.test(text.slice(at, at + 18))) {
    return { from: at + (chinese[1]?.length ?? 1), to: at + chinese[0].length }
  }
  const acted = matchAt(actedAt, text, at)
  if (acted !== null && !notPlaces.test(text.slice(at, at + 18)) && !notWhere.test(acted[1] ?? ''))
    return { from: at + 1, to: at + acted[0].length }
  const away = matchAt(bound, text, at)
  if (away !== null && !new RegExp(`${verbs}|[约任汤]`, 'u').test(away[1] ?? ''))
    return { from: at + 1, to: at + away[0].length }
  const remote = matchAt(online, text, at)
  if (remote !== null) return { from: at, to: at + remote[0].length }
  const english = matchAt(englishPlace, text, at)
  if (english === null || /\b(?:with|on|for|about|by|and|from)\b/.test(english[1] ?? '')) return null
  return { from: at + english[0].length - (english[1] ?? '').length, to: at + english[0].length }
}

const inCapitals =
  /(?:at|in|on|visited|went to) ((?:the )?(?!mrs? |ms |dr |miss )[\p{L}\d'’.&-]{2,24}(?: (?:(?:of|the|and|&) ){0,2}[\p{L}\d'’.&-]{1,24}){0,5})/uy
const capitals =
  /^(?:the )?\p{Lu}[\p{L}\d'’.&-]*(?: (?:(?:of|the|and|&) )*\p{Lu}[\p{L}\d'’.&-]*)*(?: (?:court|park|campus|school|hall|library|station|centre|center|square|museum|village|community|hospital|street|road|crossing|farm|district|market|church|pool|lake|beach|garden|gardens|plant|factory|junction|branch))?(?![\p{L}\d])/u
/** 赴嘉兴: nothing but a place follows. */
const bound = /赴([\p{Script=Han}]{2,6})(?=$|[^\p{L}\d])/uy

/** In Python, in English, on Monday: no places. */
const noPlaces =
  /^(?:the )?(?:python|rust|java|javascript|typescript|go|golang|sql|excel|word|powerpoint|git|react|english|chinese|french|german|spanish|japanese|latin|ai|it|hr|q[1-4]|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|zoom|teams|slack|wechat|i|us)/i

/** in Qingpu, at First Congress Memorial, on the Bund: a name in capitals as it was typed. */
function namedPlace(line: Line, text: string, at: number): { from: number; to: number } | null {
  const match = matchAt(inCapitals, text, at)
  if (match === null || !isEdge(text, at - 1)) return null
  const from = at + match[0].indexOf(match[1] ?? '')
  const name = capitals.exec(line.words(from, from + (match[1] ?? '').length))?.[0]
  if (name === undefined || noPlaces.test(name) || !isEdge(text, from + name.length)) return null
  // on the Party charter: the name goes on.
  if (
    /^ [a-z]/.test(text.slice(from + name.length)) &&
    !/^ (?:on|at|for|with|and|from|by|to|in)\b/.test(text.slice(from + name.length))
  )
    return null
  return { from, to: from + name.length }
}

/** At Long Bay: a name in capitals is a place; at long bay may be one, and so may 在浑河边. */
function doubtfulPlace(line: Line): { words: string; bare: boolean } | null {
  const text = line.free
  for (let at = 0; at < text.length; at++) {
    if (!/[在a]/.test(text.charAt(at)) || !isEdge(text, at - 1)) continue
    const match = matchAt(vagueChinese, text, at) ?? matchAt(vagueEnglish, text, at)
    if (match === null || notPlaces.test(text.slice(at, at + 18)) || notWhere.test(match[0])) continue
    const said = line.words(at, at + match[0].length)
    const value = said.replace(/^(?:在|at\s+)/i, '')
    line.claim(at, at + match[0].length, 'place', value)
    if (/^(?:the )?(?:\p{Lu}[\p{L}\d'’-]*(?:\s|$))+$/u.test(value)) return { words: value, bare: false }
    line.ask('place', { zh: `“${said}”是地点吗？请确认。`, en: `Is "${said}" the place? Please confirm.` }, [
      { value, label: { zh: value, en: value } },
    ])
    return { words: value, bare: false }
  }
  return null
}
