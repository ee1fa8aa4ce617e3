import { materialOf, noteworthyChange, type KindMaterial, type Material, type Paragraph } from './material.ts'
import { ESSAYS } from './themes.ts'
import { notedGaps, notedSteps } from './notes.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Fact } from '../../claims/facts/fact.ts'
import { bareTitle } from '../outline/outline.ts'

/** Words listed in one sentence. */
const LISTED = 5

/** The Chinese section: an opening, parallel paragraphs (一是… 二是…), what is missing. Slots are not filled. */
export function composeChinese(basis: DraftBasis): string {
  const material = materialOf(basis)
  const bodies = basis.section.feeds.gaps ? gapBodies(basis, material) : workBodies(material)
  const opening = basis.section.feeds.gaps ? gapOpening(basis, bodies) : workOpening(basis, material, bodies)
  const { headings } = basis.style
  // A single point needs no numbering.
  const numbered = bodies.map((body, place) => (bodies.length > 1 ? `${headings[place] ?? ''}${body}` : body))
  return [opening, ...numbered, ...notedGaps(basis), ...closing(basis, bodies)]
    .filter((text) => text !== '')
    .join('\n\n')
}

function workOpening(basis: DraftBasis, material: Material, bodies: readonly string[]): string {
  const period = basis.periodWords.zh
  const study = overallClause(material, 'study')
  const activity = overallClause(material, 'activity')
  const said = [study, activity].filter((clause) => clause !== '')
  if (said.length > 0) return `${period}，${said.join('；')}。`
  return bodies.length > 0 ? `${period}，主要做了以下工作。` : ''
}

function overallClause({ overall, changes }: Material, family: 'study' | 'activity'): string {
  const isStudy = family === 'study'
  const sessions = overall.get(isStudy ? 'study.sessions' : 'activity.records')
  if (sessions === undefined) return ''
  const attendance = overall.get(`${family}.attendance`)
  const people = overall.get(`${family}.people`)
  return [
    `共开展各类${isStudy ? '学习' : '活动'}${slot(sessions)}`,
    changeClause(changes.get(sessions.key)),
    attendance === undefined ? '' : isStudy ? `参学${slot(attendance)}` : `参与活动${slot(attendance)}`,
    people === undefined || !isStudy ? '' : `参学人员${slot(people)}`,
  ]
    .filter((clause) => clause !== '')
    .join('，')
}

/** 比上年增加2次: nothing where the period before is not known, or was the same. */
function changeClause(change: Fact | null | undefined): string {
  const compares = change?.compares
  if (change === null || change === undefined || compares === undefined) return ''
  return `比${compares.than.zh}${compares.how === 'more' ? '增加' : '减少'}${slot(change)}`
}

function workBodies(material: Material): string[] {
  const paragraphs = material.paragraphs.map((one) => paragraph(one, material))
  return [...paragraphs, ...essayBodies(material)].filter((body) => body !== '')
}

function paragraph({ theme, kinds }: Paragraph, material: Material): string {
  const sentences = kinds.map((kind) => kindSentence(kind, material)).filter((sentence) => sentence !== '')
  return sentences.length === 0 ? '' : `${theme.heading.zh}。${sentences.join('')}`
}

function kindSentence(kind: KindMaterial, material: Material): string {
  const held = countClause(kind, material)
  const topics = topicClause(kind)
  const told = [
    ...kind.series.map(seriesClause),
    ...kind.measures.flatMap((fact) => [measureClause(fact), changeClause(material.changes.get(fact.key))]),
  ]
    .filter((clause) => clause !== '')
    .join('，')
  const first = held === '' ? '' : `${held}${topics === '' ? '' : `，${topics}`}。`
  const second = told === '' ? '' : `${told}${held === '' && topics !== '' ? `，${topics}` : ''}。`
  return `${first}${second}`
}

/** Records that only carry a measure or an issue are told by it: their own number says nothing to a reader. */
function countClause(kind: KindMaterial, material: Material): string {
  const { count, attendance } = kind
  if (count === null) return attendance === null ? '' : `${kind.zh}参加${slot(attendance)}`
  const toldOtherwise =
    kind.series.length > 0 || kind.measures.some(({ aggregation }) => aggregation === 'sum')
  if (attendance === null && toldOtherwise) return ''
  return [
    `${VERBS[kind.zh] ?? '开展'}${nameOf(kind)}${slot(count)}`,
    changeClause(noteworthyChange(material, count)),
    attendance === null ? '' : `参加${slot(attendance)}`,
  ]
    .filter((clause) => clause !== '')
    .join('，')
}

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
}

function nameOf({ zh, family }: KindMaterial): string {
  const isNoun = family === 'study' || /(?:活动|服务|宣传|建设|报送|表彰|刊物|共建|创建|帮扶|会|日)$/.test(zh)
  return isNoun ? zh : `${zh}活动`
}

function seriesClause(fact: Fact): string {
  return `编印${fact.key.slice('title.issues:'.length)}${slot(fact)}`
}

function measureClause(fact: Fact): string {
  const name = fact.names[0] ?? fact.label
  const isLevel = fact.aggregation === 'ratio' || (fact.aggregation === 'latest' && /[数量率]$/.test(name))
  return `${name}${isLevel ? '达' : ''}${slot(fact)}`
}

