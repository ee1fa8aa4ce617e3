import { execFile } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lockFolder } from '../../src/db/folder-lock.ts'
import { SAMPLE_OFFICE } from '../helpers/office.ts'

type Ended = { readonly code: number; readonly out: string; readonly err: string }

/** Runs the operator's command line as a process of its own, with nothing of Wenshu in its environment. */
async function wenshu(line: string, more: Readonly<Record<string, string>> = {}): Promise<Ended> {
  return await new Promise((resolve) => {
    // Many starts of one program: what one has compiled the others take.
    const env = { PATH: process.env['PATH'] ?? '', NODE_COMPILE_CACHE: `${data}-compiled`, ...more }
    execFile(process.execPath, ['src/cli.ts', ...line.split(' ')], { env }, (error, out, err) => {
      resolve({ code: error === null ? 0 : Number(error.code ?? 1), out, err })
    })
  })
}

let data: string
beforeAll(async () => {
  data = mkdtempSync(join(tmpdir(), 'wenshu-cli-'))
  const imported = await wenshu(`import ${SAMPLE_OFFICE} --data ${data} --json`)
  expect(imported).toMatchObject({ code: 0, err: '' })
})
afterAll(() => {
  for (const folder of [data, `${data}-compiled`]) rmSync(folder, { recursive: true, force: true })
})

describe.concurrent('the usage', () => {
  it('of a wrong kind ends with 2 and says so on stderr', { timeout: 20_000 }, async () => {
    expect(await wenshu(`facts --data ${data}`)).toMatchObject({
      code: 2,
      out: '',
      err: expect.stringMatching(/--period/),
    })
    expect(await wenshu('nonsense')).toMatchObject({ code: 2, out: '' })
    expect(await wenshu(`import ${SAMPLE_OFFICE} --team nope --data ${data}`)).toMatchObject({ code: 2 })
    expect(await wenshu(`check /nowhere.txt --period 2022 --data ${data}`)).toMatchObject({
      code: 2,
    })
  })
})

