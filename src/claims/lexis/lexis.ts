/**
 * Closed lists of words, in both languages. Two uses: a sentence is accounted for only by words that stand in `light`
 * (what is not listed leaves it open), and `blockers` say why a figure is not the office's plain own (others, negation,
 * plan, another period …). Lists may lack words: that only makes a figure amber.
 */
export type Blocker = 'negation' | 'plan' | 'period' | 'each' | 'change' | 'body'

export const blockers: Readonly<Record<Blocker, RegExp>> = {
  negation:
    /取消|(?<!尚)未(?![来必雨免])|没有|没能|不再|尚未|无一|暂停|停办|停止|推迟|延期|无法|流产|落空|搁置|\b(?:not|no(?! (?:fewer|less|more|later)\b)|never|cancel+ed|postponed|without|failed|none|neither|nor|called off|instead of|shelved|dropped)\b|n't\b/g,
  plan: /下一?步|计划(?!书)|打算|拟(?=[开举组编发提])|将(?=[开举组编发提继再于力进会要达])|力争|明年|来年|下一?年度?|目标|原定|预计|争取|未来|有望|应(?=组织|开展|举办|完成|提交|召开|达到)|要求(?=各?[^，。]{0,8}(?:不少于|达到))|应当|任务数|\b(?:will|plans?|planned|planning|intends?|intended|aims?|aimed|targets?|expected|expects|scheduled|should|hopes?|next year|the coming year|supposed|due to|to be held|originally)\b/g,
  period:
    /去年|上一?年度?|前年|同期|往年|历年|此前|以前|近年来?|近[一二两三四五六七八九十\d]+年|十[一二三四]五.?(?:期间|时期|规划)|前[一两二三四五六七八九十]年|五年来|三年来|自成立以来|建[党国]以来|上届|上期|(?<!\d)20\d\d年?至20\d\d年|\b(?:last year|previous(?:ly)?|the year before|year earlier|a year ago|prior|past (?:\w+ )?years|recent years|since its founding|ever since|over the years|the period before)\b/g,
  each: /每(?!日一|周一课|月一)|各(?!类|项|种|级|方面|界|自|族|地|支部|部门|处室|科室|委|县|区|乡|镇|市|省|单位|村)|均(?![衡匀势])|人均|平均|\b(?:each|every|per(?! ?cent)|average[ds]?|averaging|on average|apiece|a head|a month|a week|a session|monthly|weekly)\b/g,
  change:
    /增加|新增|增长|增至|减少|减至|下降|上升|上涨|提升|提高|降低|多了|少了|翻[一两]?番|同比|环比|比上|较上|超出|净增|扩大|\b(?:more|fewer|less|increased?|increasing|rose|risen|grew|grown|fell|fallen|dropped|gained?|added|lost|up from|down from|up by|(?<=(?:,|was|were|is) )(?:up|down) (?=\d)|additional|extra|new (?=(?:[a-z]+ )?[a-z]+s\b)|further|another|rise|drop|growth)\b/g,
  body: /(?<![向为给与同合请对到在赴各及和、])(?:邻?[市省县]|邻[市县])(?!级|内|外|场|民|直)[\u4e00-\u9fff]{0,4}(?:政协|人大|妇联|机关|法院|检察院|[局委办])|兄弟|友邻|其他|其它|他们|外单位|下属|所属|基层|社区|街道|乡镇|[\u4e00-\u9fff]县|全县|全市|全省|全国|全区|[\u4e00-\u9fff]{2}村|学校|中学|小学|公司|企业|医院|协会|系统|女同志|女干部|女职工|青年|老干部|退休|新入职|年轻|部分|个别|外地|市直|省直|有关单位|\b(?:other|sister|neighbou?ring|county|township|villages?|district|province|provincial|municipal|city|country|national(?:ly)?|nationwide|partners?|companies|company|schools?|hospitals?|universit(?:y|ies)|communit(?:y|ies)|women|female|young(?:er)?|youth|retired|retirees|newcomers|elsewhere|subordinate|branch(?:es)?|bureau|departments?)\b/g,
}

/** Words that ask for a sum of what is named. */
export const together =
  /合计|共计|总计|累计|一共|总共|共(?![建同青享产和性识]|驻)|两项|三项|四项|\b(?:together|in total|altogether|combined|in all|a total of|total(?:led|ling)?|between them|came to|added up to|sum)\b/

