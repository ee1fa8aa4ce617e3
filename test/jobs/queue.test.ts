import { afterAll, beforeAll, expect, it } from 'vitest'
import { bindToTeam } from '../../src/db/tenant.ts'
import { startJobs, TryAgainLater, type JobData, type JobQueues, type Jobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { until } from '../helpers/until.ts'
import { shared } from '../helpers/shared.ts'

const RULES = { concurrency: 4, retries: 2, retryDelay: 1, expireIn: 60 }

onBothDatabases('the job queue', (kind) => {
  const database = shared(() => freshDatabase(kind))
  let jobs: Jobs
  let queues: JobQueues
  const handled: JobData[] = []
  const failures = new Map<string, number>()
  beforeAll(async () => {
    queues = await startJobs(database, createLog('silent'))
    jobs = queues.of('TA')
    await jobs.work('test', RULES, async (job) => {
      const name = String(job['name'])
      const failed = failures.get(name) ?? 0
      if (name.startsWith('fails-once') && failed === 0) {
        failures.set(name, 1)
        throw new Error('the first time')
      }
      if (name.startsWith('waits-once') && failed === 0) {
        failures.set(name, 1)
        throw new TryAgainLater(1)
      }
      handled.push(job)
      return await Promise.resolve()
    })
  })
  afterAll(async () => {
    await queues[Symbol.asyncDispose]()
  })
  const names = () => handled.map((job) => job['name'])
  const enqueue = async (name: string) =>
    await bindToTeam(database.base, 'TA', async (db) => {
      await jobs.enqueue(db, 'test', { teamId: 'TA', name })
    })

  it('hands a job over when its transaction commits', async () => {
    await enqueue('committed')
    await until(() => names().includes('committed'))
    expect(handled.find((job) => job['name'] === 'committed')?.teamId).toBe('TA')
  })

  it('knows nothing of a job whose transaction is rolled back', async () => {
    const rolledBack = bindToTeam(database.base, 'TA', async (db) => {
      await jobs.enqueue(db, 'test', { teamId: 'TA', name: 'rolled back' })
      throw new Error('no')
    })
    await expect(rolledBack).rejects.toThrow('no')
    await enqueue('after it')
    await until(() => names().includes('after it'))
    expect(names()).not.toContain('rolled back')
  })

  it('runs a failed job again, and one that asked for patience later', { timeout: 20_000 }, async () => {
    await enqueue('fails-once')
    await enqueue('waits-once')
    await until(() => names().includes('fails-once') && names().includes('waits-once'), 15_000)
  })

  it('refuses a queue that nobody works, so that no job lies there unseen', async () => {
    const sent = bindToTeam(database.base, 'TA', async (db) => {
      await jobs.enqueue(db, 'nobody', { teamId: 'TA' })
    })
    await expect(sent).rejects.toThrow(/nobody works/)
  })
})
