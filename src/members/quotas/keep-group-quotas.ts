import { inTransaction, type Context } from '../../context.ts'
import { followGroups } from './follow-groups.ts'
import { readMembership } from './group-membership.ts'
import { readWorkspace } from '../workspace-store.ts'
import { everyHours } from '../../ticking.ts'

/**
 * Lets quotas follow the user groups now and once a day: who came into a group owes its quota from the present month
 * on, who left it owes nothing from the next. What goes wrong is logged; the next turn comes in a day.
 */
export function keepGroupQuotas(ctx: Context): AsyncDisposable {
  const follow = async () => {
    try {
      const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
      const { membership, unread } = await readMembership(ctx, workspace)
      if (unread.length > 0) ctx.log.warn({ groups: unread }, 'Slack does not tell who is in these groups')
      if (membership.size === 0) return
      const areAllRead = unread.length === 0
      const changed = await followGroups(ctx, { membership, zone: workspace.zone, areAllRead })
      if (changed > 0) ctx.log.info({ members: changed }, 'quotas followed their user groups')
    } catch (error) {
      ctx.log.error({ err: error }, 'quotas could not follow the user groups; the next turn comes in a day')
    }
  }
  const first = follow()
  const daily = everyHours(24, follow)
  return {
    [Symbol.asyncDispose]: async () => {
      await daily[Symbol.asyncDispose]()
      await first
    },
  }
}
