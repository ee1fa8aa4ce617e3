/**
 * Measure words of quantities, longest first when read. `loose` ones mostly count policies and points (五项制度,
 * 三个专项, 四个方面): with a small Chinese numeral they claim nothing unless words or facts say so.
 */
const chineseUnits = `
人次 场次 批次 项次 课时 学时 小时 分钟 秒钟 个月 季度 周年 平方米 平方公里 立方米 公里 千米 厘米 毫米 千克 公斤 公顷 美元 港元 欧元 英镑 日元 韩元 卢布 人民币 块钱 万元 亿元 百分点 个百分点 个小时 工作日
人 名 位 次 场 回 遍 趟 轮 批 期 篇 条 份 册 本 部 件 个 项 类 种 块 张 幅 枚 套 台 辆 间 处 家 户 支 队 组 班 节 分 秒 天 日 周 月 年 元 米 亩 吨 斤 克 升 字 页 版 章 级 岁 倍 成 度 点 层 栋 届 例 起 宗 段 首 盘 面 桌 盏 副 封 门 所 座 株 棵 盆 箱 包 袋 瓶 粒 头 只 匹 道 则 集 讲 幕 步 颗 把 根 片 顶 艘 架 扇 堂 席 句 行 列 排 款 笔 单 号 口 双 对 打 折 番 角 毛 站 里 杯 桶 头 单位 大 方面 方 代 线 %
`
const looseUnits = new Set(
  '个 项 张 大 种 类 方面 级 条 套 层 面 步 道 方 把 点 单 代 线 字 讲 章 节 度 成 支 段 年 门 则 行 列 席 号 家 起 部 句 对 里 角 毛 站'.split(
    ' ',
  ),
)

/** English measure words, singular, with the Chinese units they may stand for. */
const englishUnits: ReadonlyMap<string, readonly string[]> = new Map(
  Object.entries({
    copy: ['册', '份', '本'],
    item: ['条', '项', '个'],
    people: ['人', '名', '位'],
    person: ['人', '名', '位'],
    participant: ['人', '名', '位', '人次'],
    attendee: ['人', '名', '位', '人次'],
    member: ['人', '名', '位'],
    colleague: ['人', '名', '位'],
    staff: ['人', '名', '位'],
    official: ['人', '名', '位'],
    cadre: ['人', '名', '位'],
    registration: ['人次', '人', '名', '份', '项'],
    visitor: ['人', '名', '位', '人次'],
    guest: ['人', '名', '位', '人次'],
    student: ['人', '名', '位', '人次'],
    household: ['户'],
    family: ['户'],
    volunteer: ['人', '名', '位', '人次'],
    resident: ['人', '名', '位'],
    retiree: ['人', '名', '位'],
    follower: ['人'],
    subscriber: ['人'],
    fan: ['人'],
    user: ['人', '户'],
    reader: ['人', '名', '位'],
    writer: ['人', '名', '位'],
    author: ['人', '名', '位'],
    reciter: ['人', '名', '位'],
    attendance: ['人次'],
    visit: ['人次', '次'],
    'person-time': ['人次'],
    session: ['次', '场', '场次', '期'],
    time: ['次', '回'],
    occasion: ['次', '场'],
    event: ['次', '场', '场次', '项', '个'],
    activity: ['次', '场', '场次', '项', '个'],
    briefing: ['次', '场', '场次'],
    lecture: ['次', '场', '场次', '堂'],
    discussion: ['次', '场', '场次'],
    seminar: ['次', '场', '场次'],
    meeting: ['次', '场', '个'],
    essay: ['篇'],
    article: ['篇', '条'],
    piece: ['篇', '条', '件'],
    report: ['篇', '份', '个', '条'],
    paper: ['篇'],
    entry: ['篇', '件', '份', '条'],
    issue: ['期'],
    edition: ['期'],
    book: ['册', '本'],
    volume: ['册', '本', '卷'],
    post: ['条', '篇'],
    update: ['条'],
    story: ['条', '篇'],
    category: ['类'],
    month: ['个月', '月'],
    week: ['周'],
    day: ['天', '日'],
    year: ['年'],
    hour: ['小时'],
    minute: ['分钟', '分'],
    percent: ['%'],
    '%': ['%'],
    point: ['百分点', '个百分点', '分'],
    yuan: ['元'],
    dollar: ['美元'],
    pound: ['英镑'],
    euro: ['欧元'],
    cent: ['分'],
    pair: ['双', '对'],
    box: ['箱'],
    place: ['名次'],
    h: ['小时'],
    min: ['分钟'],
    km: ['公里'],
  }),
)
const irregular: ReadonlyMap<string, string> = new Map([
  ['people', 'people'],
  ['copies', 'copy'],
  ['stories', 'story'],
  ['categories', 'category'],
  ['entries', 'entry'],
  ['activities', 'activity'],
  ['person-times', 'person-time'],
  ['per cent', 'percent'],
  ['percentage', 'point'],
  ['mins', 'min'],
  ['hrs', 'h'],
])
/** Units that mean the same whatever the fact: people by head, and books by the piece. */
const alike: readonly (readonly string[])[] = [
  ['人', '名', '位', '个人'],
  ['册', '本'],
  ['月', '个月'],
  ['天', '日'],
  ['小时', '个小时'],
  ['百分点', '个百分点'],
]
const byFirst = new Map<string, string[]>()
for (const unit of chineseUnits.split(/\s+/).filter((unit) => unit !== '')) {
  const list = byFirst.get(unit.charAt(0)) ?? []
  byFirst.set(
    unit.charAt(0),
    [...list, unit].sort((a, b) => b.length - a.length),
  )
}

