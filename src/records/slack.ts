import { inTransaction } from '../context.ts'
import { FieldFaults, MemberFacingError } from '../errors.ts'
import type { Said } from '../locale.ts'
import type { Caller } from '../members/caller.ts'
import type { Member } from '../members/member.ts'
import { findMembersByIds } from '../members/members-store.ts'
import { resolvePeople } from '../members/resolve-people.ts'
import type { Message } from '../slack/blocks.ts'
import type { ActionCall, CommandCall, FormCall, Listeners, Reply } from '../slack/listener.ts'
import { replyTo } from '../slack/reply-to.ts'
import { today } from '../time/clock.ts'
import { parsePeriod } from '../time/parse-period.ts'
import { deleteWithReason, editRecord, recordToCorrect, undoRecord } from './correct-record.ts'
import { readRecordForm, recordForm, RECORD_FORM, startFrom, type FormMemo } from './form.ts'
import { detailsFromForm, detailsFromLine, emptyStart, evidenceOf, startFromLine } from './entry.ts'
import { listRecords } from './list-records.ts'
import { logRecord, type Logged } from './log-record.ts'
import {
  recordDeleted,
  recordEdited,
  recordHelp,
  recordList,
  recordLogged,
  recordShown,
  recordUndone,
  type Ear,
} from './messages.ts'
import { parseQuickText } from './parse-quick-text.ts'
import type { QuickRecord } from './quick-record.ts'
import type { Family, LoggedRecord, RecordDetails } from './record.ts'
import type { RecordWordsBook } from './record-view.ts'
import { findRecord, listRevisions } from './records-store.ts'
import { keepWords, type Words } from './vocabulary.ts'

/** Records listed in one answer. */
const LIST_PAGE = 15

const FAMILIES: readonly Family[] = ['study', 'activity']

type WordsFor = ReturnType<typeof keepWords>

/** Registers /study and /activity, their form and their buttons. */
export function registerRecords(listeners: Listeners<Caller>): void {
  const wordsFor = keepWords()
  for (const family of FAMILIES) {
    listeners.command(`/${family}`, async (call) => {
      await carryOut(family, call, wordsFor)
    })
    listeners.shortcut(`record.log.${family}`, async ({ caller, openForm }) => {
      const form = recordForm(
        emptyStart(dayOf(caller)),
        memoFor(family, null),
        await wordsFor(caller),
        caller.locale,
      )
      await openForm(form)
    })
  }
  listeners.form(RECORD_FORM, async (call) => {
    await submitForm(call, wordsFor)
  })
  listeners.action('record.edit', async (call) => {
    await openEdit(call, wordsFor)
  })
  listeners.action('record.undo', async ({ caller, value, reply }) => {
    const undone = await undoRecord(caller.ctx, { id: value, by: caller.member })
    await reply(recordUndone(undone, caller.locale), { replace: true })
  })
}

async function carryOut(family: Family, call: CommandCall<Caller>, wordsFor: WordsFor): Promise<void> {
  const [word = '', ...rest] = call.text.split(/\s+/)
  switch (word.toLowerCase()) {
    case '':
      await openEmpty(family, call, wordsFor)
      return
    case 'help':
    case '帮助':
      await call.reply(recordHelp(family, call.caller.locale))
      return
    case 'list':
    case '列表':
      await list(family, call, { period: rest.join(' '), memberId: null }, wordsFor)
      return
    case 'mine':
    case '我的':
      await list(family, call, { period: rest.join(' '), memberId: call.caller.member.id }, wordsFor)
      return
    case 'show':
    case '查看':
      await show(call, rest[0] ?? '', wordsFor)
      return
    case 'delete':
    case '删除':
      await remove(call, rest[0] ?? '', rest.slice(1).join(' '))
      return
    default:
      await logLine(family, call, wordsFor)
  }
}

async function openEmpty(family: Family, call: CommandCall<Caller>, wordsFor: WordsFor): Promise<void> {
  const { caller, openForm, responseUrl } = call
  const start = emptyStart(dayOf(caller))
  await openForm(recordForm(start, memoFor(family, responseUrl), await wordsFor(caller), caller.locale))
}

/** One line: stored at once when it leaves nothing to ask; else the form opens with what was understood. */
async function logLine(family: Family, call: CommandCall<Caller>, wordsFor: WordsFor): Promise<void> {
  const { caller } = call
  const words = await wordsFor(caller)
  const quick = parseQuickText(family, call.text, words.vocabulary, dayOf(caller))
  const { kindId } = quick.fields
  if (kindId === undefined || quick.questions.length > 0) {
    await ask(
      family,
      call,
      quick,
      quick.questions.map(({ reason }) => reason),
      words,
    )
    return
  }
  const people = await resolvePeople(caller.ctx, quick.fields.people.userIds, caller.workspace)
  const details = detailsFromLine(quick.fields, kindId, people)
  try {
    const { member, workspace, requestId } = caller
    const logged = await logRecord(caller.ctx, {
      family,
      details,
      by: member,
      zone: workspace.zone,
      requestId,
    })
    await call.reply(confirmation(caller, logged, words))
  } catch (error) {
    if (!(error instanceof FieldFaults)) throw error
    await ask(family, call, quick, Object.values(error.fields), words)
  }
}

async function ask(
  family: Family,
  call: CommandCall<Caller>,
  quick: QuickRecord,
  questions: readonly Said[],
  words: Words,
): Promise<void> {
  const memo = { ...memoFor(family, call.responseUrl), evidence: evidenceOf(quick.fields) }
  await call.openForm(recordForm(startFromLine(quick.fields, questions), memo, words, call.caller.locale))
}

