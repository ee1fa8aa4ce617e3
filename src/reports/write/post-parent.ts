import { WebAPIPlatformError, type WebClient } from '@slack/web-api'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { TryAgainLater } from '../../jobs/queue.ts'
import { say, type Locale } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import type { Message } from '../../slack/blocks.ts'
import { findMarked, openDm, outcomeOfLook, type Looked, type Mark } from '../../slack/connection/delivery.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { draftParent, MAY_STAND_TWICE } from './draft-parent.ts'
import { updateDraft, type Draft } from '../draft/drafts-store.ts'

const MARK = 'wenshu_draft'

/**
 * Posts the message under which the draft goes, where it was asked for; in the person's DM where the bot may not post.
 * One that an earlier attempt posted is found again; where the bot may not look, the thread says that it may stand
 * twice. Throws TryAgainLater when Slack asks to wait.
 */
export async function postParent(
  ctx: Context,
  client: WebClient,
  of: { readonly draft: Draft; readonly basis: DraftBasis; readonly asker: Member | null },
): Promise<{ channel: string; threadTs: string }> {
  const { draft, basis, asker } = of
  if (draft.channel !== null && draft.threadTs !== null) {
    return { channel: draft.channel, threadTs: draft.threadTs }
  }
  const mark = { event_type: MARK, event_payload: { id: draft.id } }
  const since = Math.floor(draft.requestedAt.getTime() / 1000) - 60
  const message = draftParent({
    id: draft.id,
    basis,
    asker,
    state: 'writing',
    cancelledBy: null,
    fault: null,
  })
  for (const channel of [draft.channel, await dmOf(client, asker)]) {
    if (channel === null) continue
    // A job that was cut off may have posted it already.
    const found: Looked =
      draft.state === 'writing'
        ? await outcomeOfLook(findMarked(client, channel, mark, since))
        : { kind: 'absent' }
    if (found.kind === 'wait') throw new TryAgainLater(found.seconds)
    const ts =
      found.kind === 'found'
        ? found.ts
        : await postWhereAllowed(client, channel, { ...message, metadata: mark })
    if (ts === null) continue
    if (found.kind === 'unreadable') await sayMayStandTwice(client, channel, ts, basis.locale)
    await inTransaction(ctx, async ({ db }) => await updateDraft(db, draft.id, { channel, thread_ts: ts }))
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

/** Where the bot may not read, what an earlier attempt posted cannot be found; people can see it. */
async function sayMayStandTwice(
  client: WebClient,
  channel: string,
  threadTs: string,
  locale: Locale,
): Promise<void> {
  await client.chat.postMessage({ channel, thread_ts: threadTs, text: say(locale, MAY_STAND_TWICE) })
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
  message: Message & { readonly metadata: Mark },
): Promise<string | null> {
  try {
    const posted = await client.chat.postMessage({ channel, ...message })
    return posted.ts ?? null
  } catch (error) {
    if (error instanceof WebAPIPlatformError && error.data.error !== 'ratelimited') return null
    throw error
  }
}
