import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { readMemo, readNumber, readStamp } from '../../src/slack/memo.ts'

const memo = z.object({ id: z.string(), revision: z.int() })
const ANOTHER = /is from another version of Wenshu/

describe('what a form or a button carries', () => {
  it('is read as it was written, and what a later version adds is left alone', () => {
    expect(readMemo(memo, '{"id":"E-1","revision":2}')).toEqual({ id: 'E-1', revision: 2 })
    expect(readMemo(memo, '{"id":"E-1","revision":2,"more":true}')).toEqual({ id: 'E-1', revision: 2 })
    expect(readStamp('D-3')).toEqual(['D-3'])
    expect(readStamp('D-3:2:5')).toEqual(['D-3', 2, 5])
    expect(readNumber('12')).toBe(12)
  })

  it.each(['', '?', '{"id":"E-1"', '[]', 'null', '{"id":"E-1"}', '{"id":"E-1","revision":"2"}'])(
    'is refused in words where it does not fit: %s',
    (carried) => {
      expect(() => readMemo(memo, carried)).toThrow(ANOTHER)
    },
  )

  it.each(['', ':2', 'D-3:', 'D-3:x', 'D-3:-1', 'D-3:1.5', 'D-3:1e9'])('is no stamp: %s', (value) => {
    expect(() => readStamp(value)).toThrow(ANOTHER)
  })

  it.each(['', 'x', '1x', '-1', '1.5', ' 1'])('is no number: %s', (value) => {
    expect(() => readNumber(value)).toThrow(ANOTHER)
  })
})
