import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp, type App } from '../../src/app/app.ts'
import { parseConfig, type Config, type Env } from '../../src/config.ts'
import { createLog, type Log } from '../../src/log.ts'
import { sampleOffice } from '../../src/playground/sample-office/sample-office.ts'
import { freshAddress, pgliteTemplate, type DatabaseKind, type Template } from './databases.ts'
import { personOf, type Person } from './person.ts'

/** The whole program with its sample office, on a database of its own, behind a real Slack-shaped server. */
export type TestHouse = {
  readonly app: App
  readonly url: string
  readonly config: Config
  /** Somebody of the sample office, by office number: M011. */
  readonly person: (officeNumber: string) => Person
  /** Moves the playground's clock: 2022-11-21T09:30, in the office's zone. */
  readonly moveClock: (at: string) => Promise<void>
  /** Stops everything and starts it again on the same data. */
  readonly restart: () => Promise<TestHouse>
} & AsyncDisposable

/**
 * Starts the program as `npm start` does, on a free port and a fresh folder. `env` adds to an empty environment. The
 * office stands there already, as after a first start, unless the template is bare.
 */
export async function startHouse(
  kind: DatabaseKind = 'pglite',
  env: Env = {},
  template: Template = 'house',
): Promise<TestHouse> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-house-'))
  const address = kind === 'postgres' ? await freshAddress('postgres', template) : null
  const databaseUrl = address?.kind === 'postgres' ? { DATABASE_URL: address.url } : {}
  const config = parseConfig({ PORT: '0', WENSHU_DATA: folder, WENSHU_LOG: 'silent', ...databaseUrl, ...env })
  return await openOn(config, template, () => {
    rmSync(folder, { recursive: true, force: true })
  })
}

/** Starts the program on the data that a configuration names; `cleanUp` is called once it is stopped for good. */
export async function openOn(
  config: Config,
  template: Template,
  cleanUp: () => void,
  log: Log = createLog(process.env['TEST_LOG'] ?? 'silent'),
): Promise<TestHouse> {
  const app = await startApp(config, { log, template: pgliteTemplate(template) })
  const url = app.playground?.url
  if (url === undefined) throw new Error('the playground did not start')
  const { accounts } = sampleOffice()
  let isOpen = true
  const close = async () => {
    if (isOpen) await app[Symbol.asyncDispose]()
    isOpen = false
  }
  return {
    app,
    url,
    config,
    person: (officeNumber) => personOf(url, accounts.get(officeNumber) ?? officeNumber),
    moveClock: async (at) => {
      await post(`${url}/people/clock`, { at })
    },
    restart: async () => {
      await close()
      return await openOn(config, template, cleanUp, log)
    },
    [Symbol.asyncDispose]: async () => {
      await close()
      cleanUp()
    },
  }
}

async function post(url: string, body: unknown): Promise<void> {
  const answer = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const { ok, error } = (await answer.json()) as { ok: boolean; error?: string }
  if (!ok) throw new Error(`${url}: ${error}`)
}
