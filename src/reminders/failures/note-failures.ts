import { sql } from 'kysely'
import { z } from 'zod'
import { inTransaction, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { may, type Member } from '../../members/member.ts'
import { findMember, findMembersByIds, listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Telling } from '../../outbox/tell/tell-kind.ts'
import { tell } from '../../outbox/tell/tell.ts'
import { wallClockAt } from '../../time/clock.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { closedAt } from '../../deadlines/settings/schedule.ts'
import { messagesFailed } from './messages.ts'

const KIND = 'messages-failed'

const failedMessages = z.object({
  failed: z.array(z.object({ memberId: z.string(), reason: z.string(), count: z.number() })),
})
type Failed = z.infer<typeof failedMessages>['failed'][number]

/**
 * Has the admins told, once a day and at the office's hours, whom messages could not reach since they heard last. Each
 * failure is in one note. Returns how many failures.
 */
export async function noteFailures(ctx: Context): Promise<number> {
  return await inTransaction(ctx, async (ctx) => {
    const settings = reminderSettingsOf(await readWorkspace(ctx.db))
    const wall = wallClockAt(ctx.clock.now(), settings.zone)
    if (closedAt(wall, settings) !== null) return 0
    const day = wall.date.toString()
    if (await isNoted(ctx.db, day)) return 0
    const admins = (await listMembers(ctx.db)).filter((member) => mayHear(member, day))
    // Without one to hear of them they are kept.
    const failed = admins.length === 0 ? [] : await takeFailures(ctx.db)
    if (failed.length === 0) return 0
    for (const { id: memberId } of admins)
      await tell(ctx, { kind: KIND, key: `${day} ${memberId}`, memberId, payload: { failed } })
    return failed.reduce((sum, { count }) => sum + count, 0)
  })
}

export const failuresTelling: Telling = {
  kind: KIND,
  async message({ db }, { payload, memberId }, { locale }) {
    const admin = await findMember(db, memberId)
    if (admin === null || !may(admin, 'administer')) return null
    const { failed } = failedMessages.parse(payload)
    const people = await findMembersByIds(
      db,
      failed.map((one) => one.memberId),
    )
    const byId = new Map(people.map((member) => [member.id, member]))
    return messagesFailed(
      failed.flatMap(({ memberId: id, ...one }) => {
        const member = byId.get(id)
        return member === undefined ? [] : [{ ...one, member }]
      }),
      locale,
    )
  },
}

async function isNoted(db: Db, day: string): Promise<boolean> {
  const row = await db
    .selectFrom('outbox')
    .select('id')
    .where('kind', '=', KIND)
    .where('key', 'like', `${day} %`)
    .executeTakeFirst()
  return row !== undefined
}

/** Takes failures that no note has named yet. A note that fails is in no other note. */
async function takeFailures(db: Db): Promise<Failed[]> {
  const { rows } = await sql<Failed>`
    with reminded as (update reminders set failure_noted_at = clock_timestamp()
        where state = 'failed' and failure_noted_at is null returning member_id, reason),
      summed as (update digests set failure_noted_at = clock_timestamp()
        where state = 'failed' and failure_noted_at is null returning member_id, reason),
      told as (update outbox set failure_noted_at = clock_timestamp()
        where state = 'failed' and failure_noted_at is null and kind <> ${KIND} returning member_id, reason)
    select member_id as "memberId", coalesce(reason, '') as reason, count(*)::int as count
    from (select * from reminded union all select * from summed union all select * from told) as failed
    group by 1, 2 order by 3 desc, 1, 2`.execute(db)
  return rows
}

function mayHear(member: Member, day: string): boolean {
  const stays = member.leftOn === null || member.leftOn > day
  return may(member, 'administer') && member.slackUserId !== null && !member.deactivated && stays
}
