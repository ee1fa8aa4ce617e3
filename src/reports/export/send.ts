import { WebAPIRateLimitedError, type WebClient } from '@slack/web-api'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import type { ClaimValue, Evidence } from '../../claims/evidence/evidence.ts'
import { MemberFacingError } from '../../errors.ts'
import { TryAgainLater, type Jobs } from '../../jobs/queue.ts'
import { tellOrKeep } from '../../members/answers/tell.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { openDm } from '../../slack/connection/delivery.ts'
import { FileNotSent } from '../../slack/files/file-not-sent.ts'
import { shareUploaded, uploadUnseen } from '../../slack/files/upload-file.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { evidenceIds } from './appendix.ts'
import { recordsOfClaims, type FigureClaims } from './contributions.ts'
import { figureClaim } from '../sources/figure-amounts.ts'
import { loadDraftEvidence } from '../basis/draft-evidence.ts'
import { listEvidence, type EvidenceRecord } from '../sources/appendix-store.ts'
import { assembleReport, type Report, type SectionText } from '../assemble/assemble-report.ts'
import { EXPORT_FORMATS, exportFile, mustHoldText } from './export-files.ts'
import { exportNotSent, exportSent } from './messages.ts'
import { closeExport, findExport, keepFileIds, type ReportExport } from '../assemble/export-store.ts'
import { EXPORTS } from './request.ts'
import { outlineFor, outlineNamed } from '../outline/workspace-outlines.ts'

/** Starts making the files that were asked for. */
export async function startExports(
  jobs: Jobs | null,
  contextFor: (teamId: string) => Context,
): Promise<void> {
  await jobs?.work(
    EXPORTS,
    { concurrency: 1, retries: 3, retryDelay: 3, expireIn: 300 },
    async ({ teamId, exportId }) => await sendExport(contextFor(teamId), String(exportId)),
    async ({ teamId, exportId }, error) => await sayNotSent(contextFor(teamId), String(exportId), error),
  )
}

/** Tells who asked that nothing comes any more, and why, with a button that asks again. */
async function sayNotSent(ctx: Context, id: string, error: unknown): Promise<void> {
  const { asked, by, workspace } = await inTransaction(ctx, async ({ db }) => {
    const asked = await findExport(db, id)
    const by = asked === null ? null : await findMember(db, asked.byMember)
    return { asked, by, workspace: await readWorkspace(db) }
  })
  if (asked === null || by === null || asked.state === 'sent') return
  if (asked.state === 'waiting') await close(ctx, id, 'refused')
  const reason = error instanceof MemberFacingError ? error.said : null
  await tellOrKeep(ctx, by, exportNotSent(asked, reason, by.locale ?? workspace.locale))
}

/** A report with the records behind it, read at one moment. `outlineId`: also zh or en; none: the workspace's language. */
export async function readForExport(
  ctx: Context,
  wanted: { readonly outlineId?: string; readonly period: string },
): Promise<{
  readonly report: Report
  readonly evidence: readonly EvidenceRecord[]
  readonly claims: FigureClaims
}> {
  return await inTransaction(ctx, async ({ db }) => {
    const workspace = await readWorkspace(db)
    const { outlineId } = wanted
    const outline = outlineNamed(workspace, outlineId ?? '') ?? outlineFor(workspace, outlineId)
    const report = await assembleReport(db, { outline, period: parsePeriod(wanted.period) })
    mustHoldText(report)
    const claims = await claimsOf(db, report)
    const ids = [...new Set([...evidenceIds(report), ...recordsOfClaims(claims)])]
    return { report, evidence: await listEvidence(db, ids), claims }
  })
}

/** What each figure of the report comes to by the records of now; drafts of one day read them once. */
async function claimsOf(db: Db, { sections, period, zone }: Report): Promise<FigureClaims> {
  const claims = new Map<SectionText, readonly (ClaimValue | null)[]>()
  const read = new Map<string, Promise<Evidence>>()
  for (const { text } of sections) {
    if (text === null) continue
    const { basis, asked, version } = text
    const day = basis?.asOf ?? asked.toISOString().slice(0, 10)
    const evidence = read.get(day) ?? loadDraftEvidence(db, { period: period.label, basis, asked, zone })
    read.set(day, evidence)
    const known = await evidence
    claims.set(
      text,
      version.verdict.spans.map((span) => figureClaim(span, basis, known)),
    )
  }
  return claims
}

/**
 * Makes the files and shares them where they were asked for, in one message; in the person's DM where the bot may not
 * post. Run again after it was cut off, it goes on where it was: files that Slack has are not sent twice.
 */
export async function sendExport(ctx: Context, id: string): Promise<void> {
  const client = ctx.slack?.bulk
  if (client === undefined) throw new Error('reports are sent where Slack is reached')
  const { asked, userId } = await inTransaction(ctx, async ({ db }) => {
    const found = await findExport(db, id)
    const by = found === null ? null : await findMember(db, found.byMember)
    return { asked: found, userId: by?.slackUserId ?? null }
  })
  if (asked === null || asked.state !== 'waiting' || userId === null) return
  try {
    const made = await readForExport(ctx, asked)
    const fileIds = asked.fileIds.length > 0 ? asked.fileIds : await upload(ctx, client, asked, made)
    await share(client, { asked, userId, fileIds, report: made.report })
    await close(ctx, id, 'sent')
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) throw new TryAgainLater(error.retryAfter)
    if (!(error instanceof MemberFacingError)) throw error
    if (error instanceof FileNotSent) throw error
    // Since it was asked for, everything that was written has gone.
    await sayNotSent(ctx, id, error)
  }
}

async function upload(
  ctx: Context,
  client: WebClient,
  asked: ReportExport,
  made: Awaited<ReturnType<typeof readForExport>>,
): Promise<string[]> {
  const fileIds: string[] = []
  for (const format of EXPORT_FORMATS.filter((one) => asked.formats.includes(one))) {
    fileIds.push(await uploadUnseen(client, await exportFile(made, format, ctx.clock.now(), asked)))
  }
  await inTransaction(ctx, async ({ db }) => await keepFileIds(db, asked.id, fileIds))
  return fileIds
}

async function share(
  client: WebClient,
  of: {
    readonly asked: ReportExport
    readonly userId: string
    readonly fileIds: readonly string[]
    readonly report: Report
  },
): Promise<void> {
  const { asked, userId, fileIds, report } = of
  const comment = exportSent(report, userId, asked)
  if (asked.channel !== null) {
    const shared = await shareUploaded(client, { channel: asked.channel }, fileIds, comment)
    if (shared === 'shared') return
  }
  const opened = await openDm(client, userId)
  if (opened.kind === 'wait') throw new TryAgainLater(opened.seconds)
  if (opened.kind === 'refused') throw new Error(`the direct message could not be opened: ${opened.error}`)
  const shared = await shareUploaded(client, { channel: opened.channel }, fileIds, comment)
  if (shared === 'refused')
    throw new Error('the report can be posted neither where it was asked for nor in the DM')
}

async function close(ctx: Context, id: string, state: 'sent' | 'refused'): Promise<void> {
  await inTransaction(ctx, async (ctx) => await closeExport(ctx.db, id, { state, at: nowOf(ctx) }))
}
