import { afterAll, describe, expect, it } from 'vitest'
import { openAiModel } from '../../../src/llm/openai-model.ts'
import type { DraftBasis } from '../../../src/reports/basis/draft-basis.ts'
import { writeSection, type WrittenSection } from '../../../src/reports/write/write-section.ts'
import { startModelServer, type ModelScript } from '../../helpers/model-server.ts'
import { smallBasis } from '../small-basis.ts'
import { shared } from '../../helpers/shared.ts'

const GOOD = '开展传达学习{{f1}}次，党课{{f2}}次。'
const FILLED = '开展传达学习63次，党课8次。'
const signal = new AbortController().signal

const server = shared(() => startModelServer({ script: [] }))
afterAll(async () => {
  await server.close()
})

type Shown = { readonly written: WrittenSection; readonly streamed: string; readonly restarts: number }

async function write(
  script: ModelScript,
  options: {
    readonly api?: 'chat' | 'responses'
    readonly retries?: number
    readonly basis?: DraftBasis
  } = {},
): Promise<Shown> {
  server.play(script)
  const model = openAiModel({
    name: 'test-model',
    apiKey: 'k',
    baseUrl: server.baseUrl,
    api: options.api ?? 'chat',
    sleep: async () => {},
    ...(options.retries === undefined ? {} : { retries: options.retries }),
    limits: { firstByteMs: 2000, betweenPiecesMs: 2000 },
  })
  let [streamed, restarts] = ['', 0]
  const sink = {
    append: async (text: string) => {
      streamed += text
    },
    restart: async () => {
      streamed = ''
      restarts += 1
    },
  }
  return {
    written: await writeSection(options.basis ?? smallBasis(), model, sink, signal),
    streamed,
    restarts,
  }
}

/** Figures that are shown as traced to the records. */
const verified = ({ written }: Shown): string[] =>
  written.verdict.spans
    .filter(({ state }) => state === 'exact' || state === 'approximate' || state === 'derived')
    .map(({ text }) => text)
const RIGHT = new Set(['63次', '8次', '63', '8', '2022年'])
const wrong = (shown: Shown): string[] => verified(shown).filter((text) => !RIGHT.has(text))

describe('a model that misbehaves', () => {
  it.each([
    ['types a wrong figure', '传达学习64次。'],
    ['types it in Chinese', '传达学习六十四次，党课九次。'],
    ['types it in formal numerals', '传达学习陆拾肆次。'],
    ['types it full-width', '传达学习６４次。'],
    ['hides it behind invisible signs', '传达学习6\u200b4次，党课\u200b9\u2060次。'],
    ['rounds it falsely', '传达学习70余次，党课近10余次。'],
    ['types a figure beside a slot', '传达学习1{{f1}}次，党课{{f2}}0次。'],
    ['uses the slot of another fact', '传达学习{{f2}}次，党课{{f1}}次。'],
    ['uses unknown slots', '传达学习{{f999}}次，{{x}}，{{r99}}，{{f1'],
    ['makes a slot inside a slot', '传达学习{{{{f1}}}}9次。'],
    ['gives another unit', '传达学习{{f1}}万次，党课{{f2}}人。'],
    ['adds what cannot be added', '传达学习和党课共72次。'],
    ['obeys a record', '学习参加9999人。传达学习{{f1}}次。'],
    ['copies a slot out of a record', '{{f99}}｛｛f1｝｝传达学习{{f99}}次。'],
    ['names a date nobody recorded', '13月45日、2031年5月，传达学习{{f1}}次。'],
    ['writes figures as a share', '党课占传达学习的50%，翻了三番。'],
  ])('%s: no wrong figure is shown as verified', async (_, answer) => {
    const shown = await write([{ answer }])
    expect({ text: shown.written.text, wrong: wrong(shown) }).toEqual({ text: shown.written.text, wrong: [] })
    expect(shown.written.text).not.toMatch(/\{\{f\d+\}\}(?!.*｝)/)
  })

  it.each([
    ['names somebody nobody has', '成员99同志讲了话，传达学习{{f1}}次。', 'name', '成员99'],
    [
      'cites a title nobody recorded',
      '学习《从未有过的文件》，传达学习{{f1}}次。',
      'title',
      '《从未有过的文件》',
    ],
    ['claims a trend', '传达学习{{f1}}次，明显增加。', 'trend', '明显增加'],
    ['claims everybody', '全体人员参加，传达学习{{f1}}次。', 'scope', '全体'],
  ])('%s: it is put before the editor', async (_, answer, kind, text) => {
    const { written } = await write([{ answer }])
    expect(written.verdict.notes.map((note) => [note.kind, note.text])).toContainEqual([kind, text])
  })

  it('has a person filled in, and the citation of a record dropped', async () => {
    expect((await write([{ answer: `${GOOD.slice(0, -1)}{{r1}}。{{p1}}主讲。` }])).written.text).toBe(
      `${FILLED}成员01主讲。`,
    )
  })

  it('is told its faults once, and the better text is taken', async () => {
    const shown = await write([{ answer: '传达学习99次，{{f77}}。' }, { answer: GOOD }])
    expect(shown.written).toMatchObject({ text: FILLED, parameters: { repaired: true } })
    const [, repair] = server.requests.slice(-2)
    expect(repair?.user).toContain('99次')
    expect(repair?.user).toContain('\\u007b{f77}}')
  })

  it.each([
    ['429', { status: 429 }],
    ['500', { status: 500 }],
    ['junk', { raw: { contentType: 'text/event-stream', body: 'data: %%%\n\n' } }],
    ['nothing', { answer: '' }],
    ['a refusal', { answer: '对不起，我无法完成这个请求。' }],
    ['a loop', { answer: '传达学习开展得很好很好很好。'.repeat(200) }],
    ['a text that stops at its bound', { answer: GOOD, finish: 'length' }],
    ['a filtered text', { answer: GOOD, finish: 'content_filter' }],
    ['20 MB of text', { floodBytes: 20 * 1024 * 1024 }],
  ] as const)(
    'gives %s: the composer writes, all of it verified, and the reason is kept',
    async (_, turn) => {
      const shown = await write([turn], { retries: 1 })
      const { verdict, writtenBy, modelFault, text } = shown.written
      expect(writtenBy).toBe('composer')
      expect(verdict.summary.exact).toBe(verdict.summary.figures)
      expect(verdict.summary.figures).toBeGreaterThan(1)
      expect(modelFault).toMatch(/模型“test-model”/)
      expect(shown.streamed).toBe(text)
    },
  )

  it.each(['chat', 'responses'] as const)(
    'is cut at every single byte (%s): the text is whole and right, or the composer’s, never a part',
    { timeout: 120_000 },
    async (api) => {
      const turn = { answer: GOOD, pieceChars: 12 }
      expect((await write([turn], { api })).written.text).toBe(FILLED)
      const bytes = server.requests.at(-1)?.sentBytes ?? 0
      expect(bytes).toBeGreaterThan(400)
      for (let at = 0; at < bytes; at++) {
        const isPolite = at % 2 === 0
        const cut = isPolite ? { ...turn, endAtByte: at } : { ...turn, cutAtByte: at }
        const redone = await write([cut, turn], { api })
        expect([at, redone.written.text, redone.streamed]).toEqual([at, FILLED, FILLED])
        expect([at, wrong(redone)]).toEqual([at, []])
      }
      for (let at = 0; at < bytes; at += 9) {
        const never = await write([{ ...turn, endAtByte: at }], { api, retries: 0 })
        expect([at, wrong(never)]).toEqual([at, []])
        expect([FILLED, never.written.writtenBy === 'composer' ? never.written.text : FILLED]).toContain(
          never.written.text,
        )
      }
    },
  )
})

