import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { checkZone, parseTime } from '../../time/clock.ts'
import { readRegion } from '../../time/holidays/regions.ts'
import { parseDeadlineRule } from '../../deadlines/deadline-rule.ts'
import type { SettingsChange } from './change.ts'
import { type SettingName, settingNames, settingOrder } from './words.ts'
import {
  checkReminderSettings,
  defaultReminderSettings,
  type ReminderSettings,
} from '../../deadlines/settings/settings.ts'
import { parseSteps } from '../../deadlines/steps.ts'

/** Reads one setting as a person writes it. Throws MemberFacingError. */
const readers: Readonly<Record<SettingName, (text: string) => SettingsChange>> = {
  deadline: readDeadline,
  deadlineHour: (text) => ({ deadlineHour: parseTime(text) }),
  zone: (text) => ({ zone: checkZone(text) }),
  region: (text) => ({ region: readRegion(text) }),
  steps: (text) => ({ steps: parseSteps(text) }),
  hour: (text) => ({ hour: parseTime(text) }),
  quiet: (text) => ({ quietHours: readQuietHours(text) }),
  workingDaysOnly: (text) => ({ workingDaysOnly: readYesNo(text) }),
  grace: (text) => ({ graceDays: readGrace(text) }),
  language: (text) => ({ locale: readLanguage(text) }),
}

/**
 * Reads several settings and looks whether they go together; `current` are those that are not among them. Throws
 * FieldIssues by the settings' names: every fault at once.
 */
export function readSettings(
  texts: Readonly<Partial<Record<SettingName, string>>>,
  current: ReminderSettings,
): SettingsChange {
  const faults: Partial<Record<SettingName, LocalizedText>> = {}
  const changes: SettingsChange[] = []
  for (const name of settingOrder) {
    const text = texts[name]
    if (text === undefined) continue
    try {
      changes.push(readers[name](text))
    } catch (error) {
      if (!(error instanceof MemberFacingError)) throw error
      faults[name] = error.said
    }
  }
  if (Object.keys(faults).length > 0) throw new FieldIssues(faults)
  const change: SettingsChange = Object.assign({}, ...changes)
  checkTogether(change, current)
  return change
}

function checkTogether(change: SettingsChange, current: ReminderSettings): void {
  const { hour = current.hour, quietHours = current.quietHours, graceDays = current.graceDays } = change
  try {
    checkReminderSettings({ ...current, hour, quietHours, graceDays })
  } catch (error) {
    if (!(error instanceof MemberFacingError)) throw error
    const name: SettingName = change.hour === undefined && change.quietHours !== undefined ? 'quiet' : 'hour'
    throw new FieldIssues({ [name]: error.said })
  }
}

/** A rule, with its hour behind it or without: `last working day 18:00`, 每月25日 17点. */
function readDeadline(text: string): SettingsChange {
  const parts = /^(?<rule>.*?)[\s,，]+(?<hour>\d{1,2}[:：点时].*)$/u.exec(text.trim())?.groups
  const { rule, hour } = parts ?? {}
  if (rule === undefined || hour === undefined) return { deadlineRule: parseDeadlineRule(text) }
  return { deadlineRule: parseDeadlineRule(rule), deadlineHour: parseTime(hour) }
}

/** `20:00-08:00`, 20点至8点; none or 无: the empty span. */
function readQuietHours(text: string): ReminderSettings['quietHours'] {
  const plain = text.normalize('NFKC').trim()
  if (/^(?:none|off|无|不设)$/iu.test(plain)) return { from: '00:00', to: '00:00' }
  const [from, to, more] = plain.split(/\s*(?:-|–|—|~|至|到|\bto\b)\s*/iu)
  if (from !== undefined && to !== undefined && more === undefined) {
    return { from: parseTime(from), to: parseTime(to) }
  }
  throw new MemberFacingError({
    zh: `“${text}”不是免打扰时段。请写成 20:00-08:00，不需要则写 无。`,
    en: `"${text}" are not quiet hours. Write them like 20:00-08:00, or none.`,
  })
}

