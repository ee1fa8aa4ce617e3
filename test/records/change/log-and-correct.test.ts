import { beforeAll, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { AlreadyHandled, FieldIssues } from '../../../src/errors.ts'
import type { Member } from '../../../src/members/member.ts'
import {
  deleteWithReason,
  editRecord,
  RecordMoved,
  undoRecord,
} from '../../../src/records/change/correct-record.ts'
import { logRecord } from '../../../src/records/change/log-record.ts'
import type { LooksUnusual } from '../../../src/records/doubts/question-unusual.ts'
import type { RecordDetails } from '../../../src/records/record/record.ts'
import { findRecord } from '../../../src/records/record/store.ts'
import { listRevisions } from '../../../src/records/record/revisions-store.ts'
import { fixedClock } from '../../../src/time/clock.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn, SAMPLE_NOW } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'
import { logAnyway } from '../../helpers/log-anyway.ts'
import { memberNamed } from '../../helpers/office.ts'

const ZONE = 'Asia/Shanghai'
const perfect: RecordDetails = {
  kindId: 'group-study',
  title: '学习二十大报告',
  startsOn: '2022-11-17',
  endsOn: '2022-11-17',
  materials: ['《习近平谈治国理政》第四卷'],
  people: [],
  headCount: { value: 25, unit: '人' },
  expected: null,
  excused: null,
  durationMin: 120,
  place: '会议室',
  partner: null,
  note: null,
  quantities: [{ measureId: 'news-items', value: 24 }],
  evidence: [{ kind: 'link', title: '照片', url: 'https://example.org/1' }],
}

onBothDatabases('logging and correcting', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))
  let author: Member
  let stranger: Member
  let admin: Member
  let request = 0
  beforeAll(async () => {
    ;[author, stranger, admin] = [
      await memberNamed(ctx, 'M011'),
      await memberNamed(ctx, 'M012'),
      await memberNamed(ctx, 'M001'),
    ]
  })

  const logOnce = async (
    change: Partial<RecordDetails>,
    { at = ctx, requestId = `r${(request += 1)}`, confirmed = [] as string[] } = {},
  ) => {
    const details = { ...perfect, ...change }
    return await logRecord(at, { family: 'study', details, by: author, zone: ZONE, requestId, confirmed })
  }
  const log = async (change: Partial<RecordDetails> = {}, requestId = `r${(request += 1)}`) => {
    const details = { ...perfect, ...change }
    return await logAnyway(ctx, { family: 'study', details, by: author, zone: ZONE, requestId })
  }
  const stored = async (id: string) => await inTransaction(ctx, async ({ db }) => await findRecord(db, id))

  it('stores every part as it was given, under the next number', async () => {
    const { record } = await log({ people: [author.id, stranger.id] })
    expect(record.id).toBe('S-101')
    expect(await stored('S-101')).toMatchObject({
      ...perfect,
      people: [author.id, stranger.id].sort(),
      loggedBy: author.id,
      revision: 1,
    })
  })

  it('does nothing the second time the same request comes', async () => {
    await log({}, 'same')
    await expect(log({}, 'same')).rejects.toThrow(AlreadyHandled)
    const rows = await inTransaction(
      ctx,
      async ({ db }) =>
        await db.selectFrom('handled_requests').select('id').where('id', '=', 'same').execute(),
    )
    expect(rows).toHaveLength(1)
  })

  it('gives every record its own number, also when many are logged at once', async () => {
    const logged = await Promise.all(Array.from({ length: 12 }, async () => await log()))
    expect(new Set(logged.map(({ record }) => record.number)).size).toBe(12)
  })

  it('names the record it looks like: same day, kind and a similar title', async () => {
    const day = { startsOn: '2022-11-03', endsOn: '2022-11-03' }
    const { record } = await log({ ...day, title: '交通文明劝导' })
    expect((await logOnce({ ...day, title: '党建要点' })).lookalike).toBeNull()
    const later = { ...ctx, clock: fixedClock(ctx.clock.now().add({ minutes: 61 })) }
    const alike = await logOnce({ ...day, title: '文明交通劝导！' }, { at: later })
    expect(alike.lookalike?.id).toBe(record.id)
  })

  it('asks about one like a record of the last hour before it is stored, and stores it when it is another', async () => {
    const day = { startsOn: '2022-11-04', endsOn: '2022-11-04' }
    const { record } = await log({ ...day, title: '交通文明劝导' })
    const again = { ...day, title: '文明交通劝导！' }
    const asked: unknown = await logOnce(again, { requestId: 'asked' }).catch((error: unknown) => error)
    expect((asked as LooksUnusual).unusual).toMatchObject([{ key: `alike=${record.id}`, field: 'title' }])
    expect((asked as LooksUnusual).in('en')).toMatch(/logged by 成员11 just now/)
    const stored = await logOnce(again, { requestId: 'asked', confirmed: [`alike=${record.id}`] })
    expect(stored).toMatchObject({ lookalike: null, record: { number: record.number + 1 } })
  })

  it.each<[string, Partial<RecordDetails>, string]>([
    ['a day to come', { startsOn: '2022-11-19', endsOn: '2022-11-19' }, 'date'],
    ['an end before the start', { startsOn: '2022-11-17', endsOn: '2022-11-16' }, 'endDate'],
    ['more than 24 hours a day', { durationMin: 1441 }, 'duration'],
    ['nobody there', { headCount: { value: 0, unit: '人' } }, 'headCount'],
    ['a quantity below zero', { quantities: [{ measureId: 'news-items', value: -1 }] }, 'quantities'],
    ['no title', { title: '' }, 'title'],
  ])('refuses %s, at its field, and stores nothing', async (_what, change, field) => {
    const before = await inTransaction(
      ctx,
      async ({ db }) => await db.selectFrom('records').select('id').execute(),
    )
    const fault = await log(change).catch((error: unknown) => error)
    expect(fault).toBeInstanceOf(FieldIssues)
    expect(Object.keys((fault as FieldIssues).fields)).toEqual([field])
    const after = await inTransaction(
      ctx,
      async ({ db }) => await db.selectFrom('records').select('id').execute(),
    )
    expect(after).toHaveLength(before.length)
  })

  it('keeps every earlier wording of a record that is edited, undone or deleted', async () => {
    const { record } = await log()
    const edit = {
      id: record.id,
      details: { ...perfect, title: '学习党的二十大报告' },
      by: author,
      zone: ZONE,
    }
    await editRecord(ctx, { ...edit, baseRevision: 1, requestId: 'e1' })
    await deleteWithReason(ctx, { id: record.id, reason: '重复', by: author, requestId: 'd1' })
    const revisions = await inTransaction(ctx, async ({ db }) => await listRevisions(db, record.id))
    expect(
      revisions.map(({ revision, action, before, after }) => [
        revision,
        action,
        before?.['title'],
        after?.['title'],
      ]),
    ).toEqual([
      [1, 'logged', undefined, '学习二十大报告'],
      [2, 'edited', '学习二十大报告', '学习党的二十大报告'],
      [3, 'deleted', '学习党的二十大报告', undefined],
    ])
    expect((await stored(record.id))?.deletedAt).not.toBeNull()
  })

  it('refuses an edit whose base is no longer the newest, and overwrites nothing', async () => {
    const { record } = await log()
    const edit = { id: record.id, by: author, zone: ZONE, baseRevision: 1 }
    await editRecord(ctx, { ...edit, details: { ...perfect, title: '先到' }, requestId: 'first' })
    await expect(
      editRecord(ctx, { ...edit, details: { ...perfect, title: '后到' }, requestId: 'second' }),
    ).rejects.toThrow(RecordMoved)
    expect((await stored(record.id))?.title).toBe('先到')
  })

  it('lets members correct their own records, editors and admins anyone’s', async () => {
    const { record } = await log()
    const edit = { id: record.id, details: { ...perfect, title: '改过' }, zone: ZONE, baseRevision: 1 }
    await expect(editRecord(ctx, { ...edit, by: stranger, requestId: 's' })).rejects.toThrow(
      /was logged by .*; only who logged it, editors and admins can change it\. Ask /,
    )
    await expect(undoRecord(ctx, { id: record.id, by: stranger })).rejects.toThrow(
      /was logged by .*; only who logged it, editors and admins can undo it\. Ask /,
    )
    expect((await editRecord(ctx, { ...edit, by: admin, requestId: 'a' })).revision).toBe(2)
  })

  it('undoes within 15 minutes, once, and afterwards asks for a reason', async () => {
    const { record } = await log()
    const later = (minutes: number): Context => ({
      ...ctx,
      clock: fixedClock(Temporal.Instant.from(SAMPLE_NOW).add({ minutes })),
    })
    await expect(undoRecord(later(16), { id: record.id, by: author })).rejects.toThrow(/more than 15 minutes/)
    await undoRecord(later(15), { id: record.id, by: author })
    await expect(undoRecord(later(15), { id: record.id, by: author })).rejects.toThrow(/already undone/)
    await expect(deleteWithReason(ctx, { id: 'S-1', reason: '', by: admin, requestId: 'x' })).rejects.toThrow(
      /takes a reason/,
    )
  })
})
