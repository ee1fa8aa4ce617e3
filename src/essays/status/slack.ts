import type { Caller } from '../../members/caller.ts'
import { may } from '../../members/member.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { sendFileToPerson } from '../../slack/files/send-file.ts'
import { monthOf, monthsBetween, parseMonth } from '../../time/month.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { monthsOf, officeStatus, ownStatus } from './status.ts'
import { exportGrid } from './export-grid.ts'
import { gridExported, officeGridMessage, ownStatusMessage } from './messages.ts'
import { audienceOf } from '../slack/verb.ts'

/** One's own essays of a period, and to who leads the office everybody's. */
export async function showStatus({ caller, reply }: CommandCall<Caller>, text: string): Promise<void> {
  const { ctx, member, workspace } = caller
  const audience = audienceOf(caller)
  const months = text === '' ? [monthOf(audience.today)] : monthsOf(parsePeriod(text, audience.today))
  const own = await ownStatus(ctx, { member, months, zone: workspace.zone })
  const mine = ownStatusMessage(own, audience)
  if (!may(member, 'see the whole office')) return await reply(mine)
  const office = officeGridMessage(await officeStatus(ctx, { months, workspace }), audience)
  // Who leads and owes nothing came for the office.
  const owesNothing = own.essays.length === 0 && own.now.obligations.every(({ quota }) => quota === 0)
  const blocks = [...(office.blocks ?? []), ...(owesNothing ? [] : (mine.blocks ?? []))]
  await reply({ text: office.text, blocks })
}

/** Registers the buttons that export the office's grid. */
export function registerStatus(listeners: Listeners<Caller>): void {
  for (const format of ['csv', 'xlsx'] as const) {
    listeners.action(`essay.grid.${format}`, async (call) => await sendGrid(call, format))
  }
}

async function sendGrid(
  { caller, client, userId, value, reply }: ActionCall<Caller>,
  format: 'csv' | 'xlsx',
): Promise<void> {
  const [first = '', last = ''] = value.split(' ')
  const months = monthsBetween(parseMonth(first), parseMonth(last))
  const { file, members } = await exportGrid(caller, { months, format })
  await sendFileToPerson(client, userId, file, file.name)
  await reply(gridExported(members, file.name, caller.locale))
}
