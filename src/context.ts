import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { bindToTeam, type Db } from './db/tenant.ts'
import { AlreadyHandled } from './errors.ts'
import type { EnqueueOptions, JobData, Jobs } from './jobs/queue.ts'
import type { LanguageModel } from './llm/language-model.ts'
import type { Log } from './log.ts'
import type { SlackClients } from './slack/connection/clients.ts'
import type { Clock } from './time/clock.ts'

/** What a use case has at hand, in one workspace. It holds no database handle: rows are reached by `inTransaction` only. */
export type Context = {
  readonly teamId: string
  readonly database: Database
  /** null on the command line, where nothing is queued. */
  readonly jobs: Jobs | null
  /** null on the command line. */
  readonly slack: SlackClients | null
  /** null: the built-in composer drafts. */
  readonly model: LanguageModel | null
  readonly clock: Clock
  readonly config: Config
  readonly log: Log
}

/** The context inside a transaction: bound to the workspace, with what can be done in it and nothing that would hang in it. */
export type Transacting = Pick<Context, 'teamId' | 'clock' | 'config' | 'log'> & {
  readonly db: Db
  /** False on the command line, where nothing is queued. */
  readonly hasQueue: boolean
  /** Adds a job that exists if and when the transaction commits. */
  enqueue(queue: string, data: Omit<JobData, 'teamId'>, options?: EnqueueOptions): Promise<void>
  /** The same for many jobs at once. */
  enqueueAll(queue: string, data: readonly Omit<JobData, 'teamId'>[]): Promise<void>
}

/**
 * Runs `work` in one transaction bound to the context's workspace. Shadow the outer name with the inner one:
 * `inTransaction(ctx, async (ctx) => …)`.
 * With `once`, Slack's id of the request is recorded in the same transaction: a second time throws AlreadyHandled
 * and nothing is done.
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (ctx: Transacting) => Promise<T>,
  options: { readonly once?: string } = {},
): Promise<T> {
  const { teamId, clock, config, log } = ctx
  return await bindToTeam(ctx.database.base, teamId, async (db) => {
    if (options.once !== undefined) await handleOnce(db, options.once)
    return await work({
      teamId,
      clock,
      config,
      log,
      db,
      hasQueue: ctx.jobs !== null,
      enqueue: async (queue, data, enqueueOptions) => {
        await jobsOf(ctx, queue).enqueue(db, queue, { ...data, teamId }, enqueueOptions)
      },
      enqueueAll: async (queue, data) => {
        const bound = data.map((one) => ({ ...one, teamId }))
        await jobsOf(ctx, queue).enqueueAll(db, queue, bound)
      },
    })
  })
}

function jobsOf({ jobs }: Context, queue: string): Jobs {
  if (jobs === null) throw new Error(`no job queue runs here, so ${queue} cannot be queued`)
  return jobs
}

async function handleOnce(db: Db, id: string): Promise<void> {
  if ((await handleAllOnce(db, [id])).size === 0) throw new AlreadyHandled()
}

/** Records Slack's ids of requests that are handled in this transaction, and returns those that never were before. */
export async function handleAllOnce(db: Db, ids: readonly string[]): Promise<Set<string>> {
  // In one order everywhere, so that two processes never wait for each other in a circle.
  const values = [...new Set(ids)].sort().map((id) => ({ id }))
  const rows = await db
    .insertInto('handled_requests')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return new Set(rows.map(({ id }) => id))
}

/** Takes back that requests were handled, of which nothing is done in this transaction after all. */
export async function forgetHandled(db: Db, ids: readonly string[]): Promise<void> {
  if (ids.length > 0) await db.deleteFrom('handled_requests').where('id', 'in', ids).execute()
}

/** The context's moment as the database takes it. */
export function nowOf(ctx: Pick<Context, 'clock'>): Date {
  return new Date(ctx.clock.now().epochMilliseconds)
}
