import { sql } from 'kysely'
import type { Config } from './config.ts'
import type { Database } from './db/database.ts'
import { bindToTeam, type Db } from './db/tenant.ts'
import { AlreadyHandled, failedIn } from './errors.ts'
import type { EnqueueOptions, JobData, Jobs } from './jobs/queue.ts'
import type { LanguageModel } from './llm/language-model.ts'
import type { Log } from './log.ts'
import type { SlackClients } from './slack/connection/clients.ts'
import type { Clock } from './time/clock.ts'

/** What a use case has at hand, in one workspace. It holds no database handle: rows are reached by `inTransaction` only. */
export type Context = {
  readonly teamId: string
  /** Slack's id of the request that is carried out; nothing where nobody asked. */
  readonly requestId?: string
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
  /** Says under which numbers the request stores something (S-46, E-3), for whoever has to look it up later. */
  stored(...ids: readonly string[]): void
}

/**
 * Runs `work` in one transaction bound to the context's workspace. Shadow the outer name with the inner one:
 * `inTransaction(ctx, async (ctx) => …)`.
 * With `once`, Slack's id of the request is recorded in the same transaction: a second time throws AlreadyHandled
 * and nothing is done. With `isRequest` it is recorded too, where doing it a second time is sound: so that whoever has
 * to speak of a request that failed can look whether this was committed. Every transaction that stores what somebody
 * asked for has one of the two.
 */
export async function inTransaction<T>(
  ctx: Context,
  work: (ctx: Transacting) => Promise<T>,
  options: { readonly once?: string; readonly isRequest?: boolean } = {},
): Promise<T> {
  const { teamId, clock, config, log } = ctx
  const request = options.once ?? (options.isRequest === true ? ctx.requestId : undefined)
  const bound = bindToTeam(ctx.database.base, teamId, async (db) => {
    if (request !== undefined) {
      const fresh = await handleAllOnce(db, [request])
      if (fresh.size === 0 && options.once !== undefined) throw new AlreadyHandled()
    }
    const stored: string[] = []
    const result = await work({
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
      stored: (...ids) => {
        stored.push(...ids)
      },
    })
    if (request !== undefined) await noteStored(db, new Map([[request, stored]]))
    return result
  })
  return await (request === undefined
    ? bound
    : bound.catch((error: unknown) => {
        throw failedIn(request, error)
      }))
}

function jobsOf({ jobs }: Context, queue: string): Jobs {
  if (jobs === null) throw new Error(`no job queue runs here, so ${queue} cannot be queued`)
  return jobs
}

/**
 * A request's id may carry, after `#`, a digest of what was submitted in it: the same form sent again says the same or
 * something else. A request is handled once, whatever its digest.
 */
export function requestParts(id: string): { readonly id: string; readonly submitted: string | null } {
  const [key = id, submitted = null] = id.split('#')
  return { id: key, submitted }
}

/** Records Slack's ids of requests that are handled in this transaction, and returns those that never were before. */
export async function handleAllOnce(db: Db, ids: readonly string[]): Promise<Set<string>> {
  const byKey = new Map(ids.toReversed().map((id) => [requestParts(id).id, id]))
  // In one order everywhere, so that two processes never wait for each other in a circle.
  const values = [...byKey.values()].map(requestParts).sort((one, other) => (one.id < other.id ? -1 : 1))
  const rows = await db
    .insertInto('handled_requests')
    .values(values)
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  return new Set(rows.map(({ id }) => byKey.get(id)!))
}

/** Takes back that requests were handled, of which nothing is done in this transaction after all. */
export async function forgetHandled(db: Db, ids: readonly string[]): Promise<void> {
  const keys = ids.map((id) => requestParts(id).id)
  if (keys.length > 0) await db.deleteFrom('handled_requests').where('id', 'in', keys).execute()
}

/** Records under which numbers handled requests stored something, in the transaction that stores it. */
export async function noteStored(db: Db, stored: ReadonlyMap<string, readonly string[]>): Promise<void> {
  const rows = [...stored].flatMap(([id, ids]) => (ids.length > 0 ? [{ id: requestParts(id).id, ids }] : []))
  if (rows.length === 0) return
  await sql`
    update handled_requests set stored = array(select jsonb_array_elements_text(noted.ids))
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as noted(id text, ids jsonb)
    where handled_requests.id = noted.id`.execute(db)
}

/** The context's moment as the database takes it. */
export function nowOf(ctx: Pick<Context, 'clock'>): Date {
  return new Date(ctx.clock.now().epochMilliseconds)
}
