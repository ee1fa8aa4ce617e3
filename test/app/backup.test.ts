import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { backUp, backupIsDue, mustHaveRoom } from '../../src/app/backup.ts'
import type { Database } from '../../src/db/database.ts'
import { OperatorError } from '../../src/errors.ts'
import { freshDatabase } from '../helpers/databases.ts'

const AT = new Date('2022-11-21T09:30:00Z')
const NAME = 'wenshu-2022-11-21T093000Z.tar.gz'
let database: Database
let folder: string
beforeAll(async () => {
  database = await freshDatabase('pglite')
})
afterAll(async () => {
  await database[Symbol.asyncDispose]()
})
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'wenshu-backup-'))
  return () => {
    rmSync(folder, { recursive: true, force: true })
  }
})
const inBackups = () => readdirSync(join(folder, 'backups'))

it('is closed to other accounts, and removes what a killed one began', { timeout: 60_000 }, async () => {
  mkdirSync(join(folder, 'backups'))
  writeFileSync(join(folder, 'backups', 'wenshu-2022-11-20T093000Z.tar.gz.part'), 'half')
  writeFileSync(join(folder, 'backups', 'notes.part'), 'of somebody else')
  const file = await backUp(database, folder, AT, 3)
  expect(inBackups().sort()).toEqual(['notes.part', NAME])
  expect(statSync(file).mode & 0o077).toBe(0)
})

it('leaves nothing behind when it fails', { timeout: 60_000 }, async () => {
  // Where the file should come stands something that cannot be replaced.
  mkdirSync(join(folder, 'backups', NAME, 'full'), { recursive: true })
  await expect(backUp(database, folder, AT, 3)).rejects.toThrow()
  expect(existsSync(join(folder, 'backups', `${NAME}.part`))).toBe(false)
})

it('is refused before a byte is written when the disk has no room, and says how much it takes', () => {
  expect(() => {
    mustHaveRoom(folder, 2 ** 60)
  }).toThrow(OperatorError)
  expect(() => {
    mustHaveRoom(folder, 2 ** 60)
  }).toThrow(/No backup was written: it takes \d+ MB and .* has \d+ MB free/)
  expect(() => {
    mustHaveRoom(folder, 1)
  }).not.toThrow()
})

it(
  'is due a day after the newest, and when the newest is of a clock that was wrong',
  { timeout: 60_000 },
  async () => {
    await backUp(database, folder, AT, 3)
    expect(backupIsDue(folder, new Date('2022-11-21T12:00:00Z'))).toBe(false)
    expect(backupIsDue(folder, new Date('2022-11-21T07:30:00Z'))).toBe(false)
    expect(backupIsDue(folder, new Date('2022-11-22T09:30:00Z'))).toBe(true)
    expect(backupIsDue(folder, new Date('2021-11-22T09:30:00Z'))).toBe(true)
  },
)
