import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import type { ChildProcess } from 'node:child_process'
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import pg from 'pg'
import { inTransaction, type Context } from '../../../src/context.ts'
import { openDatabase } from '../../../src/db/database.ts'
import { migrate } from '../../../src/db/migrate.ts'
import { linkMember } from '../../../src/members/roster/link-member.ts'
import { findMemberByAnyName, updateMember } from '../../../src/members/members-store.ts'
import { insertQuotas } from '../../../src/members/quotas/quotas-store.ts'
import { startPlayground, type Playground } from '../../../src/playground/server/playground.ts'
import { SAMPLE_BOT, sampleOffice } from '../../../src/playground/sample-office/sample-office.ts'
import { planDue } from '../../../src/reminders/due/due-reminders.ts'
import { startCuttingProxy, type CuttingProxy } from '../../helpers/cutting-proxy.ts'
import { officeOn } from '../../helpers/office.ts'
import { findPostgres, startOwnPostgres } from '../../helpers/own-postgres.ts'
import { startReplica, type ReplicaOptions } from '../../helpers/replica.ts'

/**
 * The real ones in short, since a run is to take seconds. What lies between leaving and the lease's end is for the way
 * to Slack: here through this process, which a busy machine may keep from running for seconds.
 */
const TIMES = { leaveWithin: 2, lease: 8, settleAfter: 1, twinAfter: 20, barredFor: 1 }
const LOST_AFTER = { atStart: 1, later: 1 }
const REPLICAS = 3
/** Forty of the sixty members owe; of those, four never get anything. */
const OWING = Array.from({ length: 40 }, (_, index) => `M0${11 + index}`)
const NEVER = new Set(['M047', 'M048', 'M049', 'M050'])

/** What a day of reminders did: what went wrong, if anything, and what was done to it. */
export type FaultyDay = { readonly wrong: readonly string[]; readonly messages: number }

export type Tally = Record<
  'kills' | 'sleeps' | 'restarts' | 'cuts' | 'limited' | 'lost' | 'deleted' | 'ownDeaths' | 'longestStall',
  number
>

/** Three replicas on one PostgreSQL and one Slack, all of which can be made to fail. */
export type FaultyOffice = {
  readonly tally: Readonly<Tally>
  /** The next day on which something is due, with everything going wrong that can. `random` gives numbers in [0, 1). */
  day(random: () => number): Promise<FaultyDay>
} & AsyncDisposable

export async function faultyOffice(server: string | null): Promise<FaultyOffice | null> {
  await using opening = new AsyncDisposableStack()
  const programs = findPostgres()
  const own = programs === null ? null : opening.use(await startOwnPostgres(programs))
  const url = own?.url ?? (server === null ? null : await freshOn(server, opening))
  if (url === null) return null
  const tally: Tally = {
    kills: 0,
    sleeps: 0,
    restarts: 0,
    cuts: 0,
    limited: 0,
    lost: 0,
    deleted: 0,
    ownDeaths: 0,
    longestStall: 0,
  }
  const stalls = monitorEventLoopDelay()
  stalls.enable()
  opening.defer(() => void stalls.disable())
  const slack = opening.use(await startSlack(tally))
  const proxy = opening.use(await startCuttingProxy(Number(new URL(slack.url).port)))
  const ctx = await seed(url, opening)
  const restart = async (how: 'immediate' | 'fast') => {
    tally.restarts += 1
    if (own !== null) await own.restart(how)
    else await terminateAll(url)
  }
  const apiUrl = `http://127.0.0.1:${proxy.port}/api/`
  const options: Omit<ReplicaOptions, 'at'> = {
    address: { kind: 'postgres', url: `${url}?idle_in_transaction_session_timeout=1500`, poolSize: 6 },
    teamId: ctx.teamId,
    botToken: slack.botToken,
    apiUrl,
    times: TIMES,
    lost: LOST_AFTER,
  }
  const house = opening.use(replicasOf(options, tally))
  const opened = opening.move()
  return {
    tally,
    day: dayOf({ ctx, slack, proxy, house, tally, restart, stalls }),
    [Symbol.asyncDispose]: async () => {
      await opened.disposeAsync()
    },
  }
}

