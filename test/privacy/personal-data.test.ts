import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { inTransaction, nowOf, type Context } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import type { Db } from '../../src/db/tenant.ts'
import { AlreadyHandled, MemberFacingError } from '../../src/errors.ts'
import { recordAudit } from '../../src/members/audit-store.ts'
import type { Member } from '../../src/members/member.ts'
import { findMember, updateMember } from '../../src/members/members-store.ts'
import { readWorkspace } from '../../src/members/workspace-store.ts'
import { eraseMember, requireDeparted } from '../../src/privacy/erase-member.ts'
import { exportMine } from '../../src/privacy/export-me.ts'
import { readHeldData, type HeldPart } from '../../src/privacy/held-data.ts'
import {
  DEFAULT_RETENTION,
  purge,
  readRetention,
  retentionOf,
  setRetention,
} from '../../src/privacy/retention.ts'
import { editRecord } from '../../src/records/change/correct-record.ts'
import { logRecord } from '../../src/records/change/log-record.ts'
import type { RecordDetails } from '../../src/records/record/record.ts'
import { listFacts } from '../../src/reports/write/draft-section.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { memberNamed, officeOn } from '../helpers/office.ts'

const TODAY = Temporal.PlainDate.from('2022-11-18')
/** What only this person is called, so that it can be found wherever it is held. */
const WHO = {
  name: '独一无二之人',
  slackUserId: 'U0UNIQUE01',
  email: 'unique@example.org',
  department: '独处一科',
}
const BODY = '这是只有本人写过的正文'

onBothDatabases('what is held about a person', (kind) => {
  let database: Database
  let ctx: Context
  let admin: Member
  let person: Member
  let request = 0
  beforeAll(async () => {
    database = await freshDatabase(kind)
    ctx = await officeOn(database, { sample: true })
    admin = await memberNamed(ctx, 'M001')
    const before = await memberNamed(ctx, 'M012')
    person = { ...before, ...WHO, role: 'editor' }
    await inTransaction(ctx, async ({ db }) => {
      await updateMember(db, person.id, { ...WHO, role: 'editor' })
    })
    await leaveTraces(ctx, person, admin)
  })
  afterAll(async () => {
    await database[Symbol.asyncDispose]()
  })
  const erase = async (member: Member, by = admin) =>
    await eraseMember(ctx, { memberId: member.id, by, today: TODAY, requestId: `e${(request += 1)}` })
  const facts = async () => await listFacts(ctx, { period: parsePeriod('2022') })

  it('is exported whole: every row of every table that names them', async () => {
    const held = await inTransaction(ctx, async ({ db }) => await readHeldData(db, person.id))
    const naming = await inTransaction(ctx, async ({ db }) => await rowsNaming(db, person.id))
    expect(Object.keys(naming).length).toBeGreaterThan(13)
    for (const [table, count] of Object.entries(naming)) {
      const inExport = EXPORTED_AS[table]?.(held) ?? -1
      expect([table, inExport]).toEqual([table, count])
    }
  })

  it('is exported as JSON with the texts, nobody else’s ids in it, and said in the audit log', async () => {
    const asked = { memberId: person.id, requestId: 'export' }
    const { json, fileName, entries } = await exportMine(ctx, asked)
    expect(fileName).toBe('wenshu-my-data-2022-11-18.json')
    const read = JSON.parse(json) as Record<HeldPart, Record<string, unknown>[]>
    expect(read.members).toMatchObject([{ name: WHO.name, email: WHO.email, slack_user_id: WHO.slackUserId }])
    expect(read.essays.map(({ body }) => body)).toContain(BODY)
    expect(read.leaves).toMatchObject([{ own: true, reason: '家里有事' }])
    expect(read.audit_events).toContainEqual(
      expect.objectContaining({ action: 'privacy.export', by_you: true }),
    )
    expect(entries).toBe(Object.values(read).filter(Array.isArray).flat().length)
    await expect(exportMine(ctx, asked)).rejects.toThrow(AlreadyHandled)
    const others = await inTransaction(
      ctx,
      async ({ db }) =>
        await db.selectFrom('members').select('id').where('id', 'not in', [person.id, admin.id]).execute(),
    )
    expect(others.filter(({ id }) => json.includes(id))).toEqual([])
  })

  it('is not erased while they are a member, nor by who is no admin', async () => {
    await expect(erase(person)).rejects.toThrow(/still is a member/)
    await inTransaction(ctx, async ({ db }) => {
      await updateMember(db, person.id, { leftOn: '2022-11-18' })
    })
    await expect(erase(person, person)).rejects.toThrow(/You are a editor|cannot administer/)
    await expect(
      eraseMember(ctx, {
        memberId: person.id,
        by: { id: person.id, role: 'admin' },
        today: TODAY,
        requestId: 'self',
      }),
    ).rejects.toThrow(/your own data/)
  })

  it('is gone after an erasure from every table, and every fact is as before', async () => {
    const before = await facts()
    const counts = await inTransaction(ctx, async ({ db }) => await countAll(db))
    const outcome = await erase(person)
    expect(outcome.newName).toBe('已删除成员 #1')
    expect(await facts()).toEqual(before)

    const after = await inTransaction(ctx, async ({ db }) => ({
      member: await findMember(db, person.id),
      counts: await countAll(db),
      traces: await traces(db, [
        WHO.name,
        WHO.slackUserId,
        WHO.email,
        WHO.department,
        BODY,
        '家里有事',
        '写得像本人',
        'D0UNIQUE',
      ]),
    }))
    expect(after.member).toMatchObject({
      name: '已删除成员 #1',
      externalId: null,
      slackUserId: null,
      email: null,
      department: null,
      role: 'member',
    })
    // Only what other people wrote by hand is left, and the admin is told where.
    expect(after.traces).toEqual([
      ['record_revisions', WHO.name],
      ['records', WHO.name],
    ])
    expect(outcome.mentions.map(({ where }) => where)).toEqual(['S-102', 'S-102 v1'])
    expect(after.counts).toEqual({
      ...counts,
      audit_events: (counts['audit_events'] ?? 0) + 1,
      handled_requests: (counts['handled_requests'] ?? 0) + 1,
      counters: (counts['counters'] ?? 0) + 1,
      reminder_snoozes: 0,
    })
  })

  it('cannot be erased twice, and the next one gets the next number', async () => {
    await expect(erase(person)).rejects.toThrow(/erased before/)
    const next = await memberNamed(ctx, 'M013')
    await inTransaction(ctx, async ({ db }) => {
      await updateMember(db, next.id, { deactivated: true })
    })
    expect((await erase(next)).newName).toBe('已删除成员 #2')
  })
})

