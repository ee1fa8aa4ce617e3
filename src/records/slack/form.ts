import type { ModalView } from '@slack/types'
import { inTransaction } from '../../context.ts'
import type { Locale } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import { resolvePeople } from '../../members/people/resolve-people.ts'
import type { Message } from '../../slack/blocks.ts'
import type { ActionCall, FormCall, Listeners } from '../../slack/listener.ts'
import { readMemo } from '../../slack/memo.ts'
import { formatConflict, replacedFields } from '../change/conflict.ts'
import { editRecord, RecordMoved, recordToCorrect } from '../change/correct-record.ts'
import { mergeEdits } from '../words/difference.ts'
import { formMemo, type FormMemo } from '../form/memo.ts'
import { type FormStart, startFrom } from '../form/start.ts'
import { RECORD_FORM, recordForm } from '../form/form.ts'
import { logRecord } from '../change/log-record.ts'
import { recordEdited } from '../answers/messages.ts'
import { LooksUnusual } from '../doubts/question-unusual.ts'
import type { Vocabulary } from '../line/words/reading.ts'
import { confirmedIn, detailsFromForm, readRecordForm } from '../form/read.ts'
import { catalogFor, confirmation, audienceOf, type WordsFor } from '../answers/handler-context.ts'
import { kindOf, type Catalog } from '../words/view.ts'
import type { LoggedRecord, RecordDetails } from '../record/record.ts'
import { listRevisions } from '../record/revisions-store.ts'
import { vocabularyOf, type Words } from '../words/vocabulary.ts'

/** Registers the form of a record, for a new one and for a correction. */
export function registerRecordForm(listeners: Listeners<Caller>, wordsFor: WordsFor): void {
  listeners.form(RECORD_FORM, async (call) => await submitForm(call, wordsFor))
  listeners.action(
    'record.edit',
    async (call) => await openEdit(call, call.value, wordsFor, { fromCard: true }),
  )
}

/** Opens a record to be corrected. Throws what to say when there is none, or when it is not this person's to correct. */
export async function openEdit(
  {
    caller,
    openForm,
    responseUrl,
  }: Pick<ActionCall<Caller>, 'caller' | 'openForm'> & {
    readonly responseUrl: string | null
  },
  id: string,
  wordsFor: WordsFor,
  { fromCard = false }: { readonly fromCard?: boolean } = {},
): Promise<void> {
  const words = await wordsFor(caller)
  const record = await inTransaction(
    caller.ctx,
    async ({ db }) => await recordToCorrect(db, id, caller.member),
  )
  const catalog = await catalogFor(caller, words, [record])
  const { family, revision } = record
  const keptPeople = record.people.filter(
    (person) => (catalog.members.get(person)?.slackUserId ?? null) === null,
  )
  const memo: FormMemo = {
    family,
    id: record.id,
    baseRevision: revision,
    responseUrl,
    ...(fromCard ? { fromCard } : {}),
    keptPeople,
    evidence: [],
  }
  await openForm(recordForm(startOf(record, catalog, caller.locale), memo, words, caller.locale))
}

/** Stores what was submitted; or returns the form anew, with what was typed, where a person has to look first. */
async function submitForm(call: FormCall<Caller>, wordsFor: WordsFor): Promise<ModalView | void> {
  const { caller, values, metadata, replyAt } = call
  const ticked = confirmedIn(values)
  const known = readMemo(formMemo, metadata)
  const memo: FormMemo = { ...known, confirmed: [...new Set([...(known.confirmed ?? []), ...ticked])] }
  const words = await wordsFor(caller)
  const base = memo.id === null ? null : await readBase(caller, memo.id, memo.baseRevision)
  const entry = readRecordForm(values, vocabularyFor(words, base?.details ?? null))
  const people = await resolvePeople(caller.ctx, entry.slackUserIds, caller.workspace)
  const { keptPeople = base?.keptPeople ?? [] } = memo
  const evidence = base?.details.evidence ?? memo.evidence
  const details = detailsFromForm(entry, { keptPeople, evidence }, people)
  let said: Message
  try {
    said = await store(caller, memo, details, words)
  } catch (error) {
    if (error instanceof LooksUnusual) {
      const catalog = await catalogFor(caller, words, [details])
      const start = { ...startOf(details, catalog, caller.locale), unusual: error.unusual }
      return recordForm(start, memo, words, caller.locale)
    }
    if (error instanceof RecordMoved && base !== null)
      return await formOnConflict(caller, { memo, base: base.details, mine: details }, error.current, words)
    throw error
  }
  await replyAt(memo.responseUrl)(said, { replace: memo.fromCard === true })
}