async function startSlack(tally: Tally): Promise<Playground> {
  return await startPlayground({
    ...sampleOffice(),
    port: 0,
    botUser: SAMPLE_BOT,
    delivery: { kind: 'socket' },
    log: (event, { method, kind, ok }) => {
      if (event !== 'call') return
      if (kind === 'limited') tally.limited += 1
      if (kind === 'lost') tally.lost += 1
      if (method === 'chat.delete' && ok === true) tally.deleted += 1
    },
  })
}

async function seed(url: string, opening: AsyncDisposableStack): Promise<Context> {
  const database = opening.use(await openDatabase({ kind: 'postgres', url, poolSize: 2 }))
  await migrate(database)
  const { team, accounts } = sampleOffice()
  const ctx = await officeOn(database, { teamId: team.id, sample: true })
  for (const [member, slackUserId] of accounts) {
    if (member !== 'M050') await linkMember(ctx, { member, slackUserId })
  }
  await inTransaction(ctx, async ({ db }) => {
    const idOf = async (number: string) => (await findMemberByAnyName(db, number))?.id ?? ''
    const decidedAt = new Date('2022-12-01T00:00:00Z')
    for (const number of OWING) {
      const memberId = await idOf(number)
      await insertQuotas(db, [
        { memberId, fromMonth: '2022-12', quota: 2, decidedAt, decidedBy: null, source: 'table' },
      ])
    }
    await updateMember(db, await idOf('M047'), { deactivated: true })
    await updateMember(db, await idOf('M048'), { leftOn: '2022-11-30' })
    await updateMember(db, await idOf('M049'), { isGuest: true })
  })
  return ctx
}

type Replicas = {
  /** Tells all the moment; they tick. */
  tell(at: string): void
  kill(which: number): void
  pause(which: number, milliseconds: number): Promise<void>
  /** Kills all, to be started again at the next moment that is told. */
  killAll(): Promise<void>
} & AsyncDisposable

function replicasOf(options: Omit<ReplicaOptions, 'at'>, tally: Tally): Replicas {
  const running: (ChildProcess | null)[] = Array.from({ length: REPLICAS }, () => null)
  const sentenced = new WeakSet<ChildProcess>()
  const start = (place: number, at: string) => {
    const { process, ready } = startReplica({ ...options, at })
    running[place] = process
    // One that finds no database when it starts ends, and is started again.
    let isReady = false
    void ready.then(
      () => (isReady = true),
      () => {},
    )
    process.on('error', () => {})
    process.once('exit', () => {
      if (running[place] === process) running[place] = null
      if (isReady && !sentenced.has(process)) tally.ownDeaths += 1
    })
  }
  const end = async (process: ChildProcess | null) => {
    if (process === null) return
    sentenced.add(process)
    const ended = once(process, 'exit')
    process.kill('SIGKILL')
    await ended
  }
  return {
    tell: (at) => {
      for (const [place, process] of running.entries()) {
        if (process === null) start(place, at)
        else if (process.connected) process.send(at, () => {})
      }
    },
    kill: (which) => {
      tally.kills += 1
      void end(running[which] ?? null)
    },
    pause: async (which, milliseconds) => {
      const process = running[which]
      tally.sleeps += 1
      process?.kill('SIGSTOP')
      await wait(milliseconds)
      process?.kill('SIGCONT')
    },
    killAll: async () => {
      tally.kills += REPLICAS
      await Promise.all(running.map(end))
    },
    [Symbol.asyncDispose]: async () => {
      await Promise.all(running.map(end))
    },
  }
}

type Parts = {
  readonly ctx: Context
  readonly slack: Playground
  readonly proxy: CuttingProxy
  readonly house: Replicas
  readonly tally: Tally
  readonly restart: (how: 'immediate' | 'fast') => Promise<void>
  /** How long this process, in which Slack is, was kept from running. */
  readonly stalls: ReturnType<typeof monitorEventLoopDelay>
}

