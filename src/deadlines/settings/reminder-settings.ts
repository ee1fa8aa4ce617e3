import { z } from 'zod'
import type { Workspace } from '../../members/workspace-store.ts'
import type { Month } from '../../time/month.ts'
import { monthAsStored } from './month-as-stored.ts'
import { checkReminderSettings, defaultReminderSettings, type ReminderSettings } from './settings.ts'
import type { Step } from '../steps.ts'

const time = z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/)
const day = z.iso.date()
const rule = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('last-working-day') }),
  z.object({ kind: z.literal('day'), day: z.int().min(1).max(31) }),
  z.object({ kind: z.literal('working-day'), nth: z.int().min(1).max(23) }),
  z.object({
    kind: z.literal('weekday'),
    nth: z.union([z.int().min(1).max(5), z.literal('last')]),
    weekday: z.int().min(1).max(7),
  }),
])
const step = z.custom<Step>((value) => typeof value === 'string' && /^T[-+]\d{1,2}$/.test(value))

const month = z.custom<Month>((value) => typeof value === 'string' && /^\d{4}-(0[1-9]|1[0-2])$/.test(value))
const former = z.object({
  through: month,
  zone: z.string(),
  region: z.string(),
  deadlineRule: rule,
  deadlineHour: time,
  graceDays: z.int(),
  daysOff: z.array(day),
  workingDays: z.array(day),
})

/**
 * The part `reminders` of a workspace's settings as it is stored: what is missing is the default's. Sets are arrays of
 * ISO dates; zone and region are the workspace's own.
 */
export const storedReminderSettings = z.object({
  deadlineRule: rule.optional(),
  deadlineHour: time.optional(),
  steps: z.array(step).min(1).optional(),
  hour: time.optional(),
  quietHours: z.object({ from: time, to: time }).optional(),
  workingDaysOnly: z.boolean().optional(),
  graceDays: z.int().optional(),
  daysOff: z.array(day).optional(),
  workingDays: z.array(day).optional(),
  /** Why a local day is off or worked, by its date. */
  dayReasons: z.record(day, z.string()).optional(),
  formerly: z.array(former).optional(),
  extended: z.record(month, day).optional(),
})

export type StoredReminderSettings = z.infer<typeof storedReminderSettings>

/** What is stored. Throws Error when it cannot be understood. */
export function storedSettingsOf({ settings }: Pick<Workspace, 'settings'>): StoredReminderSettings {
  const parsed = storedReminderSettings.safeParse(settings['reminders'] ?? {})
  if (!parsed.success) throw new Error(`the workspace's reminder settings: ${z.prettifyError(parsed.error)}`)
  return parsed.data
}

/** A workspace's reminder settings. Throws Error when what is stored cannot be understood. */
export function reminderSettingsOf(
  workspace: Pick<Workspace, 'settings' | 'zone' | 'region'>,
): ReminderSettings {
  const data = storedSettingsOf(workspace)
  const base = defaultReminderSettings
  return checkReminderSettings({
    zone: workspace.zone,
    region: workspace.region,
    overrides: {
      daysOff: new Set(data.daysOff ?? base.overrides.daysOff),
      workingDays: new Set(data.workingDays ?? base.overrides.workingDays),
    },
    deadlineRule: data.deadlineRule ?? base.deadlineRule,
    deadlineHour: data.deadlineHour ?? base.deadlineHour,
    steps: data.steps ?? base.steps,
    hour: data.hour ?? base.hour,
    quietHours: data.quietHours ?? base.quietHours,
    workingDaysOnly: data.workingDaysOnly ?? base.workingDaysOnly,
    graceDays: data.graceDays ?? base.graceDays,
    formerly: (data.formerly ?? []).map(({ daysOff, workingDays, ...rules }) => ({
      ...rules,
      overrides: { daysOff: new Set(daysOff), workingDays: new Set(workingDays) },
    })),
    extended: new Map(
      Object.entries(data.extended ?? {}).map(([month, date]) => [
        monthAsStored(month),
        Temporal.PlainDate.from(date),
      ]),
    ),
  })
}
