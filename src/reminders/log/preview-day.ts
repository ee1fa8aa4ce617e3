import { type Context, inTransaction } from '../../context.ts'
import type { LocalizedText } from '../../locale.ts'
import { instantOf } from '../../time/clock.ts'
import { addWorkingDays, calendarOf, isWorkingDay } from '../../time/working-days.ts'
import { oneReasonEach } from '../due/due-reminders.ts'
import { previewReminders } from '../plan/plan-reminders.ts'
import type { Planned } from '../plan/state.ts'
import { loadPlan, type ReminderPerson } from '../due/store.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import type { SkipCode } from '../plan/skip-reasons.ts'

/** What would be sent on a day, were nothing to change until then. */
export type Preview = {
  readonly date: Temporal.PlainDate
  readonly settings: ReminderSettings
  /** When nothing is sent on such a day: the next one on which it is. */
  readonly nextDay: Temporal.PlainDate | null
  readonly planned: readonly (Planned & { readonly person: ReminderPerson })[]
  readonly skipped: readonly {
    readonly person: ReminderPerson
    readonly month: string | null
    readonly code: SkipCode
    readonly said: LocalizedText
  }[]
  /** Years whose holidays nobody knows. */
  readonly fallbackYears: readonly number[]
}

/** Of one member: every month's reason; of all: one reason each. */
export async function previewDay(
  ctx: Context,
  date: Temporal.PlainDate,
  memberId: string | null = null,
): Promise<Preview> {
  const now = ctx.clock.now()
  const { state } = await inTransaction(ctx, async ({ db }) => {
    const { hour, zone } = reminderSettingsOf(await readWorkspace(db))
    const scope = { since: now, ...(memberId === null ? {} : { memberId }) }
    return await loadPlan(db, instantOf(date, hour, zone), scope)
  })
  const { settings } = state
  const plan = previewReminders(state, date, now)
  const people = new Map(state.members.map((person) => [person.id, person]))
  const of = (id: string) => people.get(id)!
  const calendar = calendarOf(settings.region, settings.overrides)
  const isOff = settings.workingDaysOnly && !isWorkingDay(calendar, date)
  return {
    date,
    settings,
    nextDay: isOff ? addWorkingDays(calendar, date, 1) : null,
    planned: plan.planned
      .map((planned) => ({ ...planned, person: of(planned.memberId) }))
      .sort((one, other) => byNumber(one.person, other.person)),
    skipped: (memberId === null ? oneReasonEach(plan) : plan.skipped)
      .map(({ memberId: id, month, code, said }) => ({ person: of(id), month, code, said }))
      .sort((one, other) => byNumber(one.person, other.person)),
    fallbackYears: plan.calendarFallbackYears,
  }
}

function byNumber(one: ReminderPerson, other: ReminderPerson): number {
  const [left, right] = [one.externalId ?? one.name, other.externalId ?? other.name]
  return left < right ? -1 : left > right ? 1 : 0
}
