import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { say } from '../../locale.ts'
import { readWorkspace, type Workspace } from '../../members/workspace-store.ts'
import { reminderText } from './messages.ts'
import { planReminders } from '../plan/plan-reminders.ts'
import type { Plan, Planned, Skipped } from '../plan/state.ts'
import { loadPlan, type ReminderPerson } from './store.ts'
import { reminderWords } from './reminder-words.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import type { SkipCode } from '../plan/skip-reasons.ts'

/** The plan of a moment, and who the people in it are. */
export type DuePlan = {
  readonly plan: Plan
  readonly people: ReadonlyMap<string, ReminderPerson>
  readonly workspace: Workspace
  readonly settings: ReminderSettings
}

/** Who is to be reminded at a moment and who is not, from the database; nothing is decided by asking. */
export async function planDue(
  ctx: Context,
  at: Temporal.Instant,
  options: { readonly includeUnlinked?: boolean } = {},
): Promise<DuePlan> {
  const { state, workspace } = await inTransaction(ctx, async ({ db }) => await loadPlan(db, at))
  return {
    plan: planReminders({ ...state, includeUnlinked: options.includeUnlinked ?? false }, at),
    people: new Map(state.members.map((person) => [person.id, person])),
    workspace,
    settings: state.settings,
  }
}

/** What `wenshu reminders --at` prints with `--json`. `member` is as imported; `at` ISO with the workspace's offset. */
export type DueForCli = {
  readonly planned: readonly {
    readonly member: string
    readonly month: string
    readonly owed: number
    readonly step: string
    readonly at: string
    readonly text: string
  }[]
  readonly skipped: readonly { readonly member: string; readonly reason: string }[]
  /** Years whose holidays are not known in full, so that weekends and fixed feasts decided. */
  readonly calendarFallbackYears: readonly number[]
}

/**
 * Who would get what at a moment, and who would not and why, each member once among the latter. While nobody is
 * linked to Slack yet it previews as if all were; later somebody without an account is skipped, as in earnest.
 */
export async function dueForCli(ctx: Context, at: Temporal.Instant): Promise<DueForCli> {
  const { state, workspace } = await inTransaction(ctx, async ({ db }) => await loadPlan(db, at))
  const includeUnlinked = state.members.every(({ isLinked }) => !isLinked)
  const plan = planReminders({ ...state, includeUnlinked }, at)
  const people = new Map(state.members.map((person) => [person.id, person]))
  const nameOf = (id: string) => {
    const person = people.get(id)
    return person?.externalId ?? person?.slackUserId ?? id
  }
  const toText = (planned: Planned) => {
    const locale = people.get(planned.memberId)?.locale ?? workspace.locale
    return reminderText(reminderWords(planned, at, state.settings), locale)
  }
  const iso = at.toString({ timeZone: state.settings.zone, smallestUnit: 'second' })
  return {
    planned: plan.planned
      .map((planned) => ({
        member: nameOf(planned.memberId),
        month: planned.month,
        owed: planned.owed,
        step: planned.step,
        at: iso,
        text: toText(planned),
      }))
      .sort(byMember),
    skipped: oneReasonEach(plan)
      .map(({ memberId, said }) => ({ member: nameOf(memberId), reason: say(workspace.locale, said) }))
      .sort(byMember),
    calendarFallbackYears: plan.calendarFallbackYears,
  }
}

function byMember(one: { readonly member: string }, other: { readonly member: string }): number {
  return one.member < other.member ? -1 : one.member > other.member ? 1 : 0
}

/** Reasons that say little when another month has a better one. */
const WEAK: ReadonlySet<SkipCode> = new Set(['over', 'not-due-yet', 'owes-nothing'])

/** Of everybody who is not reminded, one reason: the one that says most. */
export function oneReasonEach({ planned, skipped }: Plan): Skipped[] {
  const reminded = new Set(planned.map(({ memberId }) => memberId))
  const reasons = new Map<string, Skipped>()
  for (const skip of skipped) {
    if (reminded.has(skip.memberId)) continue
    const known = reasons.get(skip.memberId)
    if (known === undefined || (WEAK.has(known.code) && !WEAK.has(skip.code)))
      reasons.set(skip.memberId, skip)
  }
  return [...reasons.values()]
}

/**
 * A moment as an operator writes it: `2022-11-21T09:30` by the workspace's clock, or with an offset or Z.
 * Throws MemberFacingError.
 */
export async function readMoment(ctx: Context, text: string): Promise<Temporal.Instant> {
  const { zone } = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
  try {
    if (/(?:Z|[+-]\d\d:?\d\d)(?:\[.*\])?$/i.test(text)) return Temporal.Instant.from(text)
    return Temporal.PlainDateTime.from(text).toZonedDateTime(zone).toInstant()
  } catch (error) {
    if (!(error instanceof RangeError)) throw error
    throw new MemberFacingError(
      {
        zh: `“${text}”不是时间。请写成 2022-11-21T09:30（${zone} 时间）。`,
        en: `"${text}" is not a moment. Write it like 2022-11-21T09:30 (by the clock of ${zone}).`,
      },
      { cause: error },
    )
  }
}
