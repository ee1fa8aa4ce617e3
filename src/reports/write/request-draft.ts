import { inTransaction, nowOf, type Context } from '../../context.ts'
import { nextNumber, type Db } from '../../db/tenant.ts'
import type { Member } from '../../members/member.ts'
import { requireAbility } from '../../members/member.ts'
import type { Period } from '../../time/period.ts'
import { findDraft, findOpenDraft, insertDraft, updateDraft, type Draft } from '../draft/drafts-store.ts'
import type { Outline, Section } from '../outline/outline.ts'

/** The queue on which drafts are written. */
export const DRAFTS = 'drafts'

/** A draft that is still open after this many minutes was given up. */
const GIVEN_UP_MINUTES = 20

/**
 * Asks for a draft of a section: the row and its job in one transaction. When the same section of the same period is
 * being written, that draft is returned and `joined` says so. Throws MemberFacingError without the ability.
 */
export async function requestDraft(
  ctx: Context,
  request: {
    readonly outline: Outline
    readonly section: Section
    readonly period: Period
    readonly by: Member
    /** Where it was asked for; the draft is posted there if the bot may. null: into the person's DM. */
    readonly channel: string | null
    readonly requestId: string
  },
): Promise<{ readonly draft: Draft; readonly joined: boolean }> {
  requireAbility(request.by, 'write reports')
  const { outline, section, period } = request
  const of = { outlineId: outline.id, sectionId: section.id, period: period.label }
  return await inTransaction(
    ctx,
    async (ctx) => {
      const now = nowOf(ctx)
      const open = await findOpenDraft(ctx.db, of)
      if (open !== null && !isGivenUp(open, now)) return { draft: open, joined: true }
      if (open !== null)
        await updateDraft(ctx.db, open.id, { state: 'failed', fault: 'given up', finished_at: now })
      const number = await nextNumber(ctx.db, 'draft')
      const id = `D-${number}`
      const stored = await insertDraft(ctx.db, {
        ...of,
        id,
        number,
        requestedBy: request.by.id,
        requestedAt: now,
        channel: request.channel,
      })
      // Somebody else's request for it was committed a moment ago.
      if (!stored) return { draft: await existing(ctx.db, await openId(ctx.db, of)), joined: true }
      await ctx.enqueue(DRAFTS, { draftId: id })
      ctx.stored(id)
      return { draft: await existing(ctx.db, id), joined: false }
    },
    { once: request.requestId },
  )
}

function isGivenUp(draft: Draft, now: Date): boolean {
  return now.getTime() - draft.requestedAt.getTime() > GIVEN_UP_MINUTES * 60_000
}

async function openId(db: Db, of: Pick<Draft, 'outlineId' | 'sectionId' | 'period'>): Promise<string> {
  return (await findOpenDraft(db, of))?.id ?? ''
}

async function existing(db: Db, id: string): Promise<Draft> {
  const draft = await findDraft(db, id)
  if (draft === null) throw new Error(`there is no draft ${id}`)
  return draft
}
