import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'
import type { Noticed, WaitingEssay } from './plan-notices.ts'

/** The kind under which reviewers are told what waits. */
export const KIND = 'essays-wait'

/** Every essay that waits for a review, the longest waiting first. */
export async function listWaiting(db: Db): Promise<WaitingEssay[]> {
  const { rows } = await sql<Omit<WaitingEssay, 'submittedAt'> & { submittedAt: Date }>`
    select id, title, month, member_id as "authorId", reviewer_id as "reviewerId", submitted_at as "submittedAt",
      case when handed.by_member is not null then id || ':' || handed.revision::text end as "handIn",
      (select by_member from essay_moves where essay_id = essays.id and move = 'return'
        and revision < handed.revision order by revision desc limit 1) as "returnedBy"
    from essays left join lateral (
      select revision, by_member from essay_moves where essay_id = essays.id and move in ('submit', 'resubmit')
      order by revision desc limit 1) as handed on true
    where state = 'submitted' and submitted_at is not null
    order by submitted_at, number`.execute(db)
  return rows.map((row) => ({
    ...row,
    submittedAt: Temporal.Instant.fromEpochMilliseconds(row.submittedAt.getTime()),
  }))
}

/** By reviewer: what they were told of late. */
export async function listNoticed(db: Db): Promise<ReadonlyMap<string, Noticed>> {
  const rows = await db
    .selectFrom('outbox')
    .select(['member_id', 'payload', 'decided_at'])
    .where('kind', '=', KIND)
    .execute()
  const byMember = Map.groupBy(rows, (row) => row.member_id)
  return new Map(
    [...byMember].map(([memberId, told]) => {
      const last = Math.max(...told.map((row) => row.decided_at.getTime()))
      const noticed = {
        handIns: new Set(told.flatMap(({ payload }) => payload['handIns'] as string[])),
        days: new Set(told.flatMap(({ payload }) => (payload['day'] as string | null) ?? [])),
        lastAt: Temporal.Instant.fromEpochMilliseconds(last),
      }
      return [memberId, noticed]
    }),
  )
}

/** Lets no other process plan notices of this workspace until the commit. */
export async function lockNotices(db: Db): Promise<void> {
  await sql`
    select pg_advisory_xact_lock(hashtext('wenshu.notices ' || current_setting('wenshu.team_id')))`.execute(
    db,
  )
}
