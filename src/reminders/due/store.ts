import type { Db } from '../../db/tenant.ts'
import { loadObligations } from '../../essays/duties/obligations-store.ts'
import type { Locale } from '../../locale.ts'
import { readWorkspace, type Workspace } from '../../members/workspace-store.ts'
import { wallClockAt } from '../../time/clock.ts'
import type { Month } from '../../time/month.ts'
import { loadDetails } from './message-details.ts'
import { monthAsStored } from '../../deadlines/settings/month-as-stored.ts'
import type { Decision, Leave, PlanState, RemindedMember, Snooze } from '../plan/state.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { monthsConcerned } from '../../deadlines/settings/schedule.ts'

/** A member as the plan sees them, with how to name and to reach them. */
export type ReminderPerson = RemindedMember & {
  readonly externalId: string | null
  readonly slackUserId: string | null
}

/** All that a plan is made from, and how to name those in it. */
export type LoadedPlan = {
  readonly workspace: Workspace
  readonly state: Omit<PlanState, 'members'> & { readonly members: readonly ReminderPerson[] }
}

export type PlanScope = {
  /** Only this member, or these; all when missing. */
  readonly memberId?: string
  readonly memberIds?: readonly string[]
  /** Besides those concerned now. */
  readonly month?: Month
  readonly months?: readonly Month[]
  readonly includeUnlinked?: boolean
  /** Leaves from this moment on are wanted too, for a look ahead. */
  readonly since?: Temporal.Instant
}

/** Loads what is to be known for a plan at a moment, with one query each. */
export async function loadPlan(db: Db, at: Temporal.Instant, scope: PlanScope = {}): Promise<LoadedPlan> {
  const workspace = await readWorkspace(db)
  const settings = reminderSettingsOf(workspace)
  const alsoMonths = [...(scope.month ? [scope.month] : []), ...(scope.months ?? [])]
  const months = [...new Set([...monthsConcerned(settings, at), ...alsoMonths])]
  const of = scope.memberId === undefined ? scope.memberIds : [scope.memberId]
  const members = await listReminderPeople(db, workspace.locale, of)
  const today = wallClockAt(at, workspace.zone).date
  const obligations = await loadObligations(db, { months, today, of })
  return {
    workspace,
    state: {
      settings,
      members,
      obligations: obligations.filter(({ isAway, isEntitled }) => !isAway && isEntitled),
      leaves: await listLeavesBetween(db, scope.since ?? at, at, of),
      decisions: await listDecisions(db, months, of),
      snoozes: await listSnoozes(db, months, of),
      includeUnlinked: scope.includeUnlinked ?? false,
      ...(of === undefined ? {} : { details: await loadDetails(db, of, months) }),
    },
  }
}

/** In the order of their ids, so that two processes claim in the same order and never wait for each other in a circle. */
async function listReminderPeople(db: Db, locale: Locale, of?: readonly string[]): Promise<ReminderPerson[]> {
  const rows = await db
    .selectFrom('members')
    .select(['id', 'external_id', 'slack_user_id', 'name', 'locale', 'zone', 'own_zone'])
    .select(['joined_on', 'left_on', 'is_bot', 'is_guest', 'deactivated'])
    .$if(of !== undefined, (query) => query.where('id', 'in', of ?? []))
    .orderBy('id')
    .execute()
  const dates = new Map<string, Temporal.PlainDate>()
  const dateOf = (iso: string) => {
    const date = dates.get(iso) ?? Temporal.PlainDate.from(iso)
    dates.set(iso, date)
    return date
  }
  return rows.map((row) => ({
    id: row.id,
    externalId: row.external_id,
    slackUserId: row.slack_user_id,
    name: row.name,
    locale: row.locale ?? locale,
    isLinked: row.slack_user_id !== null,
    isBot: row.is_bot,
    isGuest: row.is_guest,
    isDeactivated: row.deactivated,
    joinedOn: dateOf(row.joined_on),
    leftOn: row.left_on === null ? null : dateOf(row.left_on),
    zone: row.own_zone ? row.zone : null,
  }))
}

/** Confirmed leaves that touch the days between two moments anywhere on Earth. */
async function listLeavesBetween(
  db: Db,
  since: Temporal.Instant,
  until: Temporal.Instant,
  of?: readonly string[],
): Promise<Leave[]> {
  const [first, last] = [since, until].map((at) => wallClockAt(at, 'UTC').date)
  const rows = await db
    .selectFrom('leaves')
    .select(['member_id', 'starts_on', 'ends_on'])
    .where('state', '=', 'confirmed')
    .where('starts_on', '<=', last!.add({ days: 1 }).toString())
    .where('ends_on', '>=', first!.subtract({ days: 1 }).toString())
    .$if(of !== undefined, (query) => query.where('member_id', 'in', of ?? []))
    .execute()
  return rows.map((row) => ({
    memberId: row.member_id,
    from: Temporal.PlainDate.from(row.starts_on),
    to: Temporal.PlainDate.from(row.ends_on),
  }))
}

async function listDecisions(db: Db, months: readonly Month[], of?: readonly string[]): Promise<Decision[]> {
  const rows = await db
    .selectFrom('reminders')
    .select(['member_id', 'month', 'step', 'state', 'told_due', 'sent_at'])
    .where('month', 'in', months)
    .$if(of !== undefined, (query) => query.where('member_id', 'in', of ?? []))
    .execute()
  return rows.map((row) => ({
    memberId: row.member_id,
    month: monthAsStored(row.month),
    step: row.step,
    isSent: row.state === 'sent',
    toldDue: row.told_due,
    sentAt: instantOrNull(row.sent_at),
  }))
}

function instantOrNull(at: Date | null): Temporal.Instant | null {
  return at === null ? null : Temporal.Instant.fromEpochMilliseconds(at.getTime())
}

async function listSnoozes(db: Db, months: readonly Month[], of?: readonly string[]): Promise<Snooze[]> {
  const rows = await db
    .selectFrom('reminder_snoozes')
    .select(['member_id', 'month', 'step', 'snoozed_until'])
    .where('month', 'in', months)
    .$if(of !== undefined, (query) => query.where('member_id', 'in', of ?? []))
    .execute()
  return rows.map((row) => ({
    memberId: row.member_id,
    month: monthAsStored(row.month),
    step: row.step,
    until: Temporal.Instant.fromEpochMilliseconds(row.snoozed_until.getTime()),
  }))
}
