import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { paragraphsOf } from '../paragraphs/changed-paragraphs.ts'
import { lockDraft, lockSeen } from '../draft/edit-draft.ts'
import { findOpenRedraft, findRedraft, insertRedraft, updateRedraft, type Redraft } from './redrafts-store.ts'
import { REDRAFTS, notifyThread } from '../tell/tell-news.ts'

/** What an instruction may have in characters: it says how, it is no second text. */
export const INSTRUCTION_LENGTH = { from: 2, to: 500 } as const

/**
 * Asks for one paragraph to be redrafted as the instruction says; the row and its job in one transaction. When that
 * paragraph is being redrafted already, the request joins. Throws StaleVersion when the draft was changed since `seen`.
 */
export async function requestRedraft(
  ctx: Context,
  request: {
    readonly id: string
    readonly seen: number
    /** Which paragraph, from 0. */
    readonly place: number
    readonly instruction: string
    readonly by: Member
    readonly requestId: string
  },
): Promise<{ readonly redraft: Redraft; readonly joined: boolean }> {
  requireAbility(request.by, 'write reports')
  const instruction = readInstruction(request.instruction)
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft, version } = await lockSeen(ctx.db, request.id, request.seen)
      const { place } = request
      if (paragraphsOf(version.text)[place] === undefined) throw noParagraph(draft.id, place)
      const of = { draftId: draft.id, baseVersion: version.version, place }
      const open = await findOpenRedraft(ctx.db, of)
      if (open !== null) return { redraft: open, joined: true }
      const redraft = await insertRedraft(ctx.db, {
        ...of,
        instruction,
        requestedBy: request.by.id,
        requestedAt: nowOf(ctx),
      })
      await notifyThread(ctx, { draftId: draft.id, news: 'redraft', number: redraft.number })
      await ctx.enqueue(REDRAFTS, { draftId: draft.id, number: redraft.number })
      return { redraft, joined: false }
    },
    { once: request.requestId },
  )
}

/** Stops a redraft that is waiting or being written; nothing changes. Throws MemberFacingError when it is over. */
export async function cancelRedraft(
  ctx: Context,
  request: { readonly id: string; readonly number: number; readonly by: Member },
): Promise<Redraft> {
  requireAbility(request.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft } = await lockDraft(ctx.db, request.id)
      const redraft = await findRedraft(ctx.db, draft.id, request.number, { lock: true })
      if (redraft === null || (redraft.state !== 'waiting' && redraft.state !== 'writing'))
        throw isOver(draft.id)
      const change = { state: 'cancelled', cancelled_by: request.by.id, finished_at: nowOf(ctx) } as const
      await updateRedraft(ctx.db, redraft, change)
      await notifyThread(ctx, { draftId: draft.id, news: 'redraft', number: redraft.number })
      return { ...redraft, state: 'cancelled', cancelledBy: request.by.id }
    },
    { isRequest: true },
  )
}

/** In one line, within the bounds. Throws MemberFacingError. */
export function readInstruction(text: string): string {
  const instruction = text.replaceAll(/\s+/g, ' ').trim()
  const { from, to } = INSTRUCTION_LENGTH
  if (instruction.length >= from && instruction.length <= to) return instruction
  throw new MemberFacingError({
    zh: `请用 ${from} 到 ${to} 个字写明怎么改，例如：写短一些，先写次数。现在是 ${instruction.length} 个字。`,
    en: `Say what to change in ${from} to ${to} characters, like: shorter, the count first. There are ${instruction.length}.`,
  })
}

function noParagraph(id: string, place: number): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 没有第 ${place + 1} 段。`,
    en: `${id} has no paragraph ${place + 1}.`,
  })
}

function isOver(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 的这次重写已经结束，没有要取消的。`,
    en: `That redraft of ${id} is over; there is nothing to cancel.`,
  })
}
