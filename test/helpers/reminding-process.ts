// One replica of what sends reminders, with a clock that is told to it: to be killed and to be put to sleep.
import { parseConfig } from '../../src/config.ts'
import type { Context } from '../../src/context.ts'
import { openDatabase } from '../../src/db/database.ts'
import { startJobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { startReminders } from '../../src/reminders/tick/tick.ts'
import { newsKind } from '../../src/reports/news/news-kind.ts'
import { createClients, type SlackClients } from '../../src/slack/connection/clients.ts'
import type { DeadlineGuard } from '../../src/slack/connection/deadline-guard.ts'
import type { ReplicaOptions } from './replica.ts'

const options = JSON.parse(process.argv[2] ?? '{}') as ReplicaOptions
const log = createLog(options.logLevel ?? 'silent')
const database = await openDatabase(options.address)
const jobs = (await startJobs(database, log)).of(options.teamId)
let now = Temporal.Instant.from(options.at)
const clients = createClients(options.botToken, options.apiUrl, log)
const ctx: Context = {
  teamId: options.teamId,
  database,
  jobs,
  slack: options.sleeps === undefined ? clients : sleepy(clients, options.sleeps),
  model: null,
  clock: { now: () => now },
  config: parseConfig({}),
  log,
}
const { times, lost } = options
const reminders = await startReminders(ctx, () => ctx, { times, lost, others: [newsKind] })

process.on('message', (at: string) => {
  now = Temporal.Instant.from(at)
  void reminders.tick()
})
process.on('disconnect', () => process.exit())
process.send?.('ready')

/** Stops this process once, when the row already says that a post begins: before it is begun, or as late as can be. */
function sleepy(clients: SlackClients, where: 'before-post' | 'after-fence'): SlackClients {
  let isTired = true
  const sleep = () => {
    if (isTired) process.kill(process.pid, 'SIGSTOP')
    isTired = false
  }
  const beyond = (fence: DeadlineGuard): DeadlineGuard => ({
    isOpen: () => {
      const isOpen = fence.isOpen()
      sleep()
      return isOpen
    },
  })
  return {
    ...clients,
    guarded: (fence) => {
      if (where === 'after-fence') return clients.guarded(beyond(fence))
      sleep()
      return clients.guarded(fence)
    },
  }
}
