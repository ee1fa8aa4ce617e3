import { beforeEach, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../src/context.ts'
import { AlreadyHandled, FieldIssues } from '../../src/errors.ts'
import type { EssayText } from '../../src/essays/essay/essay.ts'
import { essayDetail } from '../../src/essays/review/detail.ts'
import { listReviewQueue } from '../../src/essays/essay/lists-store.ts'
import { findEssay, findReturnComment } from '../../src/essays/essay/store.ts'
import { loadMemberMonths } from '../../src/essays/duties/member-months.ts'
import { reassignEssay } from '../../src/essays/review/reassign.ts'
import { EssayEmpty, reviewEssay } from '../../src/essays/review/review.ts'
import { oneVersion, reviseEssay, submitEssay, withdrawEssay } from '../../src/essays/hand-in/submit.ts'
import type { Member } from '../../src/members/member.ts'
import type { Month } from '../../src/time/month.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { memberNamed, officeOn } from '../helpers/office.ts'
import { at } from './cast.ts'
import { shared } from '../helpers/shared.ts'

const ZONE = 'Asia/Shanghai'
const perfect: EssayText = {
  kind: '理论文章',
  title: '学习二十大精神的体会',
  body: '正文',
  link: 'https://example.org/1?a=1&b=2',
  file: null,
}

onBothDatabases('handing in and reviewing', (kind) => {
  const database = shared(() => freshDatabase(kind))
  let ctx: Context
  let writer: Member
  let other: Member
  let plain: Member
  let reviewer: Member
  let second: Member
  let editor: Member
  let team = 0
  let request = 0
  beforeEach(async () => {
    ctx = await officeOn(database, { teamId: `TEAM${(team += 1)}`, sample: true })
    ;[writer, other, plain] = await Promise.all([
      memberNamed(ctx, 'M011'),
      memberNamed(ctx, 'M012'),
      memberNamed(ctx, 'M040'),
    ])
    ;[reviewer, second] = await Promise.all([memberNamed(ctx, 'M002'), memberNamed(ctx, 'M003')])
    editor = { ...plain, role: 'editor' }
  })

  const submit = async (
    change: Partial<EssayText> & { month?: Month; by?: Member; requestId?: string; ctx?: Context } = {},
  ) => {
    const {
      month = '2022-11',
      by = writer,
      requestId = `r${(request += 1)}`,
      ctx: then = ctx,
      ...text
    } = change
    return await submitEssay(then, { by, month, text: { ...perfect, ...text }, zone: ZONE, requestId })
  }
  const review = async (
    id: string,
    change: {
      by?: Member
      revision?: number
      decision?: 'approve' | 'return'
      comment?: string | null
      requestId?: string
    } = {},
  ) =>
    await reviewEssay(ctx, {
      id,
      revision: 1,
      decision: 'approve',
      comment: null,
      by: reviewer,
      requestId: `r${(request += 1)}`,
      ...change,
    })
  const stored = async (id: string) => await inTransaction(ctx, async ({ db }) => await findEssay(db, id))
  const count = async () =>
    await inTransaction(ctx, async ({ db }) => (await db.selectFrom('essays').select('id').execute()).length)
  const history = async (id: string) =>
    await inTransaction(ctx, async ({ db }) =>
      (
        await db
          .selectFrom('essay_moves')
          .selectAll()
          .where('essay_id', '=', id)
          .orderBy('revision')
          .execute()
      ).map(({ move, by_member: by, comment }) => [move, by, comment]),
    )
  const owed = async (member: Member, then: Context = ctx) =>
    await inTransaction(then, async (ctx) =>
      (await loadMemberMonths(ctx, member, ZONE)).owed.map(({ month, quota, handedIn }) => [
        month,
        quota - handedIn,
      ]),
    )

  it('stores an essay as it was written, under the next number and place, and says what is still owed', async () => {
    const { essay, months } = await submit()
    expect(essay).toMatchObject({
      ...perfect,
      id: 'E-216',
      month: '2022-11',
      seq: 1,
      state: 'submitted',
      revision: 1,
    })
    expect(essay.firstSubmittedAt?.toISOString()).toBe('2022-11-18T01:00:00.000Z')
    expect(months.owed).toMatchObject([{ month: '2022-11', quota: 2, handedIn: 1 }])
    expect(await stored('E-216')).toEqual(essay)
    expect(await history('E-216')).toEqual([['submit', writer.id, null]])
    const next = await submit()
    expect([next.essay.id, next.essay.seq, next.months.owed]).toEqual(['E-217', 2, []])
  })

  it('stores one essay when the same request comes twice, also at the same moment', async () => {
    const before = await count()
    const both = await Promise.allSettled([submit({ requestId: 'same' }), submit({ requestId: 'same' })])
    const refused = both.filter((end) => end.status === 'rejected').map((end): unknown => end.reason)
    expect(refused).toEqual([expect.any(AlreadyHandled)])
    await expect(submit({ requestId: 'same' })).rejects.toThrow(AlreadyHandled)
    expect(await count()).toBe(before + 1)
  })

  it('gives each its own number and place, when many are handed in at once', async () => {
    const all = await Promise.all(
      Array.from({ length: 8 }, async (_, index) => await submit({ by: index % 2 === 0 ? writer : other })),
    )
    expect(new Set(all.map(({ essay }) => essay.id)).size).toBe(8)
    for (const by of [writer, other]) {
      const places = all.filter(({ essay }) => essay.memberId === by.id).map(({ essay }) => essay.seq)
      expect(places.sort((a, b) => a - b)).toEqual([1, 2, 3, 4])
    }
  })

  it('takes essays for the current month beyond what is owed, and from who owes none', async () => {
    await submit()
    await submit()
    expect((await submit()).essay.seq).toBe(3)
    expect((await submit({ by: plain })).months.owed).toEqual([])
  })

  it('takes essays for an earlier month while it is owed, and refuses it afterwards, at the field', async () => {
    const december = at(ctx, '2022-12-05T09:00:00+08:00')
    expect(await owed(writer, december)).toEqual([
      ['2022-11', 2],
      ['2022-12', 2],
    ])
    await submit({ ctx: december })
    await submit({ ctx: december })
    const refused: unknown = await submit({ ctx: december }).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(FieldIssues)
    expect((refused as FieldIssues).fields['month']?.en).toBe(
      'You owe nothing for 2022-11. You can hand in for 2022-12.',
    )
  })

  it.each<[string, Month]>([
    ['to come', '2022-12'],
    ['before the ledger began', '2021-12'],
    ['that is done', '2022-10'],
  ])('refuses a month %s, and uses up no number', async (_which, month) => {
    await expect(submit({ month })).rejects.toThrow(/You owe nothing for/)
    expect((await submit()).essay.id).toBe('E-216')
  })

  it.each<[string, Partial<EssayText>, string]>([
    ['no title', { title: '' }, 'title'],
    ['a title of 201 signs', { title: '字'.repeat(201) }, 'title'],
    ['no kind', { kind: '' }, 'kind'],
    ['a link that is none', { link: 'example.org' }, 'link'],
    ['a link that runs a script', { link: 'javascript:alert(1)' }, 'link'],
    ['a link with markup in it', { link: 'https://example.org/|<!channel>' }, 'link'],
  ])('refuses %s, at its field, and stores nothing', async (_what, change, field) => {
    const before = await count()
    const refused: unknown = await submit(change).catch((error: unknown) => error)
    expect(refused).toBeInstanceOf(FieldIssues)
    expect(Object.keys((refused as FieldIssues).fields)).toEqual([field])
    expect(await count()).toBe(before)
  })

  it('needs something to read: text, file or link; a draft may be empty so far', async () => {
    const before = await count()
    const empty = { ...perfect, body: '  ', link: null }
    const refused: unknown = await submit(empty).catch((error: unknown) => error)
    expect(Object.keys((refused as FieldIssues).fields)).toEqual(['body'])
    expect(await count()).toBe(before)
    for (const text of [{ body: '字' }, { link: 'https://example.org' }]) {
      await submit({ ...empty, body: null, ...text })
    }
    const common = { by: writer, zone: ZONE, text: { ...empty, body: null } }
    const { essay } = await submitEssay(ctx, { ...common, month: '2022-11', asDraft: true, requestId: 'd' })
    const handIn = { ...common, id: essay.id, baseRevision: 1, month: null }
    await expect(reviseEssay(ctx, { ...handIn, requestId: 'e' })).rejects.toThrow(FieldIssues)
  })

  it('takes a new text for the old file, unless both are wanted; a new file beside the old text is asked about', () => {
    const file = { id: 'F1', name: '旧稿.docx', url: null, state: 'read', text: '旧稿' } as const
    const fresh = { id: 'F2', name: '新稿.docx' }
    const revised = (text: Partial<EssayText>, keepsBoth = false) =>
      oneVersion({ body: '旧文', file }, { ...perfect, body: '旧文', file, ...text }, keepsBoth)
    expect(revised({ title: '只改题目' })).toMatchObject({ body: '旧文', file: { id: 'F1' } })
    expect(revised({ body: '新文' })).toMatchObject({ body: '新文', file: null })
    expect(revised({ body: '新文' }, true)).toMatchObject({ body: '新文', file: { id: 'F1' } })
    expect(() => revised({ file: fresh })).toThrow(FieldIssues)
    expect(revised({ file: fresh }, true)).toMatchObject({ body: '旧文', file: { id: 'F2' } })
    expect(revised({ file: fresh, body: null })).toMatchObject({ body: null, file: { id: 'F2' } })
    expect(revised({ file: fresh, body: '新文' })).toMatchObject({ body: '新文', file: { id: 'F2' } })
  })

  it('approves an old essay without anything to read only when that is said', async () => {
    const { essay } = await submit()
    await inTransaction(ctx, async ({ db }) => {
      await db.updateTable('essays').set({ body: null, link: null }).where('id', '=', essay.id).execute()
    })
    await expect(review(essay.id)).rejects.toThrow(EssayEmpty)
    expect((await stored(essay.id))?.state).toBe('submitted')
    const said = { id: essay.id, revision: 1, decision: 'approve', comment: null, by: reviewer } as const
    await reviewEssay(ctx, { ...said, acceptsEmpty: true, requestId: 'said' })
    expect((await stored(essay.id))?.state).toBe('approved')
  })

  it('lets a reviewer approve, once, and keeps who and when', async () => {
    const { essay } = await submit()
    const approved = await review(essay.id)
    expect(approved.essay).toMatchObject({ state: 'approved', decidedBy: reviewer.id, revision: 2 })
    expect([approved.author.id, approved.toldId]).toEqual([writer.id, expect.any(String)])
    expect(await history(essay.id)).toEqual([
      ['submit', writer.id, null],
      ['approve', reviewer.id, null],
    ])
  })

  it('takes a second click of the same reviewer for the first: nothing changes, nobody is told again', async () => {
    const { essay } = await submit()
    await review(essay.id, { requestId: 'click' })
    await expect(review(essay.id, { requestId: 'click' })).rejects.toThrow(AlreadyHandled)
    expect((await review(essay.id)).toldId).toBeNull()
    expect(await history(essay.id)).toHaveLength(2)
  })

  it('lets one of two reviewers decide, and tells the other who was first', async () => {
    const { essay } = await submit()
    const ends = await Promise.allSettled([
      review(essay.id, { by: reviewer, decision: 'approve' }),
      review(essay.id, { by: second, decision: 'return', comment: '请补充' }),
    ])
    const lost = ends.find((end) => end.status === 'rejected')
    expect(ends.filter((end) => end.status === 'fulfilled')).toHaveLength(1)
    expect(lost?.reason).toMatchObject({
      message: expect.stringMatching(/成员0[23] was first\); your decision was not saved/),
    })
    expect(await history(essay.id)).toHaveLength(2)
    expect((await stored(essay.id))?.revision).toBe(2)
  })

  it('refuses a decision on what the author has changed or taken back since', async () => {
    const { essay } = await submit()
    await withdrawEssay(ctx, { id: essay.id, by: writer, zone: ZONE, requestId: 'w' })
    await expect(review(essay.id)).rejects.toThrow(/withdrawn now; your decision was not saved/)
    await expect(review(essay.id, { revision: 2 })).rejects.toThrow(/is withdrawn, so you cannot approve it/)
  })

  it('refuses one’s own essay, also to an admin, and says to ask another reviewer', async () => {
    const { essay } = await submit({ by: reviewer })
    await expect(review(essay.id)).rejects.toThrow(
      /your own essay, so you cannot approve it. Ask another reviewer/,
    )
    const admin = await memberNamed(ctx, 'M001')
    const own = await submit({ by: admin })
    await expect(review(own.essay.id, { by: admin, decision: 'return', comment: '改' })).rejects.toThrow(
      /your own essay/,
    )
    expect((await review(own.essay.id)).toldId).not.toBeNull()
  })

  it('refuses members and editors, who are told which role it takes', async () => {
    const { essay } = await submit()
    await expect(review(essay.id, { by: other })).rejects.toThrow(/You are a member and cannot review essays/)
    await expect(review(essay.id, { by: editor })).rejects.toThrow(/that takes reviewer or admin/)
    expect((await stored(essay.id))?.state).toBe('submitted')
  })

  it('refuses to return without a comment, and says what is wrong when there is no such essay', async () => {
    const { essay } = await submit()
    await expect(review(essay.id, { decision: 'return', comment: ' ' })).rejects.toThrow(FieldIssues)
    await expect(review('E-9999')).rejects.toThrow(/no essay "E-9999"/)
  })

  it('brings a returned essay back under its number, with the comment kept and the first hand-in counting', async () => {
    const { essay } = await submit()
    await review(essay.id, { decision: 'return', comment: '请补充实例' })
    expect(await owed(writer)).toEqual([['2022-11', 1]])
    const later = at(ctx, '2022-11-25T10:00:00+08:00')
    const again = { by: writer, month: null, id: essay.id, zone: ZONE, text: { ...perfect, title: '改过' } }
    await expect(reviseEssay(later, { ...again, baseRevision: 1, requestId: 'stale' })).rejects.toThrow(
      /changed while/,
    )
    await expect(
      reviseEssay(later, { ...again, by: other, baseRevision: 2, requestId: 'theft' }),
    ).rejects.toThrow(/not yours/)
    const { essay: back } = await reviseEssay(later, { ...again, baseRevision: 2, requestId: 'again' })
    expect(back).toMatchObject({ title: '改过', state: 'submitted', revision: 3, seq: 1 })
    expect([back.firstSubmittedAt?.toISOString(), back.submittedAt?.toISOString()]).toEqual([
      '2022-11-18T01:00:00.000Z',
      '2022-11-25T02:00:00.000Z',
    ])
    expect(await inTransaction(ctx, async ({ db }) => await findReturnComment(db, essay.id))).toBe(
      '请补充实例',
    )
    await expect(reviseEssay(later, { ...again, baseRevision: 3, requestId: 'twice' })).rejects.toThrow(
      /is handed in again, waiting for review, so you cannot hand it in again. You can: withdraw it/,
    )
    expect((await review(essay.id, { by: second, revision: 3 })).essay.state).toBe('approved')
  })

  it('owes again what was withdrawn, and gives its place to nobody else', async () => {
    const { essay } = await submit()
    const { months } = await withdrawEssay(ctx, { id: essay.id, by: writer, zone: ZONE, requestId: 'w' })
    expect(months.owed).toMatchObject([{ month: '2022-11', handedIn: 0 }])
    expect((await submit()).essay.seq).toBe(2)
  })

  it('refuses to withdraw an approved essay, or another’s', async () => {
    const { essay } = await submit()
    const entry = { id: essay.id, zone: ZONE }
    await expect(withdrawEssay(ctx, { ...entry, by: other, requestId: 'x' })).rejects.toThrow(/not yours/)
    await review(essay.id)
    await expect(withdrawEssay(ctx, { ...entry, by: writer, requestId: 'y' })).rejects.toThrow(
      /is approved, so you cannot withdraw/,
    )
  })

  it('queues submitted essays that are not one’s own, the longest waiting first', async () => {
    const queue = async (of: Member) =>
      await inTransaction(ctx, async ({ db }) => await listReviewQueue(db, of.id, 3))
    const before = await queue(reviewer)
    expect([before.total, before.essays.length]).toEqual([4, 3])
    const moments = before.essays.map(({ submittedAt }) => submittedAt?.getTime() ?? 0)
    expect(moments).toEqual([...moments].sort((a, b) => a - b))
    const own = await submit({ by: reviewer })
    expect((await queue(reviewer)).total).toBe(4)
    expect((await queue(second)).total).toBe(5)
    await review(own.essay.id, { by: second })
    expect((await queue(second)).total).toBe(4)
  })

  const draft = async (change: Partial<EssayText> & { month?: Month } = {}) => {
    const { month = '2022-11', ...text } = change
    const entry = { by: writer, month, text: { ...perfect, ...text }, zone: ZONE, asDraft: true }
    return await submitEssay(ctx, { ...entry, requestId: `r${(request += 1)}` })
  }
  const revise = async (
    id: string,
    change: {
      by?: Member
      month?: Month | null
      asDraft?: boolean
      baseRevision?: number
      ctx?: Context
    } = {},
  ) => {
    const { ctx: then = ctx, ...rest } = change
    const entry = { by: writer, id, baseRevision: 1, month: null, text: perfect, zone: ZONE }
    return await reviseEssay(then, { ...entry, ...rest, requestId: `r${(request += 1)}` })
  }

  it('keeps a draft that counts nowhere and nobody else can see or move, until it is handed in', async () => {
    const { essay, months } = await draft({ title: '草稿一' })
    expect(essay).toMatchObject({ state: 'draft', firstSubmittedAt: null, submittedAt: null, seq: 1 })
    expect(months.owed).toMatchObject([{ month: '2022-11', handedIn: 0 }])
    const queue = await inTransaction(ctx, async ({ db }) => await listReviewQueue(db, reviewer.id, 99))
    expect(queue.essays.map(({ id }) => id)).not.toContain(essay.id)
    await expect(essayDetail(ctx, essay.id, reviewer)).rejects.toThrow(/only its author and reviewers/)
    await expect(revise(essay.id, { by: other })).rejects.toThrow(/not yours/)
    await expect(review(essay.id)).rejects.toThrow(/is a draft, so you cannot approve it/)
    const later = at(ctx, '2022-11-20T10:00:00+08:00')
    expect((await revise(essay.id, { asDraft: true })).essay).toMatchObject({ state: 'draft', revision: 2 })
    await expect(revise(essay.id)).rejects.toThrow(/changed while/)
    const { essay: handed } = await revise(essay.id, { baseRevision: 2, ctx: later })
    expect(handed).toMatchObject({ state: 'submitted', revision: 3 })
    expect(handed.firstSubmittedAt?.toISOString()).toBe('2022-11-20T02:00:00.000Z')
    expect((await history(essay.id)).map(([move]) => move)).toEqual(['save', 'save', 'submit'])
  })

  it('gives a draft another place when it is handed in for another month, and judges the month then', async () => {
    const { essay } = await draft()
    const december = at(ctx, '2022-12-05T09:00:00+08:00')
    const moved = await revise(essay.id, { month: '2022-12', ctx: december })
    expect(moved.essay).toMatchObject({ month: '2022-12', seq: 1, state: 'submitted' })
    const second = await draft()
    await submit()
    await submit()
    await expect(revise(second.essay.id, { ctx: december })).rejects.toThrow(/You owe nothing for 2022-11/)
  })

  it('keeps changes to a returned essay without handing it in', async () => {
    const { essay } = await submit()
    await review(essay.id, { decision: 'return', comment: '改' })
    const kept = await revise(essay.id, { baseRevision: 2, asDraft: true })
    expect(kept.essay).toMatchObject({ state: 'returned', revision: 3 })
    expect((await revise(essay.id, { baseRevision: 3 })).essay.state).toBe('submitted')
  })

  const passOn = async (id: string, to: Member, change: { by?: Member; revision?: number } = {}) =>
    await reassignEssay(ctx, {
      id,
      revision: 1,
      by: reviewer,
      ...change,
      reviewerId: to.id,
      requestId: `r${(request += 1)}`,
    })

  it('is passed on to another reviewer, whose queue it heads, and kept with who did it', async () => {
    const { essay } = await submit()
    const passed = await passOn(essay.id, second)
    expect(passed).toMatchObject({
      toldId: expect.any(String),
      reviewer: { id: second.id },
      essay: { revision: 2 },
    })
    expect((await passOn(essay.id, second)).toldId).toBeNull()
    const queue = async (of: Member) =>
      (await inTransaction(ctx, async ({ db }) => await listReviewQueue(db, of.id, 99))).essays.map(
        ({ id }) => id,
      )
    expect((await queue(reviewer)).at(-1)).toBe(essay.id)
    expect(await queue(second)).toContain(essay.id)
    expect(await history(essay.id)).toEqual([
      ['submit', writer.id, null],
      ['reassign', reviewer.id, second.id],
    ])
    expect((await essayDetail(ctx, essay.id, writer)).moves.at(-1)).toMatchObject({ to: { id: second.id } })
    await expect(review(essay.id)).rejects.toThrow(/has changed/)
    expect((await review(essay.id, { revision: 2 })).toldId).not.toBeNull()
  })

  it('is passed on to nobody who may not review it: its author, a member, who has left', async () => {
    const { essay } = await submit({ by: second })
    await expect(passOn(essay.id, second)).rejects.toThrow(FieldIssues)
    await expect(passOn(essay.id, plain)).rejects.toThrow(FieldIssues)
    await expect(passOn(essay.id, reviewer, { by: other })).rejects.toThrow(/cannot review essays/)
    await expect(passOn(essay.id, reviewer, { by: second })).rejects.toThrow(/your own essay/)
    expect((await stored(essay.id))?.reviewerId).toBeNull()
  })

  it('passed on and approved at once ends in one of both, and the other is told', async () => {
    const { essay } = await submit()
    const ends = await Promise.allSettled([
      passOn(essay.id, second),
      review(essay.id, { by: await memberNamed(ctx, 'M001') }),
    ])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await history(essay.id)).toHaveLength(2)
  })

  it('never reaches another workspace’s essay', async () => {
    const { essay } = await submit()
    const elsewhere = await officeOn(database, { teamId: `TEAM${(team += 1)}` })
    await expect(
      reviewEssay(elsewhere, {
        id: essay.id,
        revision: 1,
        decision: 'approve',
        comment: null,
        by: reviewer,
        requestId: 'z',
      }),
    ).rejects.toThrow(/no essay/)
    expect((await stored(essay.id))?.state).toBe('submitted')
  })
})