/** The whole of the period, whatever part was named before. */
export const wholePeriod =
  /全年度?|年内|本年度?|今年|一年来|一年中|年度|本期|全期|\b(?:(?:the|this|whole|full|entire|during the|over the|in the|throughout the) year|year-round|during the period|this year|annual(?:ly)?|in 20\d\d)\b/g

/** 截至6月底, by the end of June: from the period's start. */
export const upTo =
  /(?:截至|截止到?|到|至)\s*$|\b(?:by|as of|up to|until|till|through|as at|by the end of|at the end of|to the end of)(?: the)?(?: end of)? $/
/** 6月以来, since June: to the period's end. */
export const since = /^(?:起|以来|开始|以后|之后)|\b(?:since|from) $/

const lightChinese =
  '办公室 机关党委 我们 我机关 本机关 我单位 本单位 全机关 机关 我办 本办 以来 截至 截止 期间 之内 以内 按照 共计 合计 总计 总共 一共 累计 共 计 先后 陆续 已经 已 目前 现有 开展 举办 组织 召开 举行 进行 完成 实施 完成了 达到 达 为 是 有 了 的 地 得 到 在 从 至 于 和 与 及 以及 并 也 还 则 其 之 等 数量 总数 总量 次数 场次 场数 人次数 人数 篇数 期数 册数 份数 条数 个数 块数 类数 总次数 总人次 情况 如下 统计 数据 数 全部 活动 工作 会 记录 各类 各项 各种 约 近 余 个 共有 上 中 内 里 方面 专题 集中 认真 积极 扎实 深入 统一 有序 顺利 圆满'
    .split(' ')
    .sort((a, b) => b.length - a.length)
const lightTaking = [
  '参加',
  '参与',
  '参学',
  '参训',
  '出席',
  '吸引',
  '干部职工',
  '党员干部',
  '干部',
  '职工',
  '党员',
]
const lightEnglish = new Set(
  `a an the of in on at to for and with by as we our us it its office offices there was were is are has had have been be being held ran run organised organized conducted carried out completed took place taken hosted arranged staged total totals totalled totaling totalling number numbers numbered came count counted stood reached recorded logged made this that during over throughout year annual all about nearly almost around roughly approximately some up figure figures also`.split(
    ' ',
  ),
)
const takingEnglish = new Set(
  'attended attending attendance attendances joined drew participants took part people'.split(' '),
)

const chineseRest = new RegExp(lightChinese.join('|'), 'g')
const chineseTaking = new RegExp(
  [...lightTaking, ...lightChinese].sort((a, b) => b.length - a.length).join('|'),
  'g',
)

/** Whether a piece of a sentence is nothing but light words and marks; `taking`: heads are counted there. */
export function isLight(rest: string, taking: boolean): boolean {
  const words = rest.match(/[a-z][a-z'-]*/g) ?? []
  if (!words.every((word) => lightEnglish.has(word) || (taking && takingEnglish.has(word)))) return false
  const chinese = rest.replace(/[a-z][a-z'-]*/g, '').replace(taking ? chineseTaking : chineseRest, '')
  return /^[\s，,、。；;：:.!！()（）"“”|*#_\-—…>\u0001]*$/.test(chinese)
}

/** A figure right behind these is a level, whatever rose or fell: from 400 to 288, 增至215篇. */
export const level = /(?:\b(?:from|to|at)|至|到|为|达)\s*$/

/** The most or least of several, and of what. */
export const superlatives: readonly (readonly ['largest' | 'smallest', RegExp])[] = [
  ['largest', /最[多大高长]|之首|居首|\b(?:largest|biggest|highest|most|longest|busiest|best-attended)\b/],
  ['smallest', /最[少小低短]|\b(?:smallest|lowest|fewest|least|shortest|quietest)\b/],
]

/** Every blocker of a piece of text, with its place in it. */
export function blockersIn(
  plain: string,
): readonly { readonly kind: Blocker; readonly from: number; readonly to: number }[] {
  return (Object.keys(blockers) as Blocker[]).flatMap((kind) =>
    [...plain.matchAll(blockers[kind])].map((found) => ({
      kind,
      from: found.index,
      to: found.index + found[0].length,
    })),
  )
}
