import { plural } from '../../locale.ts'
import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import { findMembersBySlackIds, listMembers } from '../../members/members-store.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import { exportRecords } from './export.ts'
import { sendFileToPerson } from '../../slack/files/send-file.ts'
import { listRecords, totalRecords, type Selection } from './list.ts'
import { exportSent, PAGE, recordPage, formatSelection } from './messages.ts'
import { unpackState, type ListState } from './state.ts'
import { foldName } from '../../text/names.ts'
import type { Family } from '../record/record.ts'
import { catalogFor, type WordsFor } from '../answers/handler-context.ts'
import { parseSelection, type Wanted } from './selection.ts'

/** Answers `list` and `mine`. `text` is what follows the word. */
export async function answerList(
  family: Family,
  { caller, reply }: Pick<CommandCall<Caller>, 'caller' | 'reply'>,
  asked: { readonly text: string; readonly mine: boolean },
  wordsFor: WordsFor,
): Promise<void> {
  const { vocabulary } = await wordsFor(caller)
  const wanted = parseSelection(unescapeText(asked.text), { family, vocabulary, today: dayOf(caller) })
  const people = await membersWanted(caller, wanted)
  const memberIds = [...new Set([...(asked.mine ? [caller.member.id] : []), ...people])]
  const { period, kindIds, words } = wanted
  const selection: Selection = { family, period, kindIds, memberIds, words }
  await reply(await pageOf(caller, { selection, from: 0, turn: null }, wordsFor))
}

/** Registers what a list's buttons do. */
export function registerLists(listeners: Listeners<Caller>, wordsFor: WordsFor): void {
  for (const actionId of ['record.list.older', 'record.list.newer']) {
    listeners.action(actionId, async ({ caller, value, reply }) => {
      await reply(await pageOf(caller, unpackState(value), wordsFor), { replace: true })
    })
  }
  for (const format of ['csv', 'xlsx'] as const) {
    listeners.action(`record.list.${format}`, async (call) => await sendExport(call, format, wordsFor))
  }
}

async function pageOf(caller: Caller, state: ListState, wordsFor: WordsFor) {
  const { selection, turn } = state
  const { records, totals } = await inTransaction(caller.ctx, async ({ db }) => ({
    records: await listRecords(db, selection, { limit: PAGE, turn }),
    totals: await totalRecords(db, selection),
  }))
  const catalog = await catalogFor(caller, await wordsFor(caller), [], selection.memberIds)
  return recordPage({ state, records, totals }, catalog, caller.locale)
}

async function sendExport(
  { caller, client, userId, value, reply }: ActionCall<Caller>,
  format: 'csv' | 'xlsx',
  wordsFor: WordsFor,
): Promise<void> {
  const { selection } = unpackState(value)
  const words = await wordsFor(caller)
  const { file, count } = await exportRecords(caller, { selection, format, words })
  const catalog = await catalogFor(caller, words, [], selection.memberIds)
  await sendFileToPerson(client, userId, file, formatSelection(selection, catalog, caller.locale))
  await reply(exportSent(count, file.name, caller.locale))
}

/** The members who were named. Somebody without a single record or an account is said to be unknown, not left out. */
async function membersWanted(caller: Caller, { userIds, names }: Wanted): Promise<string[]> {
  const { found, all } = await inTransaction(caller.ctx, async ({ db }) => ({
    found: await findMembersBySlackIds(db, userIds),
    all: names.length === 0 ? [] : await listMembers(db),
  }))
  if (found.length < userIds.length) {
    throw new MemberFacingError({
      zh: '提到的人里有还没有任何记录的，不是这里的成员。用 /wenshu members 查看成员。',
      en: 'Somebody you mentioned has no records and is no member here. See who is with /wenshu members.',
    })
  }
  const named = names.map((name) => {
    const same = all.filter(
      (member) => foldName(member.name) === foldName(name) || member.externalId === name,
    )
    const [only] = same
    if (only !== undefined && same.length === 1) return only.id
    throw new MemberFacingError({
      zh: `“@${name}”对应 ${same.length} 位成员。请用 Slack 的 @ 提到这个人，或写编号，例如 @M012。`,
      en: `"@${name}" is the name of ${plural(same.length, 'member')}. Mention the person, or give their number, like @M012.`,
    })
  })
  return [...found.map(({ id }) => id), ...named]
}
