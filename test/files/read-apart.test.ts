import { describe, expect, it } from 'vitest'
import { readApart } from '../../src/files/read-apart.ts'
import type { endless, grown, refused, swapped } from './readings.ts'

const module = new URL('readings.ts', import.meta.url)
const bounds = { seconds: 20, megabytes: 64, tooMuch: { zh: '太大', en: 'too much' } }

describe('a reading in a thread of its own', () => {
  it('answers what the function does', async () => {
    const read = await readApart<typeof swapped>({ module, name: 'swapped' }, ['a', 'b'], bounds)
    expect(read).toEqual(['b', 'a'])
  })

  it('passes on what is said to the person', async () => {
    const read = readApart<typeof refused>({ module, name: 'refused' }, [], bounds)
    await expect(read).rejects.toThrow('no table')
  })

  it('ends when it takes too long', async () => {
    const read = readApart<typeof endless>({ module, name: 'endless' }, [], { ...bounds, seconds: 1 })
    await expect(read).rejects.toThrow('too much')
  })

  it('ends when it takes too much memory', { timeout: 30_000 }, async () => {
    const read = readApart<typeof grown>({ module, name: 'grown' }, [], bounds)
    await expect(read).rejects.toThrow('too much')
  })
})
