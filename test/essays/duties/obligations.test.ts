import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import type { EssayState } from '../../../src/db/schema.ts'
import { missingOf, monthsOwed, stillOwed, type Obligation } from '../../../src/essays/duties/obligations.ts'
import { findFirstEssayMonth, loadObligations } from '../../../src/essays/duties/obligations-store.ts'
import { insertMember, updateAccount } from '../../../src/members/members-store.ts'
import { insertQuotas, listQuotas } from '../../../src/members/quotas/quotas-store.ts'
import { addMonths, monthsBetween, type Month } from '../../../src/time/month.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const today = Temporal.PlainDate.from('2022-11-18')

onBothDatabases('what members owe', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))

  /** By the office's numbers; those who owe something only. */
  const owing = async (...months: Month[]) =>
    await inTransaction(ctx, async ({ db }) => {
      const numbers = new Map(
        (await db.selectFrom('members').select(['id', 'external_id']).execute()).map((row) => [
          row.id,
          row.external_id,
        ]),
      )
      const rows = await loadObligations(db, { months, today })
      return rows
        .filter((row) => stillOwed(row) > 0)
        .map(({ memberId, ...row }) => ({ ...row, member: numbers.get(memberId) }))
        .sort((one, other) => ((one.member ?? '') < (other.member ?? '') ? -1 : 1))
    })

  it('is two essays for exactly the ten writers in November 2022, none handed in', async () => {
    expect(await owing('2022-11')).toEqual(
      Array.from({ length: 10 }, (_, index) => ({
        member: `M0${index + 11}`,
        month: '2022-11',
        quota: 2,
        handedIn: 0,
        exemption: null,
        isAway: false,
        isEntitled: true,
        isRecorded: true,
      })),
    )
  })

  it('is nothing for the months of the year before, in which every writer handed in two', async () => {
    expect(await owing(...monthsBetween('2022-01', '2022-10'))).toEqual([])
    expect(await inTransaction(ctx, async ({ db }) => await findFirstEssayMonth(db))).toBe('2022-01')
  })

  it('counts submitted, returned and approved essays; not drafts and withdrawn ones', async () => {
    const writer = await memberNamed(ctx, 'M011')
    const handedIn = async () =>
      await inTransaction(
        ctx,
        async ({ db }) =>
          (await loadObligations(db, { months: ['2023-01'], today, of: writer.id }))[0]?.handedIn,
      )
    const states: readonly [EssayState, number][] = [
      ['draft', 0],
      ['withdrawn', 0],
      ['submitted', 1],
      ['returned', 2],
      ['approved', 3],
    ]
    for (const [index, [state, sum]] of states.entries()) {
      const number = 900 + index
      await inTransaction(ctx, async ({ db }) => {
        await db
          .insertInto('essays')
          .values({
            id: `E-${number}`,
            number,
            member_id: writer.id,
            month: '2023-01',
            seq: index + 1,
            kind: '其他',
            title: '题',
            state,
          })
          .execute()
      })
      expect([state, await handedIn()]).toEqual([state, sum])
    }
  })

  it('keeps what was owed in the past when the quota changes, and takes the newest decision for a month', async () => {
    const writer = await memberNamed(ctx, 'M012')
    const decide = async (fromMonth: string, quota: number, decidedAt: string) => {
      await inTransaction(ctx, async ({ db }) => {
        await insertQuotas(db, [
          {
            memberId: writer.id,
            fromMonth,
            quota,
            decidedAt: new Date(decidedAt),
            decidedBy: null,
            source: 'table',
          },
        ])
      })
    }
    await decide('2022-12', 3, '2022-11-20T00:00:00Z')
    await decide('2022-12', 1, '2022-11-21T00:00:00Z')
    await decide('2023-02', 4, '2022-11-19T00:00:00Z')
    const quotas = await inTransaction(ctx, async ({ db }) =>
      (
        await loadObligations(db, {
          months: ['2022-03', '2022-11', '2022-12', '2023-01', '2023-02', '2024-02'],
          today,
          of: writer.id,
        })
      ).map(({ month, quota }) => [month, quota]),
    )
    expect(quotas).toEqual([
      ['2022-03', 2],
      ['2022-11', 2],
      ['2022-12', 1],
      ['2023-01', 1],
      ['2023-02', 4],
      ['2024-02', 4],
    ])
  })

  it('is, for any history of decisions, what walking through them in order of effect gives', async () => {
    const writer = await memberNamed(ctx, 'M030')
    const months = monthsBetween('2022-01', '2022-12')
    const decision = fc.record({
      fromMonth: fc.integer({ min: -3, max: 12 }).map((count) => addMonths('2022-01', count)),
      quota: fc.integer({ min: 0, max: 5 }),
      at: fc.integer({ min: 0, max: 1_000_000 }),
    })
    const histories = fc.uniqueArray(decision, {
      maxLength: 6,
      selector: ({ fromMonth, at }) => `${fromMonth} ${at}`,
    })
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        const [loaded, listed] = await inTransaction(ctx, async ({ db }) => {
          await db.deleteFrom('member_quotas').where('member_id', '=', writer.id).execute()
          await insertQuotas(
            db,
            history.map(({ at, ...rest }) => ({
              ...rest,
              memberId: writer.id,
              decidedAt: new Date(at * 1000),
              decidedBy: null,
              source: 'table' as const,
            })),
          )
          return [
            await loadObligations(db, { months, today, of: writer.id }),
            (await listQuotas(db)).filter(({ memberId }) => memberId === writer.id),
          ] as const
        })
        const expected = months.flatMap((month) => {
          const inForce = listed.findLast(({ fromMonth }) => fromMonth <= month)
          return inForce === undefined ? [] : [[month, inForce.quota]]
        })
        expect(loaded.map(({ month, quota }) => [month, quota])).toEqual(expected)
      }),
      { numRuns: 40 },
    )
  })

  it('is nothing while an exemption stands, and again what it was when it is revoked', async () => {
    const writer = await memberNamed(ctx, 'M013')
    const owed = async () =>
      await inTransaction(
        ctx,
        async ({ db }) => (await loadObligations(db, { months: ['2022-11'], today, of: writer.id }))[0],
      )
    await inTransaction(ctx, async ({ db }) => {
      await db
        .insertInto('essay_exemptions')
        .values({
          member_id: writer.id,
          month: '2022-11',
          reason: '病假',
          decided_at: '2022-11-10T00:00:00Z',
        })
        .execute()
    })
    expect(await owed()).toMatchObject({ quota: 2, exemption: '病假' })
    expect((await owing('2022-11')).map(({ member }) => member)).not.toContain('M013')
    await inTransaction(ctx, async ({ db }) => {
      await db
        .updateTable('essay_exemptions')
        .set({ revoked_at: '2022-11-11T00:00:00Z' })
        .where('member_id', '=', writer.id)
        .execute()
    })
    expect(await owed()).toMatchObject({ quota: 2, exemption: null })
  })

  /** Of one writer, M014, in November 2022, whose deadline is Wednesday 30: are they asked? */
  it.each<[string, Record<string, string | boolean | null>, boolean]>([
    ['of who joined on the deadline’s day', { joined_on: '2022-11-30' }, true],
    ['of nobody who joined after it', { joined_on: '2022-12-01' }, false],
    ['of nobody whose first day away it is', { left_on: '2022-11-30' }, false],
    ['of who left the day after it', { left_on: '2022-12-01' }, true],
    ['of no bot', { is_bot: true }, false],
  ])('is asked %s', async (_rule, change, asked) => {
    const writer = await memberNamed(ctx, 'M014')
    const entitled = await inTransaction(ctx, async ({ db }) => {
      await db.updateTable('members').set(change).where('id', '=', writer.id).execute()
      const [row] = await loadObligations(db, { months: ['2022-11'], today, of: writer.id })
      const back = { joined_on: writer.joinedOn, left_on: null, is_bot: false }
      await db.updateTable('members').set(back).where('id', '=', writer.id).execute()
      return row?.isEntitled
    })
    expect(entitled).toBe(asked)
  })

  it('of a month that is over stays when somebody becomes a guest or loses the account', async () => {
    const writer = await memberNamed(ctx, 'M015')
    const entitled = async () =>
      await inTransaction(ctx, async ({ db }) =>
        (await loadObligations(db, { months: ['2022-10', '2022-11'], today, of: writer.id })).map(
          ({ isEntitled }) => isEntitled,
        ),
      )
    await inTransaction(ctx, async ({ db }) => {
      await updateAccount(db, writer, { isGuest: false, deactivated: true }, '2022-11-18')
    })
    expect(await entitled()).toEqual([true, false])
    await inTransaction(ctx, async ({ db }) => {
      const gone = { ...writer, deactivated: true }
      await updateAccount(db, gone, { isGuest: false, deactivated: false }, '2022-11-25')
    })
    expect(await entitled()).toEqual([true, true])
  })

  it('is nothing for who is away on all working days, holidays and weekends or not', async () => {
    const writer = await memberNamed(ctx, 'M016')
    // In October 2022 the first seven days were the national holiday.
    await inTransaction(ctx, async ({ db }) => {
      await db
        .insertInto('leaves')
        .values({
          id: randomUUID(),
          member_id: writer.id,
          starts_on: '2022-10-08',
          ends_on: '2022-10-31',
          state: 'confirmed',
          asked_at: '2022-10-01T00:00:00Z',
        })
        .execute()
    })
    const away = await inTransaction(ctx, async ({ db }) =>
      (await loadObligations(db, { months: ['2022-10', '2022-11'], today, of: writer.id })).map(
        ({ isAway }) => isAway,
      ),
    )
    expect(away).toEqual([true, false])
  })

  it('begins with the first deadline after the installation, in an office without essays', async () => {
    const young = await officeOn(database, { teamId: 'TYOUNG', sample: false })
    const months = monthsBetween('2022-09', '2022-12')
    const asked = async (installedOn: string) =>
      await inTransaction(young, async ({ db }) => {
        await db.updateTable('workspaces').set({ installed_on: installedOn }).execute()
        return (await loadObligations(db, { months, today })).map(({ month }) => month)
      })
    const model = await memberNamed(ctx, 'M017')
    await inTransaction(young, async ({ db }) => {
      await insertMember(db, { ...model, id: 'young', slackUserId: 'UYOUNG' })
      await insertQuotas(db, [
        {
          memberId: 'young',
          fromMonth: '2021-01',
          quota: 2,
          decidedAt: new Date('2021-01-04'),
          decidedBy: null,
          source: 'table',
        },
      ])
    })
    expect(await asked('2022-10-31')).toEqual(['2022-10', '2022-11', '2022-12'])
    expect(await asked('2022-11-01')).toEqual(['2022-11', '2022-12'])
  })

  it('is said to be unrecorded for a month that is over and from which nothing at all is kept', async () => {
    const later = Temporal.PlainDate.from('2023-03-01')
    const rows = await inTransaction(ctx, async ({ db }) => {
      const months = ['2022-10', '2023-02', '2023-03'] as const
      return await loadObligations(db, { months, today: later })
    })
    const recorded = new Map(rows.map(({ month, isRecorded }) => [month, isRecorded]))
    expect(recorded).toEqual(
      new Map([
        ['2022-10', true],
        ['2023-02', false],
        ['2023-03', true],
      ]),
    )
  })

  it('knows nothing of another workspace', async () => {
    const other = await officeOn(database, { teamId: 'TOTHER', sample: false })
    expect(
      await inTransaction(
        other,
        async ({ db }) => await loadObligations(db, { months: ['2022-10', '2022-11'], today }),
      ),
    ).toEqual([])
  })
})

