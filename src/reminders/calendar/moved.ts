import { scheduleOf } from '../../deadlines/settings/schedule.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import type { Step } from '../../deadlines/steps.ts'
import { addMonths, type Month, monthOf, monthsBetween } from '../../time/month.ts'

/** A day of a month that falls elsewhere under other settings. */
export type MovedDay = { readonly from: Temporal.PlainDate; readonly to: Temporal.PlainDate }

/** What of a month moves: its deadline, and its reminders of today or later. */
export type MovedMonth = {
  readonly month: Month
  readonly deadline: (MovedDay & { readonly isExtended: boolean }) | null
  readonly steps: readonly (MovedDay & { readonly step: Step })[]
}

/** Steps lie at most so many months before their deadline's. */
const MONTHS_AHEAD = 4

/** The months whose deadline or reminders differ, from the one before today's to those that `last` can reach. */
export function movedBetween(
  before: ReminderSettings,
  after: ReminderSettings,
  { today, last }: { readonly today: Temporal.PlainDate; readonly last: Temporal.PlainDate },
): MovedMonth[] {
  const present = monthOf(today)
  const latest = [present, monthOf(last)].sort().at(-1)!
  return monthsBetween(addMonths(present, -1), addMonths(latest, MONTHS_AHEAD)).flatMap((month) => {
    const [old, fresh] = [scheduleOf(month, before), scheduleOf(month, after)]
    const days = { from: old.deadline.date, to: fresh.deadline.date }
    const deadline = days.from.equals(days.to) ? null : { ...days, isExtended: after.extended.has(month) }
    const steps = fresh.steps.flatMap(({ step, date }) => {
      const from = old.steps.find((one) => one.step === step)?.date ?? date
      const isOver = [from, date].every((day) => Temporal.PlainDate.compare(day, today) < 0)
      return isOver || from.equals(date) ? [] : [{ step, from, to: date }]
    })
    return deadline === null && steps.length === 0 ? [] : [{ month, deadline, steps }]
  })
}
