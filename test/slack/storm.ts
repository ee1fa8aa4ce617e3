import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { sql } from 'kysely'
import { startApp } from '../../src/app/app.ts'
import { parseConfig } from '../../src/config.ts'
import { openDatabase, type Database } from '../../src/db/database.ts'
import { bindToTeam } from '../../src/db/tenant.ts'
import { createLog } from '../../src/log.ts'
import { startPlayground, type Playground } from '../../src/playground/server/playground.ts'
import { startCuttingProxy, type CuttingProxy } from '../helpers/cutting-proxy.ts'
import { freshAddress } from '../helpers/databases.ts'
import { personOf, wordsOf, type Person } from '../helpers/person.ts'
import { until } from '../helpers/until.ts'
import { FAULTS, type Fault, type Random } from './storm-faults.ts'
import { claimsIn, type Action, type Run } from './storm-oracle.ts'

const TEAM = 'T0STORM'
const PLACE = 'talk'
/** As many are at it at once. */
const AT_ONCE = 5

/** A bot with its Slack and its database, between which everything can break. */
export type Storm = {
  readonly slack: Playground
  readonly proxy: CuttingProxy
  readonly direct: Database
  readonly people: readonly Person[]
  /** What was counted so far: actions, sentences by what they claim, and faults by name. */
  readonly tally: Record<string, number>
} & AsyncDisposable

export async function startStorm(): Promise<Storm> {
  await using starting = new AsyncDisposableStack()
  const ids = Array.from({ length: AT_ONCE }, (_, index) => `U0STORM${index}`)
  const slack = starting.use(
    await startPlayground({
      team: { id: TEAM, name: 'Storm', domain: 'storm' },
      users: ids.map((id, index) => ({
        id,
        name: id.toLowerCase(),
        realName: id,
        isAdmin: index === 0,
        locale: index % 2 === 0 ? 'zh-CN' : 'en-US',
        email: `${id.toLowerCase()}@example.org`,
      })),
      channels: [{ id: 'C0TALK', name: PLACE }],
      botUser: { userId: 'U0BOT', name: 'Wenshu' },
      zone: 'Asia/Shanghai',
      delivery: { kind: 'socket' },
      commands: ['/study', '/activity', '/essay', '/report', '/wenshu'],
    }),
  )
  const address = await freshAddress('postgres')
  if (address.kind !== 'postgres') throw new Error('not PostgreSQL')
  const direct = starting.use(await openDatabase(address))
  const url = new URL(address.url)
  const proxy = starting.use(await startCuttingProxy(Number(url.port || 5432)))
  url.hostname = '127.0.0.1'
  url.port = String(proxy.port)
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-storm-'))
  starting.defer(() => {
    rmSync(folder, { recursive: true, force: true })
  })
  const config = parseConfig({
    SLACK_BOT_TOKEN: slack.botToken,
    SLACK_APP_TOKEN: slack.appToken,
    SLACK_API_URL: slack.apiUrl,
    DATABASE_URL: url.href,
    WENSHU_DATA: folder,
  })
  starting.use(await startApp(config, { log: createLog(process.env['TEST_LOG'] ?? 'silent') }))
  const people = ids.map((id) => personOf(slack.url, id))
  const opened = starting.move()
  return {
    slack,
    proxy,
    direct,
    people,
    tally: {},
    [Symbol.asyncDispose]: async () => {
      await opened.disposeAsync()
    },
  }
}

/** So many runs with one seed, each judged when all have heard what they will hear. */
export async function* runsOf(storm: Storm, runs: number, seed: number): AsyncGenerator<Run> {
  const random = numbers(seed)
  // `FAULT='sent twice'` looks at one kind alone.
  const faults = FAULTS.filter(({ name }) => name.includes(process.env['FAULT'] ?? ''))
  for (let number = 1; number <= runs; number += 1) {
    await calm(storm)
    const fault = faults[Math.floor(random() * faults.length)]!
    count(storm, fault.name)
    yield { number, fault: fault.name, actions: await allAtOnce(storm, fault, number, random) }
  }
}

