import { WebAPIPlatformError, WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { inTransaction, nowOf, type Context } from '../context.ts'
import { TryAgainLater } from '../jobs/queue.ts'
import { listMembers } from '../members/members-store.ts'
import type { Member } from '../members/member.ts'
import { readWorkspace } from '../members/workspace-store.ts'
import { findMarked, openDm, type Mark } from '../slack/delivery.ts'
import { today } from '../time/clock.ts'
import { parsePeriod } from '../time/parse-period.ts'
import type { DraftBasis } from './draft-basis.ts'
import { findDraft, findVersion, insertVersion, updateDraft, type Draft } from './drafts-store.ts'
import { outlineFor } from './draft-section.ts'
import { loadDraftBasis } from './load-ledger.ts'
import { draftParent } from './messages.ts'
import { draftVerdict } from './verdict-messages.ts'
import { findSection } from './outline.ts'
import { openThreadWriter, type ThreadWriter } from './thread-writer.ts'
import { writeSection } from './write-section.ts'

const MARK = 'wenshu_draft'

/** A draft that is being written: its row has an address in Slack and frozen records. */
type Running = {
  readonly draft: Draft
  readonly basis: DraftBasis
  readonly asker: Member | null
  readonly client: WebClient
  readonly channel: string
  readonly threadTs: string
}

/**
 * Carries a draft out: freezes the records, posts the parent message, writes into its thread, verifies, stores the first
 * version and says the verdict. Each step is stored when it is done, so that a job that runs again goes on where the
 * last one stopped and posts no second thread. Throws TryAgainLater when Slack asks to wait.
 */
export async function writeDraft(ctx: Context, draftId: string, signal: AbortSignal): Promise<void> {
  try {
    const running = await prepare(ctx, draftId)
    if (running === null) return
    const writer = writerFor(ctx, running)
    if (running.draft.version === 0) await write(ctx, running, writer, signal)
    await finish(ctx, running, writer)
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) throw new TryAgainLater(error.retryAfter)
    throw error
  }
}

async function prepare(ctx: Context, draftId: string): Promise<Running | null> {
  const client = ctx.slack?.interactive
  if (client === undefined) throw new Error('drafts are written into Slack, and there is none here')
  const started = await inTransaction(ctx, async (ctx) => {
    const draft = await findDraft(ctx.db, draftId, { lock: true })
    if (draft === null || (draft.state !== 'waiting' && draft.state !== 'writing')) return null
    const workspace = await readWorkspace(ctx.db)
    const basis = draft.basis ?? (await freeze(ctx, draft, workspace))
    const asker = (await listMembers(ctx.db)).find(({ id }) => id === draft.requestedBy) ?? null
    if (draft.state === 'waiting') await updateDraft(ctx.db, draft.id, { state: 'writing' })
    return { draft, basis, asker }
  })
  if (started === null) return null
  const at = await postParent(ctx, client, started)
  return { ...started, client, ...at }
}

async function freeze(
  ctx: Parameters<Parameters<typeof inTransaction>[1]>[0],
  draft: Draft,
  workspace: Awaited<ReturnType<typeof readWorkspace>>,
): Promise<DraftBasis> {
  const outline = outlineFor(workspace)
  const section = findSection(outline, draft.sectionId)
  const asOf = today(ctx.clock, workspace.zone)
  const basis = await loadDraftBasis(ctx.db, { period: parsePeriod(draft.period), outline, section, asOf })
  await updateDraft(ctx.db, draft.id, { ledger: JSON.stringify(basis) })
  return basis
}

/** Posts the message under which the draft goes, where it was asked for; in the person's DM where the bot may not post. */
async function postParent(
  ctx: Context,
  client: WebClient,
  { draft, basis, asker }: Pick<Running, 'draft' | 'basis' | 'asker'>,
): Promise<{ channel: string; threadTs: string }> {
  if (draft.channel !== null && draft.threadTs !== null) {
    return { channel: draft.channel, threadTs: draft.threadTs }
  }
  const mark = { event_type: MARK, event_payload: { id: draft.id } }
  const since = Math.floor(draft.requestedAt.getTime() / 1000) - 60
  const message = draftParent({ id: draft.id, basis, asker })
  for (const channel of [draft.channel, await dmOf(client, asker)]) {
    if (channel === null) continue
    // A job that was cut off may have posted it already.
    const found =
      draft.state === 'writing' ? await findMarked(client, channel, mark, since).catch(() => null) : null
    const ts = found?.ts ?? (await postWhereAllowed(client, channel, { ...message, metadata: mark }))
    if (ts === null) continue
    await inTransaction(ctx, async ({ db }) => {
      await updateDraft(db, draft.id, { channel, thread_ts: ts })
    })
    return { channel, threadTs: ts }
  }
  await inTransaction(ctx, async (ctx) => {
    await updateDraft(ctx.db, draft.id, {
      state: 'failed',
      fault: 'no place to post',
      finished_at: nowOf(ctx),
    })
  })
  throw new Error(`draft ${draft.id} can be posted neither where it was asked for nor to the person`)
}

async function dmOf(client: WebClient, asker: Member | null): Promise<string | null> {
  if (asker === null || asker.slackUserId === null) return null
  const opened = await openDm(client, asker.slackUserId)
  if (opened.kind === 'wait') throw new TryAgainLater(opened.seconds)
  return opened.kind === 'opened' ? opened.channel : null
}

/** null: the bot is not in that channel, or it may not write there. */
async function postWhereAllowed(
  client: WebClient,
  channel: string,
  message: ReturnType<typeof draftParent> & { readonly metadata: Mark },
): Promise<string | null> {
  try {
    const posted = await client.chat.postMessage({ channel, ...message })
    return posted.ts ?? null
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error !== 'ratelimited') return null
    throw error
  }
}

function writerFor(ctx: Context, { draft, client, channel, threadTs, asker }: Running): ThreadWriter {
  const recipient = asker?.slackUserId ?? null
  const address = { channel, threadTs, teamId: ctx.teamId, recipient, ts: draft.streamTs }
  const started = async (ts: string): Promise<void> => {
    await inTransaction(ctx, async ({ db }) => {
      await updateDraft(db, draft.id, { stream_ts: ts })
    })
  }
  return openThreadWriter(client, address, started, ctx.log)
}

/** Writes the text and stores it as the first version: from here on no model is asked again, whatever Slack does. */
async function write(
  ctx: Context,
  running: Running,
  writer: ThreadWriter,
  signal: AbortSignal,
): Promise<void> {
  const { draft, basis } = running
  const begun = performance.now()
  const written = await writeSection(basis, ctx.model, writer, signal)
  await inTransaction(ctx, async (ctx) => {
    const locked = await findDraft(ctx.db, draft.id, { lock: true })
    if (locked === null || locked.version > 0) return
    await insertVersion(ctx.db, draft.id, {
      version: 1,
      text: written.text,
      verdict: written.verdict,
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
    })
  })
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
  })
}
