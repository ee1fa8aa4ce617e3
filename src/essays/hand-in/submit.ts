import { notStored } from '../../storage-words.ts'
import { type Context, inTransaction, nowOf, type Transacting } from '../../context.ts'
import { holdCounters, nextNumber } from '../../db/tenant.ts'
import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import type { Month } from '../../time/month.ts'
import { checkText } from '../words/check-text.ts'
import { requireMove } from '../essay/moves.ts'
import type { Essay, EssayText } from '../essay/essay.ts'
import { essayNow, findLastSeq, insertEssay, moveEssay } from '../essay/store.ts'
import { loadMemberMonths, type MemberMonths } from '../duties/member-months.ts'
import { queueFileReading } from './read-file.ts'

/** An essay as it was just handed in or kept as a draft, and what its author owes afterwards. */
export type HandedIn = { readonly essay: Essay; readonly months: MemberMonths }

/**
 * Hands in a new essay, or keeps it as a draft, for a month that is still owed or for the current one. It gets the
 * office's next number and the author's next place within the month. `requestId` makes a redelivered request do nothing (AlreadyHandled). Throws
 * FieldIssues for what cannot be; nothing is stored then.
 */
export async function submitEssay(
  ctx: Context,
  entry: {
    readonly by: Member
    readonly month: Month
    readonly text: EssayText
    readonly asDraft?: boolean
    readonly zone: string
    readonly requestId: string
  },
): Promise<HandedIn> {
  const { by, month, text, zone, asDraft = false } = entry
  checkText(text, { asDraft })
  return await inTransaction(
    ctx,
    async (ctx) => {
      // The number is held until the commit: of two essays handed in at once, the second counts the first.
      const number = await nextNumber(ctx.db, 'essay')
      checkMonth(month, await loadMemberMonths(ctx, by, zone, [month]))
      const seq = (await findLastSeq(ctx.db, by.id, month)) + 1
      const essay = { ...text, id: `E-${number}`, number, memberId: by.id, month, seq }
      const first = { move: asDraft ? 'save' : 'submit', at: nowOf(ctx) } as const
      const stored = await insertEssay(ctx.db, essay, first)
      ctx.stored(stored.id)
      await queueFileReading(ctx, null, stored)
      return { essay: stored, months: await loadMemberMonths(ctx, by, zone) }
    },
    { once: entry.requestId },
  )
}

/**
 * Hands a draft in, or a returned essay again, with what its author changed; with `asDraft` the changes are kept and it
 * stays where it is. A draft may be for another month than before. Throws when it is not theirs, or not so far.
 */
export async function reviseEssay(
  ctx: Context,
  entry: {
    readonly by: Member
    readonly id: string
    readonly baseRevision: number
    /** Of a draft; null: as it was. */
    readonly month: Month | null
    readonly text: EssayText
    readonly asDraft?: boolean
    /** Text and file are both wanted, though one of them is new. */
    readonly keepsBoth?: boolean
    readonly zone: string
    readonly requestId: string
  },
): Promise<HandedIn> {
  const { by, zone, asDraft = false } = entry
  return await inTransaction(
    ctx,
    async (ctx) => {
      // Held until the commit, as for a new essay: two for one month get two places.
      await holdCounters(ctx.db, 'essay')
      const before = await essayNow(ctx.db, entry.id)
      const move = asDraft ? 'save' : before.state === 'draft' ? 'submit' : 'resubmit'
      requireMove(move, before, by)
      if (before.revision !== entry.baseRevision) throw changedMeanwhile(before)
      const text = oneVersion(before, entry.text, entry.keepsBoth === true)
      checkText(text, { asDraft })
      const change = {
        text,
        ...(before.state === 'draft' ? await placeOf(ctx, before, entry) : {}),
        ...(asDraft ? {} : { to: 'submitted' as const }),
      }
      const made = { move, by: by.id, at: nowOf(ctx), comment: null } as const
      const essay = await moveEssay(ctx.db, before, made, change)
      ctx.stored(essay.id)
      await queueFileReading(ctx, before, essay)
      return { essay, months: await loadMemberMonths(ctx, by, zone) }
    },
    { once: entry.requestId },
  )
}

/**
 * What the author means by a new text beside the old file: the text takes its place, unless both are wanted. A new file
 * beside the old text is asked about, since the anthology prints one of them, the text. Throws FieldIssues.
 */
export function oneVersion(
  before: Pick<Essay, 'body' | 'file'>,
  text: EssayText,
  keepsBoth: boolean,
): EssayText {
  if (keepsBoth || text.file === null || text.body === null) return text
  const isNewFile = text.file.id !== before.file?.id
  const isNewText = text.body !== before.body
  if (!isNewFile && isNewText) return { ...text, file: null }
  if (!isNewFile || isNewText) return text
  throw new FieldIssues({
    file: {
      zh: '选了新文件，而正文还是原来的，文集会印正文。请清空或改写正文，或勾选“正文和文件都要”。',
      en: 'The file is new and the text is the old one, which the anthology would print. Empty or rewrite the text, or tick “Keep both text and file”.',
    },
  })
}

/** A draft's month is judged when it is handed in, not only when it was begun; another month is another place. */
async function placeOf(
  ctx: Transacting,
  before: Essay,
  { by, month, zone }: { readonly by: Member; readonly month: Month | null; readonly zone: string },
) {
  const wanted = month ?? before.month
  checkMonth(wanted, await loadMemberMonths(ctx, by, zone, [wanted]))
  if (wanted === before.month) return {}
  return { place: { month: wanted, seq: (await findLastSeq(ctx.db, by.id, wanted)) + 1 } }
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
      requireMove('withdraw', before, entry.by)
      const move = { move: 'withdraw', by: entry.by.id, at: nowOf(ctx), comment: null } as const
      const essay = await moveEssay(ctx.db, before, move, { to: 'withdrawn' })
      ctx.stored(essay.id)
      return { essay, months: await loadMemberMonths(ctx, entry.by, entry.zone) }
    },
    { once: entry.requestId },
  )
}

function checkMonth(month: Month, { owed, current }: MemberMonths): void {
  if (month === current || owed.some((obligation) => obligation.month === month)) return
  const open = [...new Set([...owed.map((obligation) => obligation.month), current])]
  throw new FieldIssues({
    month: {
      zh: `${month} 您没有欠交的习作。可以交的月份：${open.join('、')}。`,
      en: `You owe nothing for ${month}. You can hand in for ${open.join(', ')}.`,
    },
  })
}

function changedMeanwhile({ id }: Essay): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 在您修改期间已有变化，${notStored.change.zh}。请从 /essay status 重新打开。`,
    en: `${id} changed while you were editing it; ${notStored.change.en}. Open it again from /essay status.`,
  })
}