describe('the command line', { timeout: 20_000 }, () => {
  it('prints the facts of the sample year, each with its records', async () => {
    const { code, out } = await wenshu(`facts --period 2022 --json --data ${data}`)
    expect(code).toBe(0)
    const facts = JSON.parse(out) as {
      id: string
      label: string
      aggregation: string
      value: number
      unit: string
      records: number
    }[]
    const said = new Set(facts.map(({ label, value, unit }) => `${label} ${value}${unit}`))
    for (const bar of [
      '审核通过习作篇数 206篇',
      '优秀习作篇数 83篇',
      '文集期数 7期',
      '参赛习作篇数 23篇',
      '传达学习次数 63次',
      '党课次数 8次',
      '警示教育次数 7次',
      '交流讨论次数 8次',
      '发布新闻动态 262条',
      '赠阅 2040册',
      '印发 105份',
      '注册审核 60人次',
      '关注人数 98600人',
      '收藏图书 2130册',
    ]) {
      expect(said).toContain(bar)
    }
    for (const fact of facts) {
      expect(Object.keys(fact)).toEqual(['id', 'label', 'aggregation', 'value', 'unit', 'records'])
    }
    expect(facts.find(({ label }) => label === '关注人数')?.aggregation).toBe('latest')
  })

  it('reminds exactly the ten writers on 21 November, two essays each', async () => {
    const { code, out } = await wenshu(`reminders --at 2022-11-21T09:30 --json --data ${data}`)
    expect(code).toBe(0)
    const { planned, skipped } = JSON.parse(out) as {
      planned: { member: string; month: string; owed: number; step: string; at: string; text: string }[]
      skipped: { member: string; reason: string }[]
    }
    expect(planned.map(({ member, owed, month }) => [member, owed, month])).toEqual(
      Array.from({ length: 10 }, (_, index) => [`M0${11 + index}`, 2, '2022-11']),
    )
    expect(new Set(skipped.map(({ member }) => member)).size).toBe(50)
    expect(planned[0]?.text).toMatch(/2 ?篇/)
  })

  it('checks any text: offsets slice the text, and a wrong figure is in conflict', async () => {
    const text = '全年开展传达学习64次，发布新闻动态262条，赠阅2000余册。'
    const file = join(data, 'text.txt')
    writeFileSync(file, text)
    const other = join(data, 'other.txt')
    writeFileSync(other, '')
    const { code, out } = await wenshu(`check ${file} ${other} --period 2022 --json --data ${data}`)
    // Something is in conflict.
    expect(code).toBe(1)
    const [first, second] = JSON.parse(out) as {
      file: string
      spans: { text: string; start: number; end: number; state: string; claim: { label: string } | null }[]
      summary: Record<string, number>
      notes: unknown[]
    }[]
    const { spans = [], summary } = first ?? {}
    expect([first?.file, second?.file, second?.spans]).toEqual([file, other, []])
    expect(spans.map(({ state, claim }) => [state, claim?.label])).toEqual([
      ['conflict', '传达学习次数'],
      ['exact', '发布新闻动态'],
      ['approximate', '赠阅'],
    ])
    for (const { text: words, start, end } of spans) expect(text.slice(start, end)).toBe(words)
    expect(summary).toEqual({
      figures: 3,
      exact: 1,
      approximate: 1,
      derived: 0,
      proposed: 0,
      unsupported: 0,
      conflict: 1,
    })
    const calm = await wenshu(`check ${file} --no-fail --period 2022 --json --data ${data}`)
    expect(calm.code).toBe(0)
  })

  it('counts offsets in the file as it is: byte-order mark, CRLF, signs of two units and of several letters', async () => {
    const text =
      '\ufeff党课8次，𝟖次党课😀。\r\n㈠警示教育９次，½。\r\n| 学习 | 次数 |\r\n|---|---|\r\n| 传达学习 | 64 |\r\n'
    const file = join(data, 'signs.txt')
    writeFileSync(file, text)
    const { out } = await wenshu(`check ${file} --period 2022 --json --data ${data}`)
    const [verdict] = JSON.parse(out) as {
      spans: { text: string; start: number; end: number; state: string; claim: object | null }[]
    }[]
    expect(Object.keys(verdict ?? {})).toEqual(['file', 'spans', 'summary', 'notes'])
    const spans = verdict?.spans ?? []
    expect(spans.map(({ text }) => text)).toEqual(['8次', '𝟖次', '９次', '½', '64'])
    expect(spans.at(-1)?.state).toBe('conflict')
    for (const span of spans) {
      expect(text.slice(span.start, span.end)).toBe(span.text)
      expect(Object.keys(span)).toEqual(['text', 'start', 'end', 'state', 'claim', 'candidates', 'reason'])
    }
  })

  it('checks an empty file, and refuses in words what is not UTF-8, no file, or far too long', async () => {
    const file = join(data, 'odd.txt')
    const check = async (bytes: string | Uint8Array) => {
      writeFileSync(file, bytes)
      return await wenshu(`check ${file} --period 2022 --json --data ${data}`)
    }
    expect(JSON.parse((await check('')).out)).toMatchObject([{ spans: [], summary: { figures: 0 } }])
    expect(await check(Uint8Array.of(0xb5, 0xb3, 0xbf, 0xce))).toMatchObject({
      code: 2,
      err: expect.stringContaining('not UTF-8') as string,
    })
    expect(await check('a'.repeat(4_000_001))).toMatchObject({
      code: 2,
      err: expect.stringContaining('split it') as string,
    })
    expect(await wenshu(`check ${data} --period 2022 --data ${data}`)).toMatchObject({ code: 2 })
  })

  it('drafts a section whose every figure is traced, and refuses one that does not exist by naming those that do', async () => {
    const { code, out } = await wenshu(
      `draft --section learning --period 2022 --model composer --json --data ${data}`,
    )
    expect(code).toBe(0)
    const { text, summary } = JSON.parse(out) as { text: string; summary: Record<string, number> }
    expect(text).toMatch(/传达学习63次/)
    expect(summary['unsupported']).toBe(0)
    expect(summary['conflict']).toBe(0)
    const refused = await wenshu(`draft --section poetry --period 2022 --data ${data}`)
    expect(refused).toMatchObject({ code: 1, out: '', err: expect.stringMatching(/poetry[\s\S]*learning/) })
  })

  it('refuses a period it cannot read, saying which forms there are', async () => {
    expect(await wenshu(`facts --period sometime --data ${data}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/sometime/),
    })
  })

  it('stops with a clear message while another process has the folder, and the data is unharmed', async () => {
    const lock = lockFolder(data)
    const refused = await wenshu(`facts --period 2022 --data ${data}`)
    expect(refused).toMatchObject({
      code: 1,
      out: '',
      err: expect.stringMatching(/in use by another Wenshu[\s\S]*Nothing was changed/),
    })
    lock[Symbol.dispose]()
    expect((await wenshu(`facts --period 2022 --data ${data}`)).code).toBe(0)
  })

  it('brings everything back from a backup into an empty folder, and never over a database', async () => {
    const { out } = await wenshu(`backup --data ${data} --json`)
    const { file } = JSON.parse(out) as { file: string }
    const elsewhere = mkdtempSync(join(tmpdir(), 'wenshu-restored-'))
    expect((await wenshu(`restore ${file} --data ${elsewhere}`)).code).toBe(0)
    const facts = async (folder: string) => (await wenshu(`facts --period 2022 --json --data ${folder}`)).out
    expect(await facts(elsewhere)).toBe(await facts(data))
    expect(await wenshu(`restore ${file} --data ${elsewhere}`)).toMatchObject({
      code: 1,
      err: expect.stringMatching(/never overwritten/),
    })
    rmSync(elsewhere, { recursive: true, force: true })
  })

  it('says in doctor what is there and what to do', async () => {
    const { code, out } = await wenshu(`doctor --data ${data} --json`)
    expect(code).toBe(0)
    const { findings } = JSON.parse(out) as {
      findings: { check: string; state: string; advice: string | null }[]
    }
    expect(findings.map(({ check }) => check)).toEqual(
      expect.arrayContaining([
        'database',
        'migrations',
        'slack',
        'model',
        'zone of T0LOCAL',
        'holidays of T0LOCAL',
      ]),
    )
    expect(findings.every(({ state, advice }) => state === 'well' || advice !== null)).toBe(true)
  })
})

describe('a line that is read', { timeout: 20_000 }, () => {
  it('is shown as it would be stored, line by line, and nothing is stored', async () => {
    const file = join(data, '..', `${process.pid}-lines.txt`)
    const lines = [
      '/study 党课 昨天 2h 我和@成员21 初心',
      '',
      '/activity 书香机关 昨天 捐赠图书35册',
      '/study 党课 昨夭 9人',
    ]
    writeFileSync(file, `${lines.join('\n')}\n`)
    const { code, out } = await wenshu(
      `read --file ${file} --at 2022-11-18T09:00 --as M005 --json --data ${data}`,
    )
    rmSync(file)
    expect(code).toBe(0)
    const [first, empty, donated, unread] = JSON.parse(out) as unknown[]
    expect(first).toEqual({
      stored: true,
      asks: [],
      fields: {
        kind: '党课',
        date: '2022-11-17',
        endDate: null,
        minutes: 120,
        headCount: null,
        expected: null,
        excused: null,
        people: ['M005', 'M021'],
        place: null,
        partner: null,
        materials: [],
        quantities: {},
        title: '初心',
      },
      questions: [],
    })
    expect(empty).toBeNull()
    expect(donated).toMatchObject({ stored: false, asks: ['quantities'], fields: { quantities: {} } })
    expect(unread).toMatchObject({ stored: false, asks: ['date'], fields: { date: null, headCount: 9 } })
    expect(await wenshu(`read --at nonsense --data ${data} x`)).toMatchObject({ code: 2 })
  })
})

describe('a draft that the model was to write', { timeout: 60_000 }, () => {
  it('is written by the composer where the model fails, which is said, and the exit is 1', async () => {
    const model = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_API_KEY: 'none', WENSHU_MODEL: 'absent' }
    const line = `draft --section learning --period 2022 --json --data ${data}`
    const { code, out, err } = await wenshu(line, model)
    expect(code).toBe(1)
    expect(err).toMatch(/The model did not write this/)
    expect(JSON.parse(out)).toMatchObject({ writtenBy: 'composer', modelFault: expect.stringMatching(/./) })
  })

  it('asks no model where the composer is named', async () => {
    const model = { OPENAI_BASE_URL: 'http://127.0.0.1:9/v1', OPENAI_API_KEY: 'none', WENSHU_MODEL: 'absent' }
    const ended = await wenshu(
      `draft --section learning --period 2022 --model composer --data ${data}`,
      model,
    )
    expect(ended).toMatchObject({ code: 0, err: '' })
  })
})

describe('who may do what', { timeout: 20_000 }, () => {
  it(
    'is decided on the server where no admin is left in Slack, and who has left is marked',
    { timeout: 60_000 },
    async () => {
      expect(await wenshu(`role M020 admin --data ${data}`)).toMatchObject({
        code: 0,
        out: '成员20 is now admin\n',
      })
      expect(await wenshu(`role M001 member --json --data ${data}`)).toMatchObject({ code: 0 })
      const last = await wenshu(`role M020 editor --data ${data}`)
      expect(last).toMatchObject({ code: 1, err: expect.stringMatching(/成员20 is the only admin/) })
      expect(await wenshu(`left M020 2026-11-30 --data ${data}`)).toMatchObject({ code: 1 })
      expect(await wenshu(`left M030 2026-11-30 --data ${data}`)).toMatchObject({
        code: 0,
        out: '成员30 no longer belongs to the office from 2026-11-30 on\n',
      })
      expect(await wenshu(`left M030 back --data ${data}`)).toMatchObject({ code: 0 })
      expect(await wenshu(`role M001 admin --data ${data}`)).toMatchObject({ code: 0 })
      expect(await wenshu(`role M020 chief --data ${data}`)).toMatchObject({ code: 2 })
      expect(await wenshu(`role M999 editor --data ${data}`)).toMatchObject({
        code: 1,
        err: expect.stringMatching(/There is no member "M999"/),
      })
    },
  )
})
