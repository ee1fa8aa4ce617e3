import { materialOf, noteworthyChange, type KindMaterial, type Material, type Paragraph } from './material.ts'
import { notedGaps, notedSteps } from './notes.ts'
import { ESSAYS } from './themes.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Fact } from '../../claims/facts/fact.ts'
import { bareTitle } from '../outline/outline.ts'
import { isCountingWord } from '../../text/units.ts'

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
  return [opening, ...numbered, ...notedGaps(basis), ...closing(basis, bodies)]
    .filter((text) => text !== '')
    .join('\n\n')
}

function workOpening({ periodWords }: DraftBasis, material: Material, bodies: readonly string[]): string {
  const said = [overallClause(material, 'study'), overallClause(material, 'activity')].filter(
    (clause) => clause !== '',
  )
  if (said.length > 0) return said.map((clause) => `In ${periodWords.en}, ${clause}.`).join(' ')
  if (bodies.length === 0) return ''
  return `In ${periodWords.en}, the office did the following.`
}

function overallClause({ overall, changes }: Material, family: 'study' | 'activity'): string {
  const isStudy = family === 'study'
  const sessions = overall.get(isStudy ? 'study.sessions' : 'activity.records')
  if (sessions === undefined) return ''
  const attendance = overall.get(`${family}.attendance`)
  const people = overall.get(`${family}.people`)
  const what = isStudy
    ? plural(sessions, 'study session', 'study sessions')
    : plural(sessions, 'activity', 'activities')
  const held = [
    `the office held ${slot(sessions)} ${what}`,
    changeClause(changes.get(sessions.key)),
    attendance === undefined
      ? ''
      : `with ${slot(attendance)} ${isStudy ? 'study' : 'activity'} ${plural(attendance, 'attendance', 'attendances')}`,
  ]
    .filter((clause) => clause !== '')
    .join(', ')
  return people === undefined || !isStudy
    ? held
    : `${held}; ${slot(people)} different ${plural(people, 'member', 'members')} took part in study`
}

/** 2 more than the year before: nothing where the period before is not known, or was the same. */
function changeClause(change: Fact | null | undefined): string {
  const compares = change?.compares
  if (change === null || change === undefined || compares === undefined) return ''
  return `${slot(change)} ${compares.how} than ${compares.than.en}`
}

function workBodies(material: Material): string[] {
  return [...material.paragraphs.map((one) => paragraph(one, material)), essayBody(material)].filter(
    (body) => body !== '',
  )
}

/** Of the first, the second, the third sentence … of a paragraph. */
const SUBJECTS = ['The office', 'It also', 'Besides, it']

function paragraph({ theme, kinds }: Paragraph, material: Material): string {
  let told = 0
  const sentences = kinds.flatMap((kind) => {
    const held = heldSentence(kind, material, SUBJECTS[told === 0 ? 0 : 1 + ((told - 1) % 2)] ?? '')
    if (held !== '') told += 1
    return [
      held,
      ...kind.series.map(seriesSentence),
      ...kind.measures.map((fact) => measureSentence(fact, material)),
      topicSentence(kind),
    ].filter((sentence) => sentence !== '')
  })
  return sentences.length === 0 ? '' : `${theme.heading.en}. ${sentences.join(' ')}`
}

/** Records that only carry a measure or an issue are told by it: their own number says nothing to a reader. */
function heldSentence(kind: KindMaterial, material: Material, subject: string): string {
  const { count, attendance } = kind
  const toldOtherwise =
    kind.series.length > 0 || kind.measures.some(({ aggregation }) => aggregation === 'sum')
  if (count === null || (attendance === null && toldOtherwise)) return ''
  const clauses = [
    `${subject} held ${slot(count)} ${nounOf(kind, count)}`,
    changeClause(noteworthyChange(material, count)),
    attendance === null ? '' : `with ${slot(attendance)} ${headsOf(kind, attendance)}`,
  ]
  return `${clauses.filter((clause) => clause !== '').join(', ')}.`
}

/** Where the kind's name is a word that anything is counted in (discussions), it is said once more. */
function headsOf({ en }: KindMaterial, attendance: Fact): string {
  const heads = plural(attendance, 'attendance', 'attendances')
  return isCountingWord(en.toLowerCase()) || isCountingWord(`${en.toLowerCase()}s`) ? `${en} ${heads}` : heads
}

const COUNTABLE =
  /(?:meeting|lecture|discussion|day|seminar|visit|conference|course|workshop|talk|contest|exhibition|briefing|table|circle|campaign)$/i

/** 8 party lectures, 63 sessions of relay study, 7 volunteering events; never "1 family …", which counts families. */
function nounOf({ en, family }: KindMaterial, count: Fact): string {
  if (COUNTABLE.test(en)) return plural(count, en, `${en}s`)
  if (family === 'study') return `${plural(count, 'session', 'sessions')} of ${en}`
  const event = plural(count, 'event', 'events')
  return isCountingWord((en.split(' ')[0] ?? '').toLowerCase()) ? `${event} of ${en}` : `${en} ${event}`
}

function seriesSentence(fact: Fact): string {
  const title = fact.key.slice('title.issues:'.length)
  return `${capital(title)} came out in ${slot(fact)} ${plural(fact, 'issue', 'issues')}.`
}

function measureSentence(fact: Fact, { changes }: Material): string {
  const name = fact.aggregation === 'ratio' ? `the ${nameOf(fact)}` : nameOf(fact)
  const verb = fact.aggregation === 'sum' ? 'numbered' : 'stood at'
  const change = changeClause(changes.get(fact.key))
  return `${capital(name)} ${verb} ${slot(fact)}${unitOf(fact)}${change === '' ? '' : `, ${change}`}.`
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
  const who =
    writers === undefined ? 'Writers' : `The ${slot(writers)} essay ${plural(writers, 'writer', 'writers')}`
  const marked = [
    excellent === undefined ? '' : `${slot(excellent)} ${plural(excellent, 'was', 'were')} marked excellent`,
    contest === undefined ? '' : `${slot(contest)} ${plural(contest, 'was', 'were')} entered in contests`,
  ].filter((clause) => clause !== '')
  const sentences = [
    submitted === undefined
      ? ''
      : `${who} handed in ${slot(submitted)} ${plural(submitted, 'essay', 'essays')}${approved === undefined ? '' : `; ${slot(approved)} ${plural(approved, 'essay was', 'essays were')} approved`}.`,
    marked.length === 0 ? '' : `Of the approved essays, ${marked.join(' and ')}.`,
    issues === undefined
      ? ''
      : `The anthology came out in ${slot(issues)} ${plural(issues, 'issue', 'issues')}.`,
  ].filter((sentence) => sentence !== '')
  return sentences.length === 0 ? '' : `${ESSAYS.en}. ${sentences.join(' ')}`
}

function gapOpening(basis: DraftBasis, bodies: readonly string[]): string {
  const { periodWords } = basis
  return bodies.length === 0 && notedGaps(basis).length === 0
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
  const unlogged = missingKinds
    .filter((kind) => !droppedKinds.some(({ zh }) => zh === kind))
    .slice(0, 8)
    .map((kind) => kindNames[kind] ?? kind)
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

function closing(basis: DraftBasis, bodies: readonly string[]): string[] {
  const { section, missingKinds, kindNames } = basis
  if (section.feeds.gaps) {
    const steps = notedSteps(basis)
    return steps.length > 0
      ? steps
      : ['Next steps: 【待补：what is planned about the above, for the editor to write】.']
  }
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
