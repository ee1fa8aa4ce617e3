import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { everyHours, everyMinute } from '../src/ticking.ts'

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2022-11-21T09:29:30Z') })
})
afterEach(() => {
  vi.useRealTimers()
})

it('ticks at each full minute', async () => {
  const at: string[] = []
  const ticking = everyMinute(async () => {
    at.push(new Date().toISOString().slice(11, 16))
    await Promise.resolve()
  })
  await vi.advanceTimersByTimeAsync(151_000)
  expect(at).toEqual(['09:30', '09:31', '09:32'])
  await ticking[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(151_000)
  expect(at).toHaveLength(3)
})

it.each([
  ['back by two hours', '2022-11-21T07:29:40Z'],
  ['on by two hours', '2022-11-21T11:29:40Z'],
])('goes on when the clock is set %s, and when it is put right', async (_, wrong) => {
  let ticks = 0
  await using _ticking = everyMinute(async () => {
    ticks += 1
    await Promise.resolve()
  })
  await vi.advanceTimersByTimeAsync(10_000)
  vi.setSystemTime(new Date(wrong))
  await vi.advanceTimersByTimeAsync(120_000)
  expect(ticks).toBeGreaterThanOrEqual(2)
  vi.setSystemTime(new Date('2022-11-21T09:31:40Z'))
  ticks = 0
  await vi.advanceTimersByTimeAsync(120_000)
  expect(ticks).toBeGreaterThanOrEqual(2)
})

it('is never at work twice at once, and disposing waits for the work', async () => {
  let running = 0
  let most = 0
  const ticking = everyHours(1, async () => {
    running += 1
    most = Math.max(most, running)
    await new Promise((resolve) => setTimeout(resolve, 2 * 3_600_000))
    running -= 1
  })
  await vi.advanceTimersByTimeAsync(4.5 * 3_600_000)
  expect([most, running]).toEqual([1, 1])
  const ended = ticking[Symbol.asyncDispose]()
  await vi.advanceTimersByTimeAsync(2 * 3_600_000)
  await ended
  expect(running).toBe(0)
})
