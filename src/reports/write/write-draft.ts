import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import { onAccountOf } from '../../llm/language-model.ts'
import { listMembers } from '../../members/members-store.ts'
import type { Member } from '../../members/member.ts'
import { readWorkspace, type Workspace } from '../../members/workspace-store.ts'
import { today } from '../../time/clock.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { DraftCancelled, watchForCancel } from './cancel-draft.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { cancelledInThread } from './draft-parent.ts'
import {
  findDraft,
  findVersion,
  insertVersion,
  readCost,
  updateDraft,
  type Draft,
} from '../draft/drafts-store.ts'
import { loadDraftBasis } from '../sheet/load-ledger.ts'
import { draftVerdict } from '../verdict/messages.ts'
import { findSection } from '../outline/outline.ts'
import { postParent } from './post-parent.ts'
import { settleParent } from './settle-parent.ts'
import { CHECKS } from '../tell/tell-news.ts'
import { openThreadWriter, type ThreadWriter } from './thread-writer.ts'
import { outlineFor } from '../outline/workspace-outlines.ts'
import { writeSection, type Sink } from './write-section.ts'

/** Writing that was begun this often without an end is given up: the queue's first attempt and its retries. */
const MOST_ATTEMPTS = 4

/** A draft whose writing has begun: its records are frozen. */
type Begun = {
  readonly draft: Draft
  readonly basis: DraftBasis
  readonly asker: Member | null
  readonly client: WebClient
}
/** It has an address in Slack, too. */
type Running = Begun & { readonly channel: string; readonly threadTs: string }
type Place = { readonly running: Running; readonly writer: ThreadWriter }

/**
 * Carries a draft out: freezes the records, posts the parent message, writes into its thread, verifies, stores the first
 * version and says the verdict. Each step is stored when it is done, so that a job that runs again goes on where the
 * last one stopped and posts no second thread. A draft that is cancelled meanwhile stops; one that cannot be written is
 * failed and says so. Throws TryAgainLater when Slack asks to wait.
 */
export async function writeDraft(ctx: Context, draftId: string, signal: AbortSignal): Promise<void> {
  try {
    const begun = await prepare(ctx, draftId)
    if (begun === null) return
    // The model is asked while the parent message is being posted: its first words wait for the place they go to.
    const place = placeFor(ctx, begun)
    const sink = sinkAt(place)
    const isWritten = begun.draft.version > 0 || (await write(ctx, begun, sink, signal))
    const { running, writer } = await place
    await (isWritten ? finish(ctx, running, writer) : sayCancelled(ctx, running, writer))
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) throw new TryAgainLater(error.retryAfter)
    if (!(error instanceof TryAgainLater) && !signal.aborted) await giveUp(ctx, draftId, error)
    throw error
  }
}

async function prepare(ctx: Context, draftId: string): Promise<Begun | null> {
  const client = ctx.slack?.interactive
  if (client === undefined) throw new Error('drafts are written into Slack, and there is none here')
  const started = await inTransaction(ctx, async (ctx) => {
    const draft = await findDraft(ctx.db, draftId, { lock: true })
    if (draft === null || (draft.state !== 'waiting' && draft.state !== 'writing')) return null
    const basis = draft.basis ?? (await freeze(ctx, draft, await readWorkspace(ctx.db)))
    const asker = (await listMembers(ctx.db)).find(({ id }) => id === draft.requestedBy) ?? null
    await updateDraft(ctx.db, draft.id, { state: 'writing', attempts: draft.attempts + 1 })
    return { draft: { ...draft, attempts: draft.attempts + 1 }, basis, asker }
  })
  return started === null ? null : { ...started, client }
}

async function placeFor(ctx: Context, begun: Begun): Promise<Place> {
  const running = { ...begun, ...(await postParent(ctx, begun.client, begun)) }
  return { running, writer: writerFor(ctx, running) }
}

/** Takes the text as soon as there is a place for it. Without one, whoever writes learns why. */
function sinkAt(place: Promise<Place>): Sink {
  // Until somebody writes, nobody else waits for it.
  place.catch(() => {})
  return {
    append: async (text) => await (await place).writer.append(text),
    restart: async () => await (await place).writer.restart(),
  }
}

async function freeze(ctx: Transacting, draft: Draft, workspace: Workspace): Promise<DraftBasis> {
  const outline = outlineFor(workspace, draft.outlineId)
  const section = findSection(outline, draft.sectionId)
  const asOf = today(ctx.clock, workspace.zone)
  const basis = await loadDraftBasis(ctx.db, { period: parsePeriod(draft.period), outline, section, asOf })
  await updateDraft(ctx.db, draft.id, { ledger: JSON.stringify(basis) })
  return basis
}

