import { inTransaction } from '../context.ts'
import type { Db } from '../db/tenant.ts'
import { FieldFaults, MemberFacingError } from '../errors.ts'
import type { Said } from '../locale.ts'
import type { Caller } from '../members/caller.ts'
import type { Member } from '../members/member.ts'
import { listMembers } from '../members/members-store.ts'
import { resolvePeople } from '../members/resolve-people.ts'
import type { Message } from '../slack/blocks.ts'
import type { ActionCall, CommandCall, FormCall, Listeners, Reply } from '../slack/listener.ts'
import { replyTo } from '../slack/reply-to.ts'
import { today } from '../time/clock.ts'
import { parsePeriod } from '../time/parse-period.ts'
import { deleteWithReason, editRecord, recordToCorrect, undoRecord } from './correct-record.ts'
import {
  readRecordForm,
  recordForm,
  RECORD_FORM,
  startFrom,
  type FormEntry,
  type FormMemo,
  type FormStart,
} from './form.ts'
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
import { parseQuickText, type QuickRecord } from './parse-quick-text.ts'
import { detailsOf, type Family, type RecordDetails } from './record.ts'
import { loadVocabulary, type RecordView, type RecordWordsBook } from './record-view.ts'
import { findRecord, listRevisions } from './records-store.ts'
import { vocabularyOf } from './vocabulary.ts'

const LIST_PAGE = 15

/** Registers /study and /activity, their form and their buttons. */
export function registerRecords(listeners: Listeners<Caller>): void {
  for (const family of ['study', 'activity'] as const) {
    listeners.command(`/${family}`, async (call) => {
      await carryOut(family, call)
    })
  }
  listeners.form(RECORD_FORM, submitForm)
  listeners.action('record.edit', openEdit)
  listeners.action('record.undo', async ({ caller, value, reply }) => {
    const undone = await undoRecord(caller.ctx, { id: value, by: caller.member })
    await reply(recordUndone(undone, caller.locale), { replace: true })
  })
  for (const family of ['study', 'activity'] as const) {
    listeners.shortcut(`record.log.${family}`, async ({ caller, openForm }) => {
      const book = await vocabularyFor(caller)
      await openForm(recordForm(emptyStart(caller), memoFor(family, null), book, caller.locale))
    })
  }
}

async function carryOut(family: Family, call: CommandCall<Caller>): Promise<void> {
  const [word = '', ...rest] = call.text.split(/\s+/)
  switch (word.toLowerCase()) {
    case '':
      await openEmpty(family, call)
      return
    case 'help':
    case '帮助':
      await call.reply(recordHelp(family, call.caller.locale))
      return
    case 'list':
    case '列表':
      await list(family, call, rest.join(' '), null)
      return
    case 'mine':
    case '我的':
      await list(family, call, rest.join(' '), call.caller.member.id)
      return
    case 'show':
    case '查看':
      await show(call, rest[0] ?? '')
      return
    case 'delete':
    case '删除':
      await remove(call, rest[0] ?? '', rest.slice(1).join(' '))
      return
    default:
      await logLine(family, call)
  }
}

async function openEmpty(
  family: Family,
  { caller, openForm, responseUrl }: CommandCall<Caller>,
): Promise<void> {
  const book = await vocabularyFor(caller)
  await openForm(recordForm(emptyStart(caller), memoFor(family, responseUrl), book, caller.locale))
}

/** One line: stored at once when it leaves nothing to ask; else the form opens with what was understood. */
async function logLine(family: Family, call: CommandCall<Caller>): Promise<void> {
  const { caller, text } = call
  const book = await vocabularyFor(caller)
  const quick = parseQuickText(family, text, vocabularyOf(book), dayOf(caller))
  const asked = quick.questions.map(({ reason }) => reason)
  if (quick.fields.kindId === undefined || quick.questions.length > 0) {
    await openAsking(family, call, quick, asked, book)
    return
  }
  const people = await resolvePeople(caller.ctx, quick.fields.people.userIds, caller.workspace)
  const details = detailsFromLine(quick, quick.fields.kindId, people)
  try {
    const logged = await logRecord(caller.ctx, {
      family,
      details,
      by: caller.member,
      zone: caller.workspace.zone,
      requestId: caller.requestId,
    })
    await call.reply(await confirmation(caller, logged, book))
  } catch (error) {
    if (!(error instanceof FieldFaults)) throw error
    await openAsking(family, call, quick, Object.values(error.fields), book)
  }
}

