import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { inTransaction, type Transacting } from '../../../src/context.ts'
import type { Member } from '../../../src/members/member.ts'
import { deleteWithReason, editRecord } from '../../../src/records/change/correct-record.ts'
import { logAnyway } from '../../helpers/log-anyway.ts'
import { carryOutPlan } from '../../../src/records/import/carry-out.ts'
import { decide, tally } from '../../../src/records/import/decide.ts'
import type { Decision, ImportPlan } from '../../../src/records/import/plan.ts'
import { planImport, type PlannedImport } from '../../../src/records/import/plan-import.ts'
import { listRecords } from '../../../src/records/lists/list.ts'
import { detailsOf, type LoggedRecord } from '../../../src/records/record/record.ts'
import { readWords, type Words } from '../../../src/records/words/vocabulary.ts'
import { readTable } from '../../../src/tables/read-table.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { memberNamed, officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

/** Random offices that a run of the tests makes on each database; `IMPORTS=1000` for a long look. */
const RUNS = Number(process.env['IMPORTS'] ?? 50)
const ZONE = 'Asia/Shanghai'

type Row = { readonly title: string; readonly heads: number; readonly note: string }
const anyRow: fc.Arbitrary<Row> = fc.record({
  title: fc.constantFrom('学习条例原文', '学习条例的原文', '读书会', '观看展览', '读书会'),
  heads: fc.integer({ min: 1, max: 3 }),
  note: fc.constantFrom('', '', '雨天'),
})
const anyStep = fc.oneof(
  { weight: 4, arbitrary: fc.record({ what: fc.constant('edit' as const), at: fc.nat(20), row: anyRow }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('delete' as const), at: fc.nat(20), row: anyRow }) },
  { weight: 1, arbitrary: fc.record({ what: fc.constant('log' as const), at: fc.nat(20), row: anyRow }) },
)
const anyImport = fc.record({
  /** Rows of the file: places in the office's rows, so that two files share some, in any order and also twice. */
  rows: fc.array(fc.nat(5), { minLength: 1, maxLength: 7 }),
  /** Another wording of some row. */
  other: fc.option(anyRow, { freq: 3 }),
  decisions: fc.array(fc.constantFrom<Decision | null>('keep', 'take', 'both', null), {
    minLength: 8,
    maxLength: 8,
  }),
  /** After so many statements the machine dies; null: it lives. */
  dies: fc.option(fc.integer({ min: 1, max: 8 }), { freq: 2 }),
  before: fc.array(anyStep, { maxLength: 4 }),
})
const anyYear = fc.record({
  rows: fc.array(anyRow, { minLength: 6, maxLength: 6 }),
  imports: fc.array(anyImport, { minLength: 2, maxLength: 4 }),
})

