import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { backUp, restore } from '../../src/app/backup.ts'
import { parseConfig } from '../../src/config.ts'
import { inTransaction } from '../../src/context.ts'
import { openDatabase } from '../../src/db/database.ts'
import { createLog } from '../../src/log.ts'
import { findMember, findMemberByAnyName, updateMember } from '../../src/members/members-store.ts'
import { eraseMember } from '../../src/privacy/erase-member.ts'
import { noteErasures } from '../../src/privacy/erasures-file.ts'
import { freshAddress } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'

const log = createLog('silent')
const WHO = {
  name: '独一无二之人',
  email: 'unique@example.org',
  externalId: 'NO-7X',
  slackUserId: 'U0UNIQUE01',
}
let folder: string
let memberId: string
/** Written before the erasure. */
let backup: string
const erasures = () => join(dirname(backup), 'erasures.ndjson')
const configOf = (dataFolder: string) => ({ ...parseConfig({}), dataFolder })
const elsewhere = () => mkdtempSync(join(tmpdir(), 'wenshu-restored-'))

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'wenshu-erasures-'))
  const address = await freshAddress('pglite')
  await using database = await openDatabase({ ...address, kind: 'pglite', folder })
  const ctx = await officeOn(database, { sample: true, config: configOf(folder) })
  const [admin, person] = await inTransaction(ctx, async ({ db }) => {
    const both = [await findMemberByAnyName(db, 'M001'), await findMemberByAnyName(db, 'M012')] as const
    await updateMember(db, both[1]?.id ?? '', { ...WHO, deactivated: true })
    await db
      .updateTable('records')
      .set({ note: `由${WHO.name}主讲` })
      .where('id', '=', 'S-42')
      .execute()
    return both
  })
  if (admin === null || person === null) throw new Error('no sample office')
  memberId = person.id
  backup = await backUp(database, folder, new Date('2022-11-18T00:00:00Z'), 14)
  const today = Temporal.PlainDate.from('2022-11-18')
  await eraseMember(ctx, { memberId, by: admin, today, requestId: 'erase' })
  // Once more changes nothing.
  const noted = readFileSync(erasures(), 'utf8')
  await noteErasures(ctx)
  expect(readFileSync(erasures(), 'utf8')).toBe(noted)
})
afterAll(() => {
  rmSync(folder, { recursive: true, force: true })
})

it('an erasure is noted beside the backups: who by id, nothing personal, for the bot’s own eyes', () => {
  const text = readFileSync(erasures(), 'utf8')
  expect(
    text
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as unknown),
  ).toEqual([{ team: 'TOFFICE', member: memberId, newName: '已删除成员 #1', at: '2022-11-18T01:00:00.000Z' }])
  expect(statSync(erasures()).mode & 0o777).toBe(0o600)
  expect(Object.values(WHO).filter((word) => text.includes(word))).toEqual([])
})

it('restoring an older backup erases again, says which texts name them again, and notes it in the new folder', async () => {
  const target = elsewhere()
  const repeated = await restore(backup, configOf(target), log)
  expect(repeated?.map(({ newName }) => newName)).toEqual(['已删除成员 #1'])
  expect(repeated?.[0]?.mentions.map(({ where }) => where)).toEqual(['S-42'])
  expect(readFileSync(join(target, 'backups', 'erasures.ndjson'), 'utf8')).toBe(
    readFileSync(erasures(), 'utf8'),
  )
  {
    await using database = await openDatabase({ kind: 'pglite', folder: target })
    const ctx = await officeOn(database)
    const { member, number, audited } = await inTransaction(ctx, async ({ db }) => ({
      member: await findMember(db, memberId),
      number: await db.selectFrom('counters').select('value').where('name', '=', 'erased').executeTakeFirst(),
      audited: await db.selectFrom('audit_events').select('action').where('subject', '=', memberId).execute(),
    }))
    expect(member).toMatchObject({ name: '已删除成员 #1', email: null, slackUserId: null, externalId: null })
    expect(number).toEqual({ value: 1 })
    expect(audited).toEqual([{ action: 'privacy.erase repeated' }])
    // A backup of this one knows the erasure, so that there is nothing to repeat.
    const newer = await backUp(database, target, new Date('2022-11-19T00:00:00Z'), 14)
    const third = elsewhere()
    expect(await restore(newer, configOf(third), log)).toEqual([])
    rmSync(third, { recursive: true, force: true })
  }
  rmSync(target, { recursive: true, force: true })
})

it('without a file of erasures it is said that none is known; with a broken one nothing is restored', async () => {
  const [bare, target] = [elsewhere(), elsewhere()]
  const copy = join(bare, 'wenshu-copy.tar.gz')
  copyFileSync(backup, copy)
  writeFileSync(join(bare, 'erasures.ndjson'), `${readFileSync(erasures(), 'utf8')}{"team":\n`)
  await expect(restore(copy, configOf(target), log)).rejects.toThrow(/Line 2 of .*cannot be read/)
  expect(existsSync(join(target, 'pglite'))).toBe(false)
  rmSync(join(bare, 'erasures.ndjson'))
  expect(await restore(copy, configOf(target), log)).toBeNull()
  for (const one of [bare, target]) rmSync(one, { recursive: true, force: true })
})
