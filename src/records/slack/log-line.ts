import type { ModalView } from '@slack/types'
import { FieldIssues } from '../../errors.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import { resolvePeople } from '../../members/people/resolve-people.ts'
import type { CommandCall, OpenForm } from '../../slack/listener.ts'
import { askedBy, leftOver } from '../form/ask-in-words.ts'
import { fillFromWords, takenByRules } from '../plain-words/fill.ts'
import { fittingMemo, type FormMemo } from '../form/memo.ts'
import { type FormStart, startFromLine } from '../form/start.ts'
import { recordForm } from '../form/form.ts'
import { logRecord } from '../change/log-record.ts'
import { peopleOf } from './people-source.ts'
import { kindToStore, understandLine } from '../understand/understand-line.ts'
import { modelWasNoHelp, readByModel, readingForm } from '../plain-words/form.ts'
import { LooksUnusual } from '../doubts/question-unusual.ts'
import type { QuickRecord } from '../line/words/reading.ts'
import { detailsFromLine, evidenceOf } from '../form/read.ts'
import { MODEL_PATIENCE_MS, readPlainWords } from '../plain-words/read.ts'
import { confirmation, memoFor, type WordsFor } from '../answers/handler-context.ts'
import type { Family } from '../record/record.ts'
import type { Words } from '../words/vocabulary.ts'

/** People who wait for a model, by a name of their own: how to stop waiting. */
export type Waiting = Map<string, AbortController>

/** One line: stored at once when it leaves nothing to ask; else the form opens with what was understood. */
export async function logLine(
  family: Family,
  call: CommandCall<Caller>,
  wordsFor: WordsFor,
  waiting: Waiting,
): Promise<void> {
  const { caller } = call
  const words = await wordsFor(caller)
  const today = dayOf(caller)
  const line = { family, text: call.text, today, region: caller.workspace.region }
  const understood = await understandLine(line, words.vocabulary, peopleOf(caller, call.client))
  const { quick, userIds } = understood
  const memo = { ...memoFor(family, call.responseUrl), evidence: evidenceOf(quick.fields) }
  const start = { ...startFromLine(quick.fields, []), slackUserIds: userIds }
  const kindId = kindToStore(understood)
  if (kindId === null) {
    const asked = askedBy({ questions: understood.questions, unplaced: quick.unplaced })
    const entry = { typed: call.text, quick, start: { ...start, ...asked }, memo }
    await askWithModel(call, entry, words, waiting, today)
    return
  }
  const people = await resolvePeople(caller.ctx, userIds, caller.workspace)
  const openWith = async (asked: Partial<FormStart>) => {
    await call.openForm(recordForm({ ...start, ...asked }, fittingMemo(memo), words, caller.locale))
  }
  try {
    const { member, workspace, requestId } = caller
    const details = detailsFromLine(quick.fields, kindId, people)
    const entry = { family, details, by: member, zone: workspace.zone, requestId }
    const logged = await logRecord(caller.ctx, entry)
    await call.reply(confirmation(caller, logged, words, leftOver(quick)))
  } catch (error) {
    if (error instanceof FieldIssues) await openWith({ questions: Object.values(error.fields) })
    else if (error instanceof LooksUnusual) await openWith({ unusual: error.unusual })
    else throw error
  }
}

/** What a person typed or a message says, as the rules read it, and the form it would open. */
export type Unclear = {
  readonly typed: string
  readonly quick: QuickRecord
  readonly start: FormStart
  readonly memo: FormMemo
}

/**
 * Opens the form for what the rules could not settle. With a model, the person sees at once that their words are being
 * read, and then the form with what the model found; nothing is stored before they save. Without one, or when it does
 * not answer in time, the form opens as the rules read it.
 */
export async function askWithModel(
  { caller, openForm }: { readonly caller: Caller; readonly openForm: OpenForm },
  entry: Unclear,
  words: Words,
  waiting: Waiting,
  today: Temporal.PlainDate,
): Promise<void> {
  const { locale, ctx } = caller
  const memo = fittingMemo(entry.memo)
  const formOf = (start: FormStart): ModalView => recordForm(start, memo, words, locale)
  if (ctx.model === null) {
    await openForm(formOf(entry.start))
    return
  }
  const name = crypto.randomUUID()
  const impatience = new AbortController()
  waiting.set(name, impatience)
  try {
    const opened = await openForm(readingForm(entry.typed, name, locale))
    const { vocabulary } = words
    const kinds = vocabulary.kinds.filter(({ family }) => memo.anyFamily === true || family === memo.family)
    const signal = AbortSignal.any([impatience.signal, AbortSignal.timeout(MODEL_PATIENCE_MS)])
    const found = await readPlainWords(caller, entry.typed, { vocabulary, kinds, today, signal })
    const read = { ...entry.start, taken: takenByRules(entry.quick) }
    const filled = found === null ? read : fillFromWords(read, entry.quick, found.reading, found.userIds)
    const isHelped = found !== null && Object.keys(found.reading.quotes).length > 0
    const note = (isHelped ? readByModel : modelWasNoHelp)(entry.typed, locale)
    const start = { ...filled, notes: [...(filled.notes ?? []), note] }
    await opened.replace(formOf(start))
  } finally {
    waiting.delete(name)
  }
}
