import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { Message } from '../../slack/blocks.ts'
import type { CommandCall, Listeners } from '../../slack/listener.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import { today } from '../../time/clock.ts'
import { monthOf, parseMonth, type Month } from '../../time/month.ts'
import { digestHeads, digestMessage, digestRows, EXPORT_DIGEST, TURN_DIGEST } from './messages.ts'
import type { DigestOfMonth } from './digest.ts'
import { loadDigest } from './load-digest.ts'
import { tableToPerson } from '../slack/table-to-person.ts'

/** /wenshu digest [month]: the leaders' digest at any time; the present month when none is named. */
export const digestSubcommands: readonly Subcommand[] = [
  { names: ['digest', '摘要', '汇总'], carryOut: answer },
]

/** Registers the pages and exports of a digest. */
export function registerDigests(listeners: Listeners<Caller>): void {
  for (const end of ['back', 'on']) {
    listeners.action(`${TURN_DIGEST}.${end}`, async ({ caller, value, reply }) => {
      const [month = '', from = ''] = value.split(' ')
      await reply(await pageOf(caller, parseMonth(month), Number(from) || 0), { replace: true })
    })
  }
  for (const format of ['csv', 'xlsx'] as const) {
    listeners.action(`${EXPORT_DIGEST}.${format}`, async (call) => {
      const month = parseMonth(call.value)
      const { locale } = call.caller
      const rows = digestRows(await load(call.caller, month), locale)
      await tableToPerson(call, { name: `wenshu-essays-${month}`, heads: digestHeads(locale), rows }, format)
    })
  }
}

async function answer({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const { ctx, workspace } = caller
  const text = unescapeText(rest)
  const month = text === '' ? monthOf(today(ctx.clock, workspace.zone)) : parseMonth(text)
  await reply(await pageOf(caller, month, 0))
}

async function pageOf(caller: Caller, month: Month, from: number): Promise<Message> {
  const { ctx, workspace, locale } = caller
  const digest = await load(caller, month)
  return digestMessage(digest, { from, now: ctx.clock.now(), zone: workspace.zone }, locale)
}

async function load({ ctx, member }: Caller, month: Month): Promise<DigestOfMonth> {
  requireAbility(member, 'see the whole office')
  return await inTransaction(ctx, async ({ db }) => await loadDigest(db, month, ctx.clock.now()))
}