async function store(caller: Caller, memo: FormMemo, details: RecordDetails, words: Words): Promise<Message> {
  const common = {
    details,
    by: caller.member,
    zone: caller.workspace.zone,
    requestId: caller.requestId,
    confirmed: memo.confirmed ?? [],
  }
  if (memo.id === null) {
    const kind = words.kinds.find(({ id }) => id === details.kindId)
    const family = kind?.family ?? memo.family
    return confirmation(caller, await logRecord(caller.ctx, { ...common, family }), words)
  }
  const record = await editRecord(caller.ctx, { ...common, id: memo.id, baseRevision: memo.baseRevision })
  return recordEdited({ record, catalog: await catalogFor(caller, words, [record]) }, audienceOf(caller))
}

/** What may stand in the form: what is in use, and what the record has though nobody can choose it any more. */
function vocabularyFor(words: Words, base: RecordDetails | null): Vocabulary {
  if (base === null) return words.vocabulary
  const kind = kindOf(words, base.kindId)
  const held = new Set(base.quantities.map(({ measureId }) => measureId))
  return vocabularyOf({
    kinds: kind === null ? words.kinds : [...words.kinds, kind],
    measures: [...words.measures, ...words.former.measures.filter(({ id }) => held.has(id))],
  })
}

type Base = {
  readonly details: RecordDetails
  /** People whom the picker could not show: they have no Slack account. */
  readonly keptPeople: readonly string[]
}

/** The wording that the form was opened on. */
async function readBase({ ctx }: Caller, id: string, baseRevision: number): Promise<Base | null> {
  return await inTransaction(ctx, async ({ db }) => {
    const revisions = await listRevisions(db, id)
    const stored = revisions.find(({ revision }) => revision === baseRevision)?.after ?? null
    if (stored === null) return null
    const details = stored as RecordDetails
    const members = await findMembersByIds(db, details.people)
    const kept = members.filter(({ slackUserId }) => slackUserId === null)
    return { details, keptPeople: kept.map((member) => member.id) }
  })
}

/** What the second of two editors sees: what the first changed, with their own typing kept; nothing is stored yet. */
async function formOnConflict(
  caller: Caller,
  edit: { readonly memo: FormMemo; readonly base: RecordDetails; readonly mine: RecordDetails },
  current: LoggedRecord,
  words: Words,
): Promise<ModalView> {
  const { memo, base, mine } = edit
  const merged = mergeEdits(base, current, mine)
  const revisions = await inTransaction(caller.ctx, async ({ db }) => await listRevisions(db, current.id))
  const authors = revisions
    .filter(({ revision }) => revision > memo.baseRevision)
    .map(({ by_member: by }) => by)
    .filter((by) => by !== null)
  const catalog = await catalogFor(caller, words, [base, current, mine], authors)
  const notes = formatConflict({ base, current, mine, merged, authors }, catalog, audienceOf(caller))
  const replaced = { fields: replacedFields(merged.taken), mark: `r${current.revision}` }
  const start: FormStart = { ...startOf(merged.details, catalog, caller.locale), notes, replaced }
  // The others' people are looked up when it is stored.
  const { keptPeople: _others, ...next } = memo
  return recordForm(start, { ...next, baseRevision: current.revision }, words, caller.locale)
}

function startOf(details: RecordDetails, catalog: Catalog, locale: Locale): FormStart {
  return startFrom(details, catalog, (id) => catalog.members.get(id)?.slackUserId ?? null, locale)
}