function dayOf(parts: Parts): FaultyOffice['day'] {
  const { ctx, slack, proxy, house, tally, restart, stalls } = parts
  let day = Temporal.PlainDate.from('2023-01-03')
  const seen = new Set<string>()

  const nextMoment = async () => {
    for (;;) {
      const at = `${day.toString()}T09:30+08:00`
      day = day.add({ days: 1 })
      const { planned } = (await planDue(ctx, Temporal.Instant.from(at))).plan
      if (planned.length > 0) return { at, planned }
    }
  }

  const chaos = async (at: string, random: () => number) => {
    const until = performance.now() + 1500 + random() * 1500
    const once = (chance: number, work: () => Promise<void>) => {
      if (random() < chance) return [wait(random() * 2000).then(work)]
      return []
    }
    const blows = [
      ...[0, 1].flatMap(() => once(0.7, async () => house.kill(Math.floor(random() * REPLICAS)))),
      ...once(0.4, async () => await house.pause(Math.floor(random() * REPLICAS), 500 + random() * 9000)),
      ...once(0.35, async () => await restart(random() < 0.5 ? 'immediate' : 'fast')),
    ]
    while (performance.now() < until) {
      house.tell(at)
      if (random() < 0.6) proxy.cut(random())
      await wait(150 + random() * 350)
    }
    await Promise.all(blows)
    tally.cuts = proxy.cuts()
  }

  return async (random) => {
    if (random() < 0.1) {
      await house.killAll()
      day = day.add({ days: 1 + Math.floor(random() * 9) })
    }
    await handInSome(ctx, day, random)
    const { at, planned } = await nextMoment()
    slack.clock.set(at)
    const all = { method: '*', probability: 0.1 }
    slack.faults.set({ answer429: [{ ...all, retryAfter: 1 }], loseAnswers: [all] })
    await chaos(at, random)
    const wrong: string[] = []
    tally.longestStall = Math.round(stalls.max / 1e6)
    if (!(await settled(ctx, house, at))) wrong.push(`${at}: not settled in time`)
    // Who woke up late has had its say.
    await wait(300)
    const expected = planned.map(({ memberId, month, step }) => `${memberId} ${month} ${step}`)
    const got = await messagesSince(ctx, slack, seen)
    wrong.push(...difference(at, expected, got))
    if (wrong.length > 0) wrong.push(...(await ends(ctx, planned[0]?.month ?? '')))
    return { wrong, messages: got.length }
  }
}

/** Somebody hands in what they owe for the month. */
async function handInSome(ctx: Context, day: Temporal.PlainDate, random: () => number): Promise<void> {
  const month = day.toPlainYearMonth().toString()
  await inTransaction(ctx, async ({ db }) => {
    for (const number of OWING.filter(() => random() < 0.06)) {
      const member = await findMemberByAnyName(db, number)
      if (member === null) continue
      const { rows } = await sql<{
        next: number
      }>`select coalesce(max(number), 0) + 1 as next from essays`.execute(db)
      const known = await db
        .selectFrom('essays')
        .select('seq')
        .where('member_id', '=', member.id)
        .where('month', '=', month)
        .execute()
      if (known.length >= 2) continue
      await db
        .insertInto('essays')
        .values({
          id: randomUUID(),
          number: rows[0]?.next ?? 1,
          member_id: member.id,
          month,
          seq: known.length + 1,
          kind: '读书心得体会',
          title: '读书心得',
          state: 'submitted',
          submitted_at: `${day.toString()}T00:00:00Z`,
        })
        .execute()
    }
  })
}

/** Knocks until nothing is under way; false when that takes more than two minutes. */
async function settled(ctx: Context, house: Replicas, at: string): Promise<boolean> {
  const end = performance.now() + 120_000
  while (performance.now() < end) {
    house.tell(at)
    await wait(700)
    // First whether all is claimed, then whether all that is claimed has ended.
    const planned = await planDue(ctx, Temporal.Instant.from(at)).then(
      ({ plan }) => plan.planned.length,
      () => 1,
    )
    if (planned === 0 && (await underWay(ctx).catch(() => 1)) === 0) return true
  }
  return false
}