async function openAsking(
  family: Family,
  call: CommandCall<Caller>,
  quick: QuickRecord,
  questions: readonly Said[],
  book: Pick<RecordWordsBook, 'kinds' | 'measures'>,
): Promise<void> {
  const memo = { ...memoFor(family, call.responseUrl), evidence: evidenceOf(quick) }
  await call.openForm(recordForm(startFromLine(quick, questions), memo, book, call.caller.locale))
}

function detailsFromLine(
  { fields, ...quick }: QuickRecord,
  kindId: string,
  people: readonly Member[],
): RecordDetails {
  return detailsOf({
    kindId,
    title: fields.title,
    startsOn: fields.startsOn.toString(),
    endsOn: fields.endsOn.toString(),
    materials: fields.materials,
    people: people.map(({ id }) => id),
    headCount: fields.headCount ?? null,
    durationMin: fields.durationMin ?? null,
    place: fields.place ?? null,
    partner: fields.partner ?? null,
    note: fields.note ?? null,
    quantities: fields.quantities.map(({ measureId, value }) => ({ measureId: measureId ?? '', value })),
    evidence: evidenceOf({ fields, ...quick }),
  })
}

function evidenceOf({ fields }: QuickRecord): RecordDetails['evidence'] {
  return fields.links.map(({ url, title }) => ({
    kind: 'link' as const,
    title: title === '' ? url : title,
    url,
  }))
}

function startFromLine({ fields }: QuickRecord, questions: readonly Said[]): FormStart {
  return {
    kindId: fields.kindId ?? null,
    startsOn: fields.startsOn.toString(),
    endsOn: fields.endsOn.toString(),
    title: fields.title,
    materials: fields.materials,
    slackUserIds: fields.people.userIds,
    headCount: fields.headCount ?? null,
    durationMin: fields.durationMin ?? null,
    place: fields.place ?? '',
    partner: fields.partner ?? '',
    note: fields.note ?? '',
    quantities: fields.quantities.map(({ name, value, unit }) => `${name}=${value}${unit}`),
    questions,
  }
}

async function submitForm({ caller, values, metadata, reply: dm }: FormCall<Caller>): Promise<void> {
  const memo = JSON.parse(metadata) as FormMemo
  const book = await vocabularyFor(caller)
  const entry = readRecordForm(values, book.measures)
  const people = await resolvePeople(caller.ctx, entry.slackUserIds, caller.workspace)
  const details = detailsFromForm(entry, memo, people)
  const said = await store(caller, memo, details, book)
  // The answer goes where the form was asked for; when that is no longer possible, into the person's DM.
  const reply: Reply = memo.responseUrl === null ? dm : replyTo(memo.responseUrl)
  await reply(said).catch(async () => {
    await dm(said)
  })
}

function detailsFromForm(
  { slackUserIds: _users, ...entry }: FormEntry,
  memo: FormMemo,
  people: readonly Member[],
): RecordDetails {
  return detailsOf({
    ...entry,
    people: [...new Set([...people.map(({ id }) => id), ...memo.keptPeople])],
    evidence: memo.evidence,
  })
}

async function store(
  caller: Caller,
  memo: FormMemo,
  details: RecordDetails,
  book: Pick<RecordWordsBook, 'kinds' | 'measures'>,
): Promise<Message> {
  const common = { details, by: caller.member, zone: caller.workspace.zone, requestId: caller.requestId }
  if (memo.id === null) {
    return await confirmation(caller, await logRecord(caller.ctx, { ...common, family: memo.family }), book)
  }
  const record = await editRecord(caller.ctx, { ...common, id: memo.id, baseRevision: memo.baseRevision })
  const members = await membersFor(caller)
  return recordEdited({ record, book: { ...book, members } }, earOf(caller))
}

