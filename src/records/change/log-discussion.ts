import { nowOf, type Transacting } from '../../context.ts'
import { nextNumber, type Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { today } from '../../time/clock.ts'
import { checkDetails } from '../record/check-details.ts'
import { FAMILY_PREFIX, type Evidence, type RecordDetails } from '../record/record.ts'
import { insertRecords } from '../record/revisions-store.ts'
import { listAllKinds } from '../vocabulary/words-store.ts'

/** What another slice has to say of a discussion (交流讨论) that it was the occasion for. `people` are member ids. */
export type Discussion = {
  readonly title: string
  /** ISO date. */
  readonly heldOn: string
  readonly materials: readonly string[]
  readonly people: readonly string[]
  readonly durationMin: number | null
  readonly place: string | null
  readonly evidence: readonly Evidence[]
  readonly by: string
  readonly zone: string
}

const DISCUSSION = 'discussion'

/**
 * Stores a study session of the kind 交流讨论 within the caller's transaction, and returns its number (S-42). Throws
 * FieldIssues for what cannot be true, like a day to come.
 */
export async function logDiscussion(ctx: Transacting, discussion: Discussion): Promise<string> {
  const { title, heldOn, materials, people, durationMin, place, evidence, by, zone } = discussion
  const details: RecordDetails = {
    kindId: await kindOfDiscussions(ctx.db),
    title,
    startsOn: heldOn,
    endsOn: heldOn,
    materials,
    people,
    headCount: null,
    expected: null,
    excused: null,
    durationMin,
    place,
    partner: null,
    note: null,
    quantities: [],
    evidence,
  }
  checkDetails(details, today(ctx.clock, zone))
  const number = await nextNumber(ctx.db, 'study')
  const id = `${FAMILY_PREFIX.study}-${number}`
  const logged = { id, family: 'study', number, loggedBy: by, loggedAt: nowOf(ctx), sourceKey: null } as const
  await insertRecords(ctx.db, [{ ...details, ...logged }], 'logged')
  return id
}

/** The office may have renamed the kind, or merged it into another. Throws when it is retired. */
async function kindOfDiscussions(db: Db): Promise<string> {
  const kinds = await listAllKinds(db)
  const kind = kinds.find(({ id }) => id === DISCUSSION)
  const inUse = kinds.find(({ id }) => id === (kind?.mergedInto ?? DISCUSSION))
  if (inUse !== undefined && !inUse.retired) return inUse.id
  throw new MemberFacingError({
    zh: '类别“交流讨论”已停用，记不了交流。请管理员用 /wenshu kind restore 恢复。',
    en: 'The kind "discussion" is retired, so the exchange cannot be logged. Ask an admin to restore it with /wenshu kind restore.',
  })
}
