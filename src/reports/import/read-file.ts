import { inTransaction, nowOf, type Context } from '../../context.ts'
import { readDocumentApart } from '../../documents/read-document-apart.ts'
import { MemberFacingError } from '../../errors.ts'
import { TryAgainLater, type Jobs } from '../../jobs/queue.ts'
import type { Locale } from '../../locale.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Message } from '../../slack/blocks.ts'
import { postToPerson } from '../../slack/connection/delivery.ts'
import { fetchFile } from '../../slack/files/fetch-file.ts'
import { planReportImport } from './plan-import.ts'
import { MOST_BYTES, reportImportRefused, TOO_LARGE } from './messages.ts'
import { reportImportPreview } from './preview.ts'
import type { ReportImportPlan } from './plan.ts'
import { closeReportImport, findReportImport, keepReportPlan, type ReportImport } from './store.ts'
import { REPORT_IMPORTS } from './request.ts'
import { outlineFor } from '../outline/workspace-outlines.ts'

/** Starts reading the documents that people bring back. */
export async function startReportImports(
  jobs: Jobs | null,
  contextFor: (teamId: string) => Context,
): Promise<void> {
  await jobs?.work(
    REPORT_IMPORTS,
    { concurrency: 1, retries: 3, retryDelay: 3, expireIn: 180 },
    async ({ teamId, importId }) => {
      await readReportImport(contextFor(teamId), String(importId))
    },
  )
}

/**
 * Reads a document that was brought back, keeps what storing it would do, and shows that to whoever sent it. Run again,
 * it reads nothing twice; the preview may then come twice, and either can be pressed.
 */
async function readReportImport(ctx: Context, id: string): Promise<void> {
  const { pending, member, workspace } = await inTransaction(ctx, async ({ db }) => {
    const found = await findReportImport(db, id)
    const by = found === null ? null : await findMember(db, found.byMember)
    return { pending: found, member: by, workspace: await readWorkspace(db) }
  })
  const userId = member?.slackUserId ?? null
  if (pending === null || userId === null) return
  const locale: Locale = member?.locale ?? workspace.locale
  try {
    const plan = pending.state === 'reading' ? await prepare(ctx, pending) : pending.plan
    if (plan === null) return
    const { sections } = outlineFor(workspace, plan.outlineId)
    await post(ctx, userId, id, reportImportPreview(pending, plan, sections, locale))
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    await post(ctx, userId, id, reportImportRefused(pending.fileName, error, locale))
    await inTransaction(ctx, async (ctx) => {
      await closeReportImport(ctx.db, id, { state: 'refused', at: nowOf(ctx) })
    })
  }
}

async function prepare(ctx: Context, pending: ReportImport): Promise<ReportImportPlan> {
  const client = ctx.slack?.interactive
  if (client === undefined) throw new Error('files are fetched where Slack is reached')
  const { bytes } = await fetchFile(client, pending.slackFileId, MOST_BYTES, TOO_LARGE)
  const document = await readDocumentApart(bytes)
  return await inTransaction(ctx, async (ctx) => {
    const plan = await planReportImport(ctx, document, pending.period)
    await keepReportPlan(ctx.db, pending.id, plan)
    return plan
  })
}

async function post(ctx: Context, userId: string, id: string, message: Message): Promise<void> {
  const client = ctx.slack?.interactive
  if (client === undefined) throw new Error('documents are read where Slack is reached')
  const mark = { event_type: 'wenshu_report_import', event_payload: { id } }
  const posted = await postToPerson(client, userId, message, mark)
  if (posted.kind === 'wait') throw new TryAgainLater(posted.seconds)
  if (posted.kind === 'refused') throw new Error(`Slack refused the preview: ${posted.error}`)
}
