import { WebAPIRateLimitedError } from '@slack/web-api'
import { inTransaction, type Context } from '../../context.ts'
import { officialDocumentApart } from '../../documents/document-apart.ts'
import { TryAgainLater, type Jobs } from '../../jobs/queue.ts'
import { tellOrKeep } from '../../members/answers/tell.ts'
import { findMember, findMembersByIds } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { openDm } from '../../slack/connection/delivery.ts'
import type { NamedFile } from '../../slack/files/upload-file.ts'
import { shareUploaded, uploadUnseen } from '../../slack/files/upload-file.ts'
import { anthologyDocument } from './document.ts'
import { anthologyNotSent, anthologySent } from './messages.ts'
import { findAnthology, findSending, listCompiled, updateSending } from './store.ts'
import { ANTHOLOGIES } from './compile.ts'

/** Starts making and sending the issues that were asked for. */
export async function startAnthologies(
  jobs: Jobs | null,
  contextFor: (teamId: string) => Context,
): Promise<void> {
  await jobs?.work(
    ANTHOLOGIES,
    { concurrency: 1, retries: 3, retryDelay: 3, expireIn: 1200 },
    async ({ teamId, sendingId }) => await sendAnthology(contextFor(teamId), String(sendingId)),
    async ({ teamId, sendingId }) => await sayNotSent(contextFor(teamId), String(sendingId)),
  )
}

/** Tells who asked that the issue does not come, with a button that asks again. */
async function sayNotSent(ctx: Context, id: string): Promise<void> {
  const { sending, by, workspace } = await inTransaction(ctx, async ({ db }) => {
    const sending = await findSending(db, id)
    const by = sending === null ? null : await findMember(db, sending.byMember)
    return { sending, by, workspace: await readWorkspace(db) }
  })
  if (sending === null || by === null || sending.state === 'sent') return
  await tellOrKeep(ctx, by, anthologyNotSent(sending.issue, by.locale ?? workspace.locale))
}

/**
 * Makes an issue's document and shares it in the DM of who asked. Run again after it was cut off, it goes on where it
 * was: a file that Slack shows is not sent twice.
 */
export async function sendAnthology(ctx: Context, id: string): Promise<void> {
  const client = ctx.slack?.bulk
  if (client === undefined) throw new Error('anthologies are sent where Slack is reached')
  const { sending, by } = await inTransaction(ctx, async ({ db }) => {
    const sending = await findSending(db, id)
    return { sending, by: sending === null ? null : await findMember(db, sending.byMember) }
  })
  if (sending === null || sending.state === 'sent' || by === null || by.slackUserId === null) return
  try {
    const { file, comment } = await issueAsFile(ctx, sending.issue)
    const fileId = sending.fileId ?? (await uploadUnseen(client, file))
    if (sending.fileId === null) await keep(ctx, id, { fileId })
    const opened = await openDm(client, by.slackUserId)
    if (opened.kind === 'wait') throw new TryAgainLater(opened.seconds)
    if (opened.kind === 'refused') throw new Error(`the direct message could not be opened: ${opened.error}`)
    const shared = await shareUploaded(client, { channel: opened.channel }, [fileId], comment)
    if (shared === 'refused') throw new Error('the anthology cannot be posted in the DM')
    await keep(ctx, id, { state: 'sent' })
  } catch (error) {
    if (error instanceof WebAPIRateLimitedError) throw new TryAgainLater(error.retryAfter)
    throw error
  }
}

async function keep(ctx: Context, id: string, change: Parameters<typeof updateSending>[2]): Promise<void> {
  await inTransaction(ctx, async ({ db }) => await updateSending(db, id, change))
}

/** An issue as a DOCX, from its list and what the essays say now: of erased people neither name nor text. */
export async function issueAsFile(
  ctx: Context,
  issue: number,
): Promise<{ readonly file: NamedFile; readonly comment: string }> {
  const { anthology, essays, authors, workspace } = await inTransaction(ctx, async ({ db }) => {
    const essays = await listCompiled(db, issue)
    const authors = await findMembersByIds(db, [...new Set(essays.map(({ memberId }) => memberId))])
    return {
      anthology: await findAnthology(db, issue),
      essays,
      authors: new Map(authors.map((author) => [author.id, author])),
      workspace: await readWorkspace(db),
    }
  })
  if (anthology === null) throw new Error(`there is no issue ${issue}`)
  const { zone, locale, name: organ } = workspace
  const description = anthologyDocument(anthology, { essays, authors, organ, zone, locale })
  const bytes = await officialDocumentApart(description)
  return {
    file: { name: fileName(anthology.title, issue), bytes },
    comment: anthologySent(anthology, essays.length, locale),
  }
}

/** The title without what file systems refuse. */
function fileName(title: string, issue: number): string {
  return `${title.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-')}-${issue}.docx`
}
