// What a ledger of 1,000,000 records costs on PostgreSQL: a page, a search and a year's totals through the program's own
// queries against the same SQL sent by hand, side by side; and logging one record as the table grows.
import { sql } from 'kysely'
import pg from 'pg'
import { inTransaction, type Context } from '../../src/context.ts'
import { openDatabase, type Database } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { bindToTeam, type Db } from '../../src/db/tenant.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { listRecords, totalRecords, type Selection } from '../../src/records/lists/list.ts'
import { logRecord } from '../../src/records/change/log-record.ts'
import type { RecordDetails } from '../../src/records/record/record.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import { officeOn } from '../helpers/office.ts'
import { median, sendByHand, statementsOf, timed } from './sql-by-hand.ts'

const TEAM = 'TOFFICE'
export const SIZES = [1000, 100_000, 1_000_000]
/** The goal of the project, at the median. */
const GOAL = 1.5
const ROUNDS = 24
const LOGGED = 200
/** The first number of the ledger: those of the sample office are below. */
const FIRST = 1000

const everything: Selection = { family: 'study', period: null, kindIds: [], memberIds: [], words: [] }
const READS: Readonly<Record<string, (db: Db) => Promise<unknown>>> = {
  'a page': async (db) => await listRecords(db, everything, { limit: 15 }),
  'a page of a year and a kind': async (db) =>
    await listRecords(
      db,
      { ...everything, period: parsePeriod('2019'), kindIds: ['group-study'] },
      { limit: 15 },
    ),
  'a search for words': async (db) =>
    await listRecords(db, { ...everything, words: ['第777777份'] }, { limit: 15 }),
  'the totals of a year': async (db) =>
    await totalRecords(db, { ...everything, period: parsePeriod('2019') }),
}

/** Measures ledgers on empty databases at these addresses, one of each size, and says what it found. */
export async function benchLedger(urls: readonly string[]): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const offices: Context[] = []
  for (const [index, size] of SIZES.entries()) {
    const database = stack.use(await openDatabase({ kind: 'postgres', url: urls[index] ?? '' }))
    await migrate(database)
    offices.push(await officeOn(database, { sample: true }))
    await fill(database, size)
  }
  await timeLogging(offices)
  const [largest, url] = [offices.at(-1)?.database, urls.at(-1)]
  if (largest !== undefined && url !== undefined) await compareReads(largest, url)
}

/** So many records, written by one statement a table: ten years of days, all kinds, people, quantities and a revision. */
async function fill({ base }: Database, size: number): Promise<void> {
  const [from, to] = [FIRST, FIRST + size]
  await base.transaction().execute(async (db) => {
    await sql`select set_config('wenshu.team_id', ${TEAM}, true), set_config('session_replication_role', 'replica', true)`.execute(
      db,
    )
    await sql`
      insert into records (id, family, number, kind_id, title, starts_on, ends_on, materials, duration_min, place, note,
        head_count, head_unit, logged_by, logged_at)
      select (case family when 'study' then 'S-' else 'A-' end) || n, family, n, kinds.id, '学习材料第' || n || '份 部门' || n % 97,
        day, day, array['《材料' || n % 500 || '》'], 30 + n % 200, '会议室' || n % 12, '备注' || n % 1000,
        1 + n % 60, '人', people.id, now()
      from generate_series(${from}::int, ${to - 1}::int) as n
      join (select id, family, row_number() over (order by id) - 1 as place, count(*) over () as many from kinds) as kinds
        on kinds.place = n % kinds.many
      join (select id, row_number() over (order by id) - 1 as place, count(*) over () as many from members) as people
        on people.place = n % people.many,
      lateral (select date '2013-01-01' + n % 3560 as day) as days`.execute(db)
    await sql`
      insert into record_people (record_id, member_id)
      select id, logged_by from records where number between ${from} and ${to - 1}`.execute(db)
    await sql`
      insert into record_quantities (record_id, position, measure_id, value)
      select id, 0, 'news-items', 1 + number % 40 from records
      where number between ${from} and ${to - 1} and number % 2 = 0`.execute(db)
    await sql`
      insert into record_revisions (record_id, revision, action, by_member, at, after)
      select id, 1, 'imported', null, now(), jsonb_build_object('title', title) from records
      where number between ${from} and ${to - 1}`.execute(db)
    await sql`update counters set value = ${to} where name in ('study', 'activity')`.execute(db)
  })
  for (const table of ['records', 'record_people', 'record_quantities', 'record_revisions'])
    await sql`vacuum analyze ${sql.table(table)}`.execute(base)
}

/** Logs one record after another in ledgers of all sizes by turns, so that a busy moment of the machine meets them all. */
async function timeLogging(offices: readonly Context[]): Promise<void> {
  const times = offices.map((): number[] => [])
  const member = async (ctx: Context) =>
    await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, 'M001'))
  const people = await Promise.all(offices.map(member))
  for (let turn = 0; turn < LOGGED; turn += 1) {
    for (const [index, ctx] of offices.entries()) {
      const by = people[index]
      if (by === null || by === undefined) throw new Error('the office is not there')
      const details = { ...EXAMPLE, title: `记一条 ${turn}`, people: [by.id] }
      const entry = {
        family: 'study',
        details,
        by,
        zone: 'Asia/Shanghai',
        requestId: `bench ${turn}`,
      } as const
      times[index]?.push(await timed(async () => await logRecord(ctx, entry)))
    }
  }
  // The first ones warm the program and the databases' caches.
  const medians = times.map((one) => median(one.slice(LOGGED / 4)))
  for (const [index, size] of SIZES.entries()) {
    const time = medians[index] ?? Number.NaN
    console.log(
      `PostgreSQL ${String(size).padStart(9)} records  logging one ${time.toFixed(2)} ms  ` +
        `ratio to ${SIZES[0] ?? 0} ${(time / (medians[0] ?? Number.NaN)).toFixed(2)}`,
    )
  }
}

const EXAMPLE: RecordDetails = {
  kindId: 'group-study',
  title: '',
  startsOn: '2022-11-17',
  endsOn: '2022-11-17',
  materials: ['《材料》'],
  people: [],
  headCount: { value: 30, unit: '人' },
  expected: null,
  excused: null,
  durationMin: 60,
  place: '会议室',
  partner: null,
  note: null,
  quantities: [{ measureId: 'news-items', value: 20 }],
  evidence: [],
}

async function compareReads(database: Database, url: string): Promise<void> {
  await using stack = new AsyncDisposableStack()
  const byHand = new pg.Client({ connectionString: url })
  await byHand.connect()
  stack.defer(async () => {
    await byHand.end()
  })
  for (const [what, read] of Object.entries(READS)) {
    const statements = await statementsOf(url, TEAM, read)
    const times = { program: [] as number[], hand: [] as number[] }
    for (let round = 0; round < ROUNDS; round += 1) {
      const hand = async () => {
        times.hand.push(await timed(async () => await sendByHand(byHand, statements)))
      }
      const program = async () => {
        times.program.push(await timed(async () => await bindToTeam(database.base, TEAM, read)))
      }
      // Whoever comes second finds the rows warm, so they take turns.
      for (const side of round % 2 === 0 ? [hand, program] : [program, hand]) await side()
    }
    const [program, hand] = [median(times.program.slice(4)), median(times.hand.slice(4))]
    console.log(
      `PostgreSQL ${String(SIZES.at(-1)).padStart(9)} records  ${what}: by hand ${hand.toFixed(2)} ms  ` +
        `wenshu ${program.toFixed(2)} ms  ratio ${(program / hand).toFixed(2)} (goal ${GOAL})`,
    )
  }
}
