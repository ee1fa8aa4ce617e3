import { materialOf, type KindMaterial, type Material, type Paragraph } from './composer-material.ts'
import { ESSAYS } from './composer-themes.ts'
import type { DraftBasis } from './draft-basis.ts'
import type { Fact } from './fact.ts'
import { bareTitle } from './outline.ts'

const LISTED = 5

/** The English section: an opening, a paragraph a theme, what is missing. Slots are not filled. */
export function composeEnglish(basis: DraftBasis): string {
  const material = materialOf(basis)
  const bodies = basis.section.feeds.gaps ? gapBodies(basis, material) : workBodies(material)
  const opening = basis.section.feeds.gaps ? gapOpening(basis, bodies) : workOpening(basis, material, bodies)
  const { headings } = basis.style
  const numbered = bodies.map((body, place) => {
    const heading = bodies.length > 1 ? headings[place] : undefined
    return heading === undefined ? body : `${heading} ${body}`
  })
  return [opening, ...numbered, ...closing(basis, bodies)].filter((text) => text !== '').join('\n\n')
}

function workOpening({ periodWords }: DraftBasis, { overall }: Material, bodies: readonly string[]): string {
  const said = [overallClause(overall, 'study'), overallClause(overall, 'activity')].filter(
    (clause) => clause !== '',
  )
  if (said.length > 0) return said.map((clause) => `In ${periodWords.en}, ${clause}.`).join(' ')
  if (bodies.length === 0) return ''
  return `The following was done in ${periodWords.en}.`
}

function overallClause(overall: Material['overall'], family: 'study' | 'activity'): string {
  const isStudy = family === 'study'
  const sessions = overall.get(isStudy ? 'study.sessions' : 'activity.records')
  if (sessions === undefined) return ''
  const attendance = overall.get(`${family}.attendance`)
  const people = overall.get(`${family}.people`)
  const what = isStudy
    ? plural(sessions, 'study session', 'study sessions')
    : plural(sessions, 'activity', 'activities')
  return [
    `the office held ${slot(sessions)} ${what}`,
    attendance === undefined
      ? ''
      : `with ${slot(attendance)} ${isStudy ? 'study' : 'activity'} ${plural(attendance, 'attendance', 'attendances')}`,
    people === undefined || !isStudy
      ? ''
      : `and ${slot(people)} different ${plural(people, 'member', 'members')} took part in study`,
  ]
    .filter((clause) => clause !== '')
    .join(', ')
}

function workBodies(material: Material): string[] {
  return [...material.paragraphs.map((one) => paragraph(one)), essayBody(material)].filter(
    (body) => body !== '',
  )
}

function paragraph({ theme, kinds }: Paragraph): string {
  const sentences = kinds.flatMap(kindSentences)
  return sentences.length === 0 ? '' : `${theme.heading.en}. ${sentences.join(' ')}`
}

function kindSentences(kind: KindMaterial): string[] {
  return [
    countSentence(kind),
    ...kind.series.map(seriesSentence),
    ...measureSentences(kind),
    topicSentence(kind),
  ].filter((sentence) => sentence !== '')
}

function countSentence(kind: KindMaterial): string {
  const { count, attendance, family, en } = kind
  const toldOtherwise =
    kind.series.length > 0 || kind.measures.some(({ aggregation }) => aggregation === 'sum')
  if (count === null || (attendance === null && toldOtherwise)) return ''
  const noun = family === 'study' ? plural(count, 'session', 'sessions') : plural(count, 'event', 'events')
  const held = `In ${en}, the office held ${slot(count)} ${noun}`
  return attendance === null ? `${held}.` : `${held}; ${en} attendances came to ${slot(attendance)}.`
}

function seriesSentence(fact: Fact): string {
  const title = fact.key.slice('title.issues:'.length)
  return `${capital(title)} came out in ${slot(fact)} ${plural(fact, 'issue', 'issues')}.`
}

function measureSentences({ measures }: KindMaterial): string[] {
  return measures.map((fact) => {
    const verb = fact.aggregation === 'sum' ? 'came to' : 'stood at'
    return `${capital(nameOf(fact))} ${verb} ${slot(fact)}${unitOf(fact)}.`
  })
}

/** A bare 2040 reads like a year, so copies are named where the measure's name does not. */
function unitOf(fact: Fact): string {
  if (fact.unit === '%') return '%'
  return fact.unit === '册' && !/copies/.test(nameOf(fact)) ? ' copies' : ''
}

/** The measure's English name when it has one. */
function nameOf(fact: Fact): string {
  return fact.names.find((name) => /^[a-z]/i.test(name)) ?? fact.names[0] ?? fact.label
}

