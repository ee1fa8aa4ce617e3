import { inTransaction, nowOf, type Context } from '../context.ts'
import { nextNumber } from '../db/tenant.ts'
import type { Member } from '../members/member.ts'
import { findMembersByIds } from '../members/members-store.ts'
import { today } from '../time/clock.ts'
import { checkDetails } from './check-details.ts'
import { findLookalike, type Lookalike } from './lookalike.ts'
import { questionUnusual } from './question-unusual.ts'
import { FAMILY_PREFIX, type Family, type LoggedRecord, type RecordDetails } from './record.ts'
import { findRecordsOfDay } from './records-store.ts'
import { insertRecords } from './revisions-store.ts'

/** A record as it was just stored, one already there that looks like the same event, and the members both name. */
export type Logged = {
  readonly record: LoggedRecord
  readonly lookalike: Lookalike | null
  readonly members: readonly Member[]
}

/**
 * Stores a study session or an activity under its next number. `requestId` makes a redelivered request do nothing
 * (AlreadyHandled). Throws FieldFaults for what cannot be true and LooksUnusual for what has to be confirmed; nothing
 * is stored then.
 */
export async function logRecord(
  ctx: Context,
  entry: {
    readonly family: Family
    readonly details: RecordDetails
    readonly by: { readonly id: string }
    readonly zone: string
    readonly requestId: string
    /** Keys of unusual values that the person said are right. */
    readonly confirmed?: readonly string[]
  },
): Promise<Logged> {
  checkDetails(entry.details, today(ctx.clock, entry.zone))
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { details, family, confirmed = [] } = entry
      await questionUnusual(ctx.db, details, { confirmed, before: null })
      const sameDay = await findRecordsOfDay(ctx.db, details.kindId, details.startsOn)
      const lookalike = findLookalike(details.title, sameDay)
      const loggedBy = lookalike?.loggedBy ?? null
      const named = loggedBy === null ? details.people : [...details.people, loggedBy]
      const members = await findMembersByIds(ctx.db, named)
      // The counter's row stays locked until the commit, so it is asked last.
      const number = await nextNumber(ctx.db, family)
      const record = {
        ...details,
        id: `${FAMILY_PREFIX[family]}-${number}`,
        family,
        number,
        loggedBy: entry.by.id,
        loggedAt: nowOf(ctx),
      }
      await insertRecords(ctx.db, [{ ...record, sourceKey: null }], 'logged')
      return { record: { ...record, revision: 1, deletedAt: null }, lookalike, members }
    },
    { once: entry.requestId },
  )
}
