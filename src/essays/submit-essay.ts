import { inTransaction, nowOf, type Context } from '../context.ts'
import { nextNumber } from '../db/tenant.ts'
import { FieldFaults, MemberFacingError } from '../errors.ts'
import type { Member } from '../members/member.ts'
import type { Month } from '../time/month.ts'
import { checkText } from './check-text.ts'
import type { Essay, EssayText } from './essay.ts'
import { stateAfter } from './essay-moves.ts'
import { findLastSeq, insertEssay, moveEssay } from './essays-store.ts'
import { essayNow } from './essay-now.ts'
import { loadMemberMonths, type MemberMonths } from './member-months.ts'

/** An essay as it was just handed in, and what its author owes afterwards. */
export type HandedIn = { readonly essay: Essay; readonly months: MemberMonths }

/**
 * Hands in a new essay, for a month that is still owed or for the current one. It gets the office's next number and the
 * author's next place within the month. `requestId` makes a redelivered request do nothing (AlreadyHandled). Throws
 * FieldFaults for what cannot be; nothing is stored then.
 */
export async function submitEssay(
  ctx: Context,
  entry: {
    readonly by: Member
    readonly month: Month
    readonly text: EssayText
    readonly zone: string
    readonly requestId: string
  },
): Promise<HandedIn> {
  const { by, month, text, zone } = entry
  checkText(text)
  return await inTransaction(
    ctx,
    async (ctx) => {
      // The number is held until the commit: of two essays handed in at once, the second counts the first.
      const number = await nextNumber(ctx.db, 'essay')
      checkMonth(month, await loadMemberMonths(ctx, by, zone))
      const seq = (await findLastSeq(ctx.db, by.id, month)) + 1
      const essay = { ...text, id: `E-${number}`, number, memberId: by.id, month, seq }
      const stored = await insertEssay(ctx.db, essay, nowOf(ctx))
      return { essay: stored, months: await loadMemberMonths(ctx, by, zone) }
    },
    { once: entry.requestId },
  )
}

/** Hands a returned essay in again, with what its author changed. Throws when it is not theirs, or not returned now. */
export async function resubmitEssay(
  ctx: Context,
  entry: {
    readonly by: Member
    readonly id: string
    readonly baseRevision: number
    readonly text: EssayText
    readonly zone: string
    readonly requestId: string
  },
): Promise<HandedIn> {
  const { by, text, zone } = entry
  checkText(text)
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await essayNow(ctx.db, entry.id)
      const to = stateAfter('resubmit', before, by)
      if (before.revision !== entry.baseRevision) throw changedMeanwhile(before)
      const move = { move: 'resubmit', to, by: by.id, at: nowOf(ctx), comment: null, text } as const
      const essay = await moveEssay(ctx.db, before, move)
      return { essay, months: await loadMemberMonths(ctx, by, zone) }
    },
    { once: entry.requestId },
  )
}

/** The author takes back an essay that is not approved: it counts nowhere any more, and is owed again. */
export async function withdrawEssay(
  ctx: Context,
  entry: {
    readonly by: Member
    readonly id: string
    readonly zone: string
    readonly requestId: string
  },
): Promise<HandedIn> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await essayNow(ctx.db, entry.id)
      const to = stateAfter('withdraw', before, entry.by)
      const move = { move: 'withdraw', to, by: entry.by.id, at: nowOf(ctx), comment: null } as const
      const essay = await moveEssay(ctx.db, before, move)
      return { essay, months: await loadMemberMonths(ctx, entry.by, entry.zone) }
    },
    { once: entry.requestId },
  )
}

function checkMonth(month: Month, { owed, current }: MemberMonths): void {
  if (month === current || owed.some((obligation) => obligation.month === month)) return
  const open = [...new Set([...owed.map((obligation) => obligation.month), current])]
  throw new FieldFaults({
    month: {
      zh: `${month} 您没有欠交的习作。可以交的月份：${open.join('、')}。`,
      en: `You owe nothing for ${month}. You can hand in for ${open.join(', ')}.`,
    },
  })
}

function changedMeanwhile({ id }: Essay): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 在您修改期间已有变化，您的修改没有保存。请从 /essay status 重新打开。`,
    en: `${id} changed while you were editing it; your change was not saved. Open it again from /essay status.`,
  })
}