function readYesNo(text: string): boolean {
  const plain = text.trim().toLowerCase()
  if (['yes', 'on', '是', '开'].includes(plain)) return true
  if (['no', 'off', '否', '关'].includes(plain)) return false
  throw new MemberFacingError({ zh: `“${text}”请写成 是 或 否。`, en: `"${text}" should be yes or no.` })
}

function readGrace(text: string): number {
  const match = /^(\d{1,3})\s*(?:个?工作日|天|(?:working )?days?)?$/iu.exec(text.normalize('NFKC').trim())
  if (match !== null)
    return checkReminderSettings({ ...defaultReminderSettings, graceDays: Number(match[1]) }).graceDays
  throw new MemberFacingError({
    zh: `“${text}”不是天数。请写 0 到 20 的整数（工作日）。`,
    en: `"${text}" is not a number of days. Write a whole number from 0 to 20 (working days).`,
  })
}

function readLanguage(text: string): 'zh' | 'en' {
  const plain = text.trim().toLowerCase()
  if (['zh', '中文', '汉语', 'chinese'].includes(plain)) return 'zh'
  if (['en', '英文', '英语', 'english'].includes(plain)) return 'en'
  throw new MemberFacingError({
    zh: `“${text}”请写成 中文 或 English。`,
    en: `"${text}" should be 中文 or English.`,
  })
}

/** Names under which a line sets something: `/wenshu settings zone Europe/Berlin`. */
const words: Readonly<Record<SettingName, readonly string[]>> = {
  deadline: ['deadline', '截止日', '截止'],
  deadlineHour: ['deadline-hour', '截止时间'],
  zone: ['zone', '时区'],
  region: ['region', 'holidays', '节假日', '地区'],
  steps: ['steps', '步骤'],
  hour: ['hour', '提醒时间'],
  quiet: ['quiet', '免打扰'],
  workingDaysOnly: ['working-days', '只在工作日', '工作日'],
  grace: ['grace', '宽限'],
  language: ['language', '语言'],
}

/** Reads `zone Europe/Berlin` as one setting. Throws MemberFacingError. */
export function readSettingsLine(text: string, current: ReminderSettings): SettingsChange {
  const [word = '', ...rest] = text.trim().split(/\s+/u)
  const name = settingOrder.find((known) => words[known].includes(word.toLowerCase()))
  const value = rest.join(' ')
  if (name === undefined) {
    throw new MemberFacingError({
      zh: `“${word}”不是一项设置。可设：${settingOrder.map((known) => words[known][1] ?? words[known][0]).join('、')}。例：/wenshu settings 截止日 每月25日 18:00`,
      en: `"${word}" is not a setting. There are ${settingOrder.map((known) => words[known][0]).join(', ')}. Like /wenshu settings deadline last working day 18:00`,
    })
  }
  if (value !== '') return readSettings({ [name]: value }, current)
  const { zh, en } = settingNames[name]
  throw new MemberFacingError({
    zh: `“${word}”后面要写新的${zh}。例：/wenshu settings ${word} ${EXAMPLES[name].zh}`,
    en: `Write the new value after "${word}" (${en}). Like /wenshu settings ${word} ${EXAMPLES[name].en}`,
  })
}

/** A value of each setting, as one types it. */
export const EXAMPLES: Readonly<Record<SettingName, LocalizedText>> = {
  deadline: { zh: '最后一个工作日 18:00', en: 'last working day 18:00' },
  deadlineHour: { zh: '18:00', en: '18:00' },
  zone: { zh: 'Asia/Shanghai', en: 'Europe/Berlin' },
  region: { zh: 'CN', en: 'US-NY' },
  steps: { zh: 'T-7, T-3, T-1, T-0, T+1', en: 'T-7, T-3, T-1, T-0, T+1' },
  hour: { zh: '09:30', en: '09:30' },
  quiet: { zh: '20:00-08:00', en: '20:00-08:00' },
  workingDaysOnly: { zh: '是', en: 'yes' },
  grace: { zh: '3', en: '3' },
  language: { zh: '中文', en: 'English' },
}
