import { sql } from 'kysely'
import { PgBoss, fromKysely, fromPglite, type JobResult, type JobWithMetadata } from 'pg-boss'
import { untilAnswered, type Database } from '../db/database.ts'
import type { Db } from '../db/tenant.ts'
import { inRequest, type Log } from '../log.ts'
import { lookForDueJobs, oldestDueSeconds, takeOverOldJobs } from './due-jobs.ts'

/** What every job carries: the workspace it is for. The rest is ids; the rows are the truth. */
export type JobData = { readonly teamId: string } & Readonly<Record<string, string | number | boolean | null>>

/** How a queue treats its jobs. Times are in seconds. */
export type QueueRules = {
  /** How many jobs run at once in this process. */
  readonly concurrency: number
  /** Attempts after the first; a handler must stand being run again. */
  readonly retries: number
  readonly retryDelay: number
  /** A job that runs longer is taken for dead. */
  readonly expireIn: number
}

/** The queues of one workspace. Nobody else's jobs are seen by whoever works them. */
export type Jobs = {
  /** Starts working a queue. To be called once a queue, before traffic. Handlers run at least once. */
  work(
    queue: string,
    rules: QueueRules,
    handle: (job: JobData, signal: AbortSignal) => Promise<void>,
    givenUp?: GivenUp,
  ): Promise<void>
  /** Adds a job inside the caller's transaction: it exists when the transaction commits, and not otherwise. */
  enqueue(db: Db, queue: string, data: JobData, options?: EnqueueOptions): Promise<void>
  /** Adds many jobs to a queue in one statement, as `enqueue` adds one. */
  enqueueAll(db: Db, queue: string, data: readonly JobData[]): Promise<void>
}

/** The queues of all workspaces in a database, of which a process works those of the ones it has a token for. */
export type JobQueues = {
  of(teamId: string): Jobs
  /** For how many seconds the oldest job that could run here has been waiting; null: none waits. */
  oldestDue(): Promise<number | null>
} & AsyncDisposable

/** What is to be said of a job that failed the last time it was tried; what it throws is logged. */
export type GivenUp = (job: JobData, error: unknown) => Promise<void>

export type EnqueueOptions = {
  /** Not before this many seconds from now. */
  readonly inSeconds?: number
}

/** A handler's way to say: not now, and not a fault. The job is put back for so many seconds. */
export class TryAgainLater extends Error {
  override readonly name = 'TryAgainLater'
  readonly seconds: number

  constructor(seconds: number) {
    super(`to be tried again in ${seconds} s`)
    this.seconds = seconds
  }
}

/** How often is looked for jobs whose time has come without a notice: put off, tried again, left by a dead process. */
const LOOK_SECONDS = 6

/** Starts pg-boss on the same database, and lets the bot's role add jobs within its own transactions. */
export async function startJobs(database: Database, log: Log): Promise<JobQueues> {
  const boss = new PgBoss({
    ...connectionFor(database),
    useListenNotify: true,
    schedule: false,
    // An idle process shall ask little: each of these is several statements.
    superviseIntervalSeconds: 40,
    notifyHeartbeatIntervalMs: 55_000,
    // What depends on other jobs is looked for; none of ours does.
    flowIntervalSeconds: 3600,
  })
  boss.on('error', (error: Error) => {
    log.error({ err: error }, 'job queue')
  })
  await boss.start()
  await admitBot(database)
  // The workers of each queue that is worked here, by its full name.
  const workers = new Map<string, readonly string[]>()
  const wake = (queue: string) => {
    for (const worker of workers.get(queue) ?? []) boss.notifyWorker(worker)
  }
  const look = lookForDueJobs(database, { queues: () => [...workers.keys()], wake, log }, LOOK_SECONDS)
  return {
    of: (teamId) => ({
      async work(queue, rules, handle, givenUp) {
        const full = fullName(queue, teamId)
        await createQueue(boss, full, rules)
        await takeOverOldJobs(database, { queue, full, teamId })
        workers.set(full, await workQueue(boss, full, rules, { handle, givenUp }, log))
      },
      async enqueue(db, queue, data, options) {
        await boss.send(workedHere(workers, queue, data), data, {
          db: fromKysely(db),
          ...(options?.inSeconds === undefined ? {} : { startAfter: options.inSeconds }),
        })
      },
      async enqueueAll(db, queue, data) {
        if (data[0] === undefined) return
        const jobs = data.map((one) => ({ data: one }))
        await boss.insert(workedHere(workers, queue, data[0]), jobs, { db: fromKysely(db) })
      },
    }),
    oldestDue: async () => await oldestDueSeconds(database, [...workers.keys()]),
    [Symbol.asyncDispose]: async () => {
      await look[Symbol.asyncDispose]()
      await boss.stop({ graceful: true, timeout: 5_000, close: true })
    },
  }
}

