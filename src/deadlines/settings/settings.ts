import { MemberFacingError } from '../../errors.ts'
import { noLocalDays } from '../../time/working-days.ts'
import type { DeadlineSettings } from '../deadline.ts'
import { defaultSteps, type Step } from '../steps.ts'

/**
 * A workspace's reminders. Times are wall-clock `HH:MM`. On the grace days an overdue reminder that could not go before
 * may still go.
 */
export type ReminderSettings = DeadlineSettings & {
  readonly steps: readonly Step[]
  /** When reminders start on their day, in the member's zone if they opted in, else the workspace's. */
  readonly hour: string
  /** Nothing is sent from `from` until `to`, which may lie past midnight. Equal ends: no quiet hours. */
  readonly quietHours: { readonly from: string; readonly to: string }
  readonly workingDaysOnly: boolean
}

export const defaultReminderSettings: ReminderSettings = {
  zone: 'Asia/Shanghai',
  region: 'CN',
  overrides: noLocalDays,
  deadlineRule: { kind: 'last-working-day' },
  deadlineHour: '18:00',
  steps: defaultSteps,
  hour: '09:30',
  quietHours: { from: '20:00', to: '08:00' },
  workingDaysOnly: true,
  graceDays: 3,
  formerly: [],
  extended: new Map(),
}

/** Grace days reach no further than the latest overdue step may. */
const mostGraceDays = 20

/** Refuses settings under which no reminder could ever go out, and absurd grace. Throws MemberFacingError. */
export function checkReminderSettings(settings: ReminderSettings): ReminderSettings {
  const { hour, quietHours, graceDays } = settings
  if (!Number.isInteger(graceDays) || graceDays < 0 || graceDays > mostGraceDays) {
    throw new MemberFacingError({
      zh: `宽限天数 ${graceDays} 不行。请写 0 到 ${mostGraceDays} 的整数（工作日）。`,
      en: `${graceDays} grace days are not possible. Write a whole number from 0 to ${mostGraceDays} (working days).`,
    })
  }
  if (!isQuiet(quietHours, hour)) return settings
  throw new MemberFacingError({
    zh: `提醒时间 ${hour} 落在免打扰时段 ${quietHours.from}–${quietHours.to} 内，提醒将永远发不出。请改其中之一。`,
    en: `The reminder hour ${hour} lies within the quiet hours ${quietHours.from}–${quietHours.to}, so nothing could be sent. Change one of them.`,
  })
}

/** `time` is `HH:MM`; `from` is quiet already, `to` no longer. */
export function isQuiet({ from, to }: ReminderSettings['quietHours'], time: string): boolean {
  if (from <= to) return time >= from && time < to
  return time >= from || time < to
}