describe('who may be erased', () => {
  const perfect = { name: '某人', leftOn: null, deactivated: false }
  it.each([
    ['left on the day before', { leftOn: '2022-11-17' }, true],
    ['left today', { leftOn: '2022-11-18' }, true],
    ['leaves tomorrow', { leftOn: '2022-11-19' }, false],
    ['has a deactivated account', { deactivated: true }, true],
    ['is still there', {}, false],
  ])('who %s', (_what, change, may) => {
    let said = ''
    try {
      requireDeparted({ ...perfect, ...change }, TODAY)
    } catch (error) {
      said = String(error)
    }
    expect(said === '').toBe(may)
  })
})

describe('how long is kept', () => {
  it.each([
    ['handled 30d', { handledDays: 30 }],
    ['handled 7 days', { handledDays: 7 }],
    ['请求 90天', { handledDays: 90 }],
    ['audit 3y', { auditYears: 3 }],
    ['审计 10年', { auditYears: 10 }],
  ])('%s', (text, set) => {
    expect(readRetention(text)).toEqual(set)
  })

  it.each(['handled 0d', 'handled 366d', 'audit 3d', 'audit 21y', 'audit', '', 'records 3y', 'handled -1d'])(
    'refuses %s, with how to write it',
    (text) => {
      expect(() => readRetention(text)).toThrow(MemberFacingError)
    },
  )

  it('whatever stands in the settings, it is within the bounds', () => {
    const anything = fc.oneof(fc.anything(), fc.integer(), fc.double())
    fc.assert(
      fc.property(fc.record({ handledDays: anything, auditYears: anything }), (retention) => {
        const { handledDays, auditYears } = retentionOf({ retention })
        return handledDays >= 1 && handledDays <= 365 && auditYears >= 1 && auditYears <= 20
      }),
    )
    expect(retentionOf({})).toEqual(DEFAULT_RETENTION)
  })
})

