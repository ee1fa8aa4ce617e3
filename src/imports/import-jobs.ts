import { inTransaction, nowOf, type Context } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import { TryAgainLater, type JobData, type Jobs } from '../jobs/queue.ts'
import type { Locale } from '../locale.ts'
import type { Member } from '../members/member.ts'
import { findMember } from '../members/members-store.ts'
import { readWorkspace, type Workspace } from '../members/workspace-store.ts'
import type { Message } from '../slack/blocks.ts'
import { postToPerson } from '../slack/connection/delivery.ts'
import { fetchFile } from '../slack/files/fetch-file.ts'
import { escapeText } from '../slack/mrkdwn.ts'
import { applyImport } from './apply-import.ts'
import { PlanOutdated, type ImportSort } from './import-sort.ts'
import { comparedAnew, importFailed, importRefused, importUnderWay } from './messages.ts'
import { closePendingImport, findPendingImport, keepPlan, type PendingImport } from './pending-store.ts'

/** Starts reading the files of a sort that people send, and importing them when told. */
export async function startImport<Plan, Done>(
  sort: ImportSort<Plan, Done>,
  jobs: Jobs | null,
  contextFor: (teamId: string) => Context,
): Promise<void> {
  const { name, expireIn } = sort.queue
  await jobs?.work(name, { concurrency: 1, retries: 3, retryDelay: 3, expireIn }, async (job) => {
    const flow = await flowOf(contextFor(job.teamId), sort, String(job['importId']))
    if (flow === null) return
    // One that is being read again was interrupted while it was compared anew.
    const isToApply = job['apply'] === true && flow.pending.state !== 'reading'
    await (isToApply ? carryOut(flow, placeIn(job)) : read(flow))
  })
}

/** One import with who sent the file; it is theirs alone to read and to decide. */
type Flow<Plan, Done> = {
  readonly ctx: Context
  readonly sort: ImportSort<Plan, Done>
  readonly pending: PendingImport
  readonly member: Member & { readonly slackUserId: string }
  readonly workspace: Workspace
  readonly locale: Locale
}

/** null: it is forgotten, or whose it was has no account any more. */
async function flowOf<Plan, Done>(
  ctx: Context,
  sort: ImportSort<Plan, Done>,
  id: string,
): Promise<Flow<Plan, Done> | null> {
  const { pending, member, workspace } = await inTransaction(ctx, async ({ db }) => {
    const found = await findPendingImport(db, { sort: sort.name, id })
    const by = found === null ? null : await findMember(db, found.byMember)
    return { pending: found, member: by, workspace: await readWorkspace(db) }
  })
  const slackUserId = member?.slackUserId ?? null
  if (pending === null || member === null || slackUserId === null) return null
  const locale = member.locale ?? workspace.locale
  return { ctx, sort, pending, member: { ...member, slackUserId }, workspace, locale }
}

/**
 * Reads a file that was sent, keeps what importing it would do, and shows that to whoever sent it. Run again, it reads
 * nothing twice; the preview may then come twice, and either can be pressed.
 */
async function read<Plan, Done>(flow: Flow<Plan, Done>): Promise<void> {
  const { ctx, sort, pending, workspace, locale } = flow
  if (pending.state !== 'reading' && pending.kept === null) return
  try {
    const plan = pending.kept === null ? await prepare(flow) : sort.revive(pending.kept)
    await tell(flow, sort.preview(pending, plan, { workspace, locale }))
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    await tell(flow, importRefused(pending.fileName, error, locale))
    await inTransaction(ctx, async (ctx) => {
      await closePendingImport(ctx.db, pending.id, { state: 'refused', at: nowOf(ctx) })
    })
  }
}

async function prepare<Plan, Done>(flow: Flow<Plan, Done>): Promise<Plan> {
  const { ctx, sort, pending, member } = flow
  const { most, advice } = sort.file
  const file = { id: pending.slackFileId, of: member.slackUserId, most, advice }
  const { bytes } = await fetchFile(clientOf(ctx), file)
  const planIn = await sort.read(bytes, pending)
  return await inTransaction(ctx, async (ctx) => {
    const plan = await planIn(ctx)
    await keepPlan(ctx.db, pending.id, sort.keep(plan))
    return plan
  })
}