function topicSentence({ topics, family }: KindMaterial): string {
  const listed = (family === 'study' ? topics.materials : topics.partners).slice(0, LISTED)
  if (listed.length === 0) return ''
  return family === 'study'
    ? `Material: ${listed.map(titled).join(', ')}.`
    : `Partners: ${listed.map(titled).join(', ')}.`
}

function titled(word: string): string {
  return /[《“"]/.test(word) ? word : `“${word}”`
}

function essayBody({ essays }: Material): string {
  const get = (key: string) => essays.get(key)
  const [submitted, approved] = [get('essay.count:submitted'), get('essay.count:approved')]
  const [writers, issues] = [get('essay.writers'), get('essay.issues')]
  const [excellent, contest] = [get('essay.count:excellent'), get('essay.count:contest')]
  const sentences = [
    submitted === undefined
      ? ''
      : `Writers handed in ${slot(submitted)} ${plural(submitted, 'essay', 'essays')}.`,
    writers === undefined ? '' : `The essay writers numbered ${slot(writers)}.`,
    approved === undefined
      ? ''
      : `The review approved ${slot(approved)} ${plural(approved, 'essay', 'essays')}.`,
    excellent === undefined ? '' : `Excellent essays numbered ${slot(excellent)}.`,
    contest === undefined ? '' : `Contest entries numbered ${slot(contest)}.`,
    issues === undefined
      ? ''
      : `The anthology came out in ${slot(issues)} ${plural(issues, 'issue', 'issues')}.`,
  ].filter((sentence) => sentence !== '')
  return sentences.length === 0 ? '' : `${ESSAYS.en}. ${sentences.join(' ')}`
}

function gapOpening({ periodWords }: DraftBasis, bodies: readonly string[]): string {
  return bodies.length === 0
    ? `The records of ${periodWords.en} show no missing essays and no work that stopped.`
    : `The records of ${periodWords.en} show these gaps.`
}

function gapBodies({ droppedKinds, missingKinds, kindNames }: DraftBasis, { gaps }: Material): string[] {
  const get = (key: string) => gaps.get(key)
  const [missing, people] = [get('gap.essays-missing'), get('gap.short-people')]
  const [late, returned, waiting] = [
    get('essay.count:late'),
    get('essay.count:returned'),
    get('essay.count:waiting'),
  ]
  const [study, activity] = [get('gap.study-months'), get('gap.activity-months')]
  const dropped = droppedKinds.slice(0, 8).map(({ en }) => en)
  const unlogged = missingKinds.slice(0, 8).map((kind) => kindNames[kind] ?? kind)
  const paragraphs = [
    [
      'Essays owed.',
      missing === undefined
        ? ''
        : `In months that have ended, essays owed and not handed in numbered ${slot(missing)}.`,
      people === undefined ? '' : `Members' months below quota numbered ${slot(people)}.`,
    ],
    [
      'Essays in progress.',
      late === undefined ? '' : `Late essays, handed in after their month, numbered ${slot(late)}.`,
      returned === undefined ? '' : `Essays returned for changes and still open numbered ${slot(returned)}.`,
      waiting === undefined ? '' : `Essays waiting for review numbered ${slot(waiting)}.`,
    ],
    [
      'Months without records.',
      study === undefined ? '' : `Months without a study record numbered ${slot(study)}.`,
      activity === undefined ? '' : `Months without an activity record numbered ${slot(activity)}.`,
    ],
    ['Work without records.', unlogged.length === 0 ? '' : `Nothing was logged for ${unlogged.join(', ')}.`],
    [
      'Work not continued.',
      dropped.length === 0 ? '' : `Logged before and not in this period: ${dropped.join(', ')}.`,
    ],
  ]
  return paragraphs
    .map((sentences) => sentences.filter((sentence) => sentence !== ''))
    .filter((sentences) => sentences.length > 1)
    .map((sentences) => sentences.join(' '))
}

function closing({ section, missingKinds, kindNames }: DraftBasis, bodies: readonly string[]): string[] {
  if (section.feeds.gaps)
    return ['Next steps: 【待补：what is planned about the above, for the editor to write】.']
  if (missingKinds.length > 0) {
    return [`【待补：records of ${missingKinds.map((kind) => kindNames[kind] ?? kind).join(', ')}】`]
  }
  return bodies.length === 0 ? [`【待补：records for ${bareTitle(section.title)}】`] : []
}

function slot({ id }: Fact): string {
  return `{{${id}}}`
}

function plural({ value }: Fact, one: string, many: string): string {
  return value === 1 ? one : many
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
