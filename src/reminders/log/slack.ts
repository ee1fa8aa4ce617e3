import { z } from 'zod'
import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import { resolvePeople } from '../../members/people/resolve-people.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { Message } from '../../slack/blocks.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { fitting } from '../../slack/memo.ts'
import { readMentions, unescapeText } from '../../slack/mrkdwn.ts'
import { today } from '../../time/clock.ts'
import { monthOf, type Month } from '../../time/month.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { countDigests } from '../outbox/digests-store.ts'
import { EXPORT_LOG, LOG_PAGE, logHeads, logMessage, logRow, TURN_LOG } from './messages.ts'
import { packLogState, unpackLogState, type LogState } from './state.ts'
import { nudgeSubcommands } from '../nudge/slack.ts'
import { previewDay } from './preview-day.ts'
import {
  EXPORT_PREVIEW,
  previewHeads,
  previewMessage,
  previewRows,
  TURN_PREVIEW,
} from './preview-messages.ts'
import { countLog, listLog } from './reminder-log.ts'
import { remindersHelp } from './help.ts'
import { tableToPerson, type Format } from '../slack/table-to-person.ts'

/** /wenshu reminders: what was sent in a month, and what will be on a day; /wenshu nudge. */
export const logSubcommands: readonly Subcommand[] = [
  { names: ['reminders', '提醒'], carryOut: answer },
  ...nudgeSubcommands,
]

/** Registers the pages and exports of both. */
export function registerLog(listeners: Listeners<Caller>): void {
  for (const end of ['newer', 'older']) {
    listeners.action(`${TURN_LOG}.${end}`, async ({ caller, value, reply }) => {
      await reply(await logPage(caller, unpackLogState(value)), { replace: true })
    })
  }
  for (const end of ['back', 'on']) {
    listeners.action(`${TURN_PREVIEW}.${end}`, async ({ caller, value, reply }) => {
      const { date, from } = readPlace(value)
      await reply(await previewPage(caller, date, from), { replace: true })
    })
  }
  for (const format of ['csv', 'xlsx'] as const) {
    listeners.action(`${EXPORT_LOG}.${format}`, async (call) => await exportLog(call, format))
    listeners.action(`${EXPORT_PREVIEW}.${format}`, async (call) => await exportPreview(call, format))
  }
}

async function answer({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const { ctx, workspace, locale } = caller
  const mentioned = await resolvePeople(ctx, readMentions(rest).slice(0, 1), workspace)
  const memberId = mentioned[0]?.id ?? null
  const words = unescapeText(rest.replaceAll(/<@[^>]*>/gu, ' ')).trim()
  if (words.toLowerCase() === 'help' || words === '帮助') return await reply(remindersHelp(locale))
  const asked = readAsked(words, today(ctx.clock, workspace.zone))
  await reply(
    asked.kind === 'day'
      ? await previewPage(caller, asked.date, 0, memberId)
      : await logPage(caller, { month: asked.month, memberId, from: 0 }),
  )
}

type Asked =
  | { readonly kind: 'day'; readonly date: Temporal.PlainDate }
  | { readonly kind: 'month'; readonly month: Month }

/** A day is looked ahead at, a month is looked up. Nothing: the present month. */
function readAsked(text: string, day: Temporal.PlainDate): Asked {
  if (text === '') return { kind: 'month', month: monthOf(day) }
  if (/^(?:tomorrow|明天|明日)$/iu.test(text)) return { kind: 'day', date: day.add({ days: 1 }) }
  const period = parsePeriod(text, day)
  if (period.kind === 'month') return { kind: 'month', month: monthOf(period.startsOn) }
  if (period.startsOn.equals(period.endsOn)) return { kind: 'day', date: period.startsOn }
  throw new MemberFacingError({
    zh: `“${text}”要是一个月（看发过什么）或一天（看会发什么）。例：/wenshu reminders 2022-11，/wenshu reminders tomorrow`,
    en: `"${text}" should be a month (what was sent) or a day (what will be). Like /wenshu reminders 2022-11 or /wenshu reminders tomorrow`,
  })
}

async function logPage(caller: Caller, state: LogState): Promise<Message> {
  requireAbility(caller.member, 'administer')
  const wanted = wantedOf(state)
  const { lines, counts, digests } = await inTransaction(caller.ctx, async ({ db }) => ({
    lines: await listLog(db, wanted, { limit: LOG_PAGE, from: state.from }),
    counts: await countLog(db, wanted),
    digests: await countDigests(db, state.month),
  }))
  const { workspace, locale } = caller
  return logMessage({ state, lines, counts, digests, zone: workspace.zone }, packLogState, locale)
}

function wantedOf({ month, memberId }: LogState) {
  return { month, memberIds: memberId === null ? [] : [memberId] }
}

async function previewPage(
  caller: Caller,
  date: Temporal.PlainDate,
  from: number,
  memberId: string | null = null,
): Promise<Message> {
  const { ctx, member, workspace, locale } = caller
  requireAbility(member, 'see the whole office')
  return previewMessage(await previewDay(ctx, date, memberId), from, today(ctx.clock, workspace.zone), locale)
}

function readPlace(value: string): { readonly date: Temporal.PlainDate; readonly from: number } {
  const [date = '', from = ''] = value.split(' ')
  return { date: Temporal.PlainDate.from(fitting(z.iso.date(), date)), from: Number(from) || 0 }
}

/** Lines in one file: five steps for 10,000 members are 50,000, which a spreadsheet still opens. */
const MOST_LINES = 100_000

async function exportLog(call: ActionCall<Caller>, format: Format): Promise<void> {
  const { caller, value } = call
  requireAbility(caller.member, 'administer')
  const state = unpackLogState(value)
  const { locale, workspace } = caller
  const lines = await inTransaction(
    caller.ctx,
    async ({ db }) => await listLog(db, wantedOf(state), { limit: MOST_LINES, from: 0 }),
  )
  const rows = lines.toReversed().map((line) => logRow(line, state.month, workspace.zone, locale))
  await tableToPerson(
    call,
    { name: `wenshu-reminders-${state.month}`, heads: logHeads(locale), rows },
    format,
  )
}

async function exportPreview(call: ActionCall<Caller>, format: Format): Promise<void> {
  const { caller, value } = call
  requireAbility(caller.member, 'see the whole office')
  const { date } = readPlace(value)
  const rows = previewRows(await previewDay(caller.ctx, date), caller.locale)
  const name = `wenshu-reminders-${date.toString()}`
  await tableToPerson(call, { name, heads: previewHeads(caller.locale), rows }, format)
}
