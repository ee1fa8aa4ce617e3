// What reminding 10,000 members costs on PostgreSQL: planning against the same SQL sent by hand, side by side, and the
// whole process's memory; claiming; and delivery against the rate that the Slack-shaped server allows.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import { inTransaction, type Context } from '../../src/context.ts'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { startJobs } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'
import { deliveryTimes } from '../../src/outbox/deliver/delivery-times.ts'
import { officeOn } from '../helpers/office.ts'
import { startReplica } from '../helpers/replica.ts'
import { NINE_THIRTY, TEAM, type Planning } from './planning-process.ts'

const MEMBERS = 10_000
/** The goals of the project. */
const GOALS = { planning: 1.5, memory: 300, delivery: 0.95 }
/** How many times faster than Slack's the server's limits are: by 20, delivering 10,000 takes a minute and a half. */
const FACTOR = Number(process.env['RATE_FACTOR'] ?? 20)
/** Slack's several hundred posts a minute, and the burst beyond them, as src/playground/rate-limits.ts has them. */
const ALLOWED = { perSecond: (300 * FACTOR) / 60, burst: 50 * FACTOR }

/** Measures on an empty database at this address, and says what it found. */
export async function benchReminders(url: string): Promise<void> {
  await using database = await openDatabase({ kind: 'postgres', url })
  await migrate(database)
  {
    await using _queue = await startJobs(database, createLog('silent'))
  }
  const ctx = await officeOn(database, { teamId: TEAM })
  await fill(ctx)
  const { ratio, milliseconds, byHand, megabytes, claimed, claiming } = await planApart(url)
  console.log(
    `PostgreSQL ${MEMBERS} members  planning: by hand ${byHand.toFixed(0)} ms  wenshu ${milliseconds.toFixed(0)} ms  ` +
      `ratio ${ratio.toFixed(2)} (goal ${GOALS.planning}); the whole process at most ${megabytes} MB (goal ${GOALS.memory})`,
  )
  console.log(
    `PostgreSQL ${MEMBERS} members  planning, claiming and queueing ${claimed}: ${claiming.toFixed(0)} ms`,
  )
  await deliver(ctx, url)
}

async function fill(ctx: Context): Promise<void> {
  await inTransaction(ctx, async ({ db }) => {
    await sql`
      insert into members (id, external_id, slack_user_id, name, role, locale, joined_on)
      select gen_random_uuid(), 'M' || n, 'U0BENCH' || lpad(n::text, 5, '0'), '成员' || n, 'member', 'zh', '2021-01-04'
      from generate_series(1, ${MEMBERS}) as n`.execute(db)
    await sql`
      insert into member_quotas (member_id, from_month, quota, decided_at)
      select id, '2021-01', 2, now() from members`.execute(db)
  })
  for (const table of ['members', 'member_quotas'])
    await sql`vacuum analyze ${sql.table(table)}`.execute(ctx.database.base)
}

/** Plans and claims in a process of its own, whose memory is then nothing else's. */
async function planApart(url: string): Promise<Planning> {
  const program = fileURLToPath(new URL('planning-process.ts', import.meta.url))
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', program, url], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  })
  let planning: Planning | null = null
  child.once('message', (answer: Planning) => {
    planning = answer
  })
  await once(child, 'exit')
  if (planning === null) throw new Error('the planning process said nothing')
  return planning
}

async function deliver(ctx: Context, url: string): Promise<void> {
  // What was claimed to be measured; the bot claims it again.
  await inTransaction(ctx, async ({ db }) => await sql`delete from reminders`.execute(db))
  await sql`delete from pgboss.job`.execute(ctx.database.base)
  let limited = 0
  await using slack = await startPlayground({
    team: { id: TEAM, name: 'Bench', domain: 'bench' },
    users: Array.from({ length: MEMBERS }, (_, index) => ({ id: userOf(index + 1), locale: 'zh-CN' })),
    channels: [],
    botUser: { userId: 'U0BOT', name: 'Bot' },
    zone: 'Asia/Shanghai',
    delivery: { kind: 'socket' },
    log: (_event, { kind }) => {
      if (kind === 'limited') limited += 1
    },
  })
  slack.clock.set(NINE_THIRTY)
  slack.faults.set({ enforceRates: true, rateFactor: FACTOR })
  const replica = startReplica({
    address: { kind: 'postgres', url },
    teamId: TEAM,
    botToken: slack.botToken,
    apiUrl: slack.apiUrl,
    at: NINE_THIRTY,
    times: deliveryTimes,
    lost: { atStart: 60, later: 600 },
  })
  try {
    const seconds = await timeDelivery(ctx, slack)
    const ideal = (MEMBERS - ALLOWED.burst) / ALLOWED.perSecond
    const counts = countsOf(slack)
    const lost = MEMBERS - counts.size
    const twice = [...counts.values()].filter((count) => count > 1).length
    console.log(
      `PostgreSQL ${MEMBERS} members  delivery: ${seconds.toFixed(1)} s where ${ideal.toFixed(1)} s are allowed  ` +
        `share of the allowed rate ${(ideal / seconds).toFixed(3)} (goal ${GOALS.delivery}); ` +
        `${limited} answers 429, ${lost} lost, ${twice} twice`,
    )
  } finally {
    const ended = once(replica.process, 'exit')
    replica.process.kill('SIGKILL')
    await ended
  }
}

/** From the first message to the moment at which the last one stands in Slack and all rows say so. */
async function timeDelivery(ctx: Context, slack: Playground): Promise<number> {
  let first = 0
  let last = 0
  slack.onTouched(({ conversation, people }) => {
    if (conversation === undefined || people === true) return
    last = performance.now()
    if (first === 0) first = last
  })
  for (;;) {
    await wait(500)
    const { rows } = await inTransaction(
      ctx,
      async ({ db }) =>
        await sql<{
          left: number
        }>`select count(*)::int as left from reminders where state <> 'sent'`.execute(db),
    )
    if (first > 0 && rows[0]?.left === 0) return (last - first) / 1000
  }
}

function countsOf(slack: Playground): Map<string, number> {
  const counts = new Map<string, number>()
  for (const { channel } of slack.allMessages()) counts.set(channel, (counts.get(channel) ?? 0) + 1)
  return counts
}

function userOf(number: number): string {
  return `U0BENCH${String(number).padStart(5, '0')}`
}
