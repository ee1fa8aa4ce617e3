import { englishGaps, englishSteps } from './gaps.ts'
import { englishKind } from './kind.ts'
import { changeClause, did, nounOf, plural } from './words.ts'
import { materialOf, rangeWords, slot, type Material, type Paragraph } from '../matter/material.ts'
import { notedGaps, notedSteps } from '../matter/notes.ts'
import { quartersOf } from '../matter/times.ts'
import { either, listed } from '../matter/sayable.ts'
import { ESSAYS } from '../matter/themes.ts'
import type { DraftBasis } from '../../basis/draft-basis.ts'
import type { Fact } from '../../../claims/facts/fact.ts'
import { bareTitle } from '../../outline/outline.ts'

/** Clauses of an opening that sums up. */
const MAIN = 4

/** The English section: an opening, a paragraph a theme, what is missing. Slots are not filled. */
export function composeEnglish(basis: DraftBasis): string {
  const material = materialOf(basis)
  const isGaps = basis.section.feeds.gaps
  const bodies = isGaps ? englishGaps(basis, material) : workBodies(material)
  const opening = isGaps ? gapOpening(basis, bodies) : workOpening(basis, material, bodies)
  const { headings } = basis.style
  const numbered = bodies.map((body, place) => {
    const heading = bodies.length > 1 ? headings[place] : undefined
    return heading === undefined ? body : `${heading} ${body}`
  })
  return [opening, ...numbered, ...notedGaps(basis), ...closing(basis, material, bodies)]
    .filter((text) => text !== '')
    .join('\n\n')
}

function workOpening(basis: DraftBasis, material: Material, bodies: readonly string[]): string {
  const period = basis.periodWords.en
  const said = [...studySentences(basis, material), ...activitySentences(basis, material)]
  if (said.length > 0) return said.join(' ')
  if (bodies.length === 0) return ''
  const main = material.paragraphs.flatMap(mainClause).slice(0, MAIN)
  if (main.length < 2) return `In ${period}, the office did the following.`
  return `In ${period}, the office ${listed(main)}.${sectionSentence(basis, material)}`
}

/** How many came to the section's events together. */
function sectionSentence({ section }: DraftBasis, { details }: Material): string {
  const [events, heads] = ['events', 'heads'].map((key) => details.get(`section.${key}:${section.id}`))
  if (events === undefined || heads === undefined) return ''
  return ` Together these ${slot(events)} meetings and events had ${slot(heads)} attendances.`
}

/** What comes first of each paragraph, for the opening. */
function mainClause({ kinds }: Paragraph): string[] {
  const held = kinds.filter(({ count, attendance }) => count !== null && attendance !== null)
  if (held.length > 0)
    return [
      `held ${listed(held.map((kind) => `${slot(kind.count!)} ${nounOf(kind, kind.count!.value === 1)}`))}`,
    ]
  const [first] = kinds.flatMap(({ series, measures }) => [
    ...series.map(
      (fact) =>
        `brought out ${slot(fact)} ${plural(fact, 'issue', 'issues')} of ${fact.key.slice('title.issues:'.length)}`,
    ),
    ...measures.filter(({ fact }) => fact.aggregation === 'sum').map(did),
  ])
  return first === undefined ? [] : [first]
}

function studySentences({ periodWords, digest }: DraftBasis, material: Material): string[] {
  const { overall, changes, details } = material
  const sessions = overall.get('study.sessions')
  if (sessions === undefined) return []
  const [came, people, hours] = ['attendance', 'people', 'hours'].map((key) => overall.get(`study.${key}`))
  const average = details.get('average.heads:study')
  const range = rangeWords(digest?.months.study ?? [], material)
  const first = [
    `In ${periodWords.en}, the office held ${slot(sessions)} study ${plural(sessions, 'session', 'sessions')}${range === null ? '' : ` ${range.en}`}${changeClause(changes.get(sessions.key))}`,
    came === undefined ? '' : `, with ${slot(came)} ${plural(came, 'attendance', 'attendances')}`,
    hours === undefined ? '' : ` and ${slot(hours)} hours of study`,
  ].join('')
  const took =
    people === undefined ? '' : `; ${slot(people)} different ${plural(people, 'member', 'members')} took part`
  return [
    `${first}${took}.${average === undefined ? '' : ` A session had ${slot(average)} people on average.`}`,
    ...quarterSentences(quartersOf('study', details)),
  ]
}

/** Sessions and attendances by quarter; of study only, where it is held all the year. */
function quarterSentences(quarters: ReturnType<typeof quartersOf>): string[] {
  if (quarters.length < 2) return []
  const each = quarters.map(({ words, count, heads }) => {
    const came = heads === null ? '' : ` (${slot(heads)} attendances)`
    return `${slot(count)} in ${words.en}${came}`
  })
  return [`By quarter, there were ${listed(each)}.`]
}

