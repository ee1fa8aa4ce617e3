import type { Member } from '../../members/member.ts'
import type { GroupPeople } from '../../members/people/user-groups.ts'
import { parseQuickText } from '../line/read-line.ts'
import type { QuickFields, QuickQuestion, QuickRecord, Vocabulary } from '../line/words/reading.ts'
import type { Family } from '../record/record.ts'

/** One line as typed: read on the office's day, by the rules of its region. */
export type TypedLine = {
  readonly family: Family
  readonly text: string
  readonly today: Temporal.PlainDate
  readonly region: string
}

/** Where the people whom a line names are looked up. Ids are Slack users. */
export type PeopleSource = {
  /** Who typed the line: 我, 本人, me. null: nobody is known. */
  readonly author: string | null
  readonly inGroups: (groupIds: readonly string[]) => Promise<Pick<GroupPeople, 'userIds' | 'questions'>>
  readonly members: () => Promise<readonly Member[]>
}

/** What a line says, whom it names, and all that has to be asked before it may be stored. */
export type Understood = {
  readonly quick: QuickRecord
  readonly userIds: readonly string[]
  readonly questions: readonly QuickQuestion[]
}

/** Reads a line, for a slash command, a message or the command line alike. Stores nothing. */
export async function understandLine(
  line: TypedLine,
  vocabulary: Vocabulary,
  people: PeopleSource,
): Promise<Understood> {
  const quick = parseQuickText(line.family, line.text, vocabulary, line.today, line.region)
  return await withPeople(quick, people)
}

/** The people of a line that has been read. */
export async function withPeople(quick: QuickRecord, people: PeopleSource): Promise<Understood> {
  const named = await peopleNamed(quick.fields, people)
  return { quick, userIds: named.userIds, questions: [...quick.questions, ...named.questions] }
}

/** The kind of a line that is stored without a form; null: there is something to ask, and the form opens. */
export function kindToStore({ quick, questions }: Understood): string | null {
  return questions.length > 0 ? null : (quick.fields.kindId ?? null)
}

/** Read as the family in which it names a kind and leaves fewer questions. */
export function fittingFamily(
  line: Omit<TypedLine, 'family'>,
  vocabulary: Vocabulary,
): { readonly family: Family; readonly quick: QuickRecord } {
  const read = (family: Family) => ({
    family,
    quick: parseQuickText(family, line.text, vocabulary, line.today, line.region),
  })
  const doubt = ({ quick }: { quick: QuickRecord }) =>
    (quick.fields.kindId === undefined ? 100 : 0) + quick.questions.length
  const [study, activity] = [read('study'), read('activity')]
  return doubt(activity) < doubt(study) ? activity : study
}

/**
 * The Slack users whom a line names: by mention, by user group, as 我, or as 全体. Everyone is asked about: the form
 * opens with all of the office chosen, unless the line counts heads or names people, which says more than 全体.
 */
async function peopleNamed(
  { people, headCount, startsOn }: QuickFields,
  source: PeopleSource,
): Promise<Pick<Understood, 'userIds' | 'questions'>> {
  const groups = await source.inGroups(people.groupIds)
  const me = people.author === true && source.author !== null ? [source.author] : []
  const userIds = [...new Set([...me, ...people.userIds, ...groups.userIds])]
  const questions = groups.questions.map((reason) => ({ field: 'people' as const, reason }))
  if (people.author === true && source.author === null) questions.push(whoIsI)
  if (people.everyone !== true || headCount !== undefined || userIds.length > 0) return { userIds, questions }
  const day = startsOn.toString()
  const absent = new Set(people.absent)
  const present = (await source.members()).filter(
    (member) => belongsOn(member, day) && !absent.has(member.slackUserId ?? ''),
  )
  const all = present.flatMap(({ slackUserId }) => slackUserId ?? [])
  return { userIds: all, questions: [...questions, everyone(all.length)] }
}

/** Of the office on that day: no guest, no bot, neither before they joined nor after they left. */
function belongsOn({ joinedOn, leftOn, isBot, isGuest, deactivated }: Member, day: string): boolean {
  return joinedOn <= day && (leftOn === null || leftOn > day) && !isBot && !isGuest && !deactivated
}

const whoIsI = {
  field: 'people' as const,
  reason: { zh: '“我”是哪位成员？请在人员里选。', en: 'Which member is "me"? Choose the people.' },
}

function everyone(count: number): QuickQuestion {
  return {
    field: 'people',
    reason: {
      zh: `“全体”先填了当天的 ${count} 人；请去掉没有参加的人，或只填人数。`,
      en: `For "everyone" all ${count} people of the office on that day are chosen. Take out who was not there, or give a head count only.`,
    },
  }
}
