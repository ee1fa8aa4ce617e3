import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inTransaction, type Context } from '../context.ts'
import { everyHours } from '../ticking.ts'

/** How often a process says that it lives, in hours: five minutes. */
const SIGN_EVERY = 1 / 12
/** A process that has not been heard of for so many seconds is dead. */
const SILENT = 660

/**
 * Writes down that this process serves the workspace, until it stops. One that ended otherwise leaves its row behind, and
 * the next, or another that runs, says so in its log: what Slack had acknowledged in that moment may not be stored, and
 * nobody can tell how much it was, since nothing is written before the acknowledgement.
 */
export async function keepProcessRun(ctx: Context): Promise<AsyncDisposable> {
  const id = randomUUID()
  // Only one process at a time can have the embedded database, so every other row is of a dead one.
  await sayWhoDied(ctx, id, ctx.database.kind === 'pglite' ? 0 : SILENT)
  const ticking = everyHours(SIGN_EVERY, async () => {
    try {
      await sayWhoDied(ctx, id, SILENT)
    } catch (error) {
      ctx.log.debug({ err: error }, 'the sign of life could not be written')
    }
  })
  return {
    [Symbol.asyncDispose]: async () => {
      await ticking[Symbol.asyncDispose]()
      try {
        await inTransaction(ctx, async ({ db }) => {
          await db.deleteFrom('process_runs').where('id', '=', id).execute()
        })
      } catch (error) {
        ctx.log.warn(
          { err: error },
          'the end of this process could not be written; the next start will call it killed',
        )
      }
    },
  }
}

/** By the database's own clock, which all processes share. */
async function sayWhoDied(ctx: Context, id: string, silent: number): Promise<void> {
  const dead = await inTransaction(ctx, async ({ db }) => {
    await sql`
      insert into process_runs (id) values (${id})
      on conflict (team_id, id) do update set alive_at = now()`.execute(db)
    return await db
      .deleteFrom('process_runs')
      .where('id', '<>', id)
      .where('alive_at', '<=', sql<Date>`now() - make_interval(secs => ${silent})`)
      .returning(['started_at', 'alive_at'])
      .execute()
  })
  for (const { started_at: startedAt, alive_at: aliveAt } of dead) {
    ctx.log.warn(
      { team: ctx.teamId, startedAt, lastSeen: aliveAt },
      'a process ended without stopping (killed, crashed or cut off): commands that Slack had acknowledged in its last moment may not be stored, and how many is not known; whoever got no answer looks before logging again',
    )
  }
}
