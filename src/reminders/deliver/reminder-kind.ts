import type { Kind, Prepared } from '../../outbox/deliver/kind.ts'
import type { Mark } from '../../slack/connection/delivery.ts'
import { reminderMessage } from '../due/messages.ts'
import { loadPlan } from '../due/store.ts'
import { reminderWords } from '../due/reminder-words.ts'
import { noteTold, reminderBox, type Reminder, type Told } from '../outbox/store.ts'
import { stillDue } from './still-due.ts'

/** The queue on which reminders are posted. A job carries `reminderId`. */
export const SEND_QUEUE = 'reminders.send'

export function reminderMark({ id }: { readonly id: string }): Mark {
  return { event_type: 'wenshu_reminder', event_payload: { id } }
}

/** Reminders of what is owed, as the plan decides them; each is looked at again when its turn has come. */
export const reminderKind: Kind<Reminder> = {
  name: 'reminder',
  box: reminderBox,
  queue: SEND_QUEUE,
  jobOf: (reminderId) => ({ reminderId }),
  idOf: (job) => String(job['reminderId']),
  mark: reminderMark,
  async prepare(ctx, claimed) {
    const now = ctx.clock.now()
    const memberIds = [...new Set(claimed.map(({ memberId }) => memberId))]
    const { state } = await loadPlan(ctx.db, now, { memberIds, months: claimed.map(({ month }) => month) })
    const verdicts = stillDue(state, claimed, now)
    const people = new Map(state.members.map((person) => [person.id, person]))
    const told: Told[] = []
    const prepared = claimed.map(({ id, memberId }, index): Prepared => {
      const verdict = verdicts[index]!
      if (verdict.kind !== 'send') return verdict
      const person = people.get(memberId)
      const userId = person?.slackUserId ?? null
      if (person === undefined || userId === null) return { kind: 'cancel', reason: 'not-linked' }
      const { owed, deadline } = verdict.planned
      told.push({ id, owed, toldDue: deadline.wall })
      const message = reminderMessage(reminderWords(verdict.planned, now, state.settings), person.locale)
      return { kind: 'post', to: { userId }, message }
    })
    await noteTold(ctx.db, told)
    return prepared
  },
}
