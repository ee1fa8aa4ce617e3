// What the claims of a year of 10,000 records and 300,000 attendances cost on the embedded database, with as many records
// in the year before: reading them cold, in how long stretches of the event loop, and fifty figures warm.
import { monitorEventLoopDelay } from 'node:perf_hooks'
import { sql } from 'kysely'
import { loadEvidence } from '../../src/claims/evidence/load-evidence.ts'
import { inTransaction, type Context } from '../../src/context.ts'
import { openDatabase } from '../../src/db/database.ts'
import { migrate } from '../../src/db/migrate.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import { officeOn } from '../helpers/office.ts'
import { median } from './sql-by-hand.ts'

const RECORDS = 10_000
const FIRST = 10_000
const ROUNDS = 7
/** The goals of the project, in milliseconds. */
const GOALS = { cold: 150, slice: 30, warm: 30 }
const WANTED = {
  period: parsePeriod('2020'),
  zone: 'Asia/Shanghai',
  asOf: Temporal.PlainDate.from('2021-02-01'),
}

/** Measures on a database in memory and says what it found. */
export async function benchClaims(): Promise<void> {
  await using database = await openDatabase({ kind: 'pglite', folder: null })
  await migrate(database)
  const ctx = await officeOn(database, { sample: true })
  await fill(ctx)
  const cold: number[] = []
  const slices: number[] = []
  const warm: number[] = []
  const busy: { readonly cold: number[]; readonly warm: number[] } = { cold: [], warm: [] }
  for (let round = 0; round < ROUNDS; round++) {
    const delay = monitorEventLoopDelay({ resolution: 1 })
    const evidence = await inTransaction(ctx, async ({ db }) => {
      delay.enable()
      const start = performance.now()
      const used = process.cpuUsage()
      const loaded = await loadEvidence(db, WANTED)
      cold.push(performance.now() - start)
      busy.cold.push(milliseconds(process.cpuUsage(used)))
      delay.disable()
      return loaded
    })
    slices.push(delay.max / 1e6)
    const asked = figures(evidence.rows.kinds.map(({ family, zh }) => ({ family, zh })))
    const start = performance.now()
    const used = process.cpuUsage()
    for (const key of asked) evidence.valueOf(key)
    warm.push(performance.now() - start)
    busy.warm.push(milliseconds(process.cpuUsage(used)))
  }
  const told = (name: keyof typeof GOALS, values: readonly number[]) =>
    `${name} ${median(values).toFixed(0)} ms, at best ${Math.min(...values).toFixed(0)} (goal ${GOALS[name]})`
  console.log(
    `PGlite ${RECORDS} records a year  ${told('cold', cold)}  ${told('slice', slices)}  fifty figures ${told('warm', warm)}`,
  )
  console.log(
    `  of the processor, at best: cold ${Math.min(...busy.cold).toFixed(0)} ms, fifty figures ${Math.min(...busy.warm).toFixed(0)} ms`,
  )
}

function milliseconds({ user, system }: NodeJS.CpuUsage): number {
  return (user + system) / 1000
}

/** Fifty keys of all sorts: of kinds, months, quarters, members and departments, worked out. */
function figures(kinds: readonly { readonly family: string; readonly zh: string }[]): string[] {
  const at = '@2020-01-01..2020-12-31'
  const own = kinds
    .slice(0, 14)
    .flatMap(({ family, zh }) => [
      `${family}.count:${zh}${at}`,
      `${family === 'study' ? 'study.attendance' : 'activity.headcount'}:${zh}${at}`,
      `${family}.people:${zh}@2020-01-01..2020-03-31`,
    ])
  return [
    ...own.slice(0, 42),
    `study.attendance${at}`,
    `study.people${at}`,
    `study.attendance${at};department=财经委`,
    `study.people${at};department=财经委`,
    `share(study.attendance${at};department=财经委,study.attendance${at})`,
    `change(study.sessions${at})`,
    `largest(study.attendance${at},month)`,
    `average(study.attendance${at},study.sessions${at})`,
  ]
}

async function fill(ctx: Context): Promise<void> {
  await ctx.database.base.transaction().execute(async (db) => {
    // Without the triggers: the list of people at a record is what claims are read from.
    await sql`select set_config('wenshu.team_id', ${ctx.teamId}, true), set_config('session_replication_role', 'replica', true)`.execute(
      db,
    )
    for (const [year, from] of [
      ['2019', FIRST],
      ['2020', FIRST + RECORDS],
    ] as const) {
      await sql`
        insert into records (id, family, number, kind_id, title, starts_on, ends_on, materials, duration_min, place,
          head_count, head_unit, logged_at)
        select (case family when 'study' then 'S-' else 'A-' end) || n, family, n, kinds.id, '学习材料第' || n || '份',
          day, day, array['材料' || n % 50], 30 + n % 200, '会议室' || n % 12,
          case when n % 3 = 0 then 1 + n % 60 end, case when n % 3 = 0 then '人' end, now()
        from generate_series(${from}::int, ${from + RECORDS - 1}::int) as n
        join (select id, family, row_number() over (order by id) - 1 as place, count(*) over () as many from kinds) as kinds
          on kinds.place = n % kinds.many,
        lateral (select ${`${year}-01-01`}::date + n % 365 as day) as days`.execute(db)
      await sql`
        insert into record_attendance (record_id, people)
        select id, array(select place from members where (number * 31 + place * 17) % 2 = 0 order by place)
        from records where number between ${from}::int and ${from + RECORDS - 1}::int`.execute(db)
      await sql`
        insert into record_quantities (record_id, position, measure_id, value)
        select id, 0, 'news-items', 1 + number % 40 from records
        where number between ${from}::int and ${from + RECORDS - 1}::int and number % 5 = 0`.execute(db)
    }
  })
  await ctx.database.base.executeQuery(sql`analyze`.compile(ctx.database.base))
}
