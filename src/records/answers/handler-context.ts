import { inTransaction } from '../../context.ts'
import type { LocalizedText } from '../../locale.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import type { Member } from '../../members/member.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import type { Message } from '../../slack/blocks.ts'
import type { FormMemo } from '../form/memo.ts'
import type { Logged } from '../change/log-record.ts'
import { recordLogged } from './messages.ts'
import type { Family, RecordDetails } from '../record/record.ts'
import type { Audience } from '../words/in-words.ts'
import type { Catalog } from '../words/view.ts'
import type { keepWords, Words } from '../words/vocabulary.ts'

/** Hands out a workspace's words to whoever answers a person. */
export type WordsFor = ReturnType<typeof keepWords>

/** The words of records, with the members they name and `more`, by id. */
export async function catalogFor(
  { ctx }: Pick<Caller, 'ctx'>,
  words: Words,
  records: readonly Pick<RecordDetails, 'people'>[],
  more: readonly string[] = [],
): Promise<Catalog> {
  const ids = [...new Set([...records.flatMap(({ people }) => people), ...more])]
  const members = await inTransaction(ctx, async ({ db }) => await findMembersByIds(db, ids))
  return { ...words, members: byId(members) }
}

/** What is said of a record just logged, with what it looks like; `left`: words of the line that it does not hold. */
export function confirmation(
  caller: Caller,
  { record, lookalike, members }: Logged,
  words: Words,
  left: LocalizedText | null = null,
): Message {
  const named = byId(members)
  const by = lookalike?.loggedBy ?? null
  const alike =
    lookalike === null ? null : { record: lookalike, by: by === null ? null : (named.get(by) ?? null) }
  const mayJoin = !record.people.includes(caller.member.id)
  const view = { record, catalog: { ...words, members: named } }
  return recordLogged(view, alike, audienceOf(caller), { left, mayJoin })
}

export function byId(members: readonly Member[]): ReadonlyMap<string, Member> {
  return new Map(members.map((member) => [member.id, member]))
}

/** What a form for a new record carries along. */
export function memoFor(family: Family, responseUrl: string | null): FormMemo {
  return { family, id: null, baseRevision: 0, responseUrl, evidence: [] }
}

export function audienceOf(caller: Caller): Audience {
  return { locale: caller.locale, today: dayOf(caller) }
}
