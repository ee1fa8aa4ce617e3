import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { audit } from '../../members/audit-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import {
  insertConfirmation,
  listConfirmations,
  revokeConfirmation,
  type Confirmation,
} from '../review/confirmations-store.ts'
import { figureContext, isOpen, plainFigureText } from '../review/confirmed-figures.ts'
import type { Draft } from '../draft/drafts-store.ts'
import { lockDraft, lockSeen } from '../draft/edit-draft.ts'
import { notifyThread } from '../tell/tell-news.ts'

/** A source is a few words: “财务处 11 月 3 日报表”. */
export const SOURCE_LENGTH = { from: 2, to: 200 } as const

/**
 * Confirms a figure that no record bears out, with where it comes from. It stays marked with name and time and never
 * counts as verified. Throws StaleVersion when the draft was changed since `seen`, MemberFacingError for a figure that is
 * not there or needs no confirming.
 */
export async function confirmFigure(
  ctx: Context,
  confirming: {
    readonly id: string
    readonly seen: number
    /** Where the figure begins in the text, UTF-16. */
    readonly start: number
    readonly source: string
    readonly by: Member
    readonly requestId: string
  },
): Promise<Confirmation> {
  const { by, requestId } = confirming
  requireAbility(by, 'write reports')
  const source = readSource(confirming.source)
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft, version } = await lockSeen(ctx.db, confirming.id, confirming.seen)
      const { spans } = version.verdict
      const span = spans.find(({ start }) => start === confirming.start)
      if (span === undefined || !isOpen(span)) throw needsNone(draft.id)
      const confirmation = await insertConfirmation(ctx.db, {
        draftId: draft.id,
        version: version.version,
        figure: plainFigureText(span.text),
        context: figureContext(version.text, span, spans),
        source,
        by: by.id,
        at: nowOf(ctx),
      })
      const { number, figure, context } = confirmation
      await audit(ctx, {
        by: by.id,
        action: 'report.figure confirmed',
        subject: draft.id,
        details: { number, version: version.version, figure, context, source },
      })
      await notifyThread(ctx, { draftId: draft.id, news: 'version', number: version.version })
      return confirmation
    },
    { once: requestId },
  )
}

/** Takes a confirmation back: the figure counts as open again, wherever it stands. Throws MemberFacingError. */
export async function revokeFigure(
  ctx: Context,
  revoking: {
    readonly id: string
    readonly number: number
    readonly by: Member
    readonly requestId: string
  },
): Promise<{ readonly draft: Draft; readonly confirmation: Confirmation }> {
  requireAbility(revoking.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft } = await lockDraft(ctx.db, revoking.id)
      const confirmation = (await listConfirmations(ctx.db, draft.id)).find(
        ({ number, revokedAt }) => number === revoking.number && revokedAt === null,
      )
      if (confirmation === undefined) throw notConfirmed(draft.id)
      await revokeConfirmation(ctx.db, confirmation, { member: revoking.by.id, at: nowOf(ctx) })
      const { number, figure } = confirmation
      await audit(ctx, {
        by: revoking.by.id,
        action: 'report.figure no longer confirmed',
        subject: draft.id,
        details: { number, figure },
      })
      await notifyThread(ctx, { draftId: draft.id, news: 'version', number: draft.version })
      return { draft, confirmation }
    },
    { once: revoking.requestId },
  )
}

/** In one line, within the bounds. Throws MemberFacingError. */
export function readSource(text: string): string {
  const source = text.replaceAll(/\s+/g, ' ').trim()
  if (source.length >= SOURCE_LENGTH.from && source.length <= SOURCE_LENGTH.to) return source
  throw new MemberFacingError({
    zh: `请用 ${SOURCE_LENGTH.from} 到 ${SOURCE_LENGTH.to} 个字写明数字的来源，例如：财务处11月报表。现在是 ${source.length} 个字。`,
    en: `Say where the figure comes from in ${SOURCE_LENGTH.from} to ${SOURCE_LENGTH.to} characters, like: November report of the finance office. There are ${source.length}.`,
  })
}

function needsNone(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 里这一处有记录为据，或者已不在文中，不需要确认。请用 /report show ${id} 查看。`,
    en: `A record bears that figure of ${id} out, or it no longer stands there; there is nothing to confirm. See /report show ${id}.`,
  })
}

function notConfirmed(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 的这一处确认已经撤回。`,
    en: `That confirmation of ${id} was taken back before.`,
  })
}
