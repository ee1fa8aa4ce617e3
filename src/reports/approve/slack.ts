import type { Caller } from '../../members/caller.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { readStamp } from '../../slack/memo.ts'
import { approvalAnswer } from './messages.ts'
import { approveSection, withdrawSection } from './approve-section.ts'
import { readDraftName, type ReportVerb } from '../slack/verb.ts'

/** `/report approve D-3`, `/report unapprove D-3`. */
export const approvalVerbs: readonly ReportVerb[] = [
  { names: ['approve', '定稿'], carryOut: approve },
  { names: ['unapprove', '撤回定稿'], carryOut: withdraw },
]

/** The buttons Approve and Approve all the same; their value is the draft and the version that was looked at: D-3:2. */
export function registerApprovals(listeners: Listeners<Caller>): void {
  listeners.action('report.approve', async (call) => await approveSeen(call, false))
  listeners.action('report.approve.despite', async (call) => await approveSeen(call, true))
}

async function approve({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const { id, version } = readDraftName(rest)
  const { ctx, member: by, requestId, locale } = caller
  const approving = await approveSection(ctx, { id, version, despite: false, by, requestId })
  await reply(approvalAnswer(approving, locale))
}

async function approveSeen({ caller, value, reply }: ActionCall<Caller>, despite: boolean): Promise<void> {
  const [id, version = 0] = readStamp(value)
  const { ctx, member: by, requestId, locale } = caller
  const approving = await approveSection(ctx, { id, version, despite, by, requestId })
  await reply(approvalAnswer(approving, locale), { replace: despite })
}

async function withdraw({ caller }: CommandCall<Caller>, rest: string): Promise<void> {
  const { id } = readDraftName(rest)
  await withdrawSection(caller.ctx, { id, by: caller.member, requestId: caller.requestId })
}
