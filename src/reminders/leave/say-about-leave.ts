import { inTransaction, type Context, type Transacting } from '../../context.ts'
import type { Jobs } from '../../jobs/queue.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Telling } from '../../outbox/tell/tell-kind.ts'
import { tell } from '../../outbox/tell/tell.ts'
import { today } from '../../time/clock.ts'
import { leaveAsked, leaveDecided } from './messages.ts'
import { findLeave, type LeaveRequest } from './store.ts'

const KIND = 'leave'

/** Tells a reviewer that somebody asks for a leave, or the one who asked what was decided. */
export async function sayAboutLeave(
  ctx: Transacting,
  { id: leaveId, state }: Pick<LeaveRequest, 'id' | 'state'>,
  memberId: string,
  options: { readonly mayStand?: boolean } = {},
): Promise<void> {
  const told = { kind: KIND, key: `${leaveId} ${state} ${memberId}`, memberId, payload: { leaveId, state } }
  await tell(ctx, told, options)
}

/** Which of the two it is follows from the leave and the hearer. A reviewer need not be asked about what is decided. */
export const leaveTelling: Telling = {
  kind: KIND,
  mark: ({ payload }) => ({
    event_type: 'wenshu_leave',
    event_payload: { id: `${String(payload['leaveId'])} ${String(payload['state'])}` },
  }),
  async message({ db, clock }, { payload, memberId }, { locale }) {
    const leave = await findLeave(db, String(payload['leaveId']))
    const asker = leave === null ? null : await findMember(db, leave.memberId)
    if (leave === null || asker === null || leave.state !== payload['state']) return null
    const isAsker = memberId === asker.id
    if ((leave.state === 'asked') === isAsker) return null
    const day = today(clock, (await readWorkspace(db)).zone)
    return isAsker ? leaveDecided(leave, day, locale) : leaveAsked({ leave, asker, today: day }, locale)
  },
}

/** The queue that leaves were told on before there was one outbox. A job carries `leaveId` and `memberId`. */
const SAY_QUEUE = 'reminders.say'

/** Passes jobs left by an earlier version on to the outbox; what they say may stand already. */
export async function workEarlierSays(jobs: Jobs, contextFor: (teamId: string) => Context): Promise<void> {
  const rules = { concurrency: 1, retries: 5, retryDelay: 5, expireIn: 120 }
  await jobs.work(SAY_QUEUE, rules, async ({ teamId, leaveId, memberId }) => {
    await inTransaction(contextFor(teamId), async (ctx) => {
      const leave = await findLeave(ctx.db, String(leaveId))
      if (leave !== null) await sayAboutLeave(ctx, leave, String(memberId), { mayStand: true })
    })
  })
}
