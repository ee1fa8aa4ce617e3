import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { startApp } from '../../src/app/app.ts'
import { parseConfig } from '../../src/config.ts'
import { openDatabase, type DatabaseAddress } from '../../src/db/database.ts'
import { bindToTeam, listTeams } from '../../src/db/tenant.ts'
import { OperatorError } from '../../src/errors.ts'
import { createLog } from '../../src/log.ts'
import { keepRetention } from '../../src/privacy/keep-retention.ts'
import { freshAddress, freshDatabase, onBothDatabases, pgliteTemplate } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'
import { createClients } from '../../src/slack/connection/clients.ts'

const log = createLog('silent')

onBothDatabases('without SLACK_BOT_TOKEN', (kind) => {
  it(
    'the playground is not opened on the data of an office, which stays as it was',
    { timeout: 90_000 },
    async () => {
      const folder = mkdtempSync(join(tmpdir(), 'wenshu-own-'))
      try {
        const template = pgliteTemplate()
        const address: DatabaseAddress =
          kind === 'pglite' ? { kind, folder, template } : await freshAddress(kind)
        {
          await using database = await openDatabase(address)
          await officeOn(database, { teamId: 'T0REAL' })
        }
        const url = address.kind === 'postgres' ? { DATABASE_URL: address.url } : {}
        const config = parseConfig({ WENSHU_DATA: folder, PORT: '0', WENSHU_LOG: 'silent', ...url })
        const error = await startApp(config, { log }).then(
          async (app) => await app[Symbol.asyncDispose](),
          (why: unknown) => why,
        )
        expect(error).toBeInstanceOf(OperatorError)
        expect(error).toMatchObject({
          message: expect.stringMatching(/holds the data of T0REAL: .*Nothing was changed/),
        })
        await using again = await openDatabase(address)
        expect(await listTeams(again.base)).toEqual(['T0REAL'])
        expect(readdirSync(folder)).not.toContain('playground')
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    },
  )

  it('nothing is purged of a workspace whose token is not here', { timeout: 60_000 }, async () => {
    await using database = await freshDatabase(kind)
    const [mine, other] = [
      await officeOn(database, { teamId: 'TMINE' }),
      await officeOn(database, { teamId: 'TOTHER' }),
    ]
    for (const { teamId } of [mine, other]) {
      await bindToTeam(database.base, teamId, async (db) => {
        const old = { at: new Date('1990-01-01'), by_member: null, action: 'x', subject: 'y', details: '{}' }
        await db
          .insertInto('audit_events')
          .values({ id: 'old', ...old })
          .execute()
      })
    }
    const slack = createClients('xoxb-1', 'http://127.0.0.1:1/api/', log)
    const contexts = new Map([
      ['TMINE', { ...mine, slack }],
      ['TOTHER', other],
    ])
    await keepRetention(mine, (teamId) => contexts.get(teamId)!)[Symbol.asyncDispose]()
    const left = async (teamId: string) =>
      await bindToTeam(database.base, teamId, async (db) => {
        const rows = await db.selectFrom('audit_events').select('action').execute()
        return rows.map(({ action }) => action)
      })
    expect(await left('TMINE')).toEqual(['privacy.purge'])
    expect(await left('TOTHER')).toEqual(['x'])
  })
})
