import type { WebClient } from '@slack/web-api'
import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { ActionCall, FormCall, Listeners, Reply } from '../../slack/listener.ts'
import { readMemo, readStamp } from '../../slack/memo.ts'
import { requireMove } from '../essay/moves.ts'
import { essayNow } from '../essay/store.ts'
import { listReviewersOf, reassignEssay } from './reassign.ts'
import { EssayEmpty, type Reviewed, reviewEssay } from './review.ts'
import {
  APPROVE_EMPTY_FORM,
  approveEmptyForm,
  readReassignForm,
  readReturnForm,
  REASSIGN_FORM,
  reassignForm,
  RETURN_FORM,
  returnForm,
  type ReviewMemo,
  reviewMemo,
} from './forms.ts'
import { type ReviewDone, reviewQueue } from './messages.ts'
import { loadQueue } from './queue.ts'
import { isHeard } from '../../outbox/tell/tell.ts'
import { audienceOf } from '../slack/verb.ts'

/** Draws somebody's Home again, after a button of it was pressed; it belongs to another slice. */
export type RefreshHome = (caller: Caller, userId: string, client: WebClient) => Promise<void>

/** What reviewing needs of others. */
export type ReviewDesk = {
  readonly refreshHome: RefreshHome | null
}

/** Registers the reviewers' buttons and forms. */
export function registerReview(listeners: Listeners<Caller>, handler: ReviewDesk): void {
  // Of the message that says that essays wait.
  listeners.action('essay.queue', async ({ caller, reply }) => {
    requireAbility(caller.member, 'review essays')
    await showQueue(caller, reply, null)
  })
  listeners.action('essay.approve', async (call) => await approve(call, handler))
  listeners.action('essay.return', openReturn)
  listeners.action('essay.reassign', openReassign)
  listeners.form(APPROVE_EMPTY_FORM, async (call) => await takeApproveEmpty(call, handler))
  listeners.form(RETURN_FORM, async (call) => await takeReturn(call, handler))
  listeners.form(REASSIGN_FORM, async (call) => await takeReassign(call, handler))
}

/** Says which essays wait for this reviewer; after a decision in place of the message whose button was pressed. */
export async function showQueue(caller: Caller, reply: Reply, done: ReviewDone | null): Promise<void> {
  const queue = await loadQueue(caller)
  await reply(reviewQueue({ ...queue, done }, audienceOf(caller)), { replace: done !== null })
}

async function approve(call: ActionCall<Caller>, handler: ReviewDesk): Promise<void> {
  const { caller, value, reply } = call
  const [id, revision = 0] = readStamp(value)
  const { member: by, requestId } = caller
  const decision = { decision: 'approve', comment: null } as const
  let reviewed: Reviewed
  try {
    reviewed = await reviewEssay(caller.ctx, { id, revision, ...decision, by, requestId })
  } catch (error) {
    if (!(error instanceof EssayEmpty)) throw error
    await call.openForm(approveEmptyForm({ ...error.essay, revision }, placeOf(call), caller.locale))
    return
  }
  const done = await doneBy(caller, reviewed)
  if (isHome(call)) await handler.refreshHome?.(caller, call.userId, call.client)
  else await showQueue(caller, reply, done)
}

async function takeApproveEmpty(call: FormCall<Caller>, handler: ReviewDesk): Promise<void> {
  const { caller, metadata } = call
  const memo = readMemo(reviewMemo, metadata)
  const { member: by, requestId } = caller
  const decision = { decision: 'approve', comment: null, acceptsEmpty: true } as const
  const reviewed = await reviewEssay(caller.ctx, {
    id: memo.id,
    revision: memo.revision,
    ...decision,
    by,
    requestId,
  })
  afterForm(call, memo, handler, async () => await doneBy(caller, reviewed))
}

async function openReturn(call: ActionCall<Caller>): Promise<void> {
  const { caller, value, openForm } = call
  const [id, revision = 0] = readStamp(value)
  const essay = await inTransaction(caller.ctx, async ({ db }) => await essayNow(db, id))
  requireMove('return', essay, caller.member)
  // What the reviewer saw counts, not what it may have become since.
  await openForm(returnForm({ ...essay, revision }, placeOf(call), caller.locale))
}

async function openReassign(call: ActionCall<Caller>): Promise<void> {
  const { caller, value, openForm } = call
  const [id, revision = 0] = readStamp(value)
  const { essay, reviewers } = await inTransaction(caller.ctx, async ({ db }) => {
    const essay = await essayNow(db, id)
    requireMove('reassign', essay, caller.member)
    return { essay, reviewers: await listReviewersOf(db, essay) }
  })
  const others = reviewers.filter((member) => member.id !== caller.member.id)
  if (others.length === 0) {
    throw new MemberFacingError({
      zh: '没有别的审阅人可以转交。请管理员用 /wenshu role @某人 reviewer 任命一位。',
      en: 'There is no other reviewer. Ask an admin to appoint one with /wenshu role @someone reviewer.',
    })
  }
  await openForm(reassignForm({ ...essay, revision }, others, placeOf(call), caller.locale))
}

async function takeReturn(call: FormCall<Caller>, handler: ReviewDesk): Promise<void> {
  const { caller, values, metadata } = call
  const memo = readMemo(reviewMemo, metadata)
  const comment = readReturnForm(values)
  const { member: by, requestId } = caller
  const { id, revision } = memo
  const reviewed = await reviewEssay(caller.ctx, { id, revision, decision: 'return', comment, by, requestId })
  afterForm(call, memo, handler, async () => await doneBy(caller, reviewed))
}

async function takeReassign(call: FormCall<Caller>, handler: ReviewDesk): Promise<void> {
  const { caller, values, metadata } = call
  const memo = readMemo(reviewMemo, metadata)
  const { member: by, requestId } = caller
  const { id, revision } = memo
  const reviewerId = readReassignForm(values)
  const reassigned = await reassignEssay(caller.ctx, { id, revision, reviewerId, by, requestId })
  afterForm(call, memo, handler, async () => {
    const told = await isHeard(caller.ctx, reassigned.toldId)
    return { ...reassigned, told, passedTo: reassigned.reviewer }
  })
}

/** Waits until whom it concerns has heard, then shows the queue, in the DM where Home cannot be drawn again. */
function afterForm(
  { caller, userId, replyAt, afterwards }: FormCall<Caller>,
  { place }: ReviewMemo,
  handler: ReviewDesk,
  hear: () => Promise<ReviewDone>,
): void {
  afterwards(async (client) => {
    const done = await hear()
    const showAt = async (url: string | null) => await showQueue(caller, replyAt(url), done)
    if (place !== 'home' || handler.refreshHome === null) {
      await showAt(place === 'home' ? null : place)
      return
    }
    await handler.refreshHome(caller, userId, client).catch(async (error: unknown) => {
      caller.ctx.log.warn({ err: error }, 'Home could not be drawn again after a review')
      await showAt(null)
    })
  })
}

/** What the reviewer hears of it; also that the author does not, when the message fails. */
async function doneBy({ ctx }: Caller, { essay, author, toldId }: Reviewed): Promise<ReviewDone> {
  return { essay, author, told: await isHeard(ctx, toldId), passedTo: null }
}

function isHome({ view }: Pick<ActionCall<Caller>, 'view'>): boolean {
  return view?.type === 'home'
}

/** Where the answer goes: to the message, to the Home tab, or into the DM. */
function placeOf(call: ActionCall<Caller>): ReviewMemo['place'] {
  return isHome(call) ? 'home' : call.responseUrl
}
