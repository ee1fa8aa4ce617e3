import { inTransaction, type Context, type Transacting } from '../../context.ts'
import { FieldIssues } from '../../errors.ts'
import { say, type Locale, type LocalizedText } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import type { Workspace } from '../../members/workspace-store.ts'
import { questionUnusual, LooksUnusual } from '../doubts/question-unusual.ts'
import { formatQuestion } from '../form/ask-in-words.ts'
import { detailsFromLine } from '../form/read.ts'
import type { QuickField } from '../line/words/reading.ts'
import { checkDetails } from '../record/check-details.ts'
import type { Family } from '../record/record.ts'
import { englishNameOf, kindOf, measureOf } from '../words/view.ts'
import { readWords, type Words } from '../words/vocabulary.ts'
import { fittingFamily, kindToStore, understandLine, type Understood } from './understand-line.ts'
import { verbOf } from './verb.ts'

/** What a line would be understood as. Names are in the office's language, people by office number. */
export type ReadLine = {
  /** It would go in without a form. */
  readonly stored: boolean
  /** Names of fields in question. */
  readonly asks: readonly string[]
  readonly fields: ReadFields
  readonly questions: readonly string[]
}

type ReadFields = {
  readonly kind: string | null
  readonly date: string | null
  readonly endDate: string | null
  readonly minutes: number | null
  readonly headCount: number | null
  readonly expected: number | null
  readonly excused: number | null
  readonly people: readonly string[]
  readonly place: string | null
  readonly partner: string | null
  readonly materials: readonly string[]
  readonly quantities: Readonly<Record<string, number>>
  readonly title: string | null
}

type Reader = {
  readonly mentioning: (text: string) => string
  readonly words: Words
  readonly members: readonly Member[]
  readonly office: Pick<Workspace, 'region' | 'locale'>
  readonly today: Temporal.PlainDate
  readonly author: Member | null
}

/**
 * Reads lines as their commands would (/study …, /activity …), and stores nothing. An empty line is null; one without a
 * command is read as the one that fits better. `author`: who types them.
 */
export async function readLines(
  ctx: Context,
  lines: readonly string[],
  reading: {
    readonly workspace: Workspace
    readonly locale: Locale | null
    readonly today: Temporal.PlainDate
    readonly author: Member | null
  },
): Promise<(ReadLine | null)[]> {
  const { workspace, today, author } = reading
  return await inTransaction(ctx, async (ctx) => {
    const office = { region: workspace.region, locale: reading.locale ?? workspace.locale }
    const members = (await listMembers(ctx.db)).map(withAccount)
    const mentioning = mentions(members)
    const words = await readWords(ctx.db)
    const reader = { words, members, mentioning, office, today, author: withAccount(author) }
    const read: (ReadLine | null)[] = []
    for (const line of lines) read.push(line.trim() === '' ? null : await readLine(ctx, line.trim(), reader))
    return read
  })
}

/** A member without a Slack account is mentioned by an id that Slack never gives out. */
function withAccount<T extends Member | null>(member: T): T {
  if (member === null || member.slackUserId !== null) return member
  return {
    ...member,
    slackUserId: `U0READ${member.id.toUpperCase().replaceAll(/[^A-Z0-9]/g, '')}`.slice(0, 30),
  }
}

