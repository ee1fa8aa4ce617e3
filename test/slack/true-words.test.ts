import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { failed, lookedUp } from '../../src/storage-words.ts'
import { runsOf, startStorm, type Storm } from './storm.ts'
import { claimsIn, wrongIn } from './storm-oracle.ts'

/** How many times everything between a person, the bot and the database goes wrong; `RUNS=200 SEED=1` for a long look. */
const RUNS = Number(process.env['RUNS'] ?? 4)
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1_000_000))

let storm: Storm | null = null
beforeAll(async () => {
  if (inject('postgres') !== null) storm = await startStorm()
}, 120_000)
afterAll(async () => {
  await storm?.[Symbol.asyncDispose]()
}, 60_000)

it(
  'nobody is ever told something untrue about storage, and nobody is left without a word, whatever breaks',
  { timeout: 60_000 + RUNS * 90_000 },
  async ({ skip }) => {
    if (storm === null) return skip('no PostgreSQL is here')
    for await (const run of runsOf(storm, RUNS, SEED)) {
      if (RUNS > 20) console.info(`run ${run.number}: ${run.fault} ${JSON.stringify(storm.tally)}`)
      expect(wrongIn(run), `run ${run.number} (${run.fault}) of seed ${SEED}`).toEqual([])
    }
    console.info(`seed ${SEED}: ${RUNS} runs, ${JSON.stringify(storm.tally)}`)
    expect(storm.tally['sentences']).toBeGreaterThanOrEqual(RUNS)
  },
)

it('the oracle knows a true sentence from an untrue one', () => {
  const action = { person: 'U1', title: 'T1', wasRefused: false, numbers: [7], heard: '' }
  const wrong = (change: Partial<typeof action>) =>
    wrongIn({ number: 1, fault: 'x', actions: [{ ...action, ...change }] })
  const number = '0a1b2c3d'
  const said = (outcome: Parameters<typeof failed>[0]) => failed(outcome, number)
  const isStored = { claim: 'stored', ids: ['S-7'] } as const
  for (const locale of ['zh', 'en'] as const) {
    expect(wrong({ heard: said(isStored)[locale] })).toEqual([])
    expect(wrong({ heard: said({ claim: 'not stored' })[locale], numbers: [] })).toEqual([])
    expect(wrong({ heard: said(isStored)[locale], numbers: [] })).toHaveLength(1)
    expect(wrong({ heard: said({ claim: 'not stored' })[locale] })).toHaveLength(1)
    expect(wrong({ heard: said({ claim: 'unknown' })[locale] })).toHaveLength(1)
    expect(wrong({ heard: said({ claim: 'stored', ids: ['S-8'] })[locale] })).toHaveLength(1)
    expect(claimsIn(lookedUp(isStored)[locale])).toMatchObject({ stored: true, not: false })
  }
  expect(wrong({})).toHaveLength(1)
  expect(wrong({ heard: said(isStored).zh, numbers: [7, 8] })).toHaveLength(1)
})
