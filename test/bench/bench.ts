// How much Wenshu adds to a bare Bolt app, side by side in one run: a slash command's acknowledgement and its final
// message, at 1 and at 50 in flight. Ratios of medians; the machine may be shared and noisy, so the batches alternate.
// Then how long the first words of a draft take, see first-words.ts, what a large ledger costs, see ledger.ts, and what
// reminding a large office does, see reminders.ts, and the claims of a large year, see claims.ts. Some of it only: npm run bench -- first-words.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'
import { benchClaims } from './claims.ts'
import { benchFirstWords } from './first-words.ts'
import { benchLedger, SIZES } from './ledger.ts'
import { benchLines } from './lines.ts'
import { benchReminders } from './reminders.ts'
import { median } from './sql-by-hand.ts'

const COMMANDS = 300
const BATCH = 50
const WARM_UP = 60
const USERS = Array.from({ length: 50 }, (_, index) => `U0BENCH${String(index).padStart(3, '0')}`)
const CHANNEL = 'C0BENCH'
/** The goals of the project, at the median. */
const GOALS = { ack: 1.3, message: 2.5 }

type Bot = {
  readonly playground: Playground
  readonly process: ChildProcess
  readonly answered: Map<string, () => void>
}
type Sample = { readonly ack: number; readonly message: number }

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))