function connectionFor({ engine, address }: Database) {
  if (engine !== null) return { db: fromPglite(engine), backend: 'pglite' as const }
  if (address.kind !== 'postgres') throw new Error('a database without its engine must be PostgreSQL')
  return { ...untilAnswered(address.url), max: 4 }
}

/**
 * The name under which a queue's jobs of one workspace lie. Each has a queue of its own, since whoever works a queue takes
 * any job of it, and a process can do nothing for a workspace whose token it does not have.
 */
function fullName(queue: string, teamId: string): string {
  return `${queue}.${teamId}`
}

/** A job in a queue that nobody works would lie there unseen. */
function workedHere(workers: ReadonlyMap<string, unknown>, queue: string, { teamId }: JobData): string {
  const full = fullName(queue, teamId)
  if (!workers.has(full)) throw new Error(`nobody works the queue ${queue} of ${teamId}`)
  return full
}

async function createQueue(boss: PgBoss, queue: string, rules: QueueRules): Promise<void> {
  const options = {
    retryLimit: rules.retries,
    retryDelay: rules.retryDelay,
    retryBackoff: true,
    expireInSeconds: rules.expireIn,
    heartbeatSeconds: 10,
    notify: true,
    deleteAfterSeconds: 7 * 24 * 3600,
  }
  await boss.createQueue(queue, options)
}

/** Returns the workers' ids. */
async function workQueue(
  boss: PgBoss,
  queue: string,
  rules: QueueRules,
  {
    handle,
    givenUp,
  }: { readonly handle: Parameters<Jobs['work']>[2]; readonly givenUp: GivenUp | undefined },
  log: Log,
): Promise<string[]> {
  const run = async (job: JobWithMetadata<JobData>): Promise<JobResult> => {
    try {
      await handle(job.data, job.signal)
      return { id: job.id, status: 'completed' }
    } catch (error) {
      if (error instanceof TryAgainLater) {
        await boss.send(queue, job.data, { startAfter: error.seconds })
        return { id: job.id, status: 'completed' }
      }
      log.error({ err: error, queue, job: job.id }, 'job failed')
      if (job.retryCount >= job.retryLimit)
        await givenUp?.(job.data, error).catch((second: unknown) => {
          log.error({ err: second, queue, job: job.id }, 'nobody could be told that a job is given up')
        })
      return {
        id: job.id,
        status: 'failed',
        output: { message: error instanceof Error ? error.message : String(error) },
      }
    }
  }
  // A worker that takes a batch starts nothing new until its slowest job is done, so long jobs get workers of their own;
  // of short ones two batches are under way, so that one is worked while the other is fetched and written off.
  const workers = rules.expireIn > 120 ? rules.concurrency : Math.min(2, rules.concurrency)
  const options = {
    perJobResults: true,
    includeMetadata: true,
    batchSize: Math.ceil(rules.concurrency / workers),
    burstWhenBatchFull: true,
    // They are woken by a notice or by the look for due jobs; by themselves they ask only rarely.
    pollingIntervalSeconds: 300,
    notifyPollingIntervalSeconds: 300,
  } as const
  const ids: string[] = []
  for (let worker = 0; worker < workers; worker += 1) {
    // One by one, since each can be woken by its own id only.
    const id = await boss.work(queue, options, async (jobs: JobWithMetadata<JobData>[]) =>
      Promise.all(jobs.map(async (job) => await inRequest(`job ${queue}`, async () => await run(job)))),
    )
    ids.push(id)
  }
  return ids
}

/** The bot's role may add and read jobs; it owns nothing there either. Replicas that start at once take turns. */
async function admitBot(database: Database): Promise<void> {
  await database.base.transaction().execute(async (db) => {
    await sql`select pg_advisory_xact_lock(hashtext('wenshu.jobs'))`.execute(db)
    await sql`grant usage on schema pgboss to wenshu_app`.execute(db)
    await sql`grant select, insert, update, delete on all tables in schema pgboss to wenshu_app`.execute(db)
    await sql`grant execute on all functions in schema pgboss to wenshu_app`.execute(db)
  })
}