/** Nothing is broken, and the bot answers again. */
async function calm({ slack, people }: Storm): Promise<void> {
  await slack.people.faults({ reset: true })
  await until(async () => {
    const [first] = people
    if (first === undefined) return false
    const before = (await textsOf(first)).length
    await first.type('/wenshu help', PLACE).catch(() => {})
    await wait(200)
    return (await textsOf(first)).length > before
  }, 60_000)
}

async function allAtOnce(storm: Storm, fault: Fault, run: number, random: Random): Promise<Action[]> {
  const { slack, people } = storm
  const before = await Promise.all(people.map(async (person) => (await textsOf(person)).length))
  if (fault.slack !== undefined) await slack.people.faults(fault.slack)
  const breaking = fault.during?.(storm, random)
  const typed = await Promise.all(
    people.map(async (person, index) => {
      const title = `T${run}x${index}`
      const line =
        index % 2 === 0
          ? `/study 集中学习 《${title}》 昨天 2h 3人`
          : `/study group study "${title}" yesterday 2h 3 people`
      await wait(random() * 80)
      const wasRefused = await person.type(line, PLACE).then(
        () => false,
        () => true,
      )
      return { person, title, wasRefused, before: before[index] ?? 0 }
    }),
  )
  await breaking
  return await Promise.all(typed.map(async (one) => await outcomeOf(storm, one)))
}

type Typed = {
  readonly person: Person
  readonly title: string
  readonly wasRefused: boolean
  readonly before: number
}

/** How long somebody may wait for a word that says how it ended: the bot looks again for some seconds. */
const PATIENCE_MS = 45_000

async function outcomeOf(storm: Storm, { person, title, wasRefused, before }: Typed): Promise<Action> {
  const heard = async () => (await heardBy(storm, person, before)).join('\n')
  const isOver = async () => {
    const { stored, not } = claimsIn(await heard())
    return stored || not
  }
  // What Slack refused may have been carried out all the same; a moment for what was under way.
  await until(isOver, wasRefused ? 3_000 : PATIENCE_MS).catch(() => {})
  await wait(300)
  const action = {
    person: person.id,
    title,
    wasRefused,
    heard: await heard(),
    numbers: await numbersOf(storm, title),
  }
  const { stored, not, unknown } = claimsIn(action.heard)
  count(storm, 'actions')
  for (const [claim, isMade] of Object.entries({ stored, 'not stored': not, unknown }))
    if (isMade) {
      count(storm, claim)
      count(storm, 'sentences')
    }
  return action
}

/** What a person was told in the channel, in the DM, and what waits for them on App Home. */
async function heardBy({ direct }: Storm, person: Person, from: number): Promise<string[]> {
  const kept = await bindToTeam(direct.base, TEAM, async (db) =>
    db
      .selectFrom('undelivered_answers')
      .innerJoin('members', 'members.id', 'member_id')
      .where('slack_user_id', '=', person.id)
      .select('text')
      .execute(),
  )
  return [...(await textsOf(person)).slice(from), ...kept.map(({ text }) => text)]
}

/** In the order of time, wherever they stand. */
async function textsOf(person: Person): Promise<string[]> {
  const all = [...(await person.reads(PLACE)), ...(await person.reads().catch(() => []))]
  return all.sort((one, other) => Number(one.ts) - Number(other.ts)).map(wordsOf)
}

async function numbersOf({ direct }: Storm, title: string): Promise<number[]> {
  return await bindToTeam(direct.base, TEAM, async (db) => {
    const rows = await db
      .selectFrom('records')
      .select('number')
      .where((eb) =>
        eb.or([
          eb('title', 'like', `%${title}%`),
          eb(sql`array_to_string(materials, ' ')`, 'like', `%${title}%`),
        ]),
      )
      .execute()
    return rows.map(({ number }) => number)
  })
}

function count({ tally }: Storm, what: string): void {
  tally[what] = (tally[what] ?? 0) + 1
}

/** Numbers in [0, 1), the same for one seed. */
function numbers(seed: number): Random {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
