// From `/report draft` to the first words in its thread, against the raw stream of the same model server, by turns: what
// the person waits for beyond the model itself.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startApp } from '../../src/app/app.ts'
import { parseConfig } from '../../src/config.ts'
import { createLog } from '../../src/log.ts'
import type { Playground } from '../../src/playground/server/playground.ts'
import { sampleOffice } from '../../src/playground/sample-office/sample-office.ts'
import { startModelServer, type ModelServer } from '../helpers/model-server.ts'
import { median } from './sql-by-hand.ts'

const ROUNDS = 15
const WARM_UP = 3
/** The goal of the project, milliseconds at the median. */
const GOAL = 300
const CHANNEL = 'C0REPORT'
/** A model that thinks for a while and then writes at the pace of a quick one. */
const TURN = {
  answer: '2022年，按照年初安排，围绕中心工作开展理论学习。'.repeat(4),
  pieceChars: 4,
  beforeMs: 250,
  betweenMs: 15,
}

/** Measures on the embedded database with the sample office, and says what it found. */
export async function benchFirstWords(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'wenshu-first-words-'))
  const server = await startModelServer({ script: [TURN] })
  const env = {
    PORT: '0',
    WENSHU_DATA: folder,
    WENSHU_LOG: 'silent',
    OPENAI_BASE_URL: server.baseUrl,
    WENSHU_MODEL: 'bench',
  }
  const app = await startApp(parseConfig(env), { log: createLog('silent') })
  try {
    const { playground } = app
    if (playground === null) throw new Error('the playground did not start')
    const times = { raw: [] as number[], wenshu: [] as number[] }
    for (let round = 0; round < ROUNDS + WARM_UP; round += 1) {
      const raw = await rawFirstWords(server)
      const wenshu = await draftFirstWords(playground, round)
      if (round < WARM_UP) continue
      times.raw.push(raw)
      times.wenshu.push(wenshu)
    }
    const [raw, wenshu] = [median(times.raw), median(times.wenshu)]
    console.log(
      `PGlite     first words of a draft: raw stream ${raw.toFixed(0)} ms  wenshu ${wenshu.toFixed(0)} ms  ` +
        `more ${(wenshu - raw).toFixed(0)} ms (goal ${GOAL})`,
    )
  } finally {
    await app[Symbol.asyncDispose]()
    await server.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Milliseconds from the request to the first words of its stream. */
async function rawFirstWords({ baseUrl }: ModelServer): Promise<number> {
  const before = performance.now()
  const answer = await fetch(`${baseUrl}/chat/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'bench', stream: true, messages: [{ role: 'user', content: '写。' }] }),
  })
  let [first, received] = [0, '']
  const decoder = new TextDecoder()
  for await (const piece of answer.body ?? []) {
    received += decoder.decode(piece, { stream: true })
    if (first === 0 && /"content":"[^"]/.test(received)) first = performance.now() - before
  }
  return first
}

/** Milliseconds from the command to the first words that stand in the thread; then waits for the draft's end. */
async function draftFirstWords(playground: Playground, round: number): Promise<number> {
  const office = sampleOffice()
  const editor = office.accounts.get(office.editor) ?? ''
  const drafts = () => playground.messagesIn(CHANNEL).filter(({ threadTs }) => threadTs !== null)
  const known = new Set(drafts().map(({ ts }) => ts))
  const before = performance.now()
  let first = 0
  const whole = new Promise<void>((resolve) => {
    const stop = playground.onTouched(() => {
      const fresh = drafts().filter(({ ts }) => !known.has(ts))
      if (first === 0 && fresh.some(({ markdown, text }) => (markdown ?? text) !== ''))
        first = performance.now() - before
      if (!fresh.some(({ blocks }) => JSON.stringify(blocks).includes('report.redraft'))) return
      stop()
      resolve()
    })
  })
  // Another period each time, so that no request joins the one before.
  const month = `2022-${String(1 + (round % 11)).padStart(2, '0')}`
  const answer = await playground.people.command({
    as: editor,
    channel: CHANNEL,
    text: `/report draft learning ${month}`,
  })
  if (!answer.ok) throw new Error(`the command was not taken: ${answer.error ?? ''}`)
  await whole
  return first
}