async function startBot(script: string, env: Readonly<Record<string, string>>): Promise<Bot> {
  const playground = await startPlayground({
    team: { id: 'T0BENCH', name: 'Bench', domain: 'bench' },
    users: USERS.map((id) => ({ id, locale: 'zh-CN' })),
    channels: [{ id: CHANNEL, name: 'bench' }],
    botUser: { userId: 'U0BOT', name: 'Bot' },
    zone: 'Asia/Shanghai',
    delivery: { kind: 'socket' },
    commands: ['/study'],
  })
  const answered = new Map<string, () => void>()
  playground.onTouched(({ conversation, only }) => {
    if (conversation === CHANNEL && only !== undefined) answered.get(only)?.()
  })
  const { botToken, appToken, apiUrl } = playground
  const bot = spawn(process.execPath, [script], {
    env: {
      PATH: process.env['PATH'] ?? '',
      SLACK_BOT_TOKEN: botToken,
      SLACK_APP_TOKEN: appToken,
      SLACK_API_URL: apiUrl,
      ...env,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await playground.untilConnected()
  return { playground, process: bot, answered }
}

/** One command by one person: milliseconds until it is acknowledged and until its message stands in the channel. */
async function measure({ playground, answered }: Bot, user: string, number: number): Promise<Sample> {
  const text = `/study 集中学习 学习材料第${number}份 昨天 2h 会议室`
  const before = performance.now()
  let message = 0
  const said = new Promise<void>((resolve) => {
    answered.set(user, () => {
      message = performance.now() - before
      resolve()
    })
  })
  const answer = await playground.people.command({ as: user, channel: CHANNEL, text })
  if (!answer.ok) throw new Error(`the command was not taken: ${answer.error ?? ''}`)
  const ack = performance.now() - before
  await said
  return { ack, message }
}

let number = 0
async function batch(bot: Bot, count: number, inFlight: number): Promise<Sample[]> {
  const samples: Sample[] = []
  let left = count
  await Promise.all(
    USERS.slice(0, inFlight).map(async (user) => {
      while (left > 0) {
        left -= 1
        samples.push(await measure(bot, user, (number += 1)))
      }
    }),
  )
  return samples
}

async function compare(bare: Bot, wenshu: Bot, inFlight: number) {
  const samples: { bare: Sample[]; wenshu: Sample[] } = { bare: [], wenshu: [] }
  await batch(bare, WARM_UP, inFlight)
  await batch(wenshu, WARM_UP, inFlight)
  for (let done = 0; done < COMMANDS; done += BATCH) {
    samples.bare.push(...(await batch(bare, BATCH, inFlight)))
    samples.wenshu.push(...(await batch(wenshu, BATCH, inFlight)))
  }
  const of = (bot: 'bare' | 'wenshu', what: keyof Sample) =>
    median(samples[bot].map((sample) => sample[what]))
  return (['ack', 'message'] as const).map((what) => ({
    what,
    inFlight,
    bare: of('bare', what),
    wenshu: of('wenshu', what),
    ratio: of('wenshu', what) / of('bare', what),
  }))
}

function residentMegabytes({ process: bot }: Bot): number | null {
  try {
    const status = readFileSync(`/proc/${String(bot.pid)}/status`, 'utf8')
    return Math.round(Number(/VmRSS:\s+(\d+)/.exec(status)?.[1]) / 1024)
  } catch {
    return null
  }
}

async function run(database: string, env: Readonly<Record<string, string>>): Promise<void> {
  const bare = await startBot(here('bare-bolt.ts'), {})
  const wenshu = await startBot(here('../../src/main.ts'), { WENSHU_LOG: 'error', ...env })
  try {
    for (const inFlight of [1, 50]) {
      for (const row of await compare(bare, wenshu, inFlight)) {
        const goal = GOALS[row.what]
        console.log(
          `${database.padEnd(10)} ${String(row.inFlight).padStart(2)} in flight  ${row.what.padEnd(7)} ` +
            `bare ${row.bare.toFixed(2)} ms  wenshu ${row.wenshu.toFixed(2)} ms  ratio ${row.ratio.toFixed(2)} (goal ${goal})`,
        )
      }
    }
    console.log(
      `${database.padEnd(10)} resident memory after ${2 * (COMMANDS + WARM_UP)} commands: ${residentMegabytes(wenshu) ?? '?'} MB`,
    )
  } finally {
    for (const bot of [bare, wenshu]) {
      const ended = once(bot.process, 'exit')
      bot.process.kill('SIGTERM')
      await ended
      await bot.playground[Symbol.asyncDispose]()
    }
  }
}

/** Databases of its own on the server, dropped afterwards; nothing where no server answers. */
async function onPostgres(
  parts: readonly string[],
  work: (urls: readonly string[]) => Promise<void>,
): Promise<void> {
  const server = process.env['TEST_DATABASE_URL'] ?? 'postgres://postgres@127.0.0.1:5432/test'
  const client = new pg.Client({ connectionString: server, connectionTimeoutMillis: 3000 })
  try {
    await client.connect()
  } catch {
    console.log('PostgreSQL   not measured: no server answers')
    return
  }
  const names = parts.map((part) => `wenshu_bench_${part}_${process.pid}`)
  try {
    for (const name of names) await client.query(`create database ${name}`)
    await work(
      names.map((name) => {
        const url = new URL(server)
        url.pathname = `/${name}`
        return url.href
      }),
    )
  } finally {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`)
    await client.end()
  }
}

const wanted = process.argv.slice(2)
const isWanted = (part: string) => wanted.length === 0 || wanted.includes(part)
const folder = mkdtempSync(join(tmpdir(), 'wenshu-bench-'))
try {
  if (isWanted('commands')) {
    await run('PGlite', { WENSHU_DATA: folder })
    await onPostgres(['commands'], async ([url = '']) => {
      await run('PostgreSQL', { DATABASE_URL: url, WENSHU_DATA: join(folder, 'unused') })
    })
  }
  if (isWanted('lines')) benchLines()
  if (isWanted('first-words')) await benchFirstWords()
  if (isWanted('claims')) await benchClaims()
  if (isWanted('ledger')) {
    await onPostgres(
      SIZES.map((size) => `ledger_${size}`),
      benchLedger,
    )
  }
  if (isWanted('reminders')) {
    await onPostgres(['reminders'], async ([url = '']) => {
      await benchReminders(url)
    })
  }
} finally {
  rmSync(folder, { recursive: true, force: true })
}