onBothDatabases('tables that come again, with corrections in between', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))
  let editor: Member
  let words: Words
  beforeAll(async () => {
    editor = await memberNamed(ctx, 'M001')
    words = await inTransaction(ctx, async ({ db }) => await readWords(db))
  })
  let lastDay = Temporal.PlainDate.from('2010-01-01')
  let request = 0

  const storedOn = async (day: string): Promise<LoggedRecord[]> =>
    await inTransaction(ctx, async ({ db }) => {
      const period = parsePeriod(`${day}..${day}`)
      const chosen = { family: 'study', period, kindIds: [], memberIds: [], words: [] } as const
      return await listRecords(db, chosen, { limit: 500 })
    })

  /** What people do in Slack meanwhile. */
  async function correct(day: string, step: typeof anyStep extends fc.Arbitrary<infer S> ? S : never) {
    const records = await storedOn(day)
    const record = records[step.at % Math.max(1, records.length)]
    const { title, heads, note } = step.row
    const said = { title, headCount: { value: heads, unit: '人' as const }, note: note || null }
    request += 1
    const by = { by: editor, zone: ZONE, requestId: `step ${request}` }
    if (step.what === 'log') {
      const [any] = await inTransaction(ctx, async ({ db }) => {
        const all = { family: 'study', period: null, kindIds: [], memberIds: [], words: [] } as const
        return await listRecords(db, all, { limit: 1 })
      })
      const details = {
        ...detailsOf(any!),
        ...said,
        kindId: 'party-lecture',
        startsOn: day,
        endsOn: day,
        people: [],
      }
      await logAnyway(ctx, { ...by, family: 'study', details })
    } else if (record !== undefined && step.what === 'edit') {
      const details = { ...detailsOf(record), ...said }
      await editRecord(ctx, { ...by, id: record.id, baseRevision: record.revision, details })
    } else if (record !== undefined) await deleteWithReason(ctx, { ...by, id: record.id, reason: 'x' })
  }

  const planOf = async (file: string): Promise<PlannedImport> => {
    const table = await readTable(new TextEncoder().encode(file))
    return await inTransaction(ctx, async (ctx) => await planImport(ctx, table, words))
  }

  /** The machine dies in the middle: nothing of it may be seen. */
  const carryOut = async (plan: ImportPlan, dies: number | null) =>
    await inTransaction(ctx, async (ctx) => {
      let left = dies ?? Number.POSITIVE_INFINITY
      const db: Transacting['db'] = ctx.db.withPlugin({
        transformQuery: ({ node }) => {
          left -= 1
          if (left < 0) throw new Error('the machine died')
          return node
        },
        transformResult: async ({ result }) => await Promise.resolve(result),
      })
      return await carryOutPlan({ ...ctx, db }, plan, editor.id)
    })

  const endOf = async (work: Promise<unknown>) =>
    await work.then(
      () => 'lived' as const,
      () => 'died' as const,
    )

  const wordingsOf = (records: readonly LoggedRecord[]) =>
    Map.groupBy(records, (record) => JSON.stringify(detailsOf(record)))

  it(
    'nothing corrected is reverted unasked, nothing is doubled unasked, and what is said is what is stored',
    { timeout: 60_000 + RUNS * 2000 },
    async () => {
      await fc.assert(
        fc.asyncProperty(anyYear, async ({ rows, imports }) => {
          lastDay = lastDay.add({ days: 1 })
          const day = lastDay.toString()
          for (const { rows: places, other, decisions, dies, before } of imports) {
            for (const step of before) await correct(day, step)
            const listed = [...places.map((place) => rows[place]!), ...(other === null ? [] : [other])]
            const lines = listed.map(({ title, heads, note }) => `${day},党课,${title},${heads},${note}\n`)
            const file = `日期,类别,标题,人数,备注\n${lines.join('')}`
            const was = await storedOn(day)
            const { plan, counts } = await planOf(file)
            const said = tally(plan, counts)
            expect(said.added + said.changed + said.unchanged + said.open).toBe(listed.length)

            // Unasked: as it comes, without a choice of anybody.
            expect(said.changed).toBe(0)
            const known = wordingsOf(was)
            const fresh = plan.added.map(({ details }) => JSON.stringify(detailsOf(details)))
            expect(new Set(fresh).size).toBe(fresh.length)
            for (const wording of fresh) expect(known.has(wording)).toBe(false)

            const chosen = plan.choices.reduce((so, _one, nth) => {
              const decision = decisions[nth % decisions.length] ?? null
              return decision === null ? so : decide(so, { nth }, decision)
            }, plan)
            const end = dies === null ? 'died' : await endOf(carryOut(chosen, dies))
            if (end === 'lived') continue
            expect(await storedOn(day)).toEqual(was)
            const promised = tally(chosen, counts)
            const done = await carryOut(chosen, null)
            const is = await storedOn(day)
            const byId = new Map(was.map((record) => [record.id, record]))
            const added = is.filter(({ id }) => !byId.has(id))
            const changed = is.filter(
              ({ id, revision }) => byId.has(id) && byId.get(id)?.revision !== revision,
            )
            expect([done.numbers.length, done.changed.length]).toEqual([promised.added, promised.changed])
            expect(added.map(({ id }) => id).sort()).toEqual([...done.numbers].sort())
            expect(changed.map(({ id }) => id).sort()).toEqual([...done.changed].sort())
            expect(is.length).toBe(was.length + added.length)
            const taken = new Map(
              chosen.choices
                .filter(({ decision }) => decision === 'take')
                .map((one) => [one.id, one.details]),
            )
            for (const record of changed) {
              expect(detailsOf(record)).toEqual(detailsOf(taken.get(record.id)!))
            }
            // The same file once more brings nothing by itself.
            expect(tally(...(await planned(file)))).toMatchObject({ added: 0, changed: 0 })
          }
        }),
        { numRuns: RUNS },
      )
    },
  )

  async function planned(file: string): Promise<Parameters<typeof tally>> {
    const { plan, counts } = await planOf(file)
    return [plan, counts]
  }
})