async function underWay(ctx: Context): Promise<number> {
  return await inTransaction(ctx, async ({ db }) => {
    const rows = await db
      .selectFrom('reminders')
      .select('reminder_id')
      .where('state', 'in', ['claimed', 'sending', 'unknown'])
      .execute()
    return rows.length
  })
}

/** New messages in DMs, each as the row that its mark names: whose, month and step. */
async function messagesSince(ctx: Context, slack: Playground, seen: Set<string>): Promise<string[]> {
  const fresh = slack
    .allMessages()
    .filter(({ channel, ts, metadata }) => isReminder(metadata) && !seen.has(`${channel} ${ts}`))
  const digests = await inTransaction(
    ctx,
    async ({ db }) => await db.selectFrom('digests').select('digest_id').execute(),
  )
  // The leaders' digests carry the same mark, and are not reminders.
  const digestIds = new Set(digests.map(({ digest_id }) => digest_id))
  for (const { channel, ts } of fresh) seen.add(`${channel} ${ts}`)
  const rows = await inTransaction(
    ctx,
    async ({ db }) =>
      await db
        .selectFrom('reminders')
        .innerJoin('members', 'members.id', 'reminders.member_id')
        .select([
          'reminder_id',
          'member_id',
          'month',
          'step',
          'channel',
          'message_ts',
          'external_id',
          'reminders.state',
        ])
        .execute(),
  )
  const byId = new Map(rows.map((row) => [row.reminder_id, row]))
  return fresh
    .filter(({ metadata }) => !digestIds.has(idOf(metadata)))
    .map(({ channel, ts, metadata }) => {
      const id = idOf(metadata)
      const row = byId.get(id)
      if (row === undefined) return `a message of no row: ${channel} ${ts}`
      if (NEVER.has(row.external_id ?? '')) return `a message to ${row.external_id}`
      const isNamed = row.state === 'sent' && row.channel === channel && row.message_ts === ts
      return `${row.member_id} ${row.month} ${row.step}${isNamed ? '' : ` which its row does not name (${row.state})`}`
    })
}

type Metadata = Playground extends { allMessages(): readonly { metadata: infer M }[] } ? M : never

function isReminder(metadata: Metadata): boolean {
  return (metadata as { event_type?: string } | null)?.event_type === 'wenshu_reminder'
}

function idOf(metadata: Metadata): string {
  return String((metadata as { event_payload?: { id?: string } } | null)?.event_payload?.id)
}

/** For whoever looks into it: how the rows of a month ended. */
async function ends(ctx: Context, month: string): Promise<string[]> {
  const rows = await inTransaction(
    ctx,
    async ({ db }) => await db.selectFrom('reminders').selectAll().where('month', '=', month).execute(),
  )
  return rows.map((row) => JSON.stringify(row))
}

function difference(at: string, expected: readonly string[], got: readonly string[]): string[] {
  const counts = new Map<string, number>()
  for (const one of got) counts.set(one, (counts.get(one) ?? 0) + 1)
  return [
    ...expected.filter((one) => !counts.has(one)).map((one) => `${at}: missing: ${one}`),
    ...[...counts].filter(([, count]) => count > 1).map(([one, count]) => `${at}: ${count} times: ${one}`),
    ...[...counts.keys()].filter((one) => !expected.includes(one)).map((one) => `${at}: nobody's: ${one}`),
  ]
}

async function freshOn(server: string, opening: AsyncDisposableStack): Promise<string> {
  const name = `wenshu_faults_${process.pid}`
  const run = async (text: string) => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    await client.query(text)
    await client.end()
  }
  await run(`create database ${name}`)
  opening.defer(async () => await run(`drop database if exists ${name} with (force)`))
  const url = new URL(server)
  url.pathname = `/${name}`
  return url.href
}

/** As a restart looks from outside, on a server that others use too. */
async function terminateAll(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  await client.query(
    'select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()',
  )
  await client.end()
}
