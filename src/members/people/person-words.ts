import { plural } from '../../locale.ts'
import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { readMentions } from '../../slack/mrkdwn.ts'
import type { Caller } from '../caller.ts'
import type { Member } from '../member.ts'
import { listMembers } from '../members-store.ts'
import { resolvePeople } from './resolve-people.ts'

/** The words of a command, and whom they name: mentions and numbers like M012 or @成员12 at their beginning. */
export type PersonWords = { readonly members: readonly Member[]; readonly rest: readonly string[] }

/**
 * Reads the people at the beginning of a command's words: `@Mika`, or an office number or a name that one member alone
 * has, for those without a Slack account. The first word that names nobody ends them.
 */
export async function readPeople(
  { ctx, workspace }: Pick<Caller, 'ctx' | 'workspace'>,
  words: readonly string[],
): Promise<PersonWords> {
  const all = await inTransaction(ctx, async ({ db }) => await listMembers(db))
  const members: Member[] = []
  for (const [index, word] of words.entries()) {
    const [userId] = readMentions(word)
    const [member] =
      userId === undefined
        ? called(word.replace(/^@/, ''), all)
        : await resolvePeople(ctx, [userId], workspace)
    if (member === undefined) return { members, rest: words.slice(index) }
    if (!members.some(({ id }) => id === member.id)) members.push(member)
  }
  return { members, rest: [] }
}

/** By the office's number; else by name, when it is one member's alone. */
function called(word: string, all: readonly Member[]): Member[] {
  const byNumber = all.filter((member) => member.externalId === word)
  if (byNumber.length > 0) return byNumber
  const byName = all.filter(({ name, leftOn }) => name === word && leftOn === null)
  if (byName.length < 2) return byName
  throw new MemberFacingError({
    zh: `“${word}”是 ${byName.length} 位成员的名字。请用 @ 提到本人，或写编号。`,
    en: `"${word}" is the name of ${plural(byName.length, 'member')}. Mention the person, or give their number.`,
  })
}

/** The one person that words begin with. Throws how to name one. */
export async function readPerson(
  caller: Pick<Caller, 'ctx' | 'workspace'>,
  words: readonly string[],
  example: string,
): Promise<{ readonly member: Member; readonly rest: readonly string[] }> {
  const { members, rest } = await readPeople(caller, words.slice(0, 1))
  const [member] = members
  if (member !== undefined) return { member, rest: [...rest, ...words.slice(1)] }
  const word = words[0] ?? ''
  throw new MemberFacingError({
    zh: `“${word}”不是成员。请用 @ 提到本人，或写编号，例如 ${example}`,
    en: `"${word}" is no member. Mention the person or give their number, like ${example}`,
  })
}
