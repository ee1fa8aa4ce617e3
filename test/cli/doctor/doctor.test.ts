import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { execFile } from 'node:child_process'
import { afterEach, expect, it } from 'vitest'
import { examineWithout, SCOPES } from '../../../src/cli/doctor/doctor.ts'
import { parseConfig } from '../../../src/config.ts'
import { OperatorError } from '../../../src/errors.ts'
import { createLog } from '../../../src/log.ts'
import { freePort } from '../../helpers/free-port.ts'

let scratch = new AsyncDisposableStack()
afterEach(async () => {
  await scratch.disposeAsync()
  scratch = new AsyncDisposableStack()
})

/** A Slack whose answers say so much of scopes, and a doctor who cannot open the database. */
async function findingsWith(scopes: string | null) {
  const server = createServer((_request, response) => {
    if (scopes !== null) response.setHeader('x-oauth-scopes', scopes)
    response.setHeader('content-type', 'application/json')
    response.end(JSON.stringify({ ok: true, team: 'Real', team_id: 'T1', user: 'wenshu' }))
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  scratch.defer(() => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  const config = parseConfig({
    SLACK_BOT_TOKEN: 'xoxb-1',
    SLACK_APP_TOKEN: 'xapp-1',
    SLACK_API_URL: `http://127.0.0.1:${port}/api/`,
  })
  return await examineWithout(
    new OperatorError('No PostgreSQL answers at db. Is it running?'),
    config,
    createLog('silent'),
  )
}

it('says what is wrong with the database, and still looks at the rest', async () => {
  const findings = await findingsWith(SCOPES.join(','))
  expect(findings).toMatchObject([
    { check: 'database', state: 'fault', found: 'No PostgreSQL answers at db.', advice: 'Is it running?' },
    { check: 'slack', state: 'well' },
    { check: 'scopes', state: 'well' },
    { check: 'clock', state: 'well' },
  ])
})

it.each([
  [null, { state: 'warning', found: expect.stringMatching(/^unknown/) }],
  ['chat:write,commands', { state: 'fault', found: expect.stringMatching(/^missing: files:read, /) }],
])('scopes that are granted: %s', async (scopes, expected) => {
  const found = (await findingsWith(scopes)).find(({ check }) => check === 'scopes')
  expect(found).toMatchObject(expected)
})

it(
  'of a server that is down speaks in sentences: no stack, no JSON, no password',
  { timeout: 30_000 },
  async () => {
    const url = `postgres://wenshu:S3cretPw@127.0.0.1:${await freePort()}/w`
    const env = { PATH: process.env['PATH'] ?? '', DATABASE_URL: url }
    const { out, err } = await new Promise<{ out: string; err: string }>((resolve) => {
      execFile(process.execPath, ['src/cli.ts', 'doctor'], { env }, (_error, out, err) => {
        resolve({ out, err })
      })
    })
    expect(out).toMatch(
      /^FAULT {2}database: No PostgreSQL answers at 127\.0\.0\.1:\d+: the connection is refused\./,
    )
    expect(out + err).not.toMatch(/S3cretPw|another version|\n +at |^\{/m)
  },
)
