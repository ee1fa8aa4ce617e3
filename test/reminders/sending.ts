import { inTransaction, type Context } from '../../src/context.ts'
import type { Schema } from '../../src/db/schema.ts'
import { startJobs, type Jobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { linkMember } from '../../src/members/link-member.ts'
import { workReminders } from '../../src/reminders/knock.ts'
import { startPlayground, type Playground } from '../../src/playground/playground.ts'
import { SAMPLE_BOT, sampleOffice } from '../../src/playground/sample-office.ts'
import { createClients } from '../../src/slack/clients.ts'
import type { Clock } from '../../src/time/clock.ts'
import type { Selectable } from 'kysely'
import { freshDatabase, type DatabaseKind } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'
import { until } from '../helpers/until.ts'

export const log = createLog(process.env['TEST_LOG'] ?? 'silent')

/** Monday 21 November 2022, 09:30 in Shanghai: seven working days before the deadline. */
export const SEVEN_BEFORE = '2022-11-21T09:30+08:00'

/** The ten writers of the sample office, who owe two essays each for November 2022. */
export const WRITERS = Array.from({ length: 10 }, (_, index) => `M0${11 + index}`)

/** The sample office with its queue, its Slack and a clock that the test sets; nobody works the queue yet. */
export type SendingOffice = {
  readonly ctx: Context
  readonly jobs: Jobs
  readonly slack: Playground
  /** Sets the clock of the bot and of Slack: ISO with offset. */
  readonly setClock: (at: string) => void
  /** Starts to post what is queued. */
  readonly work: () => Promise<void>
  /** Waits until no reminder is under way. */
  readonly settled: (within?: number) => Promise<readonly Row[]>
  readonly rows: () => Promise<readonly Row[]>
  /** Every message that stands in DMs, by office number, bot's only. */
  readonly messages: () => ReadonlyMap<string, readonly string[]>
} & AsyncDisposable

export type Row = Selectable<Schema['reminders']> & { readonly member: string }

export async function sendingOffice(kind: DatabaseKind): Promise<SendingOffice> {
  await using opening = new AsyncDisposableStack()
  const office = sampleOffice()
  const slack = opening.use(
    await startPlayground({
      ...office,
      port: 0,
      botUser: SAMPLE_BOT,
      delivery: { kind: 'socket' },
    }),
  )
  const database = opening.use(await freshDatabase(kind))
  let now = Temporal.Instant.from(SEVEN_BEFORE)
  const clock: Clock = { now: () => now }
  const bare = await officeOn(database, { teamId: office.team.id, clock, sample: true })
  for (const [member, slackUserId] of office.accounts) await linkMember(bare, { member, slackUserId })
  const jobs = opening.use(await startJobs(database, log))
  const ctx: Context = { ...bare, log, jobs, slack: createClients(slack.botToken, slack.apiUrl, log) }
  const rows = async () => await listRows(ctx)
  const opened = opening.move()
  return {
    ctx,
    jobs,
    slack,
    setClock: (at) => {
      now = Temporal.Instant.from(at)
    },
    work: async () => {
      opened.use(await workReminders(jobs, () => ctx))
    },
    rows,
    settled: async (within = 4000) => {
      await until(async () => {
        const all = await rows()
        return all.every(({ state }) => state === 'sent' || state === 'cancelled' || state === 'failed')
      }, within)
      return await rows()
    },
    messages: () =>
      new Map(
        [...office.accounts]
          .map(
            ([member, user]) =>
              [member, slack.dmsWith(user).map(({ text }) => text ?? '')] as const,
          )
          .filter(([, texts]) => texts.length > 0),
      ),
    [Symbol.asyncDispose]: async () => {
      await opened.disposeAsync()
    },
  }
}

async function listRows(ctx: Context): Promise<readonly Row[]> {
  return await inTransaction(
    ctx,
    async ({ db }) =>
      await db
        .selectFrom('reminders')
        .innerJoin('members', 'members.id', 'reminders.member_id')
        .selectAll('reminders')
        .select('members.external_id as member')
        .$narrowType<{ member: string }>()
        .orderBy('members.external_id')
        .orderBy('reminders.step')
        .execute(),
  )
}
