import { MemberFacingError } from '../../errors.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { Workspace } from '../../members/workspace-store.ts'
import type { CommandCall } from '../../slack/listener.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import { addMonths, earliestYear, latestYear, monthOf, monthsBetween } from '../../time/month.ts'
import { calendarYear } from './calendar-year.ts'
import { calendarMessage, localDaysList, localDaysSet } from './messages.ts'
import { changeSettings } from '../settings-form/change-settings.ts'
import { deadlineOf } from '../../deadlines/deadline.ts'
import { formatLocalDays, readLocalDays, withLocalDays, type LocalDaysAsked } from './local-days.ts'
import { reminderSettingsOf, storedSettingsOf } from '../../deadlines/settings/reminder-settings.ts'

/** /wenshu calendar for everybody, and /wenshu days, which an admin sets. */
export const calendarSubcommands: readonly Subcommand[] = [
  { names: ['calendar', '日历'], carryOut: showCalendar },
  { names: ['days off', '放假'], carryOut: async (call, rest) => await setDays(call, 'off', rest) },
  { names: ['days work', '上班'], carryOut: async (call, rest) => await setDays(call, 'work', rest) },
  {
    names: ['days remove', 'days undo', '恢复'],
    carryOut: async (call, rest) => await setDays(call, 'remove', rest),
  },
  { names: ['days'], carryOut: listDays },
]

async function showCalendar({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const { workspace, locale } = caller
  const settings = reminderSettingsOf(workspace)
  const year = rest === '' ? dayOf(caller).year : readYear(unescapeText(rest))
  const reasons = storedSettingsOf(workspace).dayReasons ?? {}
  await reply(calendarMessage(calendarYear(year, settings, reasons), settings.zone, locale))
}

function readYear(text: string): number {
  const year = Number(/^(\d{4})年?$/u.exec(text.normalize('NFKC').trim())?.[1])
  if (year >= earliestYear && year <= latestYear) return year
  throw new MemberFacingError({
    zh: `“${text}”不是年份。请写成 /wenshu calendar 2026。`,
    en: `"${text}" is not a year. Write it like /wenshu calendar 2026.`,
  })
}

async function listDays({ caller, reply }: CommandCall<Caller>, text: string): Promise<void> {
  const rest = unescapeText(text)
  if (rest !== '') {
    throw new MemberFacingError({
      zh: `“${rest}”前要写 off（放假）、work（上班）或 remove（撤销）。例：/wenshu days off 2026-12-24 年会`,
      en: `Before "${rest}" write off, work or remove. Like /wenshu days off 2026-12-24 office party`,
    })
  }
  const { workspace, locale } = caller
  const settings = reminderSettingsOf(workspace)
  const reasons = storedSettingsOf(workspace).dayReasons ?? {}
  const { year } = dayOf(caller)
  const days = [0, 1, 2, 3].flatMap((ahead) => calendarYear(year + ahead, settings, reasons).localDays)
  await reply(localDaysList(days, locale))
}

async function setDays(
  { caller, reply }: CommandCall<Caller>,
  verb: LocalDaysAsked['verb'],
  rest: string,
): Promise<void> {
  const { ctx, member, requestId, locale } = caller
  requireAbility(member, 'administer')
  const day = dayOf(caller)
  const asked = readLocalDays(verb, unescapeText(rest), day)
  const { before, after } = await changeSettings(ctx, {
    change: (workspace) => withLocalDays(storedSettingsOf(workspace), asked),
    days: [formatLocalDays(asked)],
    by: member,
    requestId,
  })
  await reply(localDaysSet(asked, movedBy(before, after, asked, day), day, locale))
}

/** The deadlines that differ, from the present month to the one after the last day set. */
function movedBy(before: Workspace, after: Workspace, { days }: LocalDaysAsked, day: Temporal.PlainDate) {
  const [old, new_] = [reminderSettingsOf(before), reminderSettingsOf(after)]
  const last = Temporal.PlainDate.from(days.at(-1) ?? day)
  return monthsBetween(addMonths(monthOf(day), -1), addMonths(monthOf(last), 1)).flatMap((month) => {
    const [from, to] = [deadlineOf(month, old).date, deadlineOf(month, new_).date]
    return from.equals(to) ? [] : [{ month, from, to, isExtended: new_.extended.has(month) }]
  })
}
