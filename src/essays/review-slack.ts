import { inTransaction } from '../context.ts'
import type { Caller } from '../members/caller.ts'
import { findMembersByIds } from '../members/members-store.ts'
import type { ActionCall, FormCall, Listeners, Reply } from '../slack/listener.ts'
import { replyTo } from '../slack/replies.ts'
import { today } from '../time/clock.ts'
import { checkMover, stateAfter } from './essay-moves.ts'
import { essayNow } from './essay-now.ts'
import { listReviewQueue } from './essays-store.ts'
import { essayTextView, readReturnForm, RETURN_FORM, returnForm, type ReturnMemo } from './form.ts'
import { isLate, type DeadlineFor } from './lateness.ts'
import { essayDecided } from './messages.ts'
import { reviewEssay, type Reviewed } from './review-essay.ts'
import { reviewQueue, type ReviewDone } from './review-messages.ts'

/** Cards in one message; two blocks each, of Slack's fifty. */
const CARDS = 10

/** Registers the reviewers' buttons and the form that returns an essay. */
export function registerReview(listeners: Listeners<Caller>, deadlineFor: DeadlineFor | null): void {
  listeners.action('essay.approve', async (call) => {
    await approve(call, deadlineFor)
  })
  listeners.action('essay.return', openReturn)
  listeners.action('essay.read', async ({ caller, value, openForm }) => {
    const essay = await inTransaction(caller.ctx, async ({ db }) => await essayNow(db, value))
    checkMover('approve', essay, caller.member)
    await openForm(essayTextView(essay, caller.locale))
  })
  listeners.form(RETURN_FORM, async (call) => {
    await takeReturn(call, deadlineFor)
  })
}

/** Says which essays wait for this reviewer; after a decision in place of the message whose button was pressed. */
export async function showQueue(
  caller: Caller,
  reply: Reply,
  deadlineFor: DeadlineFor | null,
  done: ReviewDone | null,
): Promise<void> {
  const { ctx, workspace, member, locale } = caller
  const { essays, total, authors } = await inTransaction(ctx, async ({ db }) => {
    const queue = await listReviewQueue(db, member.id, CARDS)
    const ids = [...new Set(queue.essays.map(({ memberId }) => memberId))]
    const members = await findMembersByIds(db, ids)
    return { ...queue, authors: new Map(members.map((author) => [author.id, author])) }
  })
  const cards = essays.flatMap((essay) => {
    const author = authors.get(essay.memberId)
    const late = deadlineFor !== null && isLate(essay, deadlineFor(essay.month, workspace))
    return author === undefined ? [] : [{ essay, author, isLate: late }]
  })
  const ear = { locale, zone: workspace.zone, today: today(ctx.clock, workspace.zone) }
  await reply(reviewQueue({ cards, total, done }, ear), { replace: done !== null })
}

async function approve(
  { caller, value, reply }: ActionCall<Caller>,
  deadlineFor: DeadlineFor | null,
): Promise<void> {
  const { id, revision } = stampIn(value)
  const { member: by, requestId } = caller
  const decision = { decision: 'approve', comment: null } as const
  const reviewed = await reviewEssay(caller.ctx, { id, revision, ...decision, by, requestId })
  await showQueue(caller, reply, deadlineFor, await tellAuthor(caller, reviewed, null))
}

async function openReturn({ caller, value, openForm, responseUrl }: ActionCall<Caller>): Promise<void> {
  const { id, revision } = stampIn(value)
  const essay = await inTransaction(caller.ctx, async ({ db }) => await essayNow(db, id))
  stateAfter('return', essay, caller.member)
  // What the reviewer saw counts, not what it may have become since.
  await openForm(returnForm({ ...essay, revision }, responseUrl, caller.locale))
}

async function takeReturn(
  { caller, values, metadata, reply: dm }: FormCall<Caller>,
  deadlineFor: DeadlineFor | null,
): Promise<void> {
  const { id, revision, responseUrl } = JSON.parse(metadata) as ReturnMemo
  const comment = readReturnForm(values)
  const { member: by, requestId } = caller
  const reviewed = await reviewEssay(caller.ctx, { id, revision, decision: 'return', comment, by, requestId })
  const done = await tellAuthor(caller, reviewed, comment)
  const reply = responseUrl === null ? dm : replyTo(responseUrl)
  // The decision is stored: an answer that fails must not look like a failed return.
  await showQueue(caller, reply, deadlineFor, done)
    .catch(async () => {
      await showQueue(caller, dm, deadlineFor, done)
    })
    .catch((error: unknown) => {
      caller.ctx.log.error({ err: error, what: `form ${RETURN_FORM}` }, 'the queue could not be said')
    })
}

/** Tells the author at once, in their language. A message that fails is logged and said to the reviewer. */
async function tellAuthor(
  { ctx, member, workspace }: Caller,
  { essay, author, isNew }: Reviewed,
  comment: string | null,
): Promise<ReviewDone> {
  if (!isNew) return { essay, author, told: true }
  if (author.slackUserId === null || ctx.slack === null) return { essay, author, told: false }
  const message = essayDecided(essay, { by: member, comment }, author.locale ?? workspace.locale)
  try {
    await ctx.slack.interactive.chat.postMessage({ channel: author.slackUserId, ...message })
    return { essay, author, told: true }
  } catch (error) {
    ctx.log.warn({ err: error, essay: essay.id }, 'the author could not be told of the review')
    return { essay, author, told: false }
  }
}

/** `E-12:3` → the essay and the revision that the button was drawn for. */
function stampIn(value: string): { readonly id: string; readonly revision: number } {
  const match = /^(E-\d+):(\d+)$/.exec(value)
  if (match === null) throw new Error(`a review button carries ${JSON.stringify(value)}`)
  return { id: match[1] ?? '', revision: Number(match[2]) }
}
