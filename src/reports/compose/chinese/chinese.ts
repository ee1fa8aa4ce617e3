import { chineseEssays } from './essays.ts'
import { chineseGaps, chineseSteps } from './gaps.ts'
import { chineseKind } from './kind.ts'
import { measureWords } from './entries.ts'
import { changeClause, nounOf } from './words.ts'
import { materialOf, rangeWords, slot, type Material, type Paragraph } from '../matter/material.ts'
import { notedGaps, notedSteps } from '../matter/notes.ts'
import { quartersOf } from '../matter/times.ts'
import type { DraftBasis } from '../../basis/draft-basis.ts'
import { bareTitle } from '../../outline/outline.ts'

/** Clauses of an opening that sums up. */
const MAIN = 4

/** The Chinese section: an opening, parallel paragraphs (一是… 二是…), what is missing. Slots are not filled. */
export function composeChinese(basis: DraftBasis): string {
  const material = materialOf(basis)
  const isGaps = basis.section.feeds.gaps
  const bodies = isGaps ? chineseGaps(basis, material) : workBodies(material)
  const opening = isGaps ? gapOpening(basis, bodies) : workOpening(basis, material, bodies)
  const { headings } = basis.style
  // A single point needs no numbering.
  const numbered = bodies.map((body, place) => (bodies.length > 1 ? `${headings[place] ?? ''}${body}` : body))
  return [opening, ...numbered, ...notedGaps(basis), ...closing(basis, material, bodies)]
    .filter((text) => text !== '')
    .join('\n\n')
}

function workOpening(basis: DraftBasis, material: Material, bodies: readonly string[]): string {
  const period = basis.periodWords.zh
  const study = studyClause(material)
  const said = [study, activityClause(material)].filter((clause) => clause !== '')
  const range =
    study !== '' && period.endsWith('年') ? rangeWords(basis.digest?.months.study ?? [], material) : null
  if (said.length > 0) return `${period}${range?.zh ?? ''}，${said.join('；')}。${quarterSentence(material)}`
  if (bodies.length === 0) return ''
  const main = material.paragraphs.flatMap(mainClause).slice(0, MAIN)
  return main.length < 2
    ? `${period}，主要做了以下工作。`
    : `${period}，共${main.join('，')}。${sectionClause(basis, material)}`
}

/** How many came to the section's events together. */
function sectionClause({ section }: DraftBasis, { details }: Material): string {
  const [events, heads] = ['events', 'heads'].map((key) => details.get(`section.${key}:${section.id}`))
  return events === undefined || heads === undefined
    ? ''
    : `各项活动合计${slot(events)}次，${slot(heads)}人次参加。`
}

/** What comes first of each paragraph, for the opening. */
function mainClause({ kinds }: Paragraph): string[] {
  const held = kinds.filter(({ count, attendance }) => count !== null && attendance !== null)
  if (held.length > 0)
    return [`开展${held.map((kind) => `${nounOf(kind)}${slot(kind.count!)}${kind.count!.unit}`).join('、')}`]
  const [first] = kinds.flatMap(({ series, measures }) => [
    ...series.map((fact) => `编印${fact.key.slice('title.issues:'.length)}${slot(fact)}${fact.unit}`),
    ...measures.filter(({ fact }) => fact.aggregation === 'sum').map(measureWords),
  ])
  return first === undefined ? [] : [first]
}

function studyClause({ overall, changes, details }: Material): string {
  const sessions = overall.get('study.sessions')
  if (sessions === undefined) return ''
  const [heads, people, hours] = ['attendance', 'people', 'hours'].map((key) => overall.get(`study.${key}`))
  const average = details.get('average.heads:study')
  return [
    `共组织各类学习${slot(sessions)}次${changeClause(changes.get(sessions.key))}`,
    heads === undefined ? '' : `参学${slot(heads)}人次`,
    people === undefined ? '' : `参学人员${slot(people)}人`,
    hours === undefined ? '' : `学习时长${slot(hours)}小时`,
    average === undefined ? '' : `场均${slot(average)}人`,
  ]
    .filter((clause) => clause !== '')
    .join('，')
}

function activityClause({ overall, changes, details }: Material): string {
  const all = overall.get('activity.records')
  if (all === undefined) return ''
  const events = details.get('activity.events')
  const heads = overall.get('activity.attendance')
  const count = events ?? all
  const change = events === undefined ? changeClause(changes.get(all.key)) : ''
  return [`共开展各类活动${slot(count)}次${change}`, heads === undefined ? '' : `参加${slot(heads)}人次`]
    .filter((clause) => clause !== '')
    .join('，')
}

/** Sessions and attendances by quarter, and what stands out; of study only, where it is held all the year. */
function quarterSentence({ details }: Material): string {
  const quarters = quartersOf('study', details)
  if (quarters.length < 2) return ''
  const each = quarters.map(
    ({ words, count, heads }) => `${words.zh}${slot(count)}次${heads === null ? '' : `、${slot(heads)}人次`}`,
  )
  return `分季度看，${each.join('，')}。`
}

function workBodies(material: Material): string[] {
  const paragraphs = material.paragraphs.map((one) => paragraph(one, material))
  return [...paragraphs, ...chineseEssays(material)].filter((body) => body !== '')
}

function paragraph({ theme, kinds }: Paragraph, material: Material): string {
  const told = kinds.map((kind) => chineseKind(kind, material)).join('')
  return told === '' ? '' : `${theme.heading.zh}。${told}`
}

function gapOpening(basis: DraftBasis, bodies: readonly string[]): string {
  const period = basis.periodWords.zh
  return bodies.length === 0 && notedGaps(basis).length === 0
    ? `从${period}的记录看，没有发现缺交习作和中断的工作。`
    : `从${period}的记录看，还存在以下不足。`
}

function closing(basis: DraftBasis, material: Material, bodies: readonly string[]): string[] {
  const { section, missingKinds } = basis
  if (section.feeds.gaps) {
    const steps = notedSteps(basis)
    return steps.length > 0 ? steps : chineseSteps(basis, material)
  }
  if (missingKinds.length > 0) {
    const names = missingKinds.join('、')
    return [`${names}在本期没有记录。【待补：${names}的记录】`]
  }
  return bodies.length === 0 ? [`【待补：${bareTitle(section.title)}的记录】`] : []
}
