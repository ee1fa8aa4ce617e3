import { randomUUID } from 'node:crypto'
import { sql, type Selectable } from 'kysely'
import { inTransaction, type Context } from '../../src/context.ts'
import type { Schema } from '../../src/db/schema.ts'
import type { Db } from '../../src/db/tenant.ts'
import { startJobs, type Jobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { linkMember } from '../../src/members/roster/link-member.ts'
import { workReminders } from '../../src/reminders/tick/tick.ts'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'
import { SAMPLE_BOT, sampleOffice } from '../../src/playground/sample-office/sample-office.ts'
import { createClients } from '../../src/slack/connection/clients.ts'
import type { Clock } from '../../src/time/clock.ts'
import { freshDatabase, type DatabaseKind } from '../helpers/databases.ts'
import { memberNamed, officeOn } from '../helpers/office.ts'
import { until } from '../helpers/until.ts'

export const log = createLog(process.env['TEST_LOG'] ?? 'silent')

/** Monday 21 November 2022, 09:30 in Shanghai: seven working days before the deadline. */
export const SEVEN_BEFORE = '2022-11-21T09:30+08:00'

/** The ten writers of the sample office, who owe two essays each for November 2022. */
export const WRITERS = Array.from({ length: 10 }, (_, index) => `M0${11 + index}`)

/** Numbers of essays that a test hands in start here. */
const ESSAYS_OF_TESTS = 9000

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
  /** Undoes what a test did: reminders, snoozes, leaves, essays since, members, faults, the clock. */
  readonly reset: () => Promise<void>
  /** Every message in DMs since the last reset, by office number. */
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
  slack.clock.set(SEVEN_BEFORE)
  const clock: Clock = { now: () => now }
  const bare = await officeOn(database, { teamId: office.team.id, clock, sample: true })
  for (const [member, slackUserId] of office.accounts) await linkMember(bare, { member, slackUserId })
  const jobs = opening.use(await startJobs(database, log)).of(office.team.id)
  const ctx: Context = { ...bare, log, jobs, slack: createClients(slack.botToken, slack.apiUrl, log) }
  const rows = async () => await listRows(ctx)
  const before = new Map<string, number>()
  const textsOf = (user: string) =>
    slack
      .dmsWith(user)
      .slice(before.get(user) ?? 0)
      .map(({ text }) => text)
  const opened = opening.move()
  return {
    ctx,
    jobs,
    slack,
    setClock: (at) => {
      now = Temporal.Instant.from(at)
      slack.clock.set(at)
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
          .map(([member, user]) => [member, textsOf(user)] as const)
          .filter(([, texts]) => texts.length > 0),
      ),
    reset: async () => {
      now = Temporal.Instant.from(SEVEN_BEFORE)
      slack.clock.set(SEVEN_BEFORE)
      slack.faults.reset()
      for (const user of office.accounts.values()) before.set(user, slack.dmsWith(user).length)
      await inTransaction(ctx, async ({ db }) => await putBack(db, ctx.teamId, office.accounts))
    },
    [Symbol.asyncDispose]: async () => {
      await opened.disposeAsync()
    },
  }
}

async function putBack(db: Db, teamId: string, accounts: ReadonlyMap<string, string>): Promise<void> {
  for (const table of ['reminders', 'reminder_snoozes', 'leaves'] as const)
    await db.deleteFrom(table).execute()
  await sql`delete from pgboss.job where data->>'teamId' = ${teamId}`.execute(db)
  await db.deleteFrom('essays').where('number', '>=', ESSAYS_OF_TESTS).execute()
  for (const [number, slackUserId] of accounts) {
    await db
      .updateTable('members')
      .set({ slack_user_id: slackUserId, left_on: null, deactivated: false, is_guest: false, is_bot: false })
      .where('external_id', '=', number)
      .execute()
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

/** A member's id by their office number. */
export async function memberIdOf({ ctx }: SendingOffice, number: string): Promise<string> {
  return (await memberNamed(ctx, number)).id
}

/** Hands in so many essays for November 2022. */
export async function handIn(office: SendingOffice, number: string, count: number): Promise<void> {
  const member_id = await memberIdOf(office, number)
  const essays = Array.from({ length: count }, (_, index) => ({
    id: randomUUID(),
    number: ESSAYS_OF_TESTS + Number(number.slice(1)) * 10 + index,
    member_id,
    month: '2022-11',
    seq: index + 1,
    kind: '读书心得体会',
    title: '读书心得',
    state: 'submitted' as const,
    submitted_at: SEVEN_BEFORE,
  }))
  await inTransaction(office.ctx, async ({ db }) => {
    await db.insertInto('essays').values(essays).execute()
  })
}
