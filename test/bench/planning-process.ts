// Plans what is due in a large office, and claims it, in a process that does nothing else: see reminders.ts.
import pg from 'pg'
import { parseConfig } from '../../src/config.ts'
import type { Context } from '../../src/context.ts'
import { openDatabase } from '../../src/db/database.ts'
import { startJobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { planDue } from '../../src/reminders/due/due-reminders.ts'
import { loadPlan } from '../../src/reminders/due/store.ts'
import { SEND_QUEUE } from '../../src/reminders/deliver/reminder-kind.ts'
import { sendDueReminders } from '../../src/reminders/deliver/send-due-reminders.ts'
import { fixedClock } from '../../src/time/clock.ts'
import { median, sendByHand, statementsOf, timed } from './sql-by-hand.ts'

export const TEAM = 'TBENCH'
export const NINE_THIRTY = '2022-11-21T09:30:00+08:00'
const ROUNDS = 40

export type Planning = {
  /** Medians, in milliseconds. */
  readonly byHand: number
  readonly milliseconds: number
  readonly ratio: number
  /** The most that the whole process ever had in memory. */
  readonly megabytes: number
  readonly claimed: number
  readonly claiming: number
}

async function measure(url: string): Promise<Planning> {
  await using stack = new AsyncDisposableStack()
  const log = createLog('silent')
  const database = stack.use(await openDatabase({ kind: 'postgres', url }))
  const jobs = stack.use(await startJobs(database, log)).of(TEAM)
  const clock = fixedClock(NINE_THIRTY)
  const config = parseConfig({})
  const ctx: Context = { teamId: TEAM, database, jobs, slack: null, model: null, clock, config, log }
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  stack.defer(async () => {
    await client.end()
  })
  const now = clock.now()
  const statements = await statementsOf(url, TEAM, async (db) => await loadPlan(db, now))
  const [byHand, ours]: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1) {
    const hand = async () => byHand.push(await timed(async () => await sendByHand(client, statements)))
    const program = async () => ours.push(await timed(async () => await planDue(ctx, now)))
    for (const side of round % 2 === 0 ? [hand, program] : [program, hand]) await side()
  }
  let claimed = 0
  await admit(jobs)
  const claiming = await timed(async () => {
    claimed = (await sendDueReminders(ctx)).length
  })
  const [hand, program] = [median(byHand.slice(8)), median(ours.slice(8))]
  const megabytes = Math.round(process.resourceUsage().maxRSS / 1024)
  return { byHand: hand, milliseconds: program, ratio: program / hand, megabytes, claimed, claiming }
}

/** The queue as the bot has it, whose jobs nobody takes yet. */
async function admit(jobs: NonNullable<Context['jobs']>): Promise<void> {
  await jobs.work(SEND_QUEUE, { concurrency: 1, retries: 5, retryDelay: 5, expireIn: 120 }, async () => {})
}

const [, , url] = process.argv
if (url !== undefined && process.send !== undefined) {
  const planning = await measure(url)
  process.send(planning, () => process.exit())
}