async function readLine(ctx: Transacting, line: string, reader: Reader): Promise<ReadLine> {
  const { words, office, today, members, author } = reader
  const command = /^\/(study|activity)(?:\s+|$)/.exec(line)
  const text = reader.mentioning(line.slice(command?.[0].length ?? 0))
  const given = { text, today, region: office.region }
  const family = (command?.[1] as Family | undefined) ?? fittingFamily(given, words.vocabulary).family
  const understood = await understandLine({ ...given, family }, words.vocabulary, {
    author: author?.slackUserId ?? null,
    inGroups: async () => await Promise.resolve({ userIds: [], questions: [] }),
    members: async () => await Promise.resolve(members),
  })
  const { verb } = verbOf(text)
  const doubts = verb === 'log' ? await doubtsOf(ctx, understood, reader) : []
  const asked = understood.questions.map((question) => ({
    field: question.field,
    said: formatQuestion(question),
  }))
  const questions = [...asked, ...doubts]
  return {
    stored: verb === 'log' && questions.length === 0 && understood.quick.fields.kindId !== undefined,
    asks: [...new Set(questions.map(({ field }) => NAMES[field] ?? field))],
    fields: fieldsOf(understood, reader),
    questions: questions.map(({ said }) => say(office.locale, said)),
  }
}

const NAMES: Readonly<Record<string, string>> = { duration: 'minutes' } satisfies Partial<
  Record<QuickField, string>
>

/** @成员21 as Slack sends it. The longest name wins: @成员21 is not @成员2. */
function mentions(members: readonly Member[]): (text: string) => string {
  const byName = new Map(members.map((member) => [member.name.toLowerCase(), member]))
  const names = [...byName.keys()].filter((name) => name !== '').sort((a, b) => b.length - a.length)
  if (names.length === 0) return (text) => text
  const pattern = new RegExp(
    `(?<!<)@ ?(${names.map((name) => RegExp.escape(name)).join('|')})(?![\\w])`,
    'giu',
  )
  return (text) =>
    text.replaceAll(pattern, (said, name: string) => {
      const member = byName.get(name.toLowerCase())
      return member === undefined ? said : `<@${member.slackUserId}|${member.name}>`
    })
}

type Doubt = { readonly field: string; readonly said: LocalizedText }

/** What storing it would refuse or ask: what cannot be true, and what is far from the usual. */
async function doubtsOf(ctx: Transacting, understood: Understood, reader: Reader): Promise<Doubt[]> {
  const kindId = kindToStore(understood)
  if (kindId === null) return []
  const { fields } = understood.quick
  const details = detailsFromLine(fields, kindId, peopleOf(understood, reader))
  try {
    checkDetails(details, reader.today)
    await questionUnusual(ctx.db, details, { confirmed: [], before: null })
    return []
  } catch (error) {
    if (error instanceof FieldIssues)
      return Object.entries(error.fields).map(([field, said]) => ({ field, said }))
    if (error instanceof LooksUnusual)
      return error.unusual.map(({ field, question }) => ({ field, said: question }))
    throw error
  }
}

function peopleOf({ userIds }: Understood, { members }: Reader): Member[] {
  return userIds.flatMap((id) => members.find(({ slackUserId }) => slackUserId === id) ?? [])
}

function fieldsOf(understood: Understood, reader: Reader): ReadFields {
  const { fields } = understood.quick
  const { words, office } = reader
  const kind = fields.kindId === undefined ? null : kindOf(words, fields.kindId)
  const quantities = fields.quantities.map(({ measureId, name, value }) => {
    const measure = measureId === undefined ? null : measureOf(words, measureId)
    const english = measure === null || office.locale === 'zh' ? null : englishNameOf(measure, words)
    return [english ?? measure?.name ?? name, value] as const
  })
  return {
    kind: kind === null ? null : office.locale === 'zh' ? kind.nameZh : kind.nameEn,
    date: fields.dateUnread === true ? null : fields.startsOn.toString(),
    endDate: fields.startsOn.equals(fields.endsOn) ? null : fields.endsOn.toString(),
    minutes: fields.durationMin ?? null,
    headCount: fields.headCount?.value ?? null,
    expected: fields.expected ?? null,
    excused: fields.excused ?? null,
    people: peopleOf(understood, reader).map(({ externalId, name }) => externalId ?? name),
    place: fields.place ?? null,
    partner: fields.partner ?? null,
    materials: fields.materials,
    quantities: Object.fromEntries(quantities),
    title: fields.title === '' ? null : fields.title,
  }
}
