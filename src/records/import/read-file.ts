import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { TryAgainLater, type Jobs } from '../../jobs/queue.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Message } from '../../slack/blocks.ts'
import { postToPerson } from '../../slack/connection/delivery.ts'
import { fetchFile } from '../../slack/files/fetch-file.ts'
import { importPreview, importRefused, MOST_BYTES } from './messages.ts'
import { closePendingImport, findPendingImport, keepPlan, type PendingImport } from './store.ts'
import { planImport } from './plan-import.ts'
import { readTableApart } from './read-table-apart.ts'
import type { WordsFor } from '../answers/handler-context.ts'
import { keepWords } from '../words/vocabulary.ts'

export const IMPORTS = 'imports'

/** Starts reading the tables that people send. */
export async function startImports(
  jobs: Jobs | null,
  contextFor: (teamId: string) => Context,
): Promise<void> {
  if (jobs === null) return
  const wordsFor = keepWords()
  await jobs.work(
    IMPORTS,
    { concurrency: 1, retries: 3, retryDelay: 3, expireIn: 120 },
    async ({ teamId, importId }) => {
      await readImport(contextFor(teamId), String(importId), wordsFor)
    },
  )
}

/**
 * Reads a table that was sent, keeps what importing it would do, and shows that to whoever sent it. Run again, it
 * reads nothing twice; the preview may then come twice, and either can be pressed.
 */
async function readImport(ctx: Context, id: string, wordsFor: WordsFor): Promise<void> {
  const { pending, member, workspace } = await inTransaction(ctx, async ({ db }) => {
    const found = await findPendingImport(db, id)
    const by = found === null ? null : await findMember(db, found.byMember)
    return { pending: found, member: by, workspace: await readWorkspace(db) }
  })
  const userId = member?.slackUserId ?? null
  if (pending === null || userId === null) return
  const locale = member?.locale ?? workspace.locale
  if (pending.state === 'ready' && pending.counts !== null) {
    await post(ctx, userId, id, importPreview(pending, pending.counts, locale))
    return
  }
  if (pending.state !== 'reading') return
  try {
    const counts = await prepare(ctx, pending, await wordsFor({ ctx, workspace }))
    await post(ctx, userId, id, importPreview(pending, counts, locale))
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    await post(ctx, userId, id, importRefused(pending.fileName, error, locale))
    await inTransaction(ctx, async (ctx) => {
      await closePendingImport(ctx.db, id, { state: 'refused', at: nowOf(ctx) })
    })
  }
}

async function prepare(ctx: Context, pending: PendingImport, words: Awaited<ReturnType<WordsFor>>) {
  const client = ctx.slack?.interactive
  if (client === undefined) throw new Error('tables are read where Slack is reached')
  const { bytes } = await fetchFile(client, pending.slackFileId, MOST_BYTES)
  const table = await readTableApart(bytes)
  return await inTransaction(ctx, async (ctx) => {
    const read = await planImport(ctx, table, words)
    await keepPlan(ctx.db, pending.id, read)
    return read.counts
  })
}

async function post(ctx: Context, userId: string, id: string, message: Message): Promise<void> {
  const client = ctx.slack?.interactive
  if (client === undefined) throw new Error('tables are read where Slack is reached')
  const mark = { event_type: 'wenshu_import', event_payload: { id } }
  const posted = await postToPerson(client, userId, message, mark)
  if (posted.kind === 'wait') throw new TryAgainLater(posted.seconds)
  if (posted.kind === 'refused') throw new Error(`Slack refused the preview: ${posted.error}`)
}
