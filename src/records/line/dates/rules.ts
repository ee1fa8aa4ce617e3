/**
 * Which day is meant. Weeks run from Monday to Sunday (ISO 8601; 上周 is the week before this one). Records are of
 * things done, so a day without a week or a year is the latest one that is not after today.
 */

export type Day = Temporal.PlainDate

/** How far back a month and day without a year may be before one has to ask which year is meant. */
export const sureDaysBack = 183

/** 周三, Wednesday: the latest such day not after today; today itself counts. `weekday`: 1 Monday to 7 Sunday. */
export function latestWeekday(today: Day, weekday: number): Day {
  return today.subtract({ days: (today.dayOfWeek - weekday + 7) % 7 })
}

/** 上周三 (−1), 本周三 (0), 下周三 (1): that weekday of the week so many weeks from this one. */
export function weekdayOfWeek(today: Day, weekday: number, weeks: number): Day {
  return today.add({ days: weekday - today.dayOfWeek + 7 * weeks })
}

/**
 * "Last Friday": the latest one before today, or the one of the week before this. Speakers differ, so both come back
 * when they differ (the weekday has passed in this week): then one has to ask.
 */
export function lastWeekdays(today: Day, weekday: number): Day[] {
  const latest = latestWeekday(today.subtract({ days: 1 }), weekday)
  const weekBefore = weekdayOfWeek(today, weekday, -1)
  return latest.equals(weekBefore) ? [latest] : [latest, weekBefore]
}

/** 11月20日: the latest such day not after today. null when the calendar has none (2月30日). */
export function latestMonthDay(today: Day, month: number, day: number): Day | null {
  for (let year = today.year; year > today.year - 9; year--) {
    const date = dayOf(year, month, day)
    if (date !== null && Temporal.PlainDate.compare(date, today) <= 0) return date
  }
  return null
}

/** The first such day on or after `start`: the end of a range that names no year. */
export function nextMonthDay(start: Day, month: number, day: number): Day | null {
  for (let year = start.year; year < start.year + 9; year++) {
    const date = dayOf(year, month, day)
    if (date !== null && Temporal.PlainDate.compare(date, start) >= 0) return date
  }
  return null
}

/** 5号: the latest such day of a month not after today; months that have no such day are passed over. */
export function latestDayOfMonth(today: Day, day: number): Day | null {
  for (let back = 0; back < 3; back++) {
    const month = today.with({ day: 1 }).subtract({ months: back })
    const date = dayOf(month.year, month.month, day)
    if (date !== null && Temporal.PlainDate.compare(date, today) <= 0) return date
  }
  return null
}

/** The day of the month so many months from this one; null when that month is too short. */
export function dayOfMonth(today: Day, months: number, day: number): Day | null {
  const month = today.with({ day: 1 }).add({ months })
  return dayOf(month.year, month.month, day)
}

/** null for a day the calendar does not have. */
export function dayOf(year: number, month: number, day: number): Day | null {
  if (![year, month, day].every(Number.isInteger)) return null
  if (year < 1900 || year > 2200 || month < 1 || month > 12 || day < 1) return null
  if (day > Temporal.PlainYearMonth.from({ year, month }).daysInMonth) return null
  return Temporal.PlainDate.from({ year, month, day })
}