/** What a unit allows: `end` of the unit in the plain text. */
export type ReadUnit = { readonly unit: string; readonly end: number; readonly loose: boolean }

const functionWord =
  /^(?:in|on|of|at|and|for|to|by|with|from|were|was|are|is|had|has|have|that|which|who|as|or|but|than|during|over|since|per|a|an|the|it|we|they|this|these|those|plus|including|covering|about|across|under|while|after|before)$/

const numberWord =
  /^(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|[a-z]+teen|[a-z]+ty|hundred|thousand|million|dozen)$/

/** Reads the unit that follows a number. Chinese: at once, or after a space. English: the first known noun within four words. */
export function readUnitAt(plain: string, at: number, extra: readonly string[] = []): ReadUnit | null {
  const start = /[ \t]/.test(plain.charAt(at)) ? at + 1 : at
  const own = extra.filter((unit) => unit !== '' && plain.startsWith(unit, start) && !/^[a-z]/.test(unit))
  const shipped = (byFirst.get(plain.charAt(start)) ?? []).find((unit) => plain.startsWith(unit, start))
  const chinese = [...own, ...(shipped === undefined ? [] : [shipped])].sort((a, b) => b.length - a.length)[0]
  if (chinese !== undefined)
    return { unit: chinese, end: start + chinese.length, loose: looseUnits.has(chinese) }
  return readEnglishUnit(plain, at)
}

/** Units only right after the number: "one themed party day" is no duration. */
const ofTime = new Set(['day', 'week', 'month', 'year', 'hour', 'minute', 'h', 'min', 'time', 'point'])

function readEnglishUnit(plain: string, at: number): ReadUnit | null {
  let cursor = at
  const word = /[ \t\n-]{0,2}(person-times?|per cent|[a-z]+(?:'s)?|%)/y
  for (let i = 0; i < 5; i++) {
    word.lastIndex = cursor
    const found = word.exec(plain)
    if (found === null || functionWord.test(found[1]!) || numberWord.test(found[1]!)) return null
    const one = singular(found[1]!)
    cursor += found[0].length
    // "63 news items": the noun that closes the phrase is the unit, so go on while another known noun follows.
    if (englishUnits.has(one) && (i === 0 || !ofTime.has(one))) return lastNoun(plain, cursor, one)
  }
  return null
}

function lastNoun(plain: string, at: number, unit: string): ReadUnit {
  const next = /[ ](person-times?|[a-z]+)/y
  next.lastIndex = at
  const found = next.exec(plain)
  const one = found === null ? null : singular(found[1]!)
  // A plural closes the phrase: in "60 people registrations" people are counted.
  if (isPlural(plain.slice(Math.max(0, at - 20), at))) return { unit, end: at, loose: false }
  if (one !== null && englishUnits.has(one) && one !== unit)
    return { unit: one, end: at + found![0].length, loose: false }
  return { unit, end: at, loose: false }
}

function isPlural(phrase: string): boolean {
  const last = /[a-z]+$/.exec(phrase)?.[0] ?? ''
  return last === 'people' || (singular(last) !== last && last !== 'news')
}

function singular(word: string): string {
  const known = irregular.get(word)
  if (known !== undefined) return known
  return word.length > 3 && word.endsWith('s') && englishUnits.has(word.slice(0, -1))
    ? word.slice(0, -1)
    : word
}

/** Whether a unit as written may count in a fact's unit. Null: nothing was written, so nothing disagrees. */
export function unitsAgree(written: string | null, unit: string, aliases: readonly string[]): boolean {
  if (written === null) return unit !== '%' && unit !== '％'
  const known = agreements.get(aliases) ?? new Map<string, boolean>()
  const key = `${written} ${unit}`
  const before = known.get(key)
  if (before !== undefined) return before
  const agrees = compareUnits(written, unit, aliases)
  agreements.set(aliases, known.set(key, agrees))
  return agrees
}

/** Asked for every fact that words name, figure by figure. */
const agreements = new WeakMap<readonly string[], Map<string, boolean>>()

function compareUnits(written: string, unit: string, aliases: readonly string[]): boolean {
  const meant = englishUnits.get(written) ?? [written]
  const allowed = [unit, ...aliases].map((name) => name.toLowerCase().replace('％', '%'))
  return (
    meant.some((one) => allowed.includes(one) || sameKind(one, allowed)) ||
    allowed.includes(written) ||
    allowed.some((name) => singular(name) === written)
  )
}

/** Whether an English word only counts (copies, people): it names no fact by itself. */
export function isCountingWord(word: string): boolean {
  return englishUnits.has(singular(word))
}

/** Whether the two count the same things: 人 and 名, 册 and 本. */
export function isSameUnit(one: string, other: string): boolean {
  return one === other || alike.some((group) => group.includes(one) && group.includes(other))
}

function sameKind(one: string, allowed: readonly string[]): boolean {
  return alike.some((group) => group.includes(one) && allowed.some((name) => group.includes(name)))
}
