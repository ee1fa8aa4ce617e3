import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { sql } from 'kysely'
import { inTransaction, nowOf, type Context } from '../../src/context.ts'
import { bindToTeam } from '../../src/db/tenant.ts'
import { importOffice } from '../../src/app/import-office.ts'
import { linkMember } from '../../src/members/roster/link-member.ts'
import type { Member } from '../../src/members/member.ts'
import { findMemberByAnyName, listMembers, updateMember } from '../../src/members/members-store.ts'
import { readWorkspace } from '../../src/members/workspace-store.ts'
import { setRole } from '../../src/members/appoint/set-role.ts'
import { eraseMember } from '../../src/privacy/erase-member.ts'
import { exportMine } from '../../src/privacy/export-me.ts'
import { purge } from '../../src/privacy/retention.ts'
import { applyImport } from '../../src/imports/apply-import.ts'
import { changeKind } from '../../src/records/kinds/change-kind.ts'
import { changeMeasure } from '../../src/records/kinds/change-measure.ts'
import { deleteWithReason, editRecord, undoRecord } from '../../src/records/change/correct-record.ts'
import { exportRecords } from '../../src/records/lists/export.ts'
import { listKinds } from '../../src/records/vocabulary/kinds-store.ts'
import { listRecords, totalRecords } from '../../src/records/lists/list.ts'
import type { KindChange } from '../../src/records/kinds/plan-kind-change.ts'
import { logRecord } from '../../src/records/change/log-record.ts'
import { insertPendingImport, keepPlan } from '../../src/imports/pending-store.ts'
import { planImport } from '../../src/records/import/plan-import.ts'
import { recordImports } from '../../src/records/import/record-imports.ts'
import { readTable } from '../../src/tables/read-table.ts'
import type { RecordDetails } from '../../src/records/record/record.ts'
import { keepWords } from '../../src/records/words/vocabulary.ts'
import { listRevisions } from '../../src/records/record/revisions-store.ts'
import { findRecord } from '../../src/records/record/store.ts'
import { listFacts } from '../../src/reports/write/draft-section.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { officeOn, SAMPLE_OFFICE } from '../helpers/office.ts'
import { shared } from '../helpers/shared.ts'
import { memberNamed } from '../helpers/office.ts'

const ZONE = 'Asia/Shanghai'
const OPERATIONS = 1000
const details = (title: string): RecordDetails => ({
  kindId: 'group-study',
  title,
  startsOn: '2022-11-17',
  endsOn: '2022-11-17',
  materials: [],
  people: [],
  headCount: null,
  expected: null,
  excused: null,
  durationMin: 60,
  place: null,
  partner: null,
  note: null,
  quantities: [],
  evidence: [],
})

/** One thing that somebody of A does, by a number that chooses what it is about. */
type Operation = (ctx: Context, by: Member, about: number) => Promise<unknown>

let request = 0
const id = (about: number) => `S-${1 + (about % 140)}`
const OPERATIONS_OF_A: Readonly<Record<string, Operation>> = {
  log: async (ctx, by, about) =>
    await logRecord(ctx, {
      family: 'study',
      details: details(`A${about}`),
      by,
      zone: ZONE,
      requestId: `r${(request += 1)}`,
    }),
  edit: async (ctx, by, about) =>
    await editRecord(ctx, {
      id: id(about),
      baseRevision: 1,
      details: details(`changed ${about}`),
      by,
      zone: ZONE,
      requestId: `r${(request += 1)}`,
    }),
  undo: async (ctx, by, about) => await undoRecord(ctx, { id: id(about), by }),
  remove: async (ctx, by, about) =>
    await deleteWithReason(ctx, { id: id(about), reason: 'x', by, requestId: `r${(request += 1)}` }),
  show: async (ctx, _by, about) =>
    await inTransaction(ctx, async ({ db }) => await findRecord(db, id(about))),
  list: async (ctx) =>
    await inTransaction(ctx, async ({ db }) => {
      const wanted = {
        family: 'study' as const,
        period: parsePeriod('2022'),
        kindIds: [],
        memberIds: [],
        words: [],
      }
      return [await listRecords(db, wanted, { limit: 500 }), await totalRecords(db, wanted)]
    }),
  kinds: async (ctx) => await inTransaction(ctx, async ({ db }) => await listKinds(db)),
  members: async (ctx) => await inTransaction(ctx, async ({ db }) => await listMembers(db)),
  role: async (ctx, by, about) =>
    await setRole(ctx, { memberId: by.id, role: about % 2 === 0 ? 'admin' : 'editor', by }),
  link: async (ctx, _by, about) =>
    await linkMember(ctx, { member: `M0${10 + (about % 50)}`, slackUserId: `U0A${about}` }),
  changeKind: async (ctx, by, about) =>
    await changeKind(ctx, kindChange(about), { member: by, requestId: `r${(request += 1)}` }),
  changeMeasure: async (ctx, by, about) =>
    await changeMeasure(
      ctx,
      { verb: about % 2 === 0 ? 'retire' : 'restore', name: '印发' },
      { member: by, requestId: `r${(request += 1)}` },
    ),
  exportMine: async (ctx, by) => await exportMine(ctx, { memberId: by.id, requestId: `r${(request += 1)}` }),
  erase: async (ctx, by, about) => {
    const leaver = await inTransaction(ctx, async ({ db }) => {
      const member = await findMemberByAnyName(db, `M0${10 + (about % 50)}`)
      if (member !== null) await updateMember(db, member.id, { leftOn: '2022-11-01' })
      return member
    })
    if (leaver === null) return null
    const today = Temporal.PlainDate.from('2022-11-18')
    return await eraseMember(ctx, { memberId: leaver.id, by, today, requestId: `r${(request += 1)}` })
  },
  purge: async (ctx) => await purge(ctx),
  search: async (ctx, _by, about) =>
    await inTransaction(ctx, async ({ db }) => {
      const words = [['SECRET', '学习', '党课', '%'][about % 4] ?? '']
      const wanted = { family: 'study' as const, period: null, kindIds: [], memberIds: [], words }
      return [await listRecords(db, wanted, { limit: 50 }), await totalRecords(db, wanted)]
    }),
  exportRecords: async (ctx, by, about) => {
    const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
    const wanted = { family: about % 2 === 0 ? ('study' as const) : ('activity' as const), period: null }
    const selection = { ...wanted, kindIds: [], memberIds: [by.id], words: [] }
    const words = await wordsFor({ ctx, workspace })
    const { file } = await exportRecords(
      { ctx, workspace, locale: 'zh' },
      { selection, format: 'csv', words },
    )
    return new TextDecoder().decode(file.bytes)
  },
  importSent: async (ctx, by, about) => {
    const table = await readTable(
      new TextEncoder().encode(`编号,标题\n${id(about)},改成 ${about}\nS-99999,没有\n`),
    )
    const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
    const words = await wordsFor({ ctx, workspace })
    const importId = `i${(request += 1)}`
    const counts = await inTransaction(ctx, async (ctx) => {
      const asked = {
        id: importId,
        sort: 'records' as const,
        period: null,
        byMember: by.id,
        askedAt: nowOf(ctx),
        slackFileId: 'F1',
        fileName: 'a.csv',
      }
      await insertPendingImport(ctx.db, asked)
      const read = await planImport(ctx, table, words)
      await keepPlan(ctx.db, importId, recordImports.keep(read))
      return read.counts
    })
    return [counts, (await applyImport(ctx, recordImports, { id: importId, by })).done.numbers]
  },
  history: async (ctx, _by, about) =>
    await inTransaction(ctx, async ({ db }) => await listRevisions(db, id(about))),
}