async function openEdit({ caller, value, openForm, responseUrl }: ActionCall<Caller>): Promise<void> {
  const { record, book } = await inTransaction(caller.ctx, async ({ db }) => ({
    record: await recordToCorrect(db, value, caller.member),
    book: await bookOf(db),
  }))
  const slackIdOf = (id: string) => book.members.get(id)?.slackUserId ?? null
  const memo: FormMemo = {
    family: record.family,
    id: record.id,
    baseRevision: record.revision,
    responseUrl,
    keptPeople: record.people.filter((id) => slackIdOf(id) === null),
    evidence: record.evidence,
  }
  await openForm(recordForm(startFrom(record, book, slackIdOf), memo, book, caller.locale))
}

async function list(
  family: Family,
  { caller, reply }: CommandCall<Caller>,
  periodText: string,
  memberId: string | null,
): Promise<void> {
  const day = dayOf(caller)
  const period = parsePeriod(periodText === '' ? String(day.year) : periodText, day)
  const { page, book } = await inTransaction(caller.ctx, async ({ db }) => ({
    page: await listRecords(db, { family, period, memberId, limit: LIST_PAGE }),
    book: await bookOf(db),
  }))
  await reply(recordList({ ...page, periodLabel: period.label }, book, earOf(caller)))
}

async function show({ caller, reply }: CommandCall<Caller>, id: string): Promise<void> {
  const found = await inTransaction(caller.ctx, async ({ db }) => {
    const record = await findRecord(db, id.toUpperCase())
    return record === null
      ? null
      : { record, book: await bookOf(db), revisions: await listRevisions(db, record.id) }
  })
  if (found === null) {
    throw new MemberFacingError({
      zh: `没有编号为“${id}”的记录。编号像 S-42 或 A-17。`,
      en: `There is no record "${id}". Numbers look like S-42 or A-17.`,
    })
  }
  const revisions = found.revisions.map(({ revision, action, at, by_member: by }) => ({
    revision,
    action,
    at,
    by: by === null ? null : (found.book.members.get(by) ?? null),
  }))
  await reply(recordShown(found, revisions, earOf(caller)))
}

async function remove({ caller, reply }: CommandCall<Caller>, id: string, reason: string): Promise<void> {
  const removed = await deleteWithReason(caller.ctx, {
    id: id.toUpperCase(),
    reason,
    by: caller.member,
    requestId: caller.requestId,
  })
  await reply(recordDeleted(removed, reason, caller.locale))
}

async function confirmation(
  caller: Caller,
  { record, lookalike }: Logged,
  book: Pick<RecordWordsBook, 'kinds' | 'measures'>,
): Promise<Message> {
  const view: RecordView = { record, book: { ...book, members: await membersFor(caller) } }
  const by = lookalike?.loggedBy === null || lookalike?.loggedBy === undefined ? null : (view.book.members.get(lookalike.loggedBy) ?? null)
  return recordLogged(view, lookalike === null ? null : { record: lookalike, by }, earOf(caller))
}

async function vocabularyFor(caller: Caller): Promise<Pick<RecordWordsBook, 'kinds' | 'measures'>> {
  return await inTransaction(caller.ctx, async ({ db }) => await loadVocabulary(db))
}

async function membersFor(caller: Caller): Promise<RecordWordsBook['members']> {
  return await inTransaction(caller.ctx, async ({ db }) => await membersById(db))
}

async function bookOf(db: Db): Promise<RecordWordsBook> {
  return { ...(await loadVocabulary(db)), members: await membersById(db) }
}

async function membersById(db: Db): Promise<ReadonlyMap<string, Member>> {
  return new Map((await listMembers(db)).map((member) => [member.id, member]))
}

function emptyStart(caller: Caller): FormStart {
  const day = dayOf(caller).toString()
  return {
    kindId: null,
    startsOn: day,
    endsOn: day,
    title: '',
    materials: [],
    slackUserIds: [],
    headCount: null,
    durationMin: null,
    place: '',
    partner: '',
    note: '',
    quantities: [],
    questions: [],
  }
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
