import type { Context } from '../context.ts'
import { listTeams } from '../db/tenant.ts'
import { everyHours } from '../ticking.ts'
import { noteErasures } from './erasures-file.ts'
import { purge } from './retention.ts'

/**
 * Purges the workspaces that this process has a token for, now and once a day. What goes wrong in one does not keep another
 * from it. The contexts' clock must be the host's: what is older than years by a toy's is not old.
 */
export function keepRetention(context: Context, contextFor: (teamId: string) => Context): AsyncDisposable {
  const purgeAll = async () => {
    try {
      for (const teamId of await listTeams(context.database.base)) await purgeOne(contextFor(teamId))
    } catch (error) {
      context.log.error({ err: error }, 'a purge failed; the next one comes in a day')
    }
  }
  const first = purgeAll()
  const daily = everyHours(24, purgeAll)
  return {
    [Symbol.asyncDispose]: async () => {
      await daily[Symbol.asyncDispose]()
      await first
    },
  }
}

async function purgeOne(ctx: Context): Promise<void> {
  // Without its token nobody here speaks for that workspace.
  if (ctx.slack === null) return
  try {
    await noteErasures(ctx)
    const purged = await purge(ctx)
    if (purged.handled + purged.audit > 0) ctx.log.info({ team: ctx.teamId, ...purged }, 'purged')
  } catch (error) {
    ctx.log.error({ err: error, team: ctx.teamId }, 'this workspace could not be purged')
  }
}
