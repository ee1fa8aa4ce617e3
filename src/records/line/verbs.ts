import type { VocabularyMeasure } from './words/reading.ts'

/**
 * What was done decides whether a number is one of a measure: 印发手册200份 prints, 回收手册200份 does not. A measure is
 * booked by the verbs in its names (发布新闻动态: 发布) and those that mean the same.
 */
const sameDeed: readonly (readonly string[])[] = [
  '发布 推送 刊发 编发 刊登 发表 上传 推出 播发 推 发 published posted issued released put-out shared pushed ran'.split(
    ' ',
  ),
  '印发 印制 编印 编发 打印 印刷 发放 印 printed issued'.split(' '),
  '赠阅 赠送 发放 派发 分发 寄送 寄赠 送阅 送 发 gave given handed-out distributed sent gave-out'.split(' '),
  '制定 出台 拟定 拟订 起草 编制 制订 完成 made drew-up drafted wrote adopted'.split(' '),
  '设置 设立 布置 安装 制作 更新 更换 新设 建成 竖立 摆放 set-up put-up installed made'.split(' '),
  '摆放 放置 制作 配备 统一摆放 placed put-out made'.split(' '),
  '收藏 馆藏 藏有 现有 藏 共有 hold held keep have'.split(' '),
  '注册 审核 登记 reviewed checked registered approved'.split(' '),
  '朗诵 诵读 recited read'.split(' '),
  '评选 评出 选出 judged'.split(' '),
  '撰写 编写 报送 上报 写 编发 采写 wrote written filed drafted sent'.split(' '),
  '发放 发 制作 配发 handed-out issued gave made'.split(' '),
]
/** They say nothing of what was done: 共24条, 累计发布, 完成了. */
const neutral =
  /(?:共计?|合计|累计|总计|一共|已经?|了|完成|达到?|为|有|全年|本[月年季周]|当[月天]|上[月周]|各类|原创|微信|公众号|网站|微博|新|优秀|电子|纸质|内部|机关|支部|工作|动态|宣传|的|及|和|与|并|等|[，、,;；：:\s\u0000])$/u

const english = /([a-z]+(?: (?:out|up|down|off|away|back))?)\s?(?:the |our |new |another |over |some )*$/

/** Whether what stands before a measure's name or number lets it be booked. `before`: the text up to there, lower case. */
export function booksMeasure(
  measure: VocabularyMeasure,
  name: string,
  before: string,
  after: string,
): boolean {
  const deeds = deedsOf(measure)
  // 新买了 30 books, return了 5个: done to them, whatever stands between.
  if (
    /(?:[买卖拆丢扔借还捐退收领修洗擦送换]|[a-z])[了过]\s*$/u.test(before) &&
    !deeds.some((verb) => new RegExp(`${verb}[了过]\\s*$`).test(before))
  )
    return false
  const undone = undoneAfter.exec(after)?.[1]
  if (undone !== undefined && !deeds.includes(undone.replace(' ', '-'))) return false
  const word = english.exec(before)?.[1]
  if (word !== undefined)
    return !isDeed(word) || deeds.includes(word.replace(' ', '-')) || deeds.includes(word)
  const clause =
    /[\p{Script=Han}]{1,20}$/u.exec(
      before.replace(/(?:\d{1,2}月|截至|截止|至今|目前|现在|今天|昨天|今日|昨日)+$/, ''),
    )?.[0] ?? ''
  // 推送31条: the name is the deed.
  if (deeds.some((verb) => name.startsWith(verb)) && !other.test(clause)) return true
  if (clause === '' || endsIn(clause, deeds)) return true
  // 印发学习手册: its own deed stands in the clause, and none before it undoes it.
  const own = Math.max(...deeds.filter((verb) => verb.length > 1).map((verb) => clause.lastIndexOf(verb)), -1)
  if (own >= 0 && !other.test(clause.slice(0, own))) return true
  const modified = clause.replace(neutral, '')
  if (modified === '' || endsIn(modified, deeds)) return true
  return modified !== clause && !other.test(modified)
}

/** The deed stands last. 转发, 待发, 收发: one sign is no deed of its own behind another. */
function endsIn(clause: string, deeds: readonly string[]): boolean {
  return deeds.some(
    (verb) =>
      clause.endsWith(verb) &&
      (verb.length > 1 || !/[转代待未补收拟需应不停签分]$/u.test(clause.slice(0, -1))),
  )
}

/** 待印发300份, 重新摆放, 3 of 5 notice boards: not done, done again, or a part of them. */
export const notDone =
  /(?:未|没有?|(?<![接期招等])待|(?<![模草])拟|计划|准备|打算|预计|重新|其中)(?:摆放|设置|印发|发布|发放|制定|赠阅|撰写|收藏|评选|注册)?\s?$|\d (?:out )?of (?:the |our )?(?:\d+ )?$/u

/** 25 books thrown out, 图书25册捐出. */
const undoneAfter =
  /^(?: [a-z]+){0,1} (?:were |was )?(thrown|lost|returned|borrowed|removed|lent|sold|donated|withdrawn|taken|damaged|recycled|destroyed|deleted|retracted|discarded|given away|misprinted|rejected|cancelled|spoiled|missing|broken|unused|pending|planned|drafted)|^\s?(?:被|已)?(捐出|捐赠|报废|借出|借阅|归还|回收|撤回|删除|拆除|丢失|遗失|销毁|下架)/u

/** Whether a clause says that it was done, and nothing else: 印发《文明手册》. */
export function bookedBy(measure: VocabularyMeasure, clause: string): boolean {
  const names = new Set([measure.name, ...measure.aliases])
  return (
    deedsOf(measure).some((verb) => verb.length > 1 && names.has(verb) && clause.includes(verb)) &&
    !other.test(clause)
  )
}

const known = new WeakMap<VocabularyMeasure, readonly string[]>()

/** The verbs that book a measure. */
function deedsOf(measure: VocabularyMeasure): readonly string[] {
  const before = known.get(measure)
  if (before !== undefined) return before
  const names = [measure.name, ...measure.aliases]
  const deeds = sameDeed
    .filter((group) => group.some((verb) => names.some((name) => isOf(verb, name))))
    .flat()
  known.set(measure, deeds)
  return deeds
}

function isOf(verb: string, name: string): boolean {
  return /[a-z]/.test(verb)
    ? name.toLowerCase().split(' ').includes(verb.replace('-', ' '))
    : name.startsWith(verb) && verb.length > 1
}

/** Deeds that book nothing of ours, wherever they stand before the name. */
const other =
  /捐|借|还|拆|废|买|卖|丢|扔|撤|删|回收|收回|新增|增加|减少|取消|取关|流失|处理|修订|修改|修缮|维修|遗失|丢失|损坏|报废|淘汰|下架|销毁|讨论|审议|研究|学习|传达|阅读|采购|购买|购置|购入|领取|整理|清点|盘点|清理|清洗|移交|转让|转发|征集|收集|募集|撤销|停用|注销|上缴/

/** donated 350 books, lost 20 followers, took down 2 boards: an English word in the past, or one known to be such. */
function isDeed(word: string): boolean {
  const [verb = ''] = word.split(' ')
  return (
    /[a-z]{2}ed$/.test(verb) ||
    /^(?:bought|brought|took|lost|lent|sent|spent|gave|made|told|held|read|left|kept|got|get|put|set|drew|wrote|threw|gave|sold|sent|hid|cut|won|ran|lose|lend|borrow|buy|sell|return|remove|delete|donate|add|gain)$/.test(
      verb,
    )
  )
}