onBothDatabases('a purge', (kind) => {
  it('drops what is older than is kept, to the day, says so in the audit log, and leaves other workspaces alone', async () => {
    await using database = await freshDatabase(kind)
    const ctx = await officeOn(database, { teamId: 'TA' })
    const other = await officeOn(database, { teamId: 'TB' })
    const now = nowOf(ctx)
    for (const office of [ctx, other]) {
      await inTransaction(office, async ({ db }) => {
        for (const days of [29.9, 30.1, 400]) {
          await sql`insert into handled_requests (id, handled_at)
            values (${`h${days}`}, now() - make_interval(secs => ${days * 86_400}))`.execute(db)
        }
        for (const [id, at] of [
          ['young', '2019-11-19T00:00:00Z'],
          ['old', '2019-11-17T00:00:00Z'],
        ] as const) {
          await recordAudit(db, { id, at: new Date(at), by: null, action: 'x', subject: 'y', details: {} })
        }
      })
    }
    expect(await purge(ctx)).toEqual({ handled: 2, audit: 1 })
    const left = async (office: Context) =>
      await inTransaction(office, async ({ db }) => ({
        handled: (await db.selectFrom('handled_requests').select('id').orderBy('id').execute()).map(
          ({ id }) => id,
        ),
        audit: (await db.selectFrom('audit_events').select('action').orderBy('at').execute()).map(
          ({ action }) => action,
        ),
      }))
    expect(await left(ctx)).toEqual({ handled: ['h29.9'], audit: ['x', 'privacy.purge'] })
    expect((await left(other)).handled).toHaveLength(3)
    expect(await purge(ctx)).toEqual({ handled: 0, audit: 0 })

    const admin = { id: randomUUID(), role: 'admin' as const }
    await setRetention(ctx, { set: { handledDays: 20 }, by: admin })
    expect(await purge(ctx)).toEqual({ handled: 1, audit: 0 })
    const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
    expect(retentionOf(workspace.settings)).toEqual({ handledDays: 20, auditYears: 3 })
    await expect(setRetention(ctx, { set: {}, by: { id: 'x', role: 'editor' } })).rejects.toThrow(
      MemberFacingError,
    )
    expect(now.getTime()).toBeGreaterThan(0)
  })
})

/** A row of the person's in every table that can name a member. */
async function leaveTraces(ctx: Context, person: Member, admin: Member): Promise<void> {
  const details: RecordDetails = {
    kindId: 'group-study',
    title: '一起学习',
    startsOn: '2022-11-17',
    endsOn: '2022-11-17',
    materials: [],
    people: [person.id, admin.id],
    headCount: null,
    expected: null,
    excused: null,
    durationMin: 60,
    place: null,
    partner: null,
    note: null,
    quantities: [],
    evidence: [],
  }
  const zone = 'Asia/Shanghai'
  const log = async (by: Member, change: Partial<RecordDetails>, requestId: string) =>
    await logRecord(ctx, {
      family: 'study',
      details: { ...details, ...change },
      by,
      zone,
      requestId,
    })
  const { record } = await log(person, {}, 'trace 1')
  const edited = { ...details, place: '会议室' }
  const edit = { id: record.id, baseRevision: 1, details: edited, by: person, zone, requestId: 'trace 2' }
  await editRecord(ctx, edit)
  await log(admin, { title: '听报告', note: `由${WHO.name}主讲`, people: [] }, 'trace 3')
  const at = nowOf(ctx)
  await inTransaction(ctx, async (ctx) => {
    const { db } = ctx
    await db
      .updateTable('essays')
      .set({ body: BODY, link: 'https://example.org/essay' })
      .where('member_id', '=', person.id)
      .execute()
    const [own, others] = await Promise.all(
      (['=', '<>'] as const).map(
        async (compared) =>
          await db
            .selectFrom('essays')
            .select(['id', 'revision'])
            .where('member_id', compared, person.id)
            .orderBy('number')
            .executeTakeFirstOrThrow(),
      ),
    )
    if (own === undefined || others === undefined) throw new Error('no essays')
    await db.updateTable('essays').set({ reviewer_id: person.id }).where('id', '=', others.id).execute()
    for (const [essay, by, comment] of [
      [own, admin.id, '写得像本人'],
      [others, person.id, '很好'],
    ] as const) {
      const move = { essay_id: essay.id, revision: 99, move: 'comment', by_member: by, at, comment }
      await db.insertInto('essay_moves').values(move).execute()
    }
    const leave = {
      member_id: person.id,
      starts_on: '2022-11-01',
      ends_on: '2022-11-02',
      state: 'asked' as const,
    }
    await db
      .insertInto('leaves')
      .values({ ...leave, id: 'l1', reason: '家里有事', asked_at: at })
      .execute()
    const exemption = { member_id: person.id, month: '2022-11', reason: '家里有事', decided_at: at }
    await db
      .insertInto('essay_exemptions')
      .values({ ...exemption, decided_by: admin.id })
      .execute()
    await db
      .insertInto('reminders')
      .values({
        member_id: person.id,
        month: '2022-11',
        step: 'first',
        reminder_id: 'r1',
        state: 'sent',
        owed: 1,
        planned_for: at,
        decided_at: at,
        channel: 'D0UNIQUE',
        message_ts: '1.1',
      })
      .execute()
    await db
      .insertInto('reminder_snoozes')
      .values({ member_id: person.id, month: '2022-11', step: 'first', snoozed_until: at })
      .execute()
    await db
      .insertInto('nudges')
      .values({
        member_id: person.id,
        day: '2022-11-18',
        month: '2022-11',
        reminder_id: 'r1',
        by_member: admin.id,
        at,
      })
      .execute()
    await db
      .insertInto('reminder_skips')
      .values({
        month: '2022-11',
        step: 'T-7',
        member_id: person.id,
        reason: 'exempt',
        detail_zh: '家里有事',
        at,
      })
      .execute()
    await db
      .insertInto('digests')
      .values({
        month: '2022-11',
        member_id: person.id,
        digest_id: 'g1',
        state: 'sent',
        decided_at: at,
        channel: 'D0UNIQUE',
      })
      .execute()
    await db
      .insertInto('drafts')
      .values({
        id: 'd1',
        number: 1,
        outline_id: 'o',
        section_id: 's',
        period: '2022',
        state: 'ready',
        requested_by: person.id,
        requested_at: at,
        ledger: JSON.stringify({ ledger: { members: [WHO.name, '别人'] } }),
      })
      .execute()
    await db
      .insertInto('draft_versions')
      .values({
        draft_id: 'd1',
        version: 1,
        text: '一段',
        verdict: '{}',
        by_member: person.id,
        written_by: 'person',
        at,
      })
      .execute()
    await db
      .insertInto('word_revisions')
      .values({ sort: 'kind', word: 'x', revision: 1, action: 'add', by_member: person.id, at, after: '{}' })
      .execute()
    await sql`insert into pending_imports (id, by_member, asked_at, slack_file_id, file_name, sort, state, plan)
      values ('p1', ${person.id}, ${at}, 'F1', ${`${WHO.name}.csv`}, 'records', 'ready', ${JSON.stringify([WHO.name])}::jsonb)`.execute(
      db,
    )
    await recordAudit(db, {
      id: randomUUID(),
      at,
      by: admin.id,
      action: 'member.link',
      subject: person.id,
      details: { before: null, after: WHO.slackUserId },
    })
  })
}

