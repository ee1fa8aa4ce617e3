import type { Caller } from '../members/caller.ts'
import { may } from '../members/member.ts'
import type { CommandCall } from '../slack/listener.ts'
import { monthOf } from '../time/month.ts'
import { parsePeriod } from '../time/parse-period.ts'
import { monthsOf, officeStatus, ownStatus } from './essay-status.ts'
import type { DeadlineFor } from './lateness.ts'
import { officeGridMessage, ownStatusMessage } from './status-messages.ts'
import { earOf } from './verb.ts'

/** One's own essays of a period, and to who leads the office everybody's. */
export async function showStatus(
  { caller, reply }: CommandCall<Caller>,
  text: string,
  deadlineFor: DeadlineFor | null,
): Promise<void> {
  const { ctx, member, workspace } = caller
  const ear = earOf(caller)
  const months = text === '' ? [monthOf(ear.today)] : monthsOf(parsePeriod(text, ear.today))
  const own = await ownStatus(ctx, { member, months, zone: workspace.zone })
  const mine = ownStatusMessage(own, ear)
  if (!may(member, 'see the whole office')) {
    await reply(mine)
    return
  }
  const office = officeGridMessage(await officeStatus(ctx, { months, workspace, deadlineFor }), ear)
  // Who leads and owes nothing came for the office.
  const owesNothing = own.essays.length === 0 && own.now.obligations.every(({ quota }) => quota === 0)
  const blocks = [...(office.blocks ?? []), ...(owesNothing ? [] : (mine.blocks ?? []))]
  await reply({ text: office.text, blocks })
}
