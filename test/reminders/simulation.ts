import { planReminders } from '../../src/reminders/plan/plan-reminders.ts'
import type { Decision, PlanState, Snooze } from '../../src/reminders/plan/state.ts'
import { monthsConcerned } from '../../src/deadlines/settings/schedule.ts'
import { defaultReminderSettings, type ReminderSettings } from '../../src/deadlines/settings/settings.ts'
import { snoozedUntil } from '../../src/reminders/snooze/snooze-reminder.ts'
import { parseSteps } from '../../src/deadlines/steps.ts'
import type { Month } from '../../src/time/month.ts'
import { date, writer } from './office.ts'
import { isExempt, zoneAt, type Person, type Story } from './oracle.ts'

type Press = { readonly at: number; readonly person: Person; readonly month: Month; readonly step: string }

/**
 * What the planner sends when it is asked at every tick, each message is recorded as sent, and people press "tomorrow"
 * as the story has it.
 */
export function messagesSent(story: Story, ticks: readonly number[] = story.ticks): string[] {
  const decisions: Decision[] = []
  const messages: string[] = []
  const snoozes = new Map<string, Snooze>()
  const counts = new Map<string, number>()
  let presses: Press[] = []
  const people = new Map(story.people.map((person) => [person.id, person]))
  for (const tick of ticks) {
    for (const press of presses.filter(({ at }) => at <= tick)) snooze(story, press, snoozes)
    presses = presses.filter(({ at }) => at > tick)
    const now = Temporal.Instant.fromEpochMilliseconds(tick)
    const state = { ...stateAt(story, now, decisions), snoozes: [...snoozes.values()] }
    for (const { memberId, month, step } of planReminders(state, now).planned) {
      decisions.push({ memberId, month, step, isSent: true })
      messages.push(`${memberId} ${month} ${step} ${new Date(tick).toISOString()}`)
      const person = people.get(memberId)!
      const count = counts.get(memberId) ?? 0
      counts.set(memberId, count + 1)
      const after = person.snoozes?.[count] ?? null
      if (after !== null) presses.push({ at: tick + after * 60_000, person, month, step })
    }
  }
  return messages
}

/** As the button does: the newest of a member and month counts. */
function snooze(story: Story, { at, person, month, step }: Press, snoozes: Map<string, Snooze>): void {
  const settings = settingsOf(story)
  const now = Temporal.Instant.fromEpochMilliseconds(at)
  const until = snoozedUntil(now, zoneAt(person, at) ?? settings.zone, settings)
  snoozes.set(`${person.id} ${month}`, { memberId: person.id, month, step, until })
}

function stateAt(story: Story, now: Temporal.Instant, decisions: readonly Decision[]): PlanState {
  const settings = settingsOf(story)
  const months = monthsConcerned(settings, now).filter((month) => story.months.includes(month))
  const obligations = months.flatMap((month) =>
    story.people.map((person) => ({
      memberId: person.id,
      month,
      quota: person.quota,
      handedIn: (person.handIns[month] ?? []).filter((moment) => moment <= now.epochMilliseconds).length,
      exemption: isExempt(person, month, now.epochMilliseconds) ? '病假' : null,
    })),
  )
  const concerned = decisions.filter(({ month }) => months.includes(month))
  return { settings, ...membersOf(story, now), obligations, decisions: concerned, snoozes: [] }
}

function settingsOf({ workspaceZone, region, rules }: Story): ReminderSettings {
  return {
    ...defaultReminderSettings,
    zone: workspaceZone,
    region,
    steps: parseSteps(
      rules.offsets.map((offset) => `T${offset > 0 ? '+' : '-'}${Math.abs(offset)}`).join(' '),
    ),
    hour: rules.opens,
    quietHours: { from: rules.closes, to: '01:00' },
    graceDays: rules.graceDays,
    workingDaysOnly: rules.workingDaysOnly,
  }
}

/** Parsed once a story: a year has thousands of ticks. */
const parsed = new WeakMap<Story, Pick<PlanState, 'members' | 'leaves'>>()

function membersOf(story: Story, now: Temporal.Instant): Pick<PlanState, 'members' | 'leaves'> {
  const known = parsed.get(story) ?? parse(story)
  parsed.set(story, known)
  const members = known.members.map((member, index) => {
    const zone = zoneAt(story.people[index]!, now.epochMilliseconds)
    return zone === member.zone ? member : { ...member, zone }
  })
  return { members, leaves: known.leaves }
}

function parse(story: Story): Pick<PlanState, 'members' | 'leaves'> {
  return {
    members: story.people.map(({ id, zone, joinedOn, leftOn }) =>
      writer({ id, zone, joinedOn: date(joinedOn), leftOn: leftOn === null ? null : date(leftOn) }),
    ),
    leaves: story.people.flatMap(({ id, leaves }) =>
      leaves.map(([from, to]) => ({ memberId: id, from: date(from), to: date(to) })),
    ),
  }
}
