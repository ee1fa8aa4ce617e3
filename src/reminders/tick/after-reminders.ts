import type { Context } from '../../context.ts'
import { noteSkips } from '../deliver/note-skips.ts'
import { sendDueDigests } from '../digest/send-due-digests.ts'
import { noteFailures } from '../failures/note-failures.ts'
import { sendWaitingNotices } from '../waiting/send-notices.ts'

/** What a tick does in a workspace besides reminding. A fault in one part is logged and keeps no other from its turn. */
export async function afterReminders(ctx: Context): Promise<void> {
  const parts = {
    digests: sendDueDigests,
    'reasons for no reminder': noteSkips,
    'reviewers told what waits': sendWaitingNotices,
    'failed messages told to admins': noteFailures,
  }
  for (const [what, part] of Object.entries(parts)) {
    try {
      const count = await part(ctx)
      if (count > 0) ctx.log.info({ team: ctx.teamId, count }, what)
    } catch (error) {
      ctx.log.error({ err: error, team: ctx.teamId }, `${what}: failed`)
    }
  }
}
