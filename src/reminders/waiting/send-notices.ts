import { z } from 'zod'
import { inTransaction, type Context, type Transacting } from '../../context.ts'
import { may } from '../../members/member.ts'
import { findMember, findMembersByIds, listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Telling } from '../../outbox/tell/tell-kind.ts'
import { tell } from '../../outbox/tell/tell.ts'
import { isZone, wallClockAt } from '../../time/clock.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { closedAt } from '../../deadlines/settings/schedule.ts'
import { essaysWait } from './messages.ts'
import { planNotices, waitingFor, type Notice } from './plan-notices.ts'
import { KIND, listNoticed, listWaiting, lockNotices } from './store.ts'

/** Has reviewers told what waits for them. Returns how many are. */
export async function sendWaitingNotices(ctx: Context): Promise<number> {
  // Most of the time nothing is due, and then nobody is held up.
  if ((await inTransaction(ctx, planNow)).length === 0) return 0
  return await inTransaction(ctx, async (ctx) => {
    await lockNotices(ctx.db)
    const notices = await planNow(ctx)
    for (const { memberId, day, handIns } of notices) {
      const key = `${memberId} ${day ?? handIns[0]}`
      await tell(ctx, { kind: KIND, key, memberId, payload: { day, handIns } })
    }
    return notices.length
  })
}

async function planNow({ db, clock }: Transacting): Promise<Notice[]> {
  const essays = await listWaiting(db)
  if (essays.length === 0) return []
  const settings = reminderSettingsOf(await readWorkspace(db))
  const reviewers = (await listMembers(db)).filter((member) => may(member, 'review essays'))
  return planNotices(settings, reviewers, essays, await listNoticed(db), clock.now())
}

const noticePayload = z.object({ day: z.string().nullable(), handIns: z.array(z.string()) })

/** Made anew when it is posted: what was reviewed or taken back meanwhile is not in it. */
export const waitingTelling: Telling = {
  kind: KIND,
  async message({ db, clock }, { payload, memberId }, { locale }) {
    const reviewer = await findMember(db, memberId)
    if (reviewer === null || !may(reviewer, 'review essays')) return null
    const settings = reminderSettingsOf(await readWorkspace(db))
    const { ownZone, zone: theirs } = reviewer
    const zone = ownZone && theirs !== null && isZone(theirs) ? theirs : settings.zone
    const now = clock.now()
    if (closedAt(wallClockAt(now, zone), settings) !== null) return 'later'
    const { day, handIns } = noticePayload.parse(payload)
    const waiting = waitingFor(memberId, await listWaiting(db))
    const fresh = waiting.filter(({ handIn }) => handIn !== null && handIns.includes(handIn))
    if (fresh.length === 0 && (day === null || waiting.length === 0)) return null
    const authors = await findMembersByIds(
      db,
      fresh.map(({ authorId }) => authorId),
    )
    const byId = new Map(authors.map((author) => [author.id, author]))
    return essaysWait({ fresh, waiting, isMorning: day !== null, reviewer, authors: byId, zone, now }, locale)
  },
}
