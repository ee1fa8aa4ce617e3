import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { findDraft, readDraftState, updateDraft, type Draft } from '../draft/drafts-store.ts'

/** Somebody pressed Cancel while the draft was being written. */
export class DraftCancelled extends Error {
  override readonly name = 'DraftCancelled'
}

/**
 * Stops a draft that is waiting or being written, and frees its section. Who asked for it may, and whoever may write
 * reports. Cancelling twice changes nothing; `was` tells how it stood. Throws MemberFacingError.
 */
export async function cancelDraft(
  ctx: Context,
  request: { readonly id: string; readonly by: Member },
): Promise<{ readonly draft: Draft; readonly was: Draft['state'] }> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const draft = await findDraft(ctx.db, request.id, { lock: true })
      if (draft === null) {
        throw new MemberFacingError({
          zh: `没有草稿“${request.id}”。请用 /report status 查看。`,
          en: `There is no draft "${request.id}". See what there is with /report status.`,
        })
      }
      if (draft.requestedBy !== request.by.id) requireAbility(request.by, 'write reports')
      // A text that is stored is there, though its verdict may not have been said yet.
      const was = draft.version > 0 ? 'ready' : draft.state
      if (was !== 'waiting' && was !== 'writing') return { draft, was }
      const change = { state: 'cancelled', finished_at: nowOf(ctx), cancelled_by: request.by.id } as const
      await updateDraft(ctx.db, draft.id, change)
      return { draft: { ...draft, state: 'cancelled', cancelledBy: request.by.id }, was }
    },
    { isRequest: true },
  )
}

/** How often a draft that is being written is looked at: the button may have been pressed in another process. */
const LOOK_EVERY_MS = 500

/** Aborts with DraftCancelled when the draft is cancelled, or as `outer` does. Dispose it when the text is written. */
export function watchForCancel(
  ctx: Context,
  draftId: string,
  outer: AbortSignal,
): Disposable & { readonly signal: AbortSignal } {
  const controller = new AbortController()
  let timer: NodeJS.Timeout | null = null
  const look = async (): Promise<void> => {
    const state = await inTransaction(ctx, async ({ db }) => await readDraftState(db, draftId))
    if (state === 'cancelled') controller.abort(new DraftCancelled())
  }
  const lookAgain = (): void => {
    timer = setTimeout(() => {
      look()
        // The next look may do better; the final one is in the transaction that stores the text.
        .catch((error: unknown) => {
          ctx.log.warn({ err: error, draft: draftId }, 'whether the draft was cancelled could not be read')
        })
        .finally(() => {
          if (timer !== null && !controller.signal.aborted) lookAgain()
        })
    }, LOOK_EVERY_MS)
  }
  lookAgain()
  return {
    signal: AbortSignal.any([outer, controller.signal]),
    [Symbol.dispose]: () => {
      if (timer !== null) clearTimeout(timer)
      timer = null
    },
  }
}
