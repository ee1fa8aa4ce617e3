import { describe, expect, it } from 'vitest'
import { findJustLogged } from '../../../src/records/doubts/lookalike.ts'

const at = new Date('2022-11-18T01:00:00Z')
const logged = {
  id: 'S-101',
  title: '第十次党课',
  loggedBy: 'M011' as string | null,
  loggedAt: new Date('2022-11-18T00:30:00Z'),
}
const found = (...sameDay: (typeof logged)[]) => findJustLogged('第十次党课', sameDay, at)?.id ?? null

describe('a record like one of the last hour', () => {
  it('is one that a person logged less than sixty minutes ago', () => {
    expect(found(logged)).toBe('S-101')
    expect(found({ ...logged, loggedAt: new Date('2022-11-18T00:00:01Z') })).toBe('S-101')
    expect(found({ ...logged, loggedAt: new Date('2022-11-18T00:00:00Z') })).toBeNull()
  })

  it('is none that an import brought, however young', () => {
    expect(found({ ...logged, loggedBy: null, loggedAt: at })).toBeNull()
  })

  it('is not hidden by an older or an imported one that is as alike or more', () => {
    const older = { ...logged, id: 'S-1', loggedAt: new Date('2022-11-17T00:00:00Z') }
    const imported = { ...logged, id: 'S-2', loggedBy: null }
    expect(found(older, imported, { ...logged, title: '第十次的党课' })).toBe('S-101')
  })

  it('has much the same title', () => {
    expect(found({ ...logged, title: '防汛值守' })).toBeNull()
  })
})
