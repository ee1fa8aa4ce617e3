import type { Caller } from '../../members/caller.ts'
import type { ActionCall, Listeners } from '../../slack/listener.ts'
import { readStamp } from '../../slack/memo.ts'
import { followRecords } from './corrected-records.ts'
import { recordsFollowed } from './messages.ts'

/** The button Update the figures; its value is the draft and the version that was looked at: D-3:2. */
export function registerFollowing(listeners: Listeners<Caller>): void {
  listeners.action('report.follow', follow)
}

async function follow({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const [id, seen = 0] = readStamp(value)
  const { ctx, member: by, requestId, locale } = caller
  const followed = await followRecords(ctx, { id, seen, by, requestId })
  await reply(recordsFollowed(followed, locale))
}
