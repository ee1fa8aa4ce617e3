import { expect, it } from 'vitest'
import { batch } from '../src/batch.ts'

it('does what is asked in one turn together, and what comes meanwhile next, each with its own result', async () => {
  const batches: number[][] = []
  const double = batch<number, number>(async (items) => {
    batches.push([...items])
    await new Promise((resolve) => setTimeout(resolve, 5))
    return items.map((item) => item * 2)
  }, 3)
  const first = Promise.all([1, 2, 3, 4].map(double))
  expect(await first).toEqual([2, 4, 6, 8])
  expect(await double(5)).toBe(10)
  expect(batches).toEqual([[1, 2, 3], [4], [5]])
})

it('tells each caller of a batch when it fails, and goes on with the next', async () => {
  const strict = batch<number, number>(async (items) => {
    if (items.includes(2)) throw new Error('two')
    return await Promise.resolve([...items])
  }, 2)
  const ends = await Promise.allSettled([1, 2, 3].map(strict))
  expect(ends.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled'])
})
