import { beforeAll, beforeEach, afterEach, describe, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import type { Jobs } from '../../../src/jobs/queue.ts'
import { TryAgainLater } from '../../../src/jobs/queue.ts'
import type { LanguageModel, ModelEvent } from '../../../src/llm/language-model.ts'
import { loadPrompts } from '../../../src/llm/prompts.ts'
import { findMemberByAnyName } from '../../../src/members/members-store.ts'
import type { Member } from '../../../src/members/member.ts'
import { readReportStatus } from '../../../src/reports/status/report-status.ts'
import { reportStatus } from '../../../src/reports/status/messages.ts'
import { draftVerdict } from '../../../src/reports/verdict/messages.ts'
import { cancelDraft } from '../../../src/reports/write/cancel-draft.ts'
import { editDraft, readDraft } from '../../../src/reports/draft/edit-draft.ts'
import { findDraft, updateDraft } from '../../../src/reports/draft/drafts-store.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { findSection } from '../../../src/reports/outline/outline.ts'
import { DRAFTS, requestDraft } from '../../../src/reports/write/request-draft.ts'
import { readFigureRecords, readSources } from '../../../src/reports/sources/sources.ts'
import { figureRecordsShown, sourcesShown } from '../../../src/reports/sources/message.ts'
import { writeDraft } from '../../../src/reports/write/write-draft.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { startSmallSlack, type SmallSlack } from '../small-slack.ts'
import { shared } from '../../helpers/shared.ts'

const outline = loadOutlines().of('zh')
const signal = new AbortController().signal
const database = shared(() => freshDatabase('pglite'))
const base = shared(() => officeOn(database, { sample: true }))
let slack: SmallSlack
let office: Context
let queued: string[]
let editor: Member
let requests = 0

beforeAll(async () => {
  editor = await inTransaction(base, async ({ db }) => {
    await db
      .updateTable('members')
      .set({ slack_user_id: 'UEDITOR' })
      .where('external_id', '=', 'M001')
      .execute()
    const found = await findMemberByAnyName(db, 'M001')
    if (found === null) throw new Error('no M001')
    return found
  })
})
beforeEach(async () => {
  slack = await startSmallSlack()
  queued = []
  const jobs: Jobs = {
    work: async () => {},
    enqueueAll: async () => {},
    enqueue: async (_db, queue, data) => {
      if (queue === DRAFTS) queued.push(String(data['draftId']))
    },
  }
  office = { ...base, slack: slack.clients, jobs }
})
afterEach(async () => {
  await inTransaction(base, async ({ db }) => {
    await db
      .updateTable('drafts')
      .set({ state: 'failed' })
      .where('state', 'in', ['waiting', 'writing'])
      .execute()
  })
  await slack[Symbol.asyncDispose]()
})

async function ask(section = 'learning', channel: string | null = 'COFFICE', by = editor) {
  return await requestDraft(office, {
    outline,
    section: findSection(outline, section),
    period: parsePeriod('2022'),
    by,
    channel,
    requestId: `r${++requests}`,
  })
}

async function drafted(section = 'learning') {
  const { draft } = await ask(section)
  await writeDraft(office, draft.id, signal)
  return draft.id
}

const bodyOf = () =>
  slack.messages
    .filter(({ thread, blocks }) => thread !== null && blocks === null)
    .map(({ text }) => text)
    .join('')

describe('asking for a draft', () => {
  it('joins the draft of the same section that is being written', async () => {
    const [first, second] = [await ask(), await ask()]
    expect([first.joined, second.joined]).toEqual([false, true])
    expect(second.draft.id).toBe(first.draft.id)
    expect(queued).toEqual([first.draft.id])
  })

  it('lets nobody draft who may not write reports', async () => {
    await expect(ask('learning', null, { ...editor, role: 'member' })).rejects.toThrow(/editor or admin/)
  })

  it('starts anew when the open draft was given up', async () => {
    const first = await ask()
    await inTransaction(base, async ({ db }) => {
      await updateDraft(db, first.draft.id, { requested_at: new Date('2022-11-18T00:00:00+08:00') })
    })
    const second = await ask()
    expect([second.joined, second.draft.id === first.draft.id]).toEqual([false, false])
  })
})

describe('writing a draft', () => {
  it('streams the section into a thread and says how its figures stand', async () => {
    const id = await drafted()
    const [parent] = slack.messages
    expect(parent).toMatchObject({ channel: 'COFFICE', thread: null })
    expect(slack.calls).toContain('chat.startStream')
    const { version } = await readDraft(office, id, editor)
    expect(bodyOf().trim()).toBe(version.text)
    const verdict = slack.messages.at(-1)
    expect(verdict?.thread).toBe(parent?.ts)
    expect(verdict?.text).toMatch(/数字和日期共 (\d+) 处，\1 处有记录为据/)
    expect(JSON.stringify(verdict?.blocks)).toMatch(/report\.edit.*report\.sources.*report\.redraft/)
  })

  it('goes into the DM where the bot is not in the channel', async () => {
    slack.refusals.set('chat.postMessage:COFFICE', 'not_in_channel')
    await drafted()
    expect(slack.messages.every(({ channel }) => channel === 'DUEDITOR')).toBe(true)
  })

  it('updates a message where streaming is refused', async () => {
    slack.refusals.set('chat.startStream', 'streaming_not_allowed')
    const id = await drafted()
    const { version } = await readDraft(office, id, editor)
    expect(bodyOf()).toBe(version.text)
  })

  it('shows the whole text when the stream breaks off half-way', async () => {
    slack.refusals.set('chat.appendStream', 'message_not_in_streaming_state')
    slack.refusals.set('chat.stopStream', 'message_not_in_streaming_state')
    const id = await drafted()
    const { version } = await readDraft(office, id, editor)
    expect(bodyOf()).toBe(version.text)
  })

  it('posts no second thread when the job runs again', async () => {
    const { draft } = await ask()
    slack.refusals.set('chat.startStream', '429')
    slack.refusals.set('chat.update', '429')
    const cut: LanguageModel = scripted(async function* () {
      yield { type: 'text', text: '传达学习{{f18}}次。' }
      throw new Error('the process dies here')
    })
    await expect(writeDraft({ ...office, model: cut }, draft.id, signal)).rejects.toThrow(TryAgainLater)
    slack.refusals.clear()
    await writeDraft(office, draft.id, signal)
    await writeDraft(office, draft.id, signal)
    expect(slack.messages.filter(({ thread }) => thread === null)).toHaveLength(1)
    expect(slack.messages.filter(({ thread, blocks }) => thread !== null && blocks !== null)).toHaveLength(1)
    const { version } = await readDraft(office, draft.id, editor)
    expect(bodyOf()).toBe(version.text)
  })
})

describe('the message above a draft, after an attempt whose answer was lost', () => {
  /** The draft's job runs again after its first attempt was cut off before it knew the message. */
  async function ranAgain(): Promise<void> {
    const { draft } = await ask()
    await inTransaction(base, async ({ db }) => {
      await updateDraft(db, draft.id, { state: 'writing', attempts: 1 })
    })
    await writeDraft(office, draft.id, signal)
  }
  const notices = () => slack.messages.filter(({ text }) => /无法核对/.test(text))

  it('is posted again where the bot may not look, and its thread says that it may stand twice', async () => {
    slack.refusals.set('conversations.history:COFFICE', 'missing_scope')
    await ranAgain()
    const parent = slack.messages.find(({ thread }) => thread === null)
    expect(notices().map(({ thread }) => thread)).toEqual([parent?.ts])
    expect(bodyOf()).not.toBe('')
  })

  it('is posted again without a word where the bot looked and it is not there', async () => {
    await ranAgain()
    expect(slack.messages.filter(({ thread }) => thread === null)).toHaveLength(1)
    expect(notices()).toEqual([])
  })

  it('waits when the look has to wait, and posts nothing', async () => {
    slack.refusals.set('conversations.history', '429')
    await expect(ranAgain()).rejects.toThrow(TryAgainLater)
    expect(slack.messages).toEqual([])
  })
})

describe('a model', () => {
  it('is not asked again when only Slack failed', async () => {
    const { draft } = await ask()
    let asked = 0
    const model = scripted(async function* () {
      asked++
      yield { type: 'text', text: '传达学习{{f18}}次。' }
      yield END
    })
    slack.refusals.set('chat.stopStream', '429')
    slack.refusals.set('chat.update', '429')
    await expect(writeDraft({ ...office, model }, draft.id, signal)).rejects.toThrow(TryAgainLater)
    slack.refusals.clear()
    await writeDraft({ ...office, model }, draft.id, signal)
    expect(asked).toBe(1)
    expect(bodyOf()).toBe('传达学习63次。')
  })

  it('shows its first words before its last are written', async () => {
    const { draft } = await ask()
    let shownMeanwhile = ''
    const model = scripted(async function* () {
      yield { type: 'text', text: '传达学习{{f1' }
      yield { type: 'text', text: '8}}次。' }
      shownMeanwhile = bodyOf()
      yield { type: 'text', text: '党课{{f20}}次。' }
      yield END
    })
    await writeDraft({ ...office, model }, draft.id, signal)
    expect(shownMeanwhile).toContain('传达学习')
    expect(bodyOf()).toBe('传达学习63次。党课8次。')
  })

  it('has its own figures sent back once, and the mended text is taken', async () => {
    const { draft } = await ask()
    const answers = ['传达学习99次。', '传达学习{{f18}}次。']
    let asked = 0
    const model = scripted(async function* () {
      yield { type: 'text', text: answers[asked++] ?? '' }
      yield END
    })
    await writeDraft({ ...office, model }, draft.id, signal)
    expect(asked).toBe(2)
    expect(bodyOf()).toBe('传达学习63次。')
  })

  it('never has a figure shown as verified that it typed wrong, twice', async () => {
    const { draft } = await ask()
    const model = scripted(async function* () {
      yield { type: 'text', text: '传达学习99次。参加9999人。{{f999}}次。' }
      yield END
    })
    await writeDraft({ ...office, model }, draft.id, signal)
    const { version } = await readDraft(office, draft.id, editor)
    expect(version.verdict.summary.exact).toBe(0)
    expect(slack.messages.at(-1)?.text).toMatch(/处没有/)
  })

  it('is replaced by the composer when it fails, and that is said', async () => {
    const { draft } = await ask()
    const model = scripted(async function* () {
      yield { type: 'text', text: '传达学习' }
      throw new Error('HTTP 500')
    })
    await writeDraft({ ...office, model }, draft.id, signal)
    const { version } = await readDraft(office, draft.id, editor)
    expect(version.writtenBy).toBe('composer')
    expect(bodyOf()).toBe(version.text)
    expect(JSON.stringify(slack.messages.at(-1)?.blocks)).toContain('HTTP 500')
  })

  it('pings nobody and links nowhere', async () => {
    const { draft } = await ask()
    const model = scripted(async function* () {
      for (const text of ['<!chan', 'nel> [点', '这里]', '(http:', '//evil.example)'])
        yield { type: 'text', text }
      yield END
    })
    await writeDraft({ ...office, model }, draft.id, signal)
    expect(bodyOf()).toContain('&lt;!channel&gt;')
    expect(bodyOf()).not.toMatch(/\]\(|:\/\//)
  })
})

describe('what is stored with a draft', () => {
  it('is the model, the prompt by its hash, parameters, tokens, cost and duration', async () => {
    const { draft } = await ask()
    const model = scripted(async function* () {
      yield { type: 'text', text: '传达学习{{f18}}次。' }
      yield END
    })
    const purpose = `draft ${draft.id}`
    const row = await inTransaction(office, async ({ db }) => {
      const use = {
        at: new Date(),
        month: '2022-11',
        model: 'scripted',
        state: 'settled',
        estimated: false,
      } as const
      for (const id of ['a', 'b'])
        await db
          .insertInto('model_uses')
          .values({
            ...use,
            id,
            purpose,
            prompt_tokens: 10,
            completion_tokens: 5,
            cost: 0.25,
            currency: 'CNY',
          })
          .execute()
      return purpose
    }).then(async () => {
      await writeDraft({ ...office, model }, draft.id, signal)
      return await inTransaction(
        office,
        async ({ db }) =>
          await db.selectFrom('drafts').selectAll().where('id', '=', draft.id).executeTakeFirstOrThrow(),
      )
    })
    expect(row).toMatchObject({
      model: 'scripted',
      parameters: { temperature: 0.3, maxTokens: 4000, repaired: false },
      prompt_tokens: 10,
      completion_tokens: 5,
      cost: 0.5,
      currency: 'CNY',
    })
    expect(row.prompt_hash).toBe(loadPrompts().get('draft-section', 'zh').version)
    expect(row.duration_ms).toBeGreaterThanOrEqual(0)
    expect(JSON.stringify(slack.messages.at(-1)?.blocks)).toMatch(
      /模型 scripted 起草，用时 .* 秒，词元 15，费用 0\.5 CNY。/,
    )
  })
})

describe('cancelling', () => {
  const thread = () => slack.messages.filter(({ thread }) => thread !== null).map(({ text }) => text)
  /** A model that says a few words and then waits until it is stopped. */
  const slow = (onText: () => Promise<void>): LanguageModel => ({
    ...scripted(async function* () {}),
    stream: async function* (_request, signal) {
      yield { type: 'text', text: '传达学习{{f18}}次。' }
      await onText()
      await new Promise((_resolve, reject) => {
        signal.addEventListener('abort', () => {
          reject(signal.reason as Error)
        })
      })
      yield END
    },
  })

  it('stops the stream, stores nothing, frees the section and says so', async () => {
    const { draft } = await ask()
    const model = slow(async () => {
      await cancelDraft(office, { id: draft.id, by: editor })
    })
    await writeDraft({ ...office, model }, draft.id, signal)
    const stored = await inTransaction(office, async ({ db }) => await findDraft(db, draft.id))
    expect(stored).toMatchObject({ state: 'cancelled', version: 0 })
    expect(slack.calls).toContain('chat.stopStream')
    expect(thread().at(-1)).toMatch(/已取消.*没有核对和保存/)
    const [parent] = slack.messages
    expect(parent?.text).toMatch(/已取消，没有保存/)
    expect(JSON.stringify(parent?.blocks)).not.toContain('report.cancel')
    expect((await ask()).joined).toBe(false)
  })

  it('changes nothing the second time, nor when the draft is finished', async () => {
    const { draft } = await ask()
    const outcomes = []
    for (let times = 0; times < 2; times++)
      outcomes.push((await cancelDraft(office, { id: draft.id, by: editor })).was)
    const id = await drafted()
    outcomes.push((await cancelDraft(office, { id, by: editor })).was)
    expect(outcomes).toEqual(['waiting', 'cancelled', 'ready'])
    expect((await inTransaction(office, async ({ db }) => await findDraft(db, id)))?.state).toBe('ready')
  })

  it('is for who asked and for those who write reports', async () => {
    const { draft } = await ask()
    const stranger = { ...editor, id: 'stranger', role: 'member' as const }
    await expect(cancelDraft(office, { id: draft.id, by: stranger })).rejects.toThrow(/editor or admin/)
    const asker = { ...editor, role: 'member' as const }
    expect((await cancelDraft(office, { id: draft.id, by: asker })).was).toBe('waiting')
  })

  it('before the job begins keeps it from posting anything', async () => {
    const { draft } = await ask()
    await cancelDraft(office, { id: draft.id, by: editor })
    await writeDraft(office, draft.id, signal)
    expect(slack.messages).toEqual([])
  })

  it('is offered as long as the draft is written, and no longer', async () => {
    const { draft } = await ask()
    let meanwhile = ''
    const model = scripted(async function* () {
      yield { type: 'text', text: '传达学习{{f18}}次。' }
      meanwhile = JSON.stringify(slack.messages[0]?.blocks)
      yield END
    })
    await writeDraft({ ...office, model }, draft.id, signal)
    expect(meanwhile).toContain('report.cancel')
    expect(JSON.stringify(slack.messages[0]?.blocks)).not.toContain('report.cancel')
  })
})

describe('a draft that cannot be written', () => {
  it('is given up after its last attempt, frees the section and says so', async () => {
    const { draft } = await ask()
    slack.refusals.set('chat.postMessage', 'channel_is_archived')
    slack.refusals.set('conversations.open', 'user_not_found')
    await expect(writeDraft(office, draft.id, signal)).rejects.toThrow()
    expect((await ask()).joined).toBe(false)
  })

  it('says at once what only a person can mend, such as a section that was taken out', async () => {
    const { draft } = await ask()
    await inTransaction(office, async ({ db }) => {
      await updateDraft(db, draft.id, { section_id: 'gone' })
    })
    await expect(writeDraft(office, draft.id, signal)).rejects.toThrow(/no section "gone"/)
    const stored = await inTransaction(office, async ({ db }) => await findDraft(db, draft.id))
    expect(stored?.state).toBe('failed')
    expect(stored?.fault).toContain('gone')
  })
})

describe('editing a draft', () => {
  it('says of an 8 that became a 9 that it does not match the records', async () => {
    const id = await drafted()
    const { version: base } = await readDraft(office, id, editor)
    const text = base.text.replace('“党课开讲啦”8次', '“党课开讲啦”9次')
    const edited = await editDraft(office, { id, baseVersion: 1, text, by: editor, requestId: 'edit-1' })
    expect(edited.version.version).toBe(2)
    const { draft, version, changes } = edited
    if (draft.basis === null) throw new Error('nothing frozen')
    const said = draftVerdict({ draft, version, basis: draft.basis, change: { by: editor, changes } }).text
    expect(said).toMatch(/\*9次\* 与记录不符：.*8/)
  })

  it('refuses an edit of an older version, and says what the newer one changed', async () => {
    const id = await drafted()
    const { version } = await readDraft(office, id, editor)
    await editDraft(office, {
      id,
      baseVersion: 1,
      text: `${version.text}\n\n甲改。`,
      by: editor,
      requestId: 'edit-2',
    })
    const late = editDraft(office, {
      id,
      baseVersion: 1,
      text: `${version.text}\n\n乙改。`,
      by: editor,
      requestId: 'edit-3',
    })
    await expect(late).rejects.toThrow(/甲改/)
    expect((await inTransaction(office, async ({ db }) => await findDraft(db, id)))?.version).toBe(2)
  })
})

describe('the status of a report', () => {
  it('tells of every section its newest draft, or that there is none', async () => {
    await drafted('communication')
    const id = await drafted('communication')
    const sections = await readReportStatus(office, { outline, period: '2022', by: editor })
    const said = JSON.stringify(reportStatus('2022', sections, 'zh').blocks)
    expect(said).toContain(`${id} 第 1 版 · 已起草`)
    expect(said).toMatch(/`organisation`\)\\n还没有草稿/)
  })
})

describe('the sources', () => {
  it('list every figure of the text with its formula and its records', async () => {
    const id = await drafted()
    const first = await readSources(office, { id, version: 1, page: 0, by: editor })
    if (first === null) throw new Error('no sources')
    const shown: string[] = []
    let figures = 0
    for (let page = 0; page < first.pages; page++) {
      const sources = await readSources(office, { id, version: 1, page, by: editor })
      if (sources === null) throw new Error('no sources')
      figures += sources.figures.length
      const message = sourcesShown(sources, 'zh')
      expect(message.blocks?.length ?? 0).toBeLessThanOrEqual(50)
      shown.push(message.text)
    }
    const { version } = await readDraft(office, id, editor)
    expect(figures).toBe(version.verdict.summary.figures)
    expect(shown.join('\n')).toMatch(
      /63次\*\s+传达学习次数 = 计数（学习记录，类别为传达学习），2022 = 63次\n• S-1 2022-01-05/,
    )
    expect(shown.join('\n')).toMatch(/另有 59 条/)
  })

  it(
    'give every record behind every figure, page by page, none twice and none left out',
    { timeout: 90_000 },
    async () => {
      for (const section of outline.sections) {
        const id = await drafted(section.id)
        const { version } = await readDraft(office, id, editor)
        for (const { start, recordIds } of version.verdict.spans) {
          const seen: string[] = []
          for (let page = 0, pages = 1; page < pages; page++) {
            const found = await readFigureRecords(office, { id, version: 1, start, page, by: editor })
            if (found === null) throw new Error(`no records at ${start}`)
            pages = found.pages
            seen.push(...found.figure.records.map((record) => record.id))
            const { blocks = [] } = figureRecordsShown(found, 'zh')
            expect(blocks.length).toBeLessThanOrEqual(50)
          }
          expect(seen).toEqual(recordIds)
        }
      }
    },
  )

  it('reach all 262 items of the year’s largest figure', async () => {
    const { fact, id, start } = await largestFigure()
    expect(fact).toMatchObject({ value: 262 })
    const { pages, figure } = (await readFigureRecords(office, {
      id,
      version: 1,
      start,
      page: 0,
      by: editor,
    }))!
    expect(pages).toBe(Math.ceil(figure.total / 15))
    const told: string[] = []
    for (let page = 0; page < pages; page++) {
      const found = await readFigureRecords(office, { id, version: 1, start, page, by: editor })
      if (found !== null) told.push(figureRecordsShown(found, 'en').text)
    }
    const shown = told
      .join('\n')
      .match(/^\d+\. [A-Z]-\d+ \d{4}-\d{2}.*(?:logged by|imported) .*\d{4}-\d{2}-\d{2}/gm)
    expect(shown).toHaveLength(figure.total)
  })

  it('link to evidence so that nothing in it can break out of the link', () => {
    const record = {
      id: 'A-1',
      day: '2022-01-01',
      kind: '活动',
      title: '<!channel> 标题',
      loggedBy: '张<三>',
      loggedAt: new Date('2022-01-02T00:00:00Z'),
      isDeleted: true,
      evidence: [
        { title: 'a|b <!here>', url: 'https://example.org/x?a=1&b=<c>|d' },
        { title: '照片', url: 'javascript:alert(1)' },
      ],
    }
    const span = { ...spanOf('8次'), recordIds: ['A-1'] }
    const page = { draftId: 'D-1', version: 1, page: 0, pages: 1, zone: 'Asia/Shanghai' }
    const figure = { span, fact: null, claim: null, records: [record], total: 1 }
    const { text } = figureRecordsShown({ ...page, figure, first: 0 }, 'zh')
    expect(text).toContain('<https://example.org/x?a=1&amp;b=%3Cc%3E%7Cd|a b &lt;!here&gt;> 照片')
    expect(text).toMatch(/&lt;!channel&gt; 标题 · 张&lt;三&gt; 2022-01-02 记 · \*已删除\*/)
  })
})

async function largestFigure() {
  for (const section of outline.sections) {
    const id = await drafted(section.id)
    const { version } = await readDraft(office, id, editor)
    const span = version.verdict.spans.find(({ fact }) => fact?.value === 262)
    if (span !== undefined) return { id, start: span.start, fact: span.fact }
  }
  throw new Error('no section says 262')
}

function spanOf(text: string) {
  const state = 'exact' as const
  return {
    kind: 'figure' as const,
    text,
    start: 0,
    end: text.length,
    state,
    fact: null,
    recordIds: [],
    reason: '',
  }
}

const END: ModelEvent = {
  type: 'end',
  finish: 'stop',
  usage: { promptTokens: 10, completionTokens: 5, estimated: false },
  model: 'scripted',
  durationMs: 1,
}

function scripted(stream: () => AsyncIterable<ModelEvent>): LanguageModel {
  return {
    name: 'scripted',
    stream,
    reachable: async () => ({ reachable: true, durationMs: 1, knowsModel: true }),
  }
}