function topicClause({ topics, family }: KindMaterial): string {
  if (family === 'study') {
    const listed = topics.materials.slice(0, LISTED)
    return listed.length === 0
      ? ''
      : `学习内容${listed.length < topics.materials.length ? '包括' : '为'}${sideBySide(listed.map(titled))}`
  }
  const partners = topics.partners.slice(0, LISTED)
  return partners.length === 0 ? '' : `参与单位有${partners.join('、')}`
}

/** GB/T 15834-2011 4.5.3.5: nothing stands between one closing mark and the next opening one. */
function sideBySide(words: readonly string[]): string {
  return words.join('、').replaceAll(/(?<=[》”])、(?=[《“])/gu, '')
}

/** 《…》 as it stands; other words in quotation marks, so that a reader sees where the record's words end. */
function titled(word: string): string {
  return /[《“]/.test(word) ? word : `“${word}”`
}

function essayBodies({ essays }: Material): string[] {
  const get = (key: string) => essays.get(key)
  const approved = get('essay.count:approved') ?? null
  const submitted = get('essay.count:submitted') ?? null
  if (submitted === null && approved === null) return []
  const [excellent, contest] = [get('essay.count:excellent'), get('essay.count:contest')]
  const [issues, writers] = [get('essay.issues'), get('essay.writers')]
  const sentences = [
    [
      writers === undefined ? '' : `习作作者${slot(writers)}`,
      submitted === null ? '' : `提交习作${slot(submitted)}`,
      approved === null ? '' : `审核通过${slot(approved)}`,
    ],
    [
      excellent === undefined ? '' : `评为优秀习作${slot(excellent)}`,
      contest === undefined ? '' : `参赛习作${slot(contest)}`,
      issues === undefined ? '' : `编印文集${slot(issues)}`,
    ],
    [...essays.values()]
      .filter(({ key }) => key.startsWith('essay.kind:'))
      .map((fact) => `${fact.names[0] ?? fact.label}${slot(fact)}`),
  ].map((clauses) => clauses.filter((clause) => clause !== ''))
  const [first = [], second = [], kinds = []] = sentences
  const byKind = kinds.length > 1 ? [`按体裁分，${kinds.join('，')}`] : []
  const all = [first.join('，'), second.join('，'), ...byKind].filter((text) => text !== '')
  return [`${ESSAYS.zh}。${all.map((text) => `${text}。`).join('')}`]
}

function gapOpening(basis: DraftBasis, bodies: readonly string[]): string {
  const period = basis.periodWords.zh
  return bodies.length === 0 && notedGaps(basis).length === 0
    ? `从${period}的记录看，没有发现缺交习作和中断的工作。`
    : `从${period}的记录看，还存在以下不足。`
}

function gapBodies({ droppedKinds, missingKinds }: DraftBasis, { gaps }: Material): string[] {
  const unlogged = missingKinds.filter((kind) => !droppedKinds.some(({ zh }) => zh === kind))
  const get = (key: string) => gaps.get(key)
  const [missing, people] = [get('gap.essays-missing'), get('gap.short-people')]
  const essays = [
    missing === undefined ? '' : `应交未交习作${slot(missing)}`,
    people === undefined ? '' : `未足额交稿${slot(people)}`,
  ].filter((clause) => clause !== '')
  const review = [
    ['跨月补交习作', get('essay.count:late'), ''],
    ['退回修改的习作', get('essay.count:returned'), '尚未再交'],
    ['待审习作', get('essay.count:waiting'), ''],
  ] as const
  const pending = review.flatMap(([words, fact, after]) =>
    fact === undefined ? [] : [`${words}${slot(fact)}${after}`],
  )
  const months = [
    ['没有学习记录的有', get('gap.study-months')],
    ['没有活动记录的有', get('gap.activity-months')],
  ] as const
  const empty = months.flatMap(([words, fact]) => (fact === undefined ? [] : [`${words}${slot(fact)}`]))
  const dropped = droppedKinds.slice(0, 8).map(({ zh }) => zh)
  return [
    essays.length === 0 ? '' : `习作没有交齐。已结束的月份中，${essays.join('，')}。`,
    pending.length === 0 ? '' : `部分习作尚未审改完毕。${pending.join('，')}。`,
    empty.length === 0 ? '' : `有的月份没有记录。${empty.join('，')}。`,
    dropped.length === 0 ? '' : `有的工作没有接续。以往开展过的${dropped.join('、')}，本期没有记录。`,
    unlogged.length === 0 ? '' : `有的工作没有记录。记录中没有${unlogged.slice(0, 8).join('、')}。`,
  ].filter((body) => body !== '')
}

function closing(basis: DraftBasis, bodies: readonly string[]): string[] {
  const { section, missingKinds } = basis
  if (section.feeds.gaps) {
    const steps = notedSteps(basis)
    return steps.length > 0 ? steps : ['下一步，【待补：针对上述情况的打算，由编辑填写】。']
  }
  if (missingKinds.length > 0) return [`【待补：${missingKinds.join('、')}的记录】`]
  return bodies.length === 0 ? [`【待补：${bareTitle(section.title)}的记录】`] : []
}

function slot({ id, unit }: Fact): string {
  return `{{${id}}}${unit}`
}
