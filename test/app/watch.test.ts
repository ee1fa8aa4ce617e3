import { createServer } from 'node:net'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { startApp } from '../../src/app/app.ts'
import { parseConfig } from '../../src/config.ts'
import type { Readiness } from '../../src/app/watch.ts'
import { startCuttingProxy, type CuttingProxy } from '../helpers/cutting-proxy.ts'
import { freshAddress, pgliteTemplate } from '../helpers/databases.ts'
import { freePort } from '../helpers/free-port.ts'
import { startHouse, type TestHouse } from '../helpers/house.ts'
import { keptLog } from '../helpers/kept-log.ts'
import { until } from '../helpers/until.ts'

async function readyOf(port: number): Promise<{ readonly status: number; readonly found: Readiness }> {
  const answer = await fetch(`http://127.0.0.1:${port}/readyz`)
  return { status: answer.status, found: (await answer.json()) as Readiness }
}

describe('the embedded database', () => {
  let house: TestHouse
  let port: number
  beforeAll(async () => {
    port = await freePort()
    house = await startHouse('pglite', { WENSHU_OPS_PORT: String(port) })
  })
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
  })

  it(
    'answers that the process lives, and that it is ready once it has ticked',
    { timeout: 20_000 },
    async () => {
      expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok\n')
      expect((await fetch(`http://127.0.0.1:${port}/nothing`)).status).toBe(404)
      await until(async () => (await readyOf(port)).status === 200, 10_000)
      const { found } = await readyOf(port)
      expect(found).toMatchObject({
        ready: true,
        database: { ok: true, error: null },
        token: { ok: true, error: null },
        slack: { ok: true, mode: 'socket', failures: 0, since: expect.stringMatching(/^20\d\d-/) },
        lastTick: { ok: true, at: expect.stringMatching(/^20\d\d-/) },
      })
      expect(Object.keys(found)).toContain('oldestJobSeconds')
    },
  )

  it('shows that the socket is lost, and why', { timeout: 30_000 }, async () => {
    const fault = async (body: object) => {
      await fetch(`${house.url}/people/faults`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(body),
      })
    }
    await fault({ breaks: [{ at: 'apps.connections.open', how: 'html' }], disconnect: 'cut' })
    await until(async () => (await readyOf(port)).found.slack.failures >= 1, 10_000)
    const { status, found } = await readyOf(port)
    expect(status).toBe(503)
    expect(found.slack).toMatchObject({ ok: false, error: expect.stringMatching(/503/) })
    await fault({ reset: true })
    await until(async () => (await readyOf(port)).found.slack.ok, 20_000)
  })

  it(
    'a port that is taken is named by its variable, and no stack is shown',
    { timeout: 60_000 },
    async () => {
      const taken = createServer().listen(0, '127.0.0.1')
      await new Promise((resolve) => taken.once('listening', resolve))
      const at = (taken.address() as { port: number }).port
      const { log } = keptLog()
      const template = pgliteTemplate()
      for (const [name, env] of [
        ['WENSHU_OPS_PORT', { WENSHU_OPS_PORT: String(at), PORT: '0' }],
        ['PORT', { PORT: String(at) }],
      ] as const) {
        const config = parseConfig({ ...env, WENSHU_DATA: `${house.config.dataFolder}-${name}` })
        const error = await startApp(config, { log, template }).catch((why: unknown) => why)
        expect(error).toMatchObject({
          name: 'OperatorError',
          message: expect.stringMatching(new RegExp(`Cannot listen on .*${at}.* Set ${name} to another`)),
        })
      }
      taken.close()
    },
  )
})

describe.skipIf(inject('postgres') === null)('PostgreSQL', () => {
  let house: TestHouse
  let port: number
  let proxy: CuttingProxy
  const sent = { statements: 0 }
  beforeAll(async () => {
    port = await freePort()
    const address = await freshAddress('postgres')
    if (address.kind !== 'postgres') throw new Error('not PostgreSQL')
    const url = new URL(address.url)
    proxy = await startCuttingProxy(Number(url.port || 5432), countStatements(sent))
    url.hostname = '127.0.0.1'
    url.port = String(proxy.port)
    house = await startHouse('pglite', { WENSHU_OPS_PORT: String(port), DATABASE_URL: url.href })
  }, 60_000)
  afterAll(async () => {
    await house[Symbol.asyncDispose]()
    await proxy[Symbol.asyncDispose]()
  })

  it('an idle bot asks it little more than once a second', { timeout: 120_000 }, async () => {
    await until(async () => (await readyOf(port)).status === 200, 20_000)
    // What the first start brings along comes to rest; the minute's tick is in what is counted.
    await new Promise((resolve) => setTimeout(resolve, 15_000))
    const before = sent.statements
    await new Promise((resolve) => setTimeout(resolve, 60_000))
    // 77 measured: the outbox looks in its minute too. Asked are 60.
    expect(sent.statements - before).toBeLessThanOrEqual(90)
  })

  it(
    'is said not to be ready while every connection is dead, and is ready again by itself',
    { timeout: 60_000 },
    async () => {
      proxy.swallow()
      const { status, found } = await readyOf(port)
      expect(status).toBe(503)
      expect(found).toMatchObject({ ready: false, database: { ok: false, error: 'no answer within 3 s' } })
      expect(await (await fetch(`http://127.0.0.1:${port}/healthz`)).text()).toBe('ok\n')
      await until(async () => (await readyOf(port)).found.database.ok, 30_000)
    },
  )
})

/** Counts what clients send to be carried out: simple queries, and executions of prepared ones. */
function countStatements(sent: { statements: number }) {
  return (): ((part: Buffer) => void) => {
    let rest: Buffer = Buffer.alloc(0)
    // The first message, which opens the session, has no letter.
    let isOpen = false
    return (part) => {
      rest = Buffer.concat([rest, part])
      for (;;) {
        const head = isOpen ? 1 : 0
        if (rest.length < head + 4) return
        const length = head + rest.readUInt32BE(head)
        if (rest.length < length) return
        if (isOpen && (rest[0] === 0x51 || rest[0] === 0x45)) sent.statements += 1
        isOpen = true
        rest = rest.subarray(length)
      }
    }
  }
}
