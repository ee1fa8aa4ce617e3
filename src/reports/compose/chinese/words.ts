import type { Fact } from '../../../claims/facts/fact.ts'
import { slot, type KindMaterial } from '../matter/material.ts'
import { inMarks } from '../matter/sayable.ts'

const VERBS: Readonly<Record<string, string>> = {
  民主生活会: '召开',
  组织生活会: '召开',
  支部党员大会: '召开',
  传达学习: '组织',
  集中学习: '组织',
  业务培训: '组织',
  党课: '组织',
  专题党课: '组织',
  交流讨论: '组织',
  个人自学: '安排',
  主题党日: '组织',
  离退休服务: '组织',
}
/** Words with which a title says by itself what was done. */
const DOING = /^(?:开展|组织|召开|举办|举行|收看|观看|参观|传达|学习|慰问|走访|赴|参加|邀请|联合)/
const MEETING = /(?:会|座谈)$/
const SHOWN = /(?:展|赛|节|晚会|朗诵|讲座|论坛|仪式)$/
const FILM = /[片剧](?:第.{1,4}[场次期部集])?$/
/** Something came about, and the title says so as a sentence. */
const HAPPENED = /(?:建成|启动|开通|成立|揭牌|启用|上线|竣工|落成|获评|挂牌)$/

/** What the kind's event is called: 共驻共建活动, 主题党日. */
export function nounOf({ zh, family }: KindMaterial): string {
  const isNoun =
    family === 'study' || /(?:活动|服务|宣传|建设|报送|表彰|刊物|共建|创建|帮扶|会|日|展|赛)$/.test(zh)
  return isNoun ? zh : `${zh}活动`
}

export function verbOf({ zh }: KindMaterial): string {
  return VERBS[zh] ?? (MEETING.test(zh) ? '召开' : '开展')
}

export function isHappening(title: string): boolean {
  return HAPPENED.test(title)
}

/** 《党建工作要点》; what bears its own marks already stays. */
export function asPaper(title: string): string {
  const bare = /^“([^“”]+)”$/.exec(title)?.[1] ?? title
  return /[《“]/.test(bare) ? bare : `《${bare}》`
}

/**
 * A title as the object of a verb: “学雷锋、守交规、文明行”交通文明劝导 of 学雷锋、守交规、文明行：交通文明劝导; a slogan with
 * what it was (“赓续红色血脉，共建文明城市”主题党日); a plain name as it is.
 */
export function titleAsNoun(title: string, kind: KindMaterial): string {
  const bare = withoutLabel(title)
  if (/^[“《]/.test(bare)) return bare
  const named = /^([^：“”《》]+)：([^：“”《》]+)$/.exec(bare)
  if (named !== null) return `“${named[1]}”${named[2]}`
  if (!isSlogan(bare)) return bare
  return `${inMarks(bare)}${nounOf(kind)}`
}

function withoutLabel(title: string): string {
  return title.replace(/[（(][^（()）]{1,10}[)）]$/, '').trim()
}

/** Clauses side by side, or short words of one pattern (亮身份、亮职责、亮环境): said, not done. */
export function isSlogan(title: string): boolean {
  if (/[，,]/.test(title)) return true
  const parts = title.split('、')
  return (
    parts.length > 2 && parts.every((part) => part.length === parts[0]?.length && part[0] === parts[0]?.[0])
  )
}

/**
 * 召开年度民主生活会, 举办…作品展, 收看“党课开讲啦”: the verb that goes with a title, and the title. `isListed`: the sentence has
 * said already that something was held, so that only a verb that says more stands.
 */
export function doing(title: string | null, kind: KindMaterial, isListed = false): string {
  if (title === null) return isListed ? nounOf(kind) : `${verbOf(kind)}${nounOf(kind)}`
  const noun = titleAsNoun(title, kind)
  if (FILM.test(noun)) return `组织观看${noun}`
  if (DOING.test(noun)) return noun
  const isOne = !noun.includes('、') || noun.includes('”')
  const own = isOne && MEETING.test(noun) ? '召开' : isOne && SHOWN.test(noun) ? '举办' : null
  return `${own ?? (isListed ? '' : verbOf(kind))}${noun}`
}

/** The records' common title with a verb: 组织收看“党课开讲啦”, 组织观看警示教育片. */
export function doingSeries(series: string, kind: KindMaterial): string {
  const noun = titleAsNoun(series, kind)
  if (/^(?:收看|观看|参观|学习)/.test(noun)) return `组织${noun}`
  return doing(series, kind)
}

/** 比上年增加2次: nothing where the period before is not known, or was the same. */
export function changeClause(change: Fact | null | undefined): string {
  const compares = change?.compares
  if (change === null || change === undefined || compares === undefined) return ''
  return `，比${compares.than.zh}${compares.how === 'more' ? '增加' : '减少'}${slot(change)}${change.unit}`
}
