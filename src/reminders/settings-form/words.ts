import type { Locale, LocalizedText } from '../../locale.ts'
import { formatDeadlineRule } from '../../deadlines/deadline-rule.ts'
import { formatRegion } from '../../time/holidays/regions.ts'
import type { ReminderSettings } from '../../deadlines/settings/settings.ts'

/** What an admin sets, in the order in which it is shown. */
export const settingNames = {
  deadline: { zh: '截止日', en: 'Deadline' },
  deadlineHour: { zh: '截止时间', en: 'Deadline hour' },
  zone: { zh: '时区', en: 'Time zone' },
  region: { zh: '节假日地区', en: 'Holidays of' },
  steps: { zh: '提醒步骤', en: 'Reminder steps' },
  hour: { zh: '提醒时间', en: 'Reminder hour' },
  quiet: { zh: '免打扰', en: 'Quiet hours' },
  workingDaysOnly: { zh: '只在工作日提醒', en: 'Working days only' },
  grace: { zh: '宽限（工作日）', en: 'Grace (working days)' },
  language: { zh: '默认语言', en: 'Language by default' },
} as const satisfies Record<string, LocalizedText>

export type SettingName = keyof typeof settingNames

export const settingOrder = Object.keys(settingNames) as SettingName[]

/** Every setting as it reads. */
export function formatSettings(
  { locale }: { readonly locale: Locale },
  settings: ReminderSettings,
): Record<SettingName, LocalizedText> {
  const { from, to } = settings.quietHours
  const same = (text: string): LocalizedText => ({ zh: text, en: text })
  return {
    deadline: formatDeadlineRule(settings.deadlineRule),
    deadlineHour: same(settings.deadlineHour),
    zone: same(settings.zone),
    region: formatRegion(settings.region),
    steps: same(settings.steps.join(', ')),
    hour: same(settings.hour),
    quiet: from === to ? { zh: '无', en: 'none' } : same(`${from}–${to}`),
    workingDaysOnly: settings.workingDaysOnly ? { zh: '是', en: 'yes' } : { zh: '否', en: 'no' },
    grace: same(String(settings.graceDays)),
    language: locale === 'zh' ? same('中文') : same('English'),
  }
}