type Place = { readonly channel: string; readonly ts: string }

function placeIn({ channel, ts }: JobData): Place | null {
  return typeof channel === 'string' && typeof ts === 'string' ? { channel, ts } : null
}

/**
 * Imports a file as its preview said, and says how it ended: what was stored takes the preview's place. A long one says
 * there meanwhile how far it is; one that failed has its preview back.
 */
async function carryOut<Plan, Done>(flow: Flow<Plan, Done>, place: Place | null): Promise<void> {
  const { ctx, sort, pending, locale } = flow
  const told = tellProgress(flow, place)
  try {
    const { done } = await applyImport(ctx, sort, {
      id: pending.id,
      by: flow.member,
      progress: told.progress,
    })
    await told.ended()
    await tellInPlace(flow, place, sort.done(pending, done, locale))
  } catch (error) {
    const wasTold = await told.ended()
    if (error instanceof PlanOutdated) {
      await compareAnew(flow, place)
      return
    }
    if (!(error instanceof MemberFacingError)) {
      ctx.log.error({ err: error, import: pending.id }, 'an import failed')
    }
    if (wasTold && pending.kept !== null) {
      const preview = sort.preview(pending, sort.revive(pending.kept), flow)
      await tellInPlace(flow, place, preview)
    }
    const isSaid = error instanceof MemberFacingError
    await tell(flow, isSaid ? { text: escapeText(error.in(locale)) } : importFailed(pending.fileName, locale))
  }
}

/** From so many rows on it is said how far an import is. */
const LONG = 200

/**
 * Says in the preview's place how far an import is, one word after the other and only the newest, while the import goes
 * on. `ended`: nothing is said any more; whether anything was.
 */
function tellProgress<Plan, Done>(flow: Flow<Plan, Done>, place: Place | null) {
  let newest: Message | null = null
  let saying: Promise<void> | null = null
  let wasTold = false
  const sayAll = async (at: Place) => {
    for (let message = newest; message !== null; message = newest) {
      newest = null
      wasTold = true
      await replace(flow, at, message)
    }
    saying = null
  }
  return {
    progress: (done: number, all: number) => {
      if (all < LONG || place === null) return
      newest = importUnderWay(flow.pending.fileName, done, all, flow.locale)
      saying ??= sayAll(place)
    },
    ended: async () => {
      newest = null
      await saying
      return wasTold
    },
  }
}

async function compareAnew<Plan, Done>(flow: Flow<Plan, Done>, place: Place | null): Promise<void> {
  const { ctx, pending, locale } = flow
  await inTransaction(ctx, async ({ db }) => {
    await keepPlan(db, pending.id, null)
  })
  await tellInPlace(flow, place, comparedAnew(pending.fileName, locale))
  await read({ ...flow, pending: { ...pending, state: 'reading', kept: null } })
}

/** Instead of the preview, whose buttons are over; by itself where that cannot be changed any more. */
async function tellInPlace<Plan, Done>(
  flow: Flow<Plan, Done>,
  place: Place | null,
  message: Message,
): Promise<void> {
  if (place === null || !(await replace(flow, place, message))) await tell(flow, message)
}

/** Whether the message at a place could be changed. */
async function replace<Plan, Done>(flow: Flow<Plan, Done>, place: Place, message: Message): Promise<boolean> {
  try {
    await clientOf(flow.ctx).chat.update({ ...place, text: message.text, blocks: message.blocks ?? [] })
    return true
  } catch (error) {
    flow.ctx.log.warn({ err: error, import: flow.pending.id }, 'a preview could not be replaced')
    return false
  }
}

async function tell<Plan, Done>(flow: Flow<Plan, Done>, message: Message): Promise<void> {
  const { ctx, sort, pending, member } = flow
  const mark = { event_type: sort.mark, event_payload: { id: pending.id } }
  const posted = await postToPerson(clientOf(ctx), member.slackUserId, message, mark)
  if (posted.kind === 'wait') throw new TryAgainLater(posted.seconds)
  if (posted.kind === 'refused') throw new Error(`Slack refused a message about an import: ${posted.error}`)
}

/** Another process has this workspace's token, and takes the job when it is put back. */
function clientOf({ slack }: Context) {
  if (slack === null) throw new TryAgainLater(30)
  return slack.interactive
}
