import { randomUUID } from 'node:crypto'
import type { Database } from '../db/database.ts'
import { bindToTeam, type Db } from '../db/tenant.ts'
import type { LanguageModel, ModelEvent, ModelRequest, ModelUsage } from '../llm/language-model.ts'
import { ModelAnswerRefused, ModelUnavailable } from '../llm/model-errors.ts'
import { estimateTokens } from '../llm/tokens.ts'
import { readWorkspace } from '../members/workspace-store.ts'
import { today, type Clock } from '../time/clock.ts'
import { monthOf } from '../time/month.ts'
import { checkCeiling, grantedTokens } from './ceiling.ts'
import { costOf, modelSettings, type ModelSettings } from './model-settings.ts'
import { pseudonymsOf } from './names.ts'
import type { Pseudonyms } from './pseudonyms.ts'
import { UnknownStandIn } from './stand-ins.ts'
import {
  insertReservation,
  lockUses,
  raiseReservation,
  settleUse,
  sumUses,
  type MonthOfUse,
} from './uses-store.ts'

type ModelAccess = { readonly teamId: string; readonly database: Database; readonly clock: Clock }

/**
 * The model as one workspace may use it. Every question passes here, whoever asks: names are replaced where an admin
 * wants it, and what it may cost is set aside under the month's ceilings before it is sent, watched while the answer
 * comes, and settled at the end, also of an answer that failed. A crash leaves what was set aside as spent, since
 * nobody knows better. `stream` throws CeilingReached beside what the model itself throws.
 */
export function guardedModel(model: LanguageModel, access: ModelAccess): LanguageModel {
  return {
    name: model.name,
    reachable: async (signal) => await model.reachable(signal),
    stream: (request, signal) => askGuarded(model, access, request, signal),
  }
}

/** A question that was let through. */
type Admitted = {
  readonly id: string
  readonly settings: ModelSettings
  /** What the month took without this question. */
  readonly others: MonthOfUse
  readonly promptTokens: number
  readonly request: ModelRequest
  readonly pseudonyms: Pseudonyms | null
}

async function* askGuarded(
  model: LanguageModel,
  access: ModelAccess,
  asked: ModelRequest,
  signal: AbortSignal,
): AsyncGenerator<ModelEvent, void, undefined> {
  signal.throwIfAborted()
  const admitted = await inTeam(access, async (db) => await admit(db, access, model.name, asked))
  const spent = { promptTokens: admitted.promptTokens, completionTokens: 0 }
  let took: (ModelUsage & { readonly model: string }) | null = null
  try {
    for await (const event of revealed(model.stream(admitted.request, signal), admitted.pseudonyms)) {
      if (event.type === 'text') {
        spent.completionTokens += estimateTokens(event.text)
        checkCeiling(admitted.settings, admitted.others, spent)
      } else if (event.type === 'restart') {
        spent.promptTokens += admitted.promptTokens
        await inTeam(access, async (db) => await askAnew(db, admitted, spent))
      } else took = { ...event.usage, model: event.model }
      yield event
    }
  } catch (caught) {
    const error = caught instanceof UnknownStandIn ? refusedFor(spent, model.name) : caught
    took = usageOf(error, model.name) ?? took
    throw error
  } finally {
    const counted = took ?? { ...spent, estimated: true, model: model.name }
    await inTeam(access, async (db) => {
      await settleUse(db, admitted.id, { ...counted, cost: costOf(admitted.settings, counted) })
    })
  }
}

async function inTeam<T>({ database, teamId }: ModelAccess, work: (db: Db) => Promise<T>): Promise<T> {
  return await bindToTeam(database.base, teamId, work)
}

/** Replaces names, sees what is left of the month, and sets aside what the question may take. */
async function admit(db: Db, { clock }: ModelAccess, name: string, asked: ModelRequest): Promise<Admitted> {
  await lockUses(db)
  const workspace = await readWorkspace(db)
  const settings = modelSettings(workspace.settings)
  const pseudonyms = settings.pseudonyms ? await pseudonymsOf(db, `${asked.system}\n${asked.user}`) : null
  const hidden = pseudonyms === null ? asked : { ...asked, ...withoutNames(asked, pseudonyms) }
  const promptTokens = estimateTokens(hidden.system) + estimateTokens(hidden.user)
  const month = monthOf(today(clock, workspace.zone))
  const others = await sumUses(db, month, settings.currency)
  const maxTokens = grantedTokens(settings, others, { promptTokens, maxTokens: asked.maxTokens })
  const most = { promptTokens, completionTokens: maxTokens }
  const id = randomUUID()
  await insertReservation(db, {
    ...most,
    id,
    month,
    at: new Date(clock.now().epochMilliseconds),
    purpose: asked.purpose ?? 'other',
    model: name,
    cost: costOf(settings, most),
    currency: settings.price === null ? null : settings.currency,
  })
  return { id, settings, others, promptTokens, request: { ...hidden, maxTokens }, pseudonyms }
}

/** A prompt whose template is known has its values changed alone; of any other all is taken for filled in. */
function withoutNames({ system, user, filled }: ModelRequest, { hide }: Pseudonyms) {
  return filled === undefined ? { system: hide(system, ''), user: hide(user, '') } : filled(hide)
}

/** The answer was cut and is asked for again: that is billed too. */
async function askAnew(
  db: Db,
  { id, settings, others, promptTokens, request }: Admitted,
  spent: { readonly promptTokens: number; readonly completionTokens: number },
): Promise<void> {
  await lockUses(db)
  checkCeiling(settings, others, spent)
  const more = { promptTokens, completionTokens: request.maxTokens }
  await raiseReservation(db, id, { ...more, cost: costOf(settings, more) })
}

async function* revealed(
  events: AsyncIterable<ModelEvent>,
  pseudonyms: Pseudonyms | null,
): AsyncGenerator<ModelEvent, void, undefined> {
  if (pseudonyms === null) {
    yield* events
    return
  }
  let reveal = pseudonyms.reveal()
  for await (const event of events) {
    if (event.type === 'restart') reveal = pseudonyms.reveal()
    const text = event.type === 'text' ? reveal.push(event.text) : event.type === 'end' ? reveal.end() : ''
    if (text !== '') yield { type: 'text', text }
    if (event.type !== 'text') yield event
  }
}

/** A stand-in that does not come back is a fault of the answer: it is void, whatever of it was shown. */
function refusedFor(spent: Omit<ModelUsage, 'estimated'>, model: string): ModelAnswerRefused {
  return new ModelAnswerRefused('names', { model, usage: { ...spent, estimated: true } })
}

/** What an answer that failed cost; null where the error does not say. */
function usageOf(error: unknown, model: string): (ModelUsage & { readonly model: string }) | null {
  if (error instanceof ModelAnswerRefused) return { ...error.usage, model }
  if (!(error instanceof ModelUnavailable)) return null
  return { ...(error.usage ?? { promptTokens: 0, completionTokens: 0, estimated: false }), model }
}