async function tables(db: Db): Promise<string[]> {
  const { rows } = await sql<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_name not like 'kysely%' order by 1`.execute(db)
  return rows.map(({ name }) => name)
}

async function countWhere(db: Db, table: string, text: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from ${sql.table(table)} t where strpos(to_jsonb(t)::text, ${text}) > 0`.execute(
    db,
  )
  return rows[0]?.count ?? 0
}

/** How many rows of each table name a member by id, anywhere in them. */
async function rowsNaming(db: Db, id: string): Promise<Record<string, number>> {
  const naming: Record<string, number> = {}
  for (const table of await tables(db)) {
    const count = await countWhere(db, table, id)
    if (count > 0) naming[table] = count
  }
  return naming
}

/** Where each table’s rows are in the export. */
const EXPORTED_AS: Readonly<Record<string, (held: Awaited<ReturnType<typeof readHeldData>>) => number>> = {
  members: (held) => held.members.length,
  member_quotas: (held) => held.member_quotas.length,
  leaves: (held) => held.leaves.length,
  records: (held) =>
    held.records.filter((row) => row['logged_by_you'] === true || row['deleted_by_you'] === true).length,
  record_people: (held) => held.records.filter((row) => row['took_part'] === true).length,
  record_revisions: (held) => held.record_revisions.length,
  essays: (held) => held.essays.length + held.essay_reviews.length,
  essay_moves: (held) => held.essay_moves.filter((row) => row['by_you'] === true).length,
  essay_exemptions: (held) => held.essay_exemptions.length,
  reminders: (held) => held.reminders.length,
  reminder_snoozes: (held) => held.reminder_snoozes.length,
  nudges: (held) => held.nudges.length,
  reminder_skips: (held) => held.reminder_skips.length,
  digests: (held) => held.digests.length,
  drafts: (held) => held.drafts.length,
  draft_versions: (held) => held.draft_versions.length,
  pending_imports: (held) => held.pending_imports.length,
  word_revisions: (held) => held.word_revisions.length,
  audit_events: (held) => held.audit_events.length,
}

/** Tables in which a text still stands. */
async function traces(db: Db, texts: readonly string[]): Promise<[string, string][]> {
  const found: [string, string][] = []
  for (const table of await tables(db)) {
    for (const text of texts) if ((await countWhere(db, table, text)) > 0) found.push([table, text])
  }
  return found
}

async function countAll(db: Db): Promise<Record<string, number>> {
  const counts: Record<string, number> = {}
  // What drafts are still to be compared with is a list of work, and names nobody.
  const kept = (await tables(db)).filter((table) => table !== 'ledger_changes')
  for (const table of kept) counts[table] = await countWhere(db, table, '')
  return counts
}
