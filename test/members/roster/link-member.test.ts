import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import type { Database } from '../../../src/db/database.ts'
import { MemberFacingError } from '../../../src/errors.ts'
import { linkMember } from '../../../src/members/roster/link-member.ts'
import { findMemberByAnyName } from '../../../src/members/members-store.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { keptLog } from '../../helpers/kept-log.ts'
import { officeOn } from '../../helpers/office.ts'

onBothDatabases('linking', (kind) => {
  let database: Database
  let ctx: Context
  const { log, lines } = keptLog()
  beforeAll(async () => {
    database = await freshDatabase(kind)
    ctx = { ...(await officeOn(database, { sample: true })), log }
  }, 60_000)
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
  })
  const accountOf = async (member: string) =>
    (await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, member)))?.slackUserId
  const audited = async () =>
    await inTransaction(
      ctx,
      async ({ db }) =>
        await db.selectFrom('audit_events').select('details').where('action', '=', 'member.link').execute(),
    )

  it('never takes a live link away unasked; asked to, it says and keeps which account it was', async () => {
    expect(await linkMember(ctx, { member: 'M012', slackUserId: 'UOLD' })).toMatchObject({ before: null })
    expect(await linkMember(ctx, { member: 'M012', slackUserId: 'UOLD' })).toMatchObject({ before: null })
    const refused = await linkMember(ctx, { member: 'M012', slackUserId: 'UNEW' }).catch(
      (error: unknown) => error,
    )
    expect(refused).toBeInstanceOf(MemberFacingError)
    expect(refused).toMatchObject({
      said: { zh: expect.stringContaining('UOLD'), en: expect.stringContaining('UOLD') },
    })
    expect(await accountOf('M012')).toBe('UOLD')
    const link = { member: 'M012', slackUserId: 'UNEW', replace: true }
    expect(await linkMember(ctx, link)).toMatchObject({ before: 'UOLD' })
    expect(await accountOf('M012')).toBe('UNEW')
    expect((await audited()).map(({ details }) => details)).toEqual([
      { before: null, after: 'UOLD' },
      { before: 'UOLD', after: 'UNEW' },
    ])
    expect(lines).toMatchObject([{ before: 'UOLD', after: 'UNEW', msg: 'link replaced' }])
  })

  it('is refused for an account that is somebody else’s, also when it is to replace', async () => {
    await linkMember(ctx, { member: 'M013', slackUserId: 'UTAKEN' })
    await expect(linkMember(ctx, { member: 'M014', slackUserId: 'UTAKEN', replace: true })).rejects.toThrow(
      /belongs to/,
    )
  })
})
