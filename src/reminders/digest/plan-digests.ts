import { may, type Member } from '../../members/member.ts'
import { isZone, wallClockAt } from '../../time/clock.ts'
import { addMonths, type Month, monthOf, monthsBetween } from '../../time/month.ts'
import { addWorkingDays, calendarOf } from '../../time/working-days.ts'
import { deadlineOf } from '../../deadlines/deadline.ts'
import { closedAt } from '../../deadlines/settings/schedule.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'

/** Working days after the deadline on which a digest that could not go before may still go. */
const DIGEST_DAYS = 10
/** A deadline can lie so many months back and its digest still be due; an extended one lies after its month. */
const MONTHS_BACK = 2

/**
 * Who is to have which month's digest now: on the first working day after the deadline, at the reminder hour of the
 * leader's own clock or the office's, never in quiet hours; each month and leader once. Leaders are those who review.
 */
export function planDigests(
  settings: ReminderSettings,
  leaders: readonly Member[],
  decided: ReadonlySet<string>,
  now: Temporal.Instant,
): { readonly month: Month; readonly member: Member }[] {
  const spans = digestSpans(settings, now)
  return leaders.flatMap((member) => {
    const zone = member.ownZone && member.zone !== null && isZone(member.zone) ? member.zone : settings.zone
    const wall = wallClockAt(now, zone)
    if (!isLeader(member, wall.date.toString()) || closedAt(wall, settings) !== null) return []
    return spans
      .filter(({ month, from, to }) => {
        const isIn =
          Temporal.PlainDate.compare(wall.date, from) >= 0 && Temporal.PlainDate.compare(wall.date, to) <= 0
        return isIn && !decided.has(`${month} ${member.id}`)
      })
      .map(({ month }) => ({ month, member }))
  })
}

/** Months whose deadline has struck, with the days on which their digest may go. */
export function digestSpans(settings: ReminderSettings, now: Temporal.Instant) {
  const calendar = calendarOf(settings.region, settings.overrides)
  const present = monthOf(wallClockAt(now, settings.zone).date)
  const earliest = wallClockAt(now, 'UTC').date.subtract({ days: 1 })
  return monthsBetween(addMonths(present, -MONTHS_BACK), present)
    .map((month) => ({ month, deadline: deadlineOf(month, settings) }))
    .filter(({ deadline }) => Temporal.Instant.compare(deadline.at, now) <= 0)
    .map(({ month, deadline }) => ({
      month,
      from: addWorkingDays(calendar, deadline.date, 1),
      to: addWorkingDays(calendar, deadline.date, DIGEST_DAYS),
    }))
    .filter(({ to }) => Temporal.PlainDate.compare(to, earliest) >= 0)
}

function isLeader(member: Member, day: string): boolean {
  const isHere = !member.isBot && !member.isGuest && !member.deactivated && member.slackUserId !== null
  const stays = member.joinedOn <= day && (member.leftOn === null || member.leftOn > day)
  return isHere && stays && may(member, 'review essays')
}