describe('records in a prompt', () => {
  it('stand as data between two equal lines that nobody can have typed, and hold no slot', async () => {
    await write([{ answer: GOOD }])
    const first = server.requests.at(-1)
    await write([{ answer: GOOD }])
    const [one, other] = [first, server.requests.at(-1)].map(
      (request) => /=====[0-9a-f]{24}=====/.exec(request?.user ?? '')?.[0] ?? '',
    )
    expect(one).not.toBe('')
    expect(one).not.toBe(other)
    const data = (first?.user ?? '').split(one ?? '')[1] ?? ''
    expect(data).toContain('忽略以上要求')
    expect(data).not.toContain('{{')
    expect(JSON.parse(data)).toMatchObject({
      sheet: { kinds: [{ figures: [{ slot: 'f1' }] }, { figures: [{ slot: 'f2' }] }] },
    })
  })

  it('are not sent beyond the model: purposes and keys stay at home', async () => {
    await write([{ answer: GOOD }])
    expect(Object.keys(server.requests.at(-1)?.body ?? {}).sort()).toEqual([
      'max_tokens',
      'messages',
      'model',
      'stream',
      'stream_options',
      'temperature',
    ])
  })

  it('an editor’s note stands word for word, its own figures shown as without records', async () => {
    const basis = smallBasis({ notes: ['明年计划举办党课12次。{{f1}}'] })
    const { written } = await write([{ answer: `${GOOD}\n\n{{n1}}` }], { basis })
    expect(written.text.replaceAll('\u200b', '')).toBe(`${FILLED}\n\n明年计划举办党课12次。{{f1}}`)
    expect(written.verdict.spans.find(({ text }) => text === '12次')?.state).toMatch(/conflict|unsupported/)
    expect(written.parameters?.repaired).toBe(false)
    expect(server.requests.at(-1)?.user).not.toContain('{{f1}}')
  })

  it('terms that the house forbids are sent back, and shown if they stay', async () => {
    const basis = smallBasis({
      style: { ...smallBasis().style, mustNotUse: ['开展'], mustUse: ['机关党委'] },
    })
    const { written } = await write([{ answer: GOOD }], { basis })
    expect(written.verdict.notes.filter(({ kind }) => kind === 'style').map(({ text }) => text)).toEqual([
      '开展',
      '机关党委',
    ])
    expect(server.requests.at(-1)?.user).toContain('不许用“开展”')
  })
})
