import { afterAll, beforeAll, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import type { Member } from '../../../src/members/member.ts'
import { approveSection } from '../../../src/reports/approve/approve-section.ts'
import { approvalAnswer } from '../../../src/reports/approve/messages.ts'
import { chooseClaim, standBy, takeBackClick } from '../../../src/reports/confirm/click-figure.ts'
import { insertVersion } from '../../../src/reports/draft/drafts-store.ts'
import { editDraft, readDraft } from '../../../src/reports/draft/edit-draft.ts'
import { isSettled, requestExport } from '../../../src/reports/export/request.ts'
import { outlineFor } from '../../../src/reports/outline/workspace-outlines.ts'
import { mayLeave } from '../../../src/reports/review/may-leave.ts'
import { restoreVersion } from '../../../src/reports/show/restore-version.ts'
import { draftVerdict } from '../../../src/reports/verdict/messages.ts'
import { readWorkspace } from '../../../src/members/workspace-store.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { onBothDatabases } from '../../helpers/databases.ts'
import { draftingOffice, type DraftingOffice } from '../written-draft.ts'

const RELAY = 'study.count:传达学习@2022-01-01..2022-12-31'

onBothDatabases('figures with a source', (kind) => {
  let office: DraftingOffice
  let ctx: Context
  let editor: Member
  let requests = 0
  const requestId = () => `s${++requests}`
  const newest = async (id: string) => (await readDraft(ctx, id, editor)).version
  /** Saves the newest text with a change, and returns the version. */
  const change = async (id: string, from: string | RegExp, to: string) => {
    const { text, version } = await newest(id)
    expect(text).toMatch(from)
    const changed = {
      id,
      baseVersion: version,
      text: text.replace(from, to),
      by: editor,
      requestId: requestId(),
    }
    return (await editDraft(ctx, changed)).version
  }
  const relayIn = ({ text, verdict }: Awaited<ReturnType<typeof newest>>) => {
    const at = text.indexOf('传达学习') + '传达学习'.length
    return verdict.spans.find(({ start }) => start === at)
  }
  beforeAll(async () => {
    office = await draftingOffice(kind)
    ;({ ctx } = office)
    editor = { ...(await office.member('M026')), role: 'editor' }
  })
  afterAll(async () => {
    await office[Symbol.asyncDispose]()
  })

  it('come from the slots of the draft, each with its claim', async () => {
    const version = await newest(await office.drafted())
    expect(relayIn(version)).toMatchObject({
      text: '63次',
      state: 'exact',
      sourced: true,
      claim: { key: RELAY, value: 63 },
    })
    expect(version.verdict.spans.every(({ kind: what, sourced }) => what === 'date' || sourced)).toBe(true)
    expect(JSON.stringify(version.sources).length).toBeLessThan(20_000)
    // What is put in by a slot is right; the words beside one in fifty may want an eye.
    const { asks, ...leaving } = mayLeave(version, { isStale: false })
    expect(leaving).toMatchObject({ faults: [], placeholders: [] })
    expect(asks.map(({ text, reason }) => [text, reason]).length).toBeLessThanOrEqual(1)
  })

  it('are at odds when the number is written over: was 63, is 36', async () => {
    const id = await office.drafted()
    const version = await change(id, '传达学习63次', '传达学习36次')
    expect(relayIn(version)).toMatchObject({
      state: 'conflict',
      reason: expect.stringContaining('原为 63') as unknown,
    })
    // Put back, it is what it was.
    expect(relayIn(await change(id, '传达学习36次', '传达学习63次'))).toMatchObject({
      state: 'exact',
      sourced: true,
    })
  })

  it('want an eye when their sentence is reworded, until somebody says that they still hold', async () => {
    const id = await office.drafted()
    const version = await change(id, '组织传达学习63次', '安排传达学习63次')
    const span = relayIn(version)!
    expect(span).toMatchObject({ state: 'exact', doubt: 'reworded' })
    const { draft } = await readDraft(ctx, id, editor)
    const said = JSON.stringify(draftVerdict({ draft, version, basis: draft.basis!, change: null }))
    expect(said).toContain('还成立吗')
    const clicked = await standBy(ctx, {
      id,
      seen: version.version,
      start: span.start,
      by: editor,
      requestId: requestId(),
    })
    expect(relayIn(await newest(id))?.doubt).toBeUndefined()
    // The next edit elsewhere does not ask again; one of the same sentence does.
    expect(relayIn(await change(id, '二是开设党课', '二是开好党课'))?.doubt).toBeUndefined()
    await takeBackClick(ctx, { id, number: clicked.number, by: editor, requestId: requestId() })
    expect(relayIn(await newest(id))?.doubt).toBe('reworded')
  })

  it('have no source by a click that was taken back, and no restore brings it back', async () => {
    const id = await office.drafted()
    const { text, version } = await newest(id)
    // As the judge of words would leave it: a figure without a source, and one claim that it fits.
    const bare = `${text}\n\n全年传达学习63次。`
    const start = bare.lastIndexOf('63次')
    const claim = { key: RELAY, label: '传达学习次数', value: 63, unit: '次' }
    const spans = [
      ...(await newest(id)).verdict.spans,
      {
        kind: 'figure',
        text: '63次',
        start,
        end: start + 3,
        state: 'proposed',
        fact: null,
        recordIds: [],
        reason: '',
        claim,
      } as const,
    ]
    const { verdict, sources = null } = await newest(id)
    await inTransaction(ctx, async ({ db }) => {
      const at = new Date('2022-11-18T02:00:00Z')
      const proposed = {
        ...verdict,
        spans,
        summary: { ...verdict.summary, figures: spans.length, proposed: 1 },
      }
      await insertVersion(db, id, {
        version: version + 1,
        text: bare,
        verdict: proposed,
        sources,
        byMember: null,
        writtenBy: 'editor',
        at,
      })
    })
    const shown = await readDraft(ctx, id, editor)
    expect(
      mayLeave(shown.version, { isStale: false }).asks.filter((one) => one.start === start),
    ).toHaveLength(1)
    const message = draftVerdict({ ...shown, basis: shown.draft.basis!, change: null })
    expect(JSON.stringify(message)).toContain(`${id}:${version + 1}:${start}:0`)
    const clicked = await chooseClaim(ctx, {
      id,
      seen: version + 1,
      start,
      choice: 0,
      by: editor,
      requestId: requestId(),
    })
    expect(clicked).toMatchObject({ says: 'source', claim: RELAY, by: editor.id })
    const own = async () =>
      (await newest(id)).verdict.spans.find((one) => one.start >= start && one.text === '63次')
    expect(await own()).toMatchObject({ state: 'exact', sourced: true, claim: { key: RELAY } })
    // It goes along with an edit, and ends everywhere when it is taken back.
    await change(id, '全年传达学习63次。', '全年传达学习63次。好。')
    expect((await newest(id)).sources?.filter(({ by }) => by === editor.id)).toHaveLength(1)
    await takeBackClick(ctx, { id, number: clicked.number, by: editor, requestId: requestId() })
    expect((await newest(id)).sources?.filter(({ by }) => by === editor.id)).toEqual([])
    await restoreVersion(ctx, {
      id,
      version: version + 1,
      seen: version + 2,
      by: editor,
      requestId: requestId(),
    })
    expect((await newest(id)).text).toBe(bare)
    expect((await newest(id)).sources?.filter(({ by }) => by === editor.id)).toEqual([])
    expect((await newest(id)).sources?.length).toBe(sources?.length)
  })

  it('stay as they were approved: no click changes what an approved text rests on', async () => {
    const id = await office.drafted()
    const version = await change(id, '组织传达学习63次', '安排传达学习63次')
    const asked = await approveSection(ctx, {
      id,
      version: version.version,
      despite: false,
      by: editor,
      requestId: requestId(),
    })
    expect(asked).toMatchObject({ kind: 'asked', leaving: { isRight: false, faults: [] } })
    expect(approvalAnswer(asked, 'en').text).toMatch(
      /has \d+ places that are not settled:[\s\S]*63次\*.*was reworded/,
    )
    await approveSection(ctx, {
      id,
      version: version.version,
      despite: true,
      by: editor,
      requestId: requestId(),
    })
    const { start } = relayIn(version)!
    const clicking = { id, seen: version.version, start, by: editor, requestId: requestId() }
    await expect(standBy(ctx, clicking)).rejects.toThrow(/is approved/)
  })

  it('do not leave in silence beside what is not written: approving asks, and no clean export goes', async () => {
    const id = await office.drafted()
    for (const blank of ['【待补：廉政教育的记录】', '【待核：f99】', '{{f99}}']) {
      const version = await change(id, /(?:\n\n【.*】|\n\n\{\{.*\}\})?$/, `\n\n${blank}`)
      const leaving = mayLeave(version, { isStale: false })
      expect([leaving.isRight, leaving.placeholders.map(({ text }) => text)]).toEqual([false, [blank]])
      const approving = { id, version: version.version, despite: false, by: editor, requestId: requestId() }
      expect((await approveSection(ctx, approving)).kind).toBe('asked')
      const { draft } = await readDraft(ctx, id, editor)
      const { text } = draftVerdict({ draft, version, basis: draft.basis!, change: null })
      expect(text).toContain(':warning:')
      expect(text).toContain(blank.slice(1, -1))
    }
    const outline = outlineFor(
      await inTransaction(ctx, async ({ db }) => await readWorkspace(db)),
      'zh-annual',
    )
    const wanted = {
      outline,
      period: parsePeriod('2022'),
      formats: ['docx'],
      channel: null,
      by: editor,
    } as const
    const asked = await requestExport(ctx, { ...wanted, isClean: true, requestId: requestId() })
    expect([asked.kind, isSettled(asked.report)]).toEqual(['asked', false])
    const decided = await requestExport(ctx, {
      ...wanted,
      isClean: true,
      despite: true,
      requestId: requestId(),
    })
    expect(decided.kind).toBe('requested')
  })
})
