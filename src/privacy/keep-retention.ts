import { schedule } from 'node-cron'
import type { Context } from '../context.ts'
import { listTeams } from '../db/tenant.ts'
import { purge } from './retention.ts'

/** Purges every workspace now and once a day, at a quiet hour. What goes wrong in one does not keep another from it. */
export function keepRetention(context: Context, contextFor: (teamId: string) => Context): AsyncDisposable {
  const purgeAll = async () => {
    try {
      for (const teamId of await listTeams(context.database.base)) await purgeOne(contextFor(teamId))
    } catch (error) {
      context.log.error({ err: error }, 'a purge failed; the next one comes in a day')
    }
  }
  let running = purgeAll()
  const task = schedule(
    '17 3 * * *',
    async () => {
      running = purgeAll()
      await running
    },
    { noOverlap: true },
  )
  return {
    [Symbol.asyncDispose]: async () => {
      await task.destroy()
      await running
    },
  }
}

async function purgeOne(ctx: Context): Promise<void> {
  try {
    const purged = await purge(ctx)
    if (purged.handled + purged.audit > 0) ctx.log.info({ team: ctx.teamId, ...purged }, 'purged')
  } catch (error) {
    ctx.log.error({ err: error, team: ctx.teamId }, 'this workspace could not be purged')
  }
}
