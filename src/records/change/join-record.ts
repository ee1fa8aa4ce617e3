import { inTransaction, nowOf, type Context } from '../../context.ts'
import type { Member } from '../../members/member.ts'
import { detailsOf, type LoggedRecord, type RecordDetails } from '../record/record.ts'
import { reviseRecord } from '../record/revisions-store.ts'
import { recordToCorrect } from './correct-record.ts'

/** The record with somebody named who took part: one of those who were only counted, so that the total stays. */
export function withOneNamed(details: RecordDetails, memberId: string): RecordDetails {
  if (details.people.includes(memberId)) return detailsOf(details)
  const { headCount } = details
  const left =
    headCount === null || headCount.value <= 1 ? null : { ...headCount, value: headCount.value - 1 }
  return detailsOf({ ...details, people: [...details.people, memberId], headCount: left })
}

/** Names who logged a record as one who took part. A second time changes nothing. Throws when it is not theirs to correct. */
export async function joinRecord(
  ctx: Context,
  wish: { readonly id: string; readonly by: Member },
): Promise<LoggedRecord> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { id, by } = wish
      const before = await recordToCorrect(ctx.db, id, by)
      if (before.people.includes(by.id)) return before
      const details = withOneNamed(before, by.id)
      await reviseRecord(ctx.db, before, details, { member: by.id, at: nowOf(ctx), action: 'edited' })
      ctx.stored(id)
      return { ...before, ...details, revision: before.revision + 1 }
    },
    { isRequest: true },
  )
}
