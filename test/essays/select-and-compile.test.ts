import { TELL_QUEUE } from '../../src/outbox/tell/tells-store.ts'
import JSZip from 'jszip'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../src/context.ts'
import { officialDocumentApart } from '../../src/documents/document-apart.ts'
import { officialDocument } from '../../src/documents/official-document.ts'
import { AlreadyHandled, FieldIssues } from '../../src/errors.ts'
import { anthologyDocument } from '../../src/essays/anthology/document.ts'
import { listAnthologies, listCompiled } from '../../src/essays/anthology/store.ts'
import {
  ANTHOLOGIES,
  compileAnthology,
  planAnthology,
  sendAgain,
} from '../../src/essays/anthology/compile.ts'
import type { Essay } from '../../src/essays/essay/essay.ts'
import { findEssay, listMoves } from '../../src/essays/essay/store.ts'
import { exchangeEssays, planExchange } from '../../src/essays/exchange/exchange.ts'
import { reviewEssay } from '../../src/essays/review/review.ts'
import { enterContest, leaveContest, markExcellent } from '../../src/essays/select/select.ts'
import { issueAsFile } from '../../src/essays/anthology/send.ts'
import { submitEssay } from '../../src/essays/hand-in/submit.ts'
import { startJobs, type JobQueues } from '../../src/jobs/queue.ts'
import { createLog } from '../../src/log.ts'
import type { Member } from '../../src/members/member.ts'
import { updateMember } from '../../src/members/members-store.ts'
import { eraseMember } from '../../src/privacy/erase-member.ts'
import { logDiscussion } from '../../src/records/change/log-discussion.ts'
import { freshDatabase, onBothDatabases } from '../helpers/databases.ts'
import { memberNamed, officeOn } from '../helpers/office.ts'
import { shared } from '../helpers/shared.ts'

const ZONE = 'Asia/Shanghai'

