import { defaultReminderSettings, type ReminderSettings } from '../../src/deadlines/settings/settings.ts'
import type {
  Decision,
  Obligation,
  Planned,
  PlanState,
  RemindedMember,
} from '../../src/reminders/plan/state.ts'
import type { Month } from '../../src/time/month.ts'

export const date = (text: string) => Temporal.PlainDate.from(text)

/** `2022-11-21T09:30` on the wall in a zone, Shanghai unless told. */
export function at(local: string, zone = 'Asia/Shanghai'): Temporal.Instant {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).toInstant()
}

/** A member whom nothing keeps from being reminded. */
export function writer(changes: Partial<RemindedMember> = {}): RemindedMember {
  return {
    id: 'M011',
    name: '成员11',
    locale: 'zh',
    isLinked: true,
    isBot: false,
    isGuest: false,
    isDeactivated: false,
    joinedOn: date('2021-01-04'),
    leftOn: null,
    zone: null,
    ...changes,
  }
}

/** Two essays owed for November 2022, none handed in. */
export function twoEssays(changes: Partial<Obligation> = {}): Obligation {
  return { memberId: 'M011', month: '2022-11', quota: 2, handedIn: 0, exemption: null, ...changes }
}

export function sent(step: string, month: Month = '2022-11', memberId = 'M011'): Decision {
  return { memberId, month, step, isSent: true }
}

/** One writer who owes two essays, in an office with the default settings. */
export function office(
  changes: Partial<PlanState> = {},
  settings: Partial<ReminderSettings> = {},
): PlanState {
  return {
    settings: { ...defaultReminderSettings, ...settings },
    members: [writer()],
    obligations: [twoEssays()],
    leaves: [],
    decisions: [],
    snoozes: [],
    ...changes,
  }
}

/** Planned messages as one line each. */
export function lines(planned: readonly Planned[]): string[] {
  return planned.map(({ memberId, month, step, owed }) => `${memberId} ${month} ${step} owes ${owed}`)
}
