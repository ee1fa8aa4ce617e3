import { z } from 'zod'
import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import { readWorkspace, type Workspace } from '../../members/workspace-store.ts'
import type { Message } from '../../slack/blocks.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { readMemo } from '../../slack/memo.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import { earliestYear, latestYear } from '../../time/month.ts'
import { calendarYear } from './calendar-year.ts'
import { calendarMessage, localDaysList, localDaysProposed, localDaysSet, SAVE_DAYS } from './messages.ts'
import { movedBetween } from './moved.ts'
import { changedWorkspace } from '../settings-form/change.ts'
import { changeSettings, fingerprintOf } from '../settings-form/change-settings.ts'
import {
  formatLocalDays,
  localDaysAsked,
  readLocalDays,
  withLocalDays,
  type LocalDaysAsked,
} from './local-days.ts'
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

export function registerCalendar(listeners: Listeners<Caller>): void {
  listeners.action(SAVE_DAYS, saveProposed)
}

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

/** Days that move no deadline and no reminder are set at once; others when the admin has seen what they move. */
async function setDays(call: CommandCall<Caller>, verb: LocalDaysAsked['verb'], rest: string): Promise<void> {
  const { caller, reply } = call
  requireAbility(caller.member, 'administer')
  const today = dayOf(caller)
  const asked = readLocalDays(verb, unescapeText(rest), today)
  const before = await inTransaction(caller.ctx, async ({ db }) => await readWorkspace(db))
  const after = changedWorkspace(
    before,
    withLocalDays(storedSettingsOf(before), asked),
    caller.ctx.clock.now(),
  )
  const moved = movedBy(before, after, asked, today)
  const proposal: z.infer<typeof daysProposal> = { asked, seen: fingerprintOf(before) }
  if (moved.length === 0) await reply(await saveDays(caller, proposal))
  else await reply(localDaysProposed(asked, moved, today, JSON.stringify(proposal), caller.locale))
}

const daysProposal = z.object({ asked: localDaysAsked, seen: z.string() })

async function saveProposed({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  await reply(await saveDays(caller, readMemo(daysProposal, value)), { replace: true })
}

async function saveDays(caller: Caller, { asked, seen }: z.infer<typeof daysProposal>): Promise<Message> {
  const { ctx, member, requestId, locale } = caller
  const { before, after } = await changeSettings(ctx, {
    change: (workspace) => withLocalDays(storedSettingsOf(workspace), asked),
    days: [formatLocalDays(asked)],
    by: member,
    requestId,
    seen,
  })
  const today = dayOf(caller)
  return localDaysSet(asked, movedBy(before, after, asked, today), today, locale)
}

function movedBy(before: Workspace, after: Workspace, { days }: LocalDaysAsked, today: Temporal.PlainDate) {
  const last = Temporal.PlainDate.from(days.at(-1) ?? today)
  return movedBetween(reminderSettingsOf(before), reminderSettingsOf(after), { today, last })
}
