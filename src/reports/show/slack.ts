import type { Caller } from '../../members/caller.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { readStamp } from '../../slack/memo.ts'
import { readDraftName, type ReportVerb } from '../slack/verb.ts'
import { readHistory, restoreVersion } from './restore-version.ts'
import { readShown } from './show-draft.ts'
import { draftHistory, draftShown, versionRestored } from './messages.ts'

/** `/report show D-3 [v2]`, `/report history D-3`. */
export const showVerbs: readonly ReportVerb[] = [
  {
    names: ['show', '查看'],
    carryOut: async (call, rest) => {
      const { id, version } = readDraftName(rest)
      await show(call, { id, version, page: 0 }, false)
    },
  },
  {
    names: ['history', '历史'],
    carryOut: async (call, rest) => await history(call, { id: readDraftName(rest).id, page: 0 }, false),
  },
]

/** Buttons that open a version, turn pages, list versions and bring one back. Values: D-3:2:0 and D-3:0. */
export function registerShow(listeners: Listeners<Caller>): void {
  listeners.action('report.show', async (call) => await show(call, readShow(call.value), false))
  listeners.action(/^report\.show\.(?:back|more)$/, async (call) => {
    await show(call, readShow(call.value), true)
  })
  listeners.action('report.history', async (call) => {
    const [id, page = 0] = readStamp(call.value)
    await history(call, { id, page }, false)
  })
  listeners.action(/^report\.history\.(?:back|more)$/, async (call) => {
    const [id, page = 0] = readStamp(call.value)
    await history(call, { id, page }, true)
  })
  listeners.action('report.restore', restore)
}

type Call = Pick<CommandCall<Caller>, 'caller' | 'reply'>

function readShow(value: string): { id: string; version: number; page: number } {
  const [id, version = 0, page = 0] = readStamp(value)
  return { id, version, page }
}

async function show(
  { caller, reply }: Call,
  wanted: { readonly id: string; readonly version: number | null; readonly page: number },
  replace: boolean,
): Promise<void> {
  const shown = await readShown(caller.ctx, { ...wanted, by: caller.member })
  await reply(draftShown(shown, wanted.page, caller.locale), { replace })
}

async function history(
  { caller, reply }: Call,
  wanted: { readonly id: string; readonly page: number },
  replace: boolean,
): Promise<void> {
  const found = await readHistory(caller.ctx, { id: wanted.id, by: caller.member })
  await reply(draftHistory(found, wanted.page, caller.locale), { replace })
}

/** The value is the draft, the version to bring back and the newest one that was looked at: D-3:2:5. */
async function restore({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const [id, version = 0, seen = 0] = readStamp(value)
  const { ctx, member: by, requestId, locale } = caller
  const restored = await restoreVersion(ctx, { id, version, seen, by, requestId })
  await reply(versionRestored(restored, version, locale))
}
