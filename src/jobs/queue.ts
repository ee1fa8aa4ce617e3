import { sql } from 'kysely'
import { PgBoss, fromKysely, fromPglite, type JobResult } from 'pg-boss'
import type { Database } from '../db/database.ts'
import type { Db } from '../db/tenant.ts'
import type { Log } from '../log.ts'

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

export type Jobs = {
  /** Starts working a queue. To be called once a queue, before traffic. Handlers run at least once. */
  work(
    queue: string,
    rules: QueueRules,
    handle: (job: JobData, signal: AbortSignal) => Promise<void>,
  ): Promise<void>
  /** Adds a job inside the caller's transaction: it exists when the transaction commits, and not otherwise. */
  enqueue(db: Db, queue: string, data: JobData, options?: EnqueueOptions): Promise<void>
  /** Adds many jobs to a queue in one statement, as `enqueue` adds one. */
  enqueueAll(db: Db, queue: string, data: readonly JobData[]): Promise<void>
} & AsyncDisposable

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

/** Starts pg-boss on the same database, and lets the bot's role add jobs within its own transactions. */
export async function startJobs(database: Database, log: Log): Promise<Jobs> {
  const boss = new PgBoss({
    ...(database.engine !== null
      ? { db: fromPglite(database.engine), backend: 'pglite' as const }
      : { connectionString: database.address.kind === 'postgres' ? database.address.url : '', max: 4 }),
    useListenNotify: true,
    schedule: false,
    superviseIntervalSeconds: 15,
  })
  boss.on('error', (error: Error) => {
    log.error({ err: error }, 'job queue')
  })
  await boss.start()
  await admitBot(database)
  const queues = new Set<string>()
  return {
    async work(queue, rules, handle) {
      await createQueue(boss, queue, rules)
      queues.add(queue)
      await workQueue(boss, queue, rules, handle, log)
    },
    async enqueue(db, queue, data, options) {
      mustBeWorked(queues, queue)
      await boss.send(queue, data, {
        db: fromKysely(db),
        ...(options?.inSeconds === undefined ? {} : { startAfter: options.inSeconds }),
      })
    },
    async enqueueAll(db, queue, data) {
      mustBeWorked(queues, queue)
      if (data.length === 0) return
      const jobs = data.map((one) => ({ data: one }))
      await boss.insert(queue, jobs, { db: fromKysely(db) })
    },
    [Symbol.asyncDispose]: async () => await boss.stop({ graceful: true, timeout: 5_000, close: true }),
  }
}

/** A job in a queue that nobody works would lie there unseen. */
function mustBeWorked(queues: ReadonlySet<string>, queue: string): void {
  if (!queues.has(queue)) throw new Error(`nobody works the queue ${queue}`)
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

async function workQueue(
  boss: PgBoss,
  queue: string,
  rules: QueueRules,
  handle: (job: JobData, signal: AbortSignal) => Promise<void>,
  log: Log,
): Promise<void> {
  const run = async (job: { id: string; data: JobData; signal: AbortSignal }): Promise<JobResult> => {
    try {
      await handle(job.data, job.signal)
      return { id: job.id, status: 'completed' }
    } catch (error) {
      if (error instanceof TryAgainLater) {
        await boss.send(queue, job.data, { startAfter: error.seconds })
        return { id: job.id, status: 'completed' }
      }
      log.error({ err: error, queue, job: job.id }, 'job failed')
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
  await boss.work<JobData>(
    queue,
    {
      perJobResults: true,
      batchSize: Math.ceil(rules.concurrency / workers),
      localConcurrency: workers,
      burstWhenBatchFull: true,
      pollingIntervalSeconds: 2,
      notifyPollingIntervalSeconds: 5,
    },
    async (jobs) => await Promise.all(jobs.map(run)),
  )
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