function activitySentences({ periodWords }: DraftBasis, { overall, details, changes }: Material): string[] {
  const all = overall.get('activity.records')
  if (all === undefined) return []
  const events = details.get('activity.events')
  const count = events ?? all
  const came = overall.get('activity.attendance')
  const change = events === undefined ? changeClause(changes.get(all.key)) : ''
  return [
    `In ${periodWords.en}, the office held ${slot(count)} ${plural(count, 'activity', 'activities')}${change}${came === undefined ? '' : `, with ${slot(came)} ${plural(came, 'attendance', 'attendances')}`}.`,
  ]
}

function workBodies(material: Material): string[] {
  return [...material.paragraphs.map((one) => paragraph(one, material)), essayBody(material)].filter(
    (body) => body !== '',
  )
}

function paragraph({ theme, kinds }: Paragraph, material: Material): string {
  const sentences = kinds.flatMap((kind) => englishKind(kind, material))
  return sentences.length === 0 ? '' : `${theme.heading.en}. ${varied(sentences).join(' ')}`
}

/** Not every sentence begins with the office: after the first it is called it. */
function varied(sentences: readonly string[]): string[] {
  let isNamed = false
  return sentences.map((sentence) => {
    const opens = sentence.startsWith('The office ')
    const said = !isNamed
      ? sentence
      : opens
        ? `It also ${sentence.slice('The office '.length)}`
        : sentence.replace(/^(On \{\{r\d+\.day\}\}) the office /, '$1 it ')
    isNamed ||= opens || sentence.includes('the office ')
    return said
  })
}

function essayBody({ essays, details }: Material): string {
  const count = (set: string) => essays.get(`essay.count:${set}`)
  const [submitted, approved, excellent, contest] = ['submitted', 'approved', 'excellent', 'contest'].map(
    count,
  )
  const [writers, issues, compiled] = [
    essays.get('essay.writers'),
    essays.get('essay.issues'),
    count('compiled'),
  ]
  const share = details.get('share.essay:excellent')
  const who = writers === undefined ? 'Writers' : `${slot(writers)} ${plural(writers, 'writer', 'writers')}`
  const marked = [
    excellent === undefined
      ? ''
      : `${slot(excellent)} ${plural(excellent, 'was', 'were')} marked excellent${share === undefined ? '' : ` (${slot(share)}%)`}`,
    contest === undefined ? '' : `${slot(contest)} ${plural(contest, 'was', 'were')} entered in contests`,
  ].filter((clause) => clause !== '')
  const kinds = [...essays.values()]
    .filter(({ key }) => key.startsWith('essay.kind:'))
    .sort((a, b) => b.value - a.value)
  const sentences = [
    submitted === undefined
      ? ''
      : `${writers === undefined ? '' : 'In all, '}${who} handed in ${slot(submitted)} ${plural(submitted, 'essay', 'essays')}${approved === undefined ? '' : `, of which ${slot(approved)} ${plural(approved, 'was', 'were')} approved`}.`,
    marked.length === 0 ? '' : `Of the approved essays, ${listed(marked)}.`,
    kinds.length < 2 ? '' : `By kind, there were ${listed(kinds.map(ofKind))}.`,
    issues === undefined
      ? ''
      : `The anthology came out in ${slot(issues)} ${plural(issues, 'issue', 'issues')}${compiled === undefined ? '' : `, with ${slot(compiled)} ${plural(compiled, 'essay', 'essays')} compiled in ${plural(issues, 'it', 'them')}`}.`,
  ].filter((sentence) => sentence !== '')
  return sentences.length === 0 ? '' : `${ESSAYS.en}. ${sentences.join(' ')}`
}

/** One and many of the kinds that ship; an office's own keep their names. */
const ESSAY_KINDS: Readonly<Record<string, readonly [string, string]>> = {
  理论文章: ['theoretical article', 'theoretical articles'],
  读书心得体会: ['set of reading notes', 'sets of reading notes'],
  领导讲话: ['speech', 'speeches'],
}

/** 77 theoretical articles */
function ofKind(fact: Fact): string {
  const kind = fact.names[0] ?? fact.label
  const [one, many] = ESSAY_KINDS[kind] ?? [`of ${kind}`, `of ${kind}`]
  return `${slot(fact)} ${plural(fact, one, many)}`
}

function gapOpening(basis: DraftBasis, bodies: readonly string[]): string {
  const { periodWords } = basis
  return bodies.length === 0 && notedGaps(basis).length === 0
    ? `The records of ${periodWords.en} show no missing essays and no work that stopped.`
    : `The records of ${periodWords.en} show these gaps.`
}

function closing(basis: DraftBasis, material: Material, bodies: readonly string[]): string[] {
  const { section, missingKinds, kindNames } = basis
  if (section.feeds.gaps) {
    const steps = notedSteps(basis)
    return steps.length > 0 ? steps : englishSteps(basis, material)
  }
  if (missingKinds.length > 0) {
    const names = either(missingKinds.map((kind) => kindNames[kind] ?? kind))
    return [
      `There is no record of any ${names} in this period. [to be added: records of ${names}; otherwise strike this paragraph]`,
    ]
  }
  return bodies.length === 0 ? [`[to be added: records for ${bareTitle(section.title)}]`] : []
}