async function submitForm(
  { caller, values, metadata, reply: dm }: FormCall<Caller>,
  wordsFor: WordsFor,
): Promise<void> {
  const memo = JSON.parse(metadata) as FormMemo
  const words = await wordsFor(caller)
  const entry = readRecordForm(values, words.vocabulary)
  const people = await resolvePeople(caller.ctx, entry.slackUserIds, caller.workspace)
  const said = await store(caller, memo, detailsFromForm(entry, memo, people), words)
  // The answer goes where the form was asked for; when that is no longer possible, into the person's DM.
  const reply: Reply = memo.responseUrl === null ? dm : replyTo(memo.responseUrl)
  await reply(said).catch(async () => {
    await dm(said)
  })
}

async function store(caller: Caller, memo: FormMemo, details: RecordDetails, words: Words): Promise<Message> {
  const common = { details, by: caller.member, zone: caller.workspace.zone, requestId: caller.requestId }
  if (memo.id === null) {
    return confirmation(caller, await logRecord(caller.ctx, { ...common, family: memo.family }), words)
  }
  const record = await editRecord(caller.ctx, { ...common, id: memo.id, baseRevision: memo.baseRevision })
  return recordEdited({ record, book: await bookFor(caller, words, [record]) }, earOf(caller))
}

function confirmation(caller: Caller, { record, lookalike, members }: Logged, words: Words): Message {
  const named = byId(members)
  const by = lookalike?.loggedBy ?? null
  const alike =
    lookalike === null ? null : { record: lookalike, by: by === null ? null : (named.get(by) ?? null) }
  return recordLogged({ record, book: { ...words, members: named } }, alike, earOf(caller))
}

async function openEdit(
  { caller, value, openForm, responseUrl }: ActionCall<Caller>,
  wordsFor: WordsFor,
): Promise<void> {
  const words = await wordsFor(caller)
  const record = await inTransaction(
    caller.ctx,
    async ({ db }) => await recordToCorrect(db, value, caller.member),
  )
  const { members } = await bookFor(caller, words, [record])
  const slackIdOf = (id: string) => members.get(id)?.slackUserId ?? null
  const memo: FormMemo = {
    family: record.family,
    id: record.id,
    baseRevision: record.revision,
    responseUrl,
    keptPeople: record.people.filter((id) => slackIdOf(id) === null),
    evidence: record.evidence,
  }
  await openForm(recordForm(startFrom(record, words, slackIdOf), memo, words, caller.locale))
}

async function list(
  family: Family,
  { caller, reply }: CommandCall<Caller>,
  chosen: { readonly period: string; readonly memberId: string | null },
  wordsFor: WordsFor,
): Promise<void> {
  const day = dayOf(caller)
  const period = parsePeriod(chosen.period === '' ? String(day.year) : chosen.period, day)
  const page = await inTransaction(caller.ctx, async ({ db }) => {
    return await listRecords(db, { family, period, memberId: chosen.memberId, limit: LIST_PAGE })
  })
  const book = await bookFor(caller, await wordsFor(caller), page.records)
  await reply(recordList({ ...page, periodLabel: period.label }, book, earOf(caller)))
}

async function show({ caller, reply }: CommandCall<Caller>, id: string, wordsFor: WordsFor): Promise<void> {
  const { record, revisions } = await inTransaction(caller.ctx, async ({ db }) => ({
    record: await findRecord(db, id.toUpperCase()),
    revisions: await listRevisions(db, id.toUpperCase()),
  }))
  if (record === null) {
    throw new MemberFacingError({
      zh: `没有编号为“${id}”的记录。编号像 S-42 或 A-17。`,
      en: `There is no record "${id}". Numbers look like S-42 or A-17.`,
    })
  }
  const hands = revisions.map(({ by_member: by }) => by).filter((by) => by !== null)
  const book = await bookFor(caller, await wordsFor(caller), [record], hands)
  const history = revisions.map(({ revision, action, at, by_member: by }) => ({
    revision,
    action,
    at,
    by: by === null ? null : (book.members.get(by) ?? null),
  }))
  await reply(recordShown({ record, book }, history, earOf(caller)))
}

async function remove({ caller, reply }: CommandCall<Caller>, id: string, reason: string): Promise<void> {
  const removal = { id: id.toUpperCase(), reason, by: caller.member, requestId: caller.requestId }
  await reply(recordDeleted(await deleteWithReason(caller.ctx, removal), reason, caller.locale))
}

/** The words of records, with the members they name. */
async function bookFor(
  caller: Caller,
  words: Words,
  records: readonly LoggedRecord[],
  more: readonly string[] = [],
): Promise<RecordWordsBook> {
  const ids = [...new Set([...records.flatMap(({ people }) => people), ...more])]
  const members = await inTransaction(caller.ctx, async ({ db }) => await findMembersByIds(db, ids))
  return { ...words, members: byId(members) }
}

function byId(members: readonly Member[]): ReadonlyMap<string, Member> {
  return new Map(members.map((member) => [member.id, member]))
}

function memoFor(family: Family, responseUrl: string | null): FormMemo {
  return { family, id: null, baseRevision: 0, responseUrl, keptPeople: [], evidence: [] }
}

function dayOf({ ctx, workspace }: Caller): Temporal.PlainDate {
  return today(ctx.clock, workspace.zone)
}

function earOf(caller: Caller): Ear {
  return { locale: caller.locale, today: dayOf(caller) }
}
