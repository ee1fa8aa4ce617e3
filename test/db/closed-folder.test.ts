import { pgliteTemplate } from '../helpers/databases.ts'
import { chmodSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { openDatabase } from '../../src/db/database.ts'

const folder = mkdtempSync(join(tmpdir(), 'wenshu-closed-'))
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

const modeOf = (path: string) => statSync(path).mode & 0o777

it(
  'the folder of the embedded database and all that is in it are closed to other accounts',
  { timeout: 90_000 },
  async () => {
    const address = { kind: 'pglite', folder, template: pgliteTemplate() } as const
    {
      await using _first = await openDatabase(address)
    }
    chmodSync(folder, 0o755)
    chmodSync(join(folder, 'pglite'), 0o755)
    chmodSync(join(folder, 'pglite', 'PG_VERSION'), 0o666)
    await using _again = await openDatabase(address)
    expect(modeOf(folder)).toBe(0o700)
    const open = readdirSync(folder, { recursive: true, withFileTypes: true })
      .map((entry) => join(entry.parentPath, entry.name))
      .filter((path) => (modeOf(path) & 0o077) !== 0)
    expect(open).toEqual([])
  },
)
