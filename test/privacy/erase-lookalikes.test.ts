import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { inTransaction, nowOf, type Context } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import type { Member } from '../../src/members/member.ts'
import { findMemberByAnyName, updateMember } from '../../src/members/members-store.ts'
import { readWorkspace } from '../../src/members/workspace-store.ts'
import { eraseMember } from '../../src/privacy/erase-member.ts'
import { outlineFor } from '../../src/reports/outline/workspace-outlines.ts'
import { loadDraftBasis } from '../../src/reports/sheet/load-ledger.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import { logAnyway } from '../helpers/log-anyway.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { officeOn } from '../helpers/office.ts'

const TODAY = Temporal.PlainDate.from('2022-11-18')

onBothDatabases('erasing a person whose name or number stands elsewhere too', (kind) => {
  let database: Database
  let ctx: Context
  let admin: Member
  beforeEach(async () => {
    database = await freshDatabase(kind)
    ctx = await officeOn(database, { sample: true })
    admin = await known(ctx, 'M001')
  })
  afterEach(async () => {
    await database[Symbol.asyncDispose]()
  })

  it.each([
    ['staff number 2022', { externalId: '2022', name: '赵一' }],
    ['number 301, like the room', { externalId: '301', name: '钱二' }],
    ['display name value', { name: 'value' }],
    ['display name unit', { name: 'unit' }],
    ['two people of one name', { name: '张伟' }],
  ])('%s: only the fields that hold the person change', async (_what, called) => {
    const person = await rename(ctx, 'M012', { ...called, deactivated: true })
    if (called.name === '张伟') await rename(ctx, 'M013', { name: '张伟' })
    const other = await known(ctx, 'M013')
    const records = {
      theirs: await log(ctx, admin, [person.id, admin.id]),
      both: await log(ctx, admin, [person.id, other.id]),
      others: await log(ctx, admin, [other.id, admin.id]),
    }
    await freeze(ctx)
    const before = await tablesOf(ctx)
    const { newName } = await eraseMember(ctx, {
      memberId: person.id,
      by: admin,
      today: TODAY,
      requestId: 'erase',
    })
    const changes = changesOf(before, await tablesOf(ctx))

    const own = await recordsOf(ctx, person.id)
    const ledgers = changes.filter(({ path }) => /^(?:drafts|draft_earlier_ledgers)\./.test(path))
    for (const { path, from, to } of ledgers) {
      expect([path, from, to]).toEqual([expect.stringMatching(PEOPLE), called.name, newName])
    }
    const named = ledgers.map(({ path, row }) => recordAt(row, path)).filter((record) => record !== null)
    expect(named.filter((record) => !own.includes(record))).toEqual([])
    const renamedIn = (id: string) => ledgers.filter(({ path, row }) => recordAt(row, path) === id).length
    // Once in the ledger of each of the two drafts' tables, and once more where it is notable.
    expect(renamedIn(records.theirs)).toBeGreaterThanOrEqual(2)
    expect(renamedIn(records.both)).toBe(renamedIn(records.theirs))
    expect(renamedIn(records.others)).toBe(0)
    const isListed = ledgers.filter(({ path }) => path.includes('.members.')).length
    expect(isListed).toBe(called.name === '张伟' ? 0 : 2)
    const tables = new Set(changes.map(({ path }) => path.split('.')[0]))
    expect([...tables].filter((table) => !CHANGED.has(table ?? ''))).toEqual([])
    const members = changes.filter(({ path }) => path.startsWith('members.'))
    expect(members.every(({ row }) => (row as { id: string }).id === person.id)).toBe(true)
  })
})

/** The fields of a frozen draft that hold people. */
const PEOPLE = /\.ledger\.(?:ledger\.members\.\d+|(?:ledger\.records|notable)\.\d+\.people\.\d+)$/
/** Tables in which something is the person's by their id, or tells of the erasure. */
const CHANGED = new Set([
  'members',
  'essays',
  'essay_moves',
  'drafts',
  'draft_earlier_ledgers',
  'audit_events',
  'counters',
  'handled_requests',
  'workspaces',
  // A list of work: which drafts are to be compared with the records again.
  'ledger_changes',
])

async function known(ctx: Context, number: string): Promise<Member> {
  const found = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, number))
  if (found === null) throw new Error(number)
  return found
}

async function rename(
  ctx: Context,
  number: string,
  change: Parameters<typeof updateMember>[2],
): Promise<Member> {
  const member = await known(ctx, number)
  await inTransaction(ctx, async ({ db }) => {
    await updateMember(db, member.id, change)
  })
  return { ...member, ...change }
}

