import { type Context, inTransaction } from '../context.ts'
import { officeStatus, ownStatus } from '../essays/status/status.ts'
import { loadQueue } from '../essays/review/queue.ts'
import type { Caller } from '../members/caller.ts'
import { listUndelivered } from '../members/answers/undelivered-store.ts'
import { may } from '../members/member.ts'
import { type Deadline, deadlineOf } from '../deadlines/deadline.ts'
import { reminderSettingsOf } from '../deadlines/settings/reminder-settings.ts'
import type { ReminderSettings } from '../deadlines/settings/settings.ts'
import { today, wallClockAt } from '../time/clock.ts'
import { addMonths, firstDay, type Month, monthNumbered, monthOf, monthsBetween } from '../time/month.ts'
import { calendarOf, workingDaysBetween } from '../time/working-days.ts'
import { countByDay, countByKind, countTakenPart, listLoggedBy } from './home-store.ts'
import type { Home, MyMonth, OfficeMonth } from './home.ts'
import { weeksOf } from './weeks.ts'

/** Essays to review that Home shows; the rest is said as a number. */
const CARDS = 3
/** Records of one's own that Home lists by name. */
const NEWEST = 5

/** What Home shows to a member at this moment. */
export async function loadHome(caller: Omit<Caller, 'requestId'>): Promise<Home> {
  const { ctx, member, workspace } = caller
  const day = today(ctx.clock, workspace.zone)
  return {
    undelivered: await inTransaction(ctx, async ({ db }) => await listUndelivered(db, member.id)),
    today: day,
    zone: workspace.zone,
    mine: await loadMyMonth(caller, day),
    review: may(member, 'review essays') ? await loadQueue(caller, CARDS) : null,
    office: may(member, 'see the whole office') ? await loadOffice(caller, day) : null,
    mayWriteReports: may(member, 'write reports'),
  }
}

async function loadMyMonth(
  { ctx, member, workspace }: Omit<Caller, 'requestId'>,
  day: Temporal.PlainDate,
): Promise<MyMonth> {
  const month = monthOf(day)
  const since = new Date(firstDay(month).toZonedDateTime(workspace.zone).epochMilliseconds)
  const { logged, tookPart } = await inTransaction(ctx, async ({ db }) => ({
    logged: await listLoggedBy(db, member.id, since, NEWEST),
    tookPart: await countTakenPart(db, member.id, month),
  }))
  const settings = reminderSettingsOf(workspace)
  const deadline = nextDeadline(month, settings, ctx)
  const dueOn = wallClockAt(deadline.at, workspace.zone).date
  return {
    month,
    logged: logged.total,
    newest: logged.newest,
    tookPart,
    essays: await ownStatus(ctx, { member, months: [month], zone: workspace.zone }),
    deadline,
    workingDaysLeft: workingDaysBetween(calendarOf(settings.region, settings.overrides), day, dueOn),
  }
}

function nextDeadline(month: Month, settings: ReminderSettings, { clock }: Context): Deadline {
  const present = deadlineOf(month, settings)
  const isOver = Temporal.Instant.compare(clock.now(), present.at) > 0
  return isOver ? deadlineOf(addMonths(month, 1), settings) : present
}

async function loadOffice(
  { ctx, workspace }: Omit<Caller, 'requestId'>,
  day: Temporal.PlainDate,
): Promise<OfficeMonth> {
  const month = monthOf(day)
  const { kinds, days } = await inTransaction(ctx, async ({ db }) => ({
    kinds: await countByKind(db, month),
    days: await countByDay(db, day.year),
  }))
  const months = monthsBetween(monthNumbered(day.year, 1), month)
  return {
    month,
    kinds,
    weeks: weeksOf(day, days),
    grid: await officeStatus(ctx, { months, workspace }),
  }
}