const wordsFor = keepWords()

/** Adds, renames, merges, retires and restores among a few names, so that most of it can be done. */
function kindChange(about: number): KindChange {
  const name = `甲${about % 7}`
  const other = `甲${(about + 1) % 7}`
  const changes: KindChange[] = [
    { verb: 'add', family: 'study', nameZh: name, nameEn: null },
    { verb: 'rename', name, nameZh: other, nameEn: null },
    { verb: 'merge', name, into: other },
    { verb: 'retire', name },
    { verb: 'restore', name },
  ]
  return changes[about % changes.length]!
}

onBothDatabases('two workspaces in one database', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const a = shared(() => officeOn(database, { teamId: 'TA', sample: true }))
  let by: Member
  beforeAll(async () => {
    const b = await officeOn(database, { teamId: 'TB', sample: 'imported' })
    // What is B's can be told from what is A's, wherever it shows up.
    await inTransaction(b, async ({ db }) => {
      await db
        .updateTable('records')
        .set({ title: sql`'SECRET ' || title` })
        .execute()
      await db
        .updateTable('members')
        .set({ name: sql`'SECRET ' || name` })
        .execute()
      await db
        .updateTable('kinds')
        .set({ name_en: sql`'SECRET ' || name_en` })
        .execute()
    })
    by = await memberNamed(a, 'M001')
  })

  async function fingerprintOfB(): Promise<string> {
    return await bindToTeam(database.base, 'TB', async (db) => {
      const { rows: tables } = await sql<{ name: string }>`
        select table_name as name from information_schema.tables
        where table_schema = 'public' and table_name not like 'kysely%' order by 1`.execute(db)
      const found = []
      for (const { name } of tables) {
        const { rows } =
          await sql`select md5(coalesce(string_agg(to_jsonb(t)::text, '|' order by to_jsonb(t)::text), '')) as sum from ${sql.table(name)} t`.execute(
            db,
          )
        found.push([name, rows])
      }
      return JSON.stringify(found)
    })
  }

  it(`${OPERATIONS} operations as A never show or change anything of B`, { timeout: 180_000 }, async () => {
    const before = await fingerprintOfB()
    const choices = fc.sample(
      fc.tuple(fc.constantFrom(...Object.keys(OPERATIONS_OF_A)), fc.nat(1_000_000)),
      OPERATIONS,
    )
    let done = 0
    for (const [name, about] of choices) {
      // What a rule refuses (an undo too late, a stale edit) is an operation as well.
      const outcome = await OPERATIONS_OF_A[name]?.(a, by, about).catch((error: unknown) => String(error))
      expect(JSON.stringify(outcome) ?? '').not.toContain('SECRET')
      if (typeof outcome !== 'string') done += 1
    }
    expect(done).toBeGreaterThan(OPERATIONS / 4)
    await importOffice(a, SAMPLE_OFFICE)
    expect(JSON.stringify(await listFacts(a, { period: parsePeriod('2022') }))).not.toContain('SECRET')
    expect(await fingerprintOfB()).toBe(before)
  })
})