/** A session in room 301, of materials called like the people and like fields. */
async function log(ctx: Context, by: Member, people: readonly string[]): Promise<string> {
  const details = {
    kindId: 'group-study',
    title: `value ${people.length}`,
    startsOn: '2022-11-17',
    endsOn: '2022-11-17',
    materials: ['unit', '2022', 'value'],
    people,
    headCount: null,
    expected: null,
    excused: null,
    durationMin: 60,
    place: '301',
    partner: '张伟',
    note: 'value',
    quantities: [],
    evidence: [],
  }
  const requestId = `log ${people.join()}`
  const { record } = await logAnyway(ctx, { family: 'study', details, by, zone: 'Asia/Shanghai', requestId })
  return record.id
}

/** A draft, with an earlier ledger, a verdict and an audit event, frozen with the records as they are. */
async function freeze(ctx: Context): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { db } = ctx
    const outline = outlineFor(await readWorkspace(db))
    const [section] = outline.sections
    if (section === undefined) throw new Error('no section')
    const basis = await loadDraftBasis(db, { period: parsePeriod('2022'), outline, section, asOf: TODAY })
    const ledger = JSON.stringify(basis)
    const at = nowOf(ctx)
    const draft = { id: 'd1', number: 1, outline_id: outline.id, section_id: section.id, period: '2022' }
    await db
      .insertInto('drafts')
      .values({ ...draft, state: 'ready', requested_at: at, ledger })
      .execute()
    await db
      .insertInto('draft_earlier_ledgers')
      .values({ draft_id: 'd1', through_version: 1, ledger })
      .execute()
    const spans = [{ text: '2022', fact: { id: 'f1', label: 'value', value: 1, unit: 'unit' } }]
    const verdict = JSON.stringify({ spans, notes: [{ text: '张伟', reason: '301' }] })
    await db
      .insertInto('draft_versions')
      .values({ draft_id: 'd1', version: 1, text: '2022 value unit 张伟 301', verdict, written_by: 'x', at })
      .execute()
    const details = JSON.stringify({ value: 'value', unit: 'unit', room: '301', period: '2022' })
    await db.insertInto('audit_events').values({ id: 'a1', at, action: 'x', subject: 'y', details }).execute()
  })
}

async function recordsOf(ctx: Context, memberId: string): Promise<string[]> {
  const { rows } = await inTransaction(
    ctx,
    async ({ db }) =>
      await sql<{ id: string }>`
        select record_id as id from record_people where member_id = ${memberId}
        union select id from essays where member_id = ${memberId}`.execute(db),
  )
  return rows.map(({ id }) => id)
}

type Row = Readonly<Record<string, unknown>>
type Change = { readonly path: string; readonly row: Row; readonly from: unknown; readonly to: unknown }

/** Every row of every table by its place in the table, in an order that erasing does not change. */
async function tablesOf(ctx: Context): Promise<Map<string, Row[]>> {
  return await inTransaction(ctx, async ({ db }) => {
    const { rows } = await sql<{ name: string; key: string[] }>`
      select indrelid::regclass::text as name, array_agg(attname::text) as key
      from pg_index join pg_attribute on attrelid = indrelid and attnum = any(indkey)
      where indisprimary and indrelid in (select c.oid from pg_class c where relnamespace = 'public'::regnamespace and relname not like 'kysely%') group by indrelid`.execute(
      db,
    )
    const tables = new Map<string, Row[]>()
    for (const { name, key } of rows) {
      const { rows: found } = await sql<{ row: Row }>`
        select to_jsonb(t) as row from ${sql.table(name)} t
        order by ${sql.join(key.map((column) => sql.ref(column)))}`.execute(db)
      tables.set(
        name,
        found.map(({ row }) => row),
      )
    }
    return tables
  })
}

/** What differs, leaf by leaf; a row that is new counts as a change of its table. */
function changesOf(before: Map<string, Row[]>, after: Map<string, Row[]>): Change[] {
  return [...after].flatMap(([table, rows]) => {
    const old = before.get(table) ?? []
    if (old.length !== rows.length) return [{ path: table, row: {}, from: old.length, to: rows.length }]
    return rows.flatMap((row, nth) => differences(table, row, old[nth], row))
  })
}

function differences(path: string, row: Row, from: unknown, to: unknown): Change[] {
  if (JSON.stringify(from) === JSON.stringify(to)) return []
  if (!isNested(from) || !isNested(to)) return [{ path, row, from, to }]
  const keys = new Set([...Object.keys(from), ...Object.keys(to)])
  return [...keys].flatMap((key) => differences(`${path}.${key}`, row, from[key], to[key]))
}

function isNested(value: unknown): value is Row {
  return value !== null && typeof value === 'object'
}

/** The number of the frozen record that a path lies in; null: in none. */
function recordAt(row: Row, path: string): string | null {
  const [, list, nth] = /\.(ledger\.records|notable)\.(\d+)\.people/.exec(path) ?? []
  if (list === undefined) return null
  const basis = row['ledger'] as { ledger: { records: { id: string }[] }; notable: { recordId: string }[] }
  return list === 'notable'
    ? (basis.notable[Number(nth)]?.recordId ?? null)
    : (basis.ledger.records[Number(nth)]?.id ?? null)
}
