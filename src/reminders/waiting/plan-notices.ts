import { may, type Member } from '../../members/member.ts'
import { isZone, wallClockAt, type WallClock } from '../../time/clock.ts'
import { calendarOf, isWorkingDay } from '../../time/working-days.ts'
import { closedAt } from '../../deadlines/settings/schedule.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'

/** An essay that waits for a review. */
export type WaitingEssay = {
  readonly id: string
  readonly title: string
  readonly month: string
  readonly authorId: string
  /** To whom it was passed on; null: any reviewer's. */
  readonly reviewerId: string | null
  readonly submittedAt: Temporal.Instant
  /** This handing in, as `E-12:3`; null: it was imported, and is nobody's news. */
  readonly handIn: string | null
  /** Who had returned it before this handing in. */
  readonly returnedBy: string | null
}

/** What a reviewer was told before. */
export type Noticed = {
  readonly handIns: ReadonlySet<string>
  /** Days on whose morning they were told, ISO dates. */
  readonly days: ReadonlySet<string>
  readonly lastAt: Temporal.Instant | null
}

/** One message for a reviewer. `day`: it is the morning's, which says how many wait. */
export type Notice = {
  readonly memberId: string
  readonly day: string | null
  readonly handIns: readonly string[]
}

/** How long an essay waits for others to be told together with it, in minutes. */
const GATHER = 10
/** Not more often than this is a reviewer told what is new, in minutes. */
const APART = 60
/** For so long after the reminder hour it is morning, in hours. */
const MORNING = 3
/** What was handed in earlier is no news any more, in hours. */
const NEWS = 7 * 24

const never: Noticed = { handIns: new Set(), days: new Set(), lastAt: null }

/**
 * Which reviewers are told now that essays wait for them: of what was handed in, or handed in again, ten minutes after the
 * first of it and not within an hour of the last such message; and on the morning of a working day how many wait since an
 * earlier day. Both in one message, by their own clock or the office's, only at hours at which reminders go, and once.
 */
export function planNotices(
  settings: ReminderSettings,
  reviewers: readonly Member[],
  essays: readonly WaitingEssay[],
  noticed: ReadonlyMap<string, Noticed>,
  now: Temporal.Instant,
): Notice[] {
  return reviewers.flatMap((member) => {
    const zone = zoneOf(member, settings)
    const wall = wallClockAt(now, zone)
    if (!mayHear(member, wall.date.toString()) || closedAt(wall, settings) !== null) return []
    const before = noticed.get(member.id) ?? never
    const fresh = newFor(member, essays, before, now)
    const isOld = ({ submittedAt }: WaitingEssay) =>
      Temporal.PlainDate.compare(wallClockAt(submittedAt, zone).date, wall.date) < 0
    const day = wall.date.toString()
    const isDue =
      isMorning(wall, settings) && !before.days.has(day) && waitingFor(member.id, essays).some(isOld)
    if (!isDue && !isRipe(fresh, before, now)) return []
    const handIns = fresh.flatMap(({ handIn }) => handIn ?? [])
    return [{ memberId: member.id, day: isDue ? day : null, handIns }]
  })
}

/** What a reviewer may review: everything but their own. */
export function waitingFor(memberId: string, essays: readonly WaitingEssay[]): WaitingEssay[] {
  return essays.filter(({ authorId }) => authorId !== memberId)
}

/** What is theirs or anybody's, or comes back to them, and is news; the first handed in first. */
function newFor(
  { id }: Member,
  essays: readonly WaitingEssay[],
  { handIns }: Noticed,
  now: Temporal.Instant,
): WaitingEssay[] {
  return waitingFor(id, essays).filter(
    ({ handIn, reviewerId, returnedBy, submittedAt }) =>
      handIn !== null &&
      !handIns.has(handIn) &&
      (reviewerId === null || reviewerId === id || returnedBy === id) &&
      now.since(submittedAt).total('hour') < NEWS,
  )
}

function isRipe([first]: readonly WaitingEssay[], { lastAt }: Noticed, now: Temporal.Instant): boolean {
  if (first === undefined || now.since(first.submittedAt).total('minute') < GATHER) return false
  return lastAt === null || now.since(lastAt).total('minute') >= APART
}

function isMorning({ date, time }: WallClock, settings: ReminderSettings): boolean {
  const begins = Temporal.PlainTime.from(settings.hour)
  return (
    isWorkingDay(calendarOf(settings.region, settings.overrides), date) &&
    begins.until(time).total('hour') < MORNING
  )
}

function zoneOf({ ownZone, zone }: Member, settings: ReminderSettings): string {
  return ownZone && zone !== null && isZone(zone) ? zone : settings.zone
}

function mayHear(member: Member, day: string): boolean {
  const isHere = !member.isBot && !member.isGuest && !member.deactivated && member.slackUserId !== null
  const stays = member.joinedOn <= day && (member.leftOn === null || member.leftOn > day)
  return isHere && stays && may(member, 'review essays')
}
