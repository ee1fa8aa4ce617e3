import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { faultyOffice, type FaultyOffice } from './faulty-office.ts'

/** How many days of reminders everything goes wrong on; `RUNS=200 SEED=1` for a long look. */
const RUNS = Number(process.env['RUNS'] ?? 2)
const SEED = Number(process.env['SEED'] ?? Math.floor(Math.random() * 1_000_000))

let office: FaultyOffice | null
beforeAll(async () => {
  office = await faultyOffice(inject('postgres')?.server ?? null)
})
afterAll(async () => {
  await office?.[Symbol.asyncDispose]()
})

it(
  'every owing member has exactly one message a step and nobody else has any, whatever is killed, stopped, cut, lost or restarted',
  { timeout: 60_000 + RUNS * 130_000 },
  async ({ skip }) => {
    if (office === null) return skip('no PostgreSQL is here')
    const random = numbers(SEED)
    let messages = 0
    for (let run = 1; run <= RUNS; run += 1) {
      const day = await office.day(random)
      messages += day.messages
      if (RUNS > 20) console.info(`run ${run}: ${day.messages} messages ${JSON.stringify(office.tally)}`)
      expect(day.wrong, `run ${run} of seed ${SEED}`).toEqual([])
    }
    console.info(`seed ${SEED}: ${RUNS} runs, ${messages} messages, ${JSON.stringify(office.tally)}`)
    expect(office.tally.ownDeaths).toBe(0)
  },
)

/** Numbers in [0, 1), the same for one seed. */
function numbers(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return state / 4_294_967_296
  }
}