function writerFor(ctx: Context, { draft, client, channel, threadTs, asker }: Running): ThreadWriter {
  const recipient = asker?.slackUserId ?? null
  const address = { channel, threadTs, teamId: ctx.teamId, recipient, ts: draft.streamTs }
  const started = async (ts: string): Promise<void> => {
    await inTransaction(ctx, async ({ db }) => await updateDraft(db, draft.id, { stream_ts: ts }))
  }
  return openThreadWriter(client, address, started, ctx.log)
}

/**
 * Writes the text and stores it as the first version: from here on no model is asked again, whatever Slack does.
 * Returns false when the draft was cancelled meanwhile: then nothing is stored.
 */
async function write(
  ctx: Context,
  { draft, basis }: Begun,
  sink: Sink,
  outer: AbortSignal,
): Promise<boolean> {
  const begun = performance.now()
  using watch = watchForCancel(ctx, draft.id, outer)
  const purpose = `draft ${draft.id}`
  const model = ctx.model === null ? null : onAccountOf(ctx.model, purpose)
  try {
    const written = await writeSection(basis, model, sink, watch.signal)
    return await inTransaction(ctx, async (ctx) => {
      const locked = await findDraft(ctx.db, draft.id, { lock: true })
      if (locked === null || locked.state === 'cancelled') return false
      if (locked.version > 0) return true
      await insertVersion(ctx.db, draft.id, {
        version: 1,
        text: written.text,
        verdict: written.verdict,
        sources: written.sources,
        byMember: draft.requestedBy,
        writtenBy: written.writtenBy,
        at: nowOf(ctx),
      })
      await updateDraft(ctx.db, draft.id, {
        model: written.writtenBy,
        fault: written.modelFault,
        prompt_hash: written.promptHash,
        parameters: written.parameters === null ? null : JSON.stringify(written.parameters),
        prompt_tokens: written.usage?.promptTokens ?? null,
        completion_tokens: written.usage?.completionTokens ?? null,
        duration_ms: Math.round(performance.now() - begun),
        ...(await readCost(ctx.db, purpose)),
      })
      return true
    })
  } catch (error) {
    if (error instanceof DraftCancelled) return false
    throw error
  }
}

async function sayCancelled(
  ctx: Context,
  { draft, basis, client, channel, threadTs }: Running,
  writer: ThreadWriter,
): Promise<void> {
  const cancelled = await inTransaction(ctx, async ({ db }) => await findDraft(db, draft.id))
  if (cancelled !== null) await settleParent(ctx, client, cancelled)
  if (await writer.abandon()) {
    await client.chat.postMessage({ channel, thread_ts: threadTs, ...cancelledInThread(basis.locale) })
  }
}

/** Shows the stored text whole, and under it how it stands to the records. */
async function finish(ctx: Context, running: Running, writer: ThreadWriter): Promise<void> {
  const { basis, client, channel, threadTs } = running
  const { draft, version } = await inTransaction(ctx, async ({ db }) => {
    const draft = await findDraft(db, running.draft.id)
    return { draft, version: draft === null ? null : await findVersion(db, draft.id, draft.version) }
  })
  if (draft === null || version === null) throw new Error(`draft ${running.draft.id} has no text`)
  await writer.finish(version.text)
  const message = draftVerdict({ draft, version, basis, change: null })
  const posted = await client.chat.postMessage({ channel, thread_ts: threadTs, ...message })
  await inTransaction(ctx, async (ctx) => {
    await updateDraft(ctx.db, draft.id, {
      state: 'ready',
      finished_at: nowOf(ctx),
      verdict_ts: posted.ts ?? null,
    })
    // Records may have changed while it was being written.
    await ctx.enqueue(CHECKS, { draftId: draft.id })
  })
  await settleParent(ctx, client, { ...draft, state: 'ready' })
}

/** After the last attempt, or at once when only a person can mend it, the section is freed and the reason is said. */
async function giveUp(ctx: Context, draftId: string, error: unknown): Promise<void> {
  const failed = await inTransaction(ctx, async (ctx) => {
    const draft = await findDraft(ctx.db, draftId, { lock: true })
    if (draft === null || (draft.state !== 'waiting' && draft.state !== 'writing')) return null
    const isLast = draft.attempts >= MOST_ATTEMPTS || error instanceof MemberFacingError
    if (!isLast) return null
    const locale = draft.basis?.locale ?? 'zh'
    const fault = error instanceof MemberFacingError ? error.in(locale) : null
    await updateDraft(ctx.db, draftId, { state: 'failed', fault, finished_at: nowOf(ctx) })
    return { ...draft, state: 'failed' as const, fault }
  })
  const client = ctx.slack?.interactive
  if (failed !== null && client !== undefined) await settleParent(ctx, client, failed)
}