onBothDatabases('selecting and compiling', (kind) => {
  const database = shared(() => freshDatabase(kind))
  let queues: JobQueues
  let ctx: Context
  let reviewer: Member
  let second: Member
  let writer: Member
  let team = 0
  let request = 0
  beforeAll(async () => {
    queues = await startJobs(database, createLog('silent'))
  })
  beforeEach(async () => {
    const bare = await officeOn(database, { teamId: `SELECT${(team += 1)}`, sample: true })
    ctx = { ...bare, jobs: queues.of(bare.teamId) }
    for (const queue of [ANTHOLOGIES, TELL_QUEUE]) {
      await ctx.jobs?.work(
        queue,
        { concurrency: 1, retries: 0, retryDelay: 1, expireIn: 60 },
        async () => await Promise.resolve(),
      )
    }
    ;[reviewer, second, writer] = (await Promise.all(
      ['M002', 'M003', 'M011'].map(async (name) => await memberNamed(ctx, name)),
    )) as [Member, Member, Member]
    // What the sample office brings along stays out of these stories.
    await inTransaction(ctx, async ({ db }) => {
      await db
        .updateTable('essays')
        .set({ excellent: false, contest: null })
        .where('anthology_issue', 'is', null)
        .execute()
    })
  })
  afterAll(async () => {
    await queues[Symbol.asyncDispose]()
  })

  const once = () => `r${(request += 1)}`
  const approved = async (title: string, by: Member = writer, body = '一、开头\n正文。'): Promise<string> => {
    const text = { kind: '理论文章', title, body, link: null, file: null }
    const { essay } = await submitEssay(ctx, { by, month: '2022-11', text, zone: ZONE, requestId: once() })
    const decision = { revision: 1, decision: 'approve', comment: null } as const
    const judge = by.id === reviewer.id ? second : reviewer
    await reviewEssay(ctx, { id: essay.id, ...decision, by: judge, requestId: once() })
    return essay.id
  }
  const exchanged = async (...titles: string[]): Promise<string[]> => {
    const ids: string[] = []
    for (const title of titles) ids.push(await approved(title))
    const { stamp } = await planExchange(ctx, '2022-11', reviewer)
    const wish = { month: '2022-11', stamp, heldOn: '2022-11-18', place: null, durationMin: null } as const
    await exchangeEssays(ctx, { ...wish, by: reviewer, zone: ZONE, requestId: once() }, logDiscussion)
    return ids
  }
  const mark = async (id: string, excellent = true, by = reviewer) =>
    await markExcellent(ctx, { id, excellent, by, requestId: once() })
  const enter = async (id: string, contest: string) =>
    await enterContest(ctx, { id, contest, by: reviewer, requestId: once() })
  const stored = async (id: string) => await inTransaction(ctx, async ({ db }) => await findEssay(db, id))
  const compile = async (
    change: { stamp?: string; title?: string; by?: Member; requestId?: string } = {},
  ) => {
    const { stamp } = await planAnthology(ctx, reviewer)
    return await compileAnthology(ctx, {
      title: '优秀习作选',
      stamp,
      by: reviewer,
      requestId: once(),
      ...change,
    })
  }

  it('marks what was exchanged as excellent, unmarks it, and keeps who did it', async () => {
    const plain = await approved('没交流的')
    await expect(mark(plain)).rejects.toThrow(/is approved, so you cannot mark it excellent/)
    const [id = ''] = await exchanged('甲')
    expect((await mark(id)).essay.excellent).toBe(true)
    await expect(mark(id)).rejects.toThrow(/is excellent, so you cannot mark it excellent/)
    expect((await mark(id, false)).essay.excellent).toBe(false)
    const moves = await inTransaction(ctx, async ({ db }) => await listMoves(db, id))
    expect(moves.slice(-2).map(({ move, by }) => [move, by])).toEqual([
      ['select', reviewer.id],
      ['unselect', reviewer.id],
    ])
  })

  it('lets nobody judge their own, nor a member anybody’s', async () => {
    const own = await approved('自己的', reviewer)
    await exchanged('甲')
    await expect(mark(own)).rejects.toThrow(/your own essay/)
    await expect(mark(own, true, writer)).rejects.toThrow(/cannot exchange and select essays/)
    expect((await mark(own, true, second)).essay.excellent).toBe(true)
  })

  it('records contests, several for one essay, and keeps it excellent while it is in one', async () => {
    const [id = ''] = await exchanged('甲')
    await expect(enter(id, '征文')).rejects.toThrow(/is exchanged, so you cannot send it to a contest/)
    await mark(id)
    await enter(id, '市征文')
    expect((await enter(id, '省征文')).essay.contest).toBe('市征文；省征文')
    await expect(enter(id, '省征文')).rejects.toThrow(/was sent to "省征文" already/)
    await expect(enter(id, '甲；乙')).rejects.toThrow(/one contest at a time/)
    await expect(mark(id, false)).rejects.toThrow(/is in a contest \(市征文, 省征文\)/)
    const leave = async (contest: string) =>
      await leaveContest(ctx, { id, contest, by: reviewer, requestId: once() })
    await expect(leave('县征文')).rejects.toThrow(/It was sent to 市征文, 省征文/)
    await leave('市征文')
    expect((await leave('省征文')).essay.contest).toBeNull()
    expect((await mark(id, false)).essay.excellent).toBe(false)
  })

  it('compiles the excellent into the issue after the imported ones, keeps its list, and marks them', async () => {
    const [one = '', two = ''] = await exchanged('甲', '乙')
    const before = await inTransaction(ctx, async ({ db }) => await listAnthologies(db))
    await mark(two)
    await mark(one)
    const next = (before[0]?.issue ?? 0) + 1
    expect(await compile()).toMatchObject({ issue: next, essays: 2, compiledBy: reviewer.id })
    expect((await stored(one))?.anthologyIssue).toBe(next)
    const listed = await inTransaction(ctx, async ({ db }) =>
      (await listCompiled(db, next)).map(({ id }) => id),
    )
    expect(listed).toEqual([one, two])
    await expect(mark(one, false)).rejects.toThrow(/is in the anthology, so you cannot unmark it/)
    const after = await inTransaction(ctx, async ({ db }) => await listAnthologies(db))
    expect(after[0]).toMatchObject({ issue: next, title: '优秀习作选', essays: 2 })
    expect(after.slice(1)).toEqual(before)
    await expect(compile()).rejects.toThrow(/there are 0 now. Nothing was done/)
  })

  it('makes one issue when two compile at once, and nothing when it would be another than was shown', async () => {
    const [one = '', two = ''] = await exchanged('甲', '乙')
    await mark(one)
    const { stamp } = await planAnthology(ctx, reviewer)
    const ends = await Promise.allSettled([compile({ stamp }), compile({ stamp, by: second })])
    expect(ends.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    await mark(two)
    await expect(compile({ stamp })).rejects.toThrow(/have just changed/)
    await compile({ requestId: 'same' })
    await expect(compile({ stamp, requestId: 'same' })).rejects.toThrow(AlreadyHandled)
    await expect(compile({ title: '' })).rejects.toThrow(FieldIssues)
    await expect(planAnthology(ctx, writer)).rejects.toThrow(/cannot exchange and select essays/)
  })

  it('sends an issue again, also an imported one, which is given a list', async () => {
    const [imported] = await inTransaction(ctx, async ({ db }) => await listAnthologies(db))
    const issue = imported?.issue ?? 0
    await sendAgain(ctx, { issue, by: reviewer, requestId: once() })
    await sendAgain(ctx, { issue, by: second, requestId: once() })
    const listed = await inTransaction(ctx, async ({ db }) => await listCompiled(db, issue))
    expect(listed).toHaveLength(imported?.essays ?? 0)
    await expect(sendAgain(ctx, { issue: 99, by: reviewer, requestId: once() })).rejects.toThrow(
      /no issue 99/,
    )
    const waiting = await inTransaction(ctx, async ({ db }) =>
      db.selectFrom('anthology_sendings').select('state').execute(),
    )
    expect(waiting).toHaveLength(2)
  })

  it('prints of an erased member neither name nor text', async () => {
    const [id = ''] = await exchanged('甲')
    await mark(id)
    const { issue } = await compile()
    const words = async () => {
      const { file } = await issueAsFile(ctx, issue)
      const zip = await JSZip.loadAsync(file.bytes)
      return (await zip.file('word/document.xml')?.async('string')) ?? ''
    }
    expect(await words()).toMatch(/成员11[\s\S]*正文。/)
    const admin = await memberNamed(ctx, 'M001')
    await inTransaction(ctx, async ({ db }) => {
      await updateMember(db, writer.id, { leftOn: '2022-11-01' })
    })
    const today = Temporal.PlainDate.from('2022-11-18')
    await eraseMember(ctx, { memberId: writer.id, by: admin, today, requestId: once() })
    const after = await words()
    expect(after).not.toMatch(/成员11|正文。/)
    expect(after).toMatch(/已删除成员 #1[\s\S]*（没有正文）/)
  })
})

describe('an issue as a document', () => {
  const essay: Essay = {
    id: 'E-1',
    number: 1,
    memberId: 'm',
    month: '2022-11',
    seq: 1,
    kind: '理论文章',
    title: '题目',
    body: '一、认识\n正文第一段。\n（一）做法\n一、这是很长的一句话，它以数字开头，但是不是标题，因为它超过了四十个字，还有句号。',
    link: null,
    file: null,
    state: 'approved',
    firstSubmittedAt: null,
    submittedAt: null,
    reviewerId: null,
    decidedBy: null,
    decidedAt: null,
    exchangedAt: null,
    exchangedIn: null,
    excellent: true,
    anthologyIssue: 3,
    contest: null,
    revision: 1,
  }
  const anthology = {
    issue: 3,
    title: '优秀习作选',
    compiledBy: null,
    compiledAt: new Date('2022-11-18T01:00:00Z'),
  }
  const known = {
    essays: [essay],
    authors: new Map([['m', { name: '成员11', department: '综合科' }]]),
    organ: '机关办公室',
    zone: ZONE,
    locale: 'zh' as const,
  }

  it('has a cover, contents, and each essay with its author; short numbered lines are headings', () => {
    const description = anthologyDocument(anthology, known)
    expect(description).toMatchObject({
      style: 'gb9704',
      cover: { title: '优秀习作选', issue: '第3期', organ: '机关办公室', date: '2022年11月18日' },
      contents: { depth: 1 },
    })
    expect(description.body.map((block) => [block.kind, 'level' in block ? block.level : 0])).toEqual([
      ['piece', 0],
      ['byline', 0],
      ['heading', 1],
      ['paragraph', 0],
      ['heading', 2],
      ['paragraph', 0],
    ])
    expect(description.body[1]).toEqual({ kind: 'byline', text: '成员11（综合科）' })
  })

  it('begins each further essay on a new page, and says where the words of one without any are', () => {
    const file = { id: 'F1', name: '扫描.pdf', url: null, state: 'unreadable' as const, text: 'why' }
    const essays = [
      essay,
      { ...essay, body: null, link: 'https://example.org/1' },
      { ...essay, body: null, file },
      { ...essay, body: null, file: { ...file, state: 'read' as const, text: '文件里的字' } },
      { ...essay, body: '打的字', file: { ...file, state: 'read' as const, text: '旧版本的字' } },
    ]
    const { body } = anthologyDocument(anthology, { ...known, essays })
    expect(body.filter(({ kind }) => kind === 'page break')).toHaveLength(4)
    const words = JSON.stringify(body)
    expect(words).toMatch(/（原文：https:\/\/example.org\/1）/)
    expect(words).toMatch(/（原文是文件：扫描.pdf）/)
    expect(words).toMatch(/文件里的字/)
    expect(words).toMatch(/打的字/)
    expect(words).not.toMatch(/why|旧版本的字/)
  })

  it('holds any words as words: markup, formulas and what XML cannot hold', async () => {
    const wild = { ...essay, title: '<!channel> & =HYPERLINK("x")', body: '\u0000<w:p/>\uFFFF]]>' }
    const bytes = await officialDocument(anthologyDocument(anthology, { ...known, essays: [wild] }))
    const zip = await JSZip.loadAsync(bytes)
    const xml = (await zip.file('word/document.xml')?.async('string')) ?? ''
    expect(xml).toMatch(/&lt;!channel&gt; &amp; =HYPERLINK/)
    expect(xml).toMatch(/&lt;w:p\/&gt;\]\]/)
  })

  it('is made in a thread of its own as it would be in this one, byte by byte', async () => {
    const description = anthologyDocument(anthology, known)
    const apart = await officialDocumentApart(description)
    expect(Buffer.from(apart).equals(await officialDocument(description))).toBe(true)
  })
})
