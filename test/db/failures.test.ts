import { expect, inject, it } from 'vitest'
import pg from 'pg'
import { parseConfig } from '../../src/config.ts'
import { startRuntime } from '../../src/app/runtime.ts'
import { explainDatabase } from '../../src/db/failures.ts'
import { migrate } from '../../src/db/migrate.ts'
import { OperatorError } from '../../src/errors.ts'
import { createLog } from '../../src/log.ts'
import { systemClock } from '../../src/time/clock.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { freePort } from '../helpers/free-port.ts'
import { sql } from 'kysely'

const server = inject('postgres')?.server ?? ''

/** What is said when Wenshu is started on that database. */
async function saidOf(url: string): Promise<string> {
  const starting = startRuntime({
    config: parseConfig({ DATABASE_URL: url }),
    log: createLog('silent'),
    clock: async () => await Promise.resolve(systemClock),
    withJobs: false,
  })
  const error = await starting.then(
    () => null,
    (why: unknown) => why,
  )
  expect(error).toBeInstanceOf(OperatorError)
  return (error as Error).message
}

const changed = (change: (url: URL) => void): string => {
  const url = new URL(server)
  url.password = 'S3cretPw'
  change(url)
  return url.href
}

it('a server that is down, and a host that nobody knows, are named, without the password', async () => {
  const port = await freePort()
  const down = await saidOf(`postgres://wenshu:S3cretPw@127.0.0.1:${port}/w`)
  expect(down).toMatch(
    new RegExp(`^No PostgreSQL answers at 127\\.0\\.0\\.1:${port}: the connection is refused`),
  )
  const unknown = await saidOf('postgres://wenshu:S3cretPw@no-such-host.invalid/w')
  expect(unknown).toMatch(/^The host of DATABASE_URL is not known: no-such-host\.invalid:5432/)
  expect(down + unknown).not.toMatch(/S3cretPw|another version/)
})

it.skipIf(server === '')('a database and a role that are missing are named', async () => {
  expect(await saidOf(changed((url) => (url.pathname = '/not_there')))).toMatch(
    /^There is no database not_there at .* Create it \(createdb not_there\)/,
  )
  expect(await saidOf(changed((url) => (url.username = 'nobody_such')))).toMatch(
    /does not let the user nobody_such in\. .*role exists/,
  )
})

it.skipIf(server === '')(
  'a user without the right to grant the role is told who can',
  { timeout: 60_000 },
  async () => {
    const client = new pg.Client({ connectionString: server })
    await client.connect()
    const name = `wenshu_poor_${process.pid}`
    try {
      await client.query(`create role ${name} login`)
      await client.query(`create database ${name} owner ${name}`)
      const said = await saidOf(
        changed((url) => {
          url.username = name
          url.pathname = `/${name}`
        }),
      )
      expect(said).toContain(`grant wenshu_app to ${name} with admin option;`)
    } finally {
      await client.query(`drop database if exists ${name} with (force)`)
      await client.query(`drop role if exists ${name}`)
      await client.end()
    }
  },
)

it.each([
  ['28P01', 'password authentication failed', /refuses the password of the user wenshu\. Check the password/],
  ['', 'SASL: SCRAM-SERVER-FIRST-MESSAGE: client password must be a string', /asks for a password/],
  ['', 'The server does not support SSL connections', /does not speak TLS/],
  ['53300', 'too many clients', /max_connections/],
  ['57P03', 'starting up', /starting up/],
  ['', 'timeout exceeded when trying to connect', /does not answer in time/],
])('%s %s is said in words', (code, message, said) => {
  const error = new Error(`migration failed: ${message}`, {
    cause: Object.assign(new Error(message), { code }),
  })
  const told = explainDatabase(error, 'postgres://wenshu:S3cretPw@db:5432/w')
  expect(told?.message).toMatch(said)
  expect(told?.message).not.toContain('S3cretPw')
  expect(explainDatabase(new Error('a fault of ours'), 'postgres://db/w')).toBeNull()
})

onBothDatabases('another version of Wenshu', (kind) => {
  it(
    'is said of a database that knows a migration which is not here, and of nothing else',
    { timeout: 40_000 },
    async () => {
      await using database = await freshDatabase(kind)
      expect(await migrate(database)).toEqual([])
      await sql`insert into kysely_migration (name, timestamp) values ('999-of-tomorrow', '2030-01-01')`.execute(
        database.base,
      )
      const error = await migrate(database).catch((why: unknown) => why)
      expect(error).toBeInstanceOf(OperatorError)
      expect(error).toMatchObject({
        message: expect.stringMatching(/another version of Wenshu .*999-of-tomorrow/),
      })
    },
  )
})
