import type { Locale, LocalizedText } from '../../locale.ts'
import type { Month } from '../../time/month.ts'
import type { Deadline } from '../../deadlines/deadline.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'
import type { SkipCode } from './skip-reasons.ts'
import type { Step } from '../../deadlines/steps.ts'

/** A member as the plan sees them. */
export type RemindedMember = {
  readonly id: string
  readonly name: string
  readonly locale: Locale
  /** False when no Slack user is known for them yet. */
  readonly isLinked: boolean
  readonly isBot: boolean
  readonly isGuest: boolean
  /** Their Slack account is deactivated. */
  readonly isDeactivated: boolean
  readonly joinedOn: Temporal.PlainDate
  /** The first day on which they no longer belong to the office. */
  readonly leftOn: Temporal.PlainDate | null
  /** IANA name when they opted in to reminders by their own clock. */
  readonly zone: string | null
}

/** What a member owes for a month, after leave and overrides. `handedIn` counts what stands as handed in now. */
export type Obligation = {
  readonly memberId: string
  readonly month: Month
  readonly quota: number
  readonly handedIn: number
  /** Null when not exempt; else why, which may be empty. */
  readonly exemption: string | null
}

/** Both ends included; `to` null while the return is open. */
export type Leave = {
  readonly memberId: string
  readonly from: Temporal.PlainDate
  readonly to: Temporal.PlainDate | null
}

/**
 * A step as it is claimed: a scheduled one; one repeated after a snooze, `T-3~2022-11-26`; one claimed anew since the
 * deadline moved, `T-3~due2022-11-30T18:00`; word of the move between two steps; or a nudge by hand.
 */
export type ClaimedStep = Step | `${Step}~${string}` | MovedStep | NudgeStep

/** Word that the deadline moved, and how many messages of the month came before: `moved~2`. */
export type MovedStep = `moved~${number}`

/** A nudge by hand, and the day it is of: `nudge~2022-11-26`. */
export type NudgeStep = `nudge~${string}`

/** A claim on (member, month, step). Any, whatever became of it, keeps that step from being planned again. */
export type Decision = {
  readonly memberId: string
  readonly month: Month
  readonly step: string
  /** Whether the member has the message. */
  readonly isSent: boolean
  /** The deadline it tells, as `Deadline.wall`; null or missing when that is not known. */
  readonly toldDue?: string | null
  readonly sentAt?: Temporal.Instant | null
}

/** `step` is the one of the reminder whose button was pressed. No reminder of any month comes before `until`. */
export type Snooze = {
  readonly memberId: string
  readonly month: Month
  readonly step: string
  readonly until: Temporal.Instant
}

/** Particulars of one member's messages. */
export type MessageDetails = {
  readonly essays: readonly { readonly month: Month; readonly id: string; readonly title: string }[]
  /** Who nudged the member by hand, by the step of that message; mrkdwn. */
  readonly nudges: readonly { readonly step: string; readonly by: string }[]
}

/** Obligations, decisions and snoozes of the months that `monthsConcerned` names; leaves that touch now. */
export type PlanState = {
  readonly settings: ReminderSettings
  readonly members: readonly RemindedMember[]
  readonly obligations: readonly Obligation[]
  readonly leaves: readonly Leave[]
  readonly decisions: readonly Decision[]
  readonly snoozes: readonly Snooze[]
  /** What messages say besides, by member, where the state is of those who are about to get one. */
  readonly details?: ReadonlyMap<string, MessageDetails>
  /** Plan also for members without a Slack account, for a preview before Slack is connected. */
  readonly includeUnlinked?: boolean
}

export type Planned = {
  readonly memberId: string
  readonly month: Month
  readonly step: ClaimedStep
  readonly owed: number
  readonly quota: number
  readonly handedIn: number
  readonly deadline: Deadline
  /** The zone the member reads: show the deadline in it. */
  readonly zone: string
  /** When this step's hour came; in the past when it could not go then. */
  readonly plannedFor: Temporal.Instant
  /** Days by the member's calendar until the deadline's date; 0 on the day, negative when overdue. */
  readonly daysLeft: number
  /** The deadline that the member was told last, when another one holds now. */
  readonly movedFrom?: string | null
  /** Earlier steps that were never decided and now never will be sent. */
  readonly supersedes: readonly Step[]
  readonly details?: MessageDetails
}

/** `month` and `step` are null when the reason is the member's own, whatever the month or step. */
export type Skipped = {
  readonly memberId: string
  readonly month: Month | null
  readonly step: Step | null
  readonly code: SkipCode
  readonly said: LocalizedText
}

export type Plan = {
  readonly planned: readonly Planned[]
  readonly skipped: readonly Skipped[]
  /** Years whose holidays are not known in full, so that weekends and fixed feasts decided. */
  readonly calendarFallbackYears: readonly number[]
}
