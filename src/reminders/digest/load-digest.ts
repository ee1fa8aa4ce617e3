import { askedFor } from '../../essays/duties/obligations.ts'
import type { Db } from '../../db/tenant.ts'
import { loadObligations, monthsWithoutRecords } from '../../essays/duties/obligations-store.ts'
import { officeGrid } from '../../essays/duties/office-grid.ts'
import { listHandIns, listLeavesIn } from '../../essays/duties/status-store.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { wallClockAt } from '../../time/clock.ts'
import { addMonths, type Month, monthOf, monthsBetween } from '../../time/month.ts'
import { deadlineOf } from '../../deadlines/deadline.ts'
import { digestOf, type DigestOfMonth } from './digest.ts'
import { deadlineWithGrace } from '../../deadlines/settings/essay-deadline.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { fallbackYears, scheduleOf } from '../../deadlines/settings/schedule.ts'

/** How far ahead leaders are told of a year whose holidays nobody knows. */
const MONTHS_AHEAD = 3

/** A month's digest as things stand now. */
export async function loadDigest(db: Db, month: Month, now: Temporal.Instant): Promise<DigestOfMonth> {
  const settings = reminderSettingsOf(await readWorkspace(db))
  const today = wallClockAt(now, settings.zone).date
  const obligations = await loadObligations(db, { months: [month], today })
  // Of a month for which nobody was asked, nothing is missing either way.
  const isAsked = obligations.some((obligation) => askedFor(obligation) > 0)
  const grid = officeGrid({
    months: [month],
    unrecorded: isAsked ? await monthsWithoutRecords(db, [month], today) : [],
    members: await listMembers(db),
    obligations,
    handIns: await listHandIns(db, [month]),
    leaves: await listLeavesIn(db, [month]),
    deadlineOf: (of) => deadlineWithGrace(of, settings),
  })
  const present = monthOf(today)
  const ahead = monthsBetween(present, addMonths(present, MONTHS_AHEAD))
  return digestOf(grid, {
    deadline: deadlineOf(month, settings),
    region: settings.region,
    fallbackYears: fallbackYears(
      settings,
      ahead.map((one) => scheduleOf(one, settings)),
    ),
  })
}
