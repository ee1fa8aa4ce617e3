import { type Caller, dayOf } from '../members/caller.ts'
import type { Subcommand } from '../members/roster/slack.ts'
import type { ActionCall, FormCall, Listeners } from '../slack/listener.ts'
import { parseMonth } from '../time/month.ts'
import { askForLeave } from './leave/ask.ts'
import { calendarSubcommands, registerCalendar } from './calendar/slack.ts'
import { decideLeave } from './leave/decide.ts'
import { digestSubcommands, registerDigests } from './digest/slack.ts'
import {
  CONFIRM_LEAVE,
  LEAVE_FORM,
  leaveForm,
  leaveNoted,
  leaveSettled,
  REFUSE_LEAVE,
} from './leave/messages.ts'
import { logSubcommands, registerLog } from './log/slack.ts'
import { ASK_LEAVE, SNOOZE } from './due/messages.ts'
import { reminderSnoozed } from './snooze/messages.ts'
import { registerSettings, settingsSubcommands } from './settings-form/slack.ts'
import { snoozeReminder } from './snooze/snooze-reminder.ts'
import { zoneSubcommands } from './settings-form/zone-slack.ts'

/** What the reminders add to /wenshu. */
export const reminderSubcommands: readonly Subcommand[] = [
  ...settingsSubcommands,
  ...calendarSubcommands,
  ...zoneSubcommands,
  ...logSubcommands,
  ...digestSubcommands,
]

/** Registers the buttons of a reminder, the form that asks for a leave, and the buttons that decide it. */
export function registerReminders(listeners: Listeners<Caller>): void {
  listeners.action(SNOOZE, snooze)
  listeners.action(ASK_LEAVE, async ({ caller, openForm }) => {
    await openForm(leaveForm(dayOf(caller), caller.locale))
  })
  listeners.form(LEAVE_FORM, ask)
  listeners.action(CONFIRM_LEAVE, async (call) => await decide(call, true))
  listeners.action(REFUSE_LEAVE, async (call) => await decide(call, false))
  registerSettings(listeners)
  registerCalendar(listeners)
  registerLog(listeners)
  registerDigests(listeners)
}

async function snooze({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const [month = '', step = ''] = value.split(' ')
  const { member, requestId } = caller
  const snoozed = await snoozeReminder(caller.ctx, { member, month: parseMonth(month), step, requestId })
  await reply(reminderSnoozed(snoozed, caller.locale))
}

async function ask({ caller, values, reply }: FormCall<Caller>): Promise<void> {
  const day = dayOf(caller)
  const reason = values['reason']?.['value']?.value?.trim() ?? ''
  const leave = await askForLeave(caller.ctx, {
    member: caller.member,
    startsOn: values['from']?.['value']?.selected_date ?? day.toString(),
    endsOn: values['to']?.['value']?.selected_date ?? day.toString(),
    reason: reason === '' ? null : reason,
    requestId: caller.requestId,
  })
  await reply(leaveNoted(leave, day, caller.locale))
}

async function decide({ caller, value, reply }: ActionCall<Caller>, isConfirmed: boolean): Promise<void> {
  const { ctx, member, requestId } = caller
  const decided = await decideLeave(ctx, { leaveId: value, isConfirmed, by: member, requestId })
  await reply(leaveSettled({ ...decided, today: dayOf(caller) }, caller.locale), { replace: true })
}