describe('an obligation', () => {
  const perfect: Obligation = {
    memberId: 'm',
    month: '2022-11',
    quota: 2,
    handedIn: 0,
    exemption: null,
    isAway: false,
    isEntitled: true,
    isRecorded: true,
  }
  it.each<[string, Partial<Obligation>, number]>([
    ['the quota when nothing is handed in', {}, 2],
    ['less by what is handed in', { handedIn: 1 }, 1],
    ['never less than nothing', { handedIn: 5 }, 0],
    ['nothing for who is exempt, even without a reason', { exemption: '' }, 0],
    ['nothing for who is away all month', { isAway: true }, 0],
    ['nothing for who did not belong on the deadline’s day', { isEntitled: false }, 0],
  ])('is %s', (_rule, change, owed) => {
    expect(stillOwed({ ...perfect, ...change })).toBe(owed)
  })

  it('is not counted as missing in a month that is over without any record, though it can be handed in', () => {
    expect(missingOf({ ...perfect, isRecorded: false })).toBe(0)
    expect(stillOwed({ ...perfect, isRecorded: false })).toBe(2)
    expect(missingOf(perfect)).toBe(2)
  })

  it('is listed with the earliest month first, only while something is owed', () => {
    const rows: Obligation[] = [
      { ...perfect, month: '2022-11' },
      { ...perfect, month: '2022-09', handedIn: 1 },
      { ...perfect, month: '2022-10', handedIn: 2 },
    ]
    expect(monthsOwed(rows).map(({ month }) => month)).toEqual(['2022-09', '2022-11'])
  })
})
