import { describe, expect, it } from 'vitest'
import { withOneNamed } from '../../../src/records/change/join-record.ts'
import { parseCount } from '../../../src/records/form/read.ts'
import { checkDetails } from '../../../src/records/record/check-details.ts'
import { detailsOf, sameDetails, type RecordDetails } from '../../../src/records/record/record.ts'
import { formatAttendance } from '../../../src/records/words/view.ts'

const twelve = { value: 12, unit: '人' } as const
const details: RecordDetails = {
  kindId: 'party-lecture',
  title: '一课',
  startsOn: '2022-11-07',
  endsOn: '2022-11-07',
  materials: [],
  people: [],
  headCount: twelve,
  expected: null,
  excused: null,
  durationMin: null,
  place: null,
  partner: null,
  note: null,
  quantities: [],
  evidence: [],
}

describe('how many came, were expected and excused', () => {
  it.each([
    [twelve, null, null, '12人', '12 people'],
    [twelve, null, 2, '到会12人，请假2人', '12 people came, 2 excused'],
    [twelve, 15, 2, '应到15人，到会12人，请假2人', '15 expected, 12 people came, 2 excused'],
    [twelve, 12, 0, '应到12人，到会12人，请假0人', '12 expected, 12 people came, 0 excused'],
    [null, 15, null, '应到15人', '15 expected'],
    [null, null, null, '', ''],
  ] as const)('%j of %j, %j excused: %s', (headCount, expected, excused, zh, en) => {
    expect(formatAttendance({ headCount, expected, excused }, 'zh')).toBe(zh)
    expect(formatAttendance({ headCount, expected, excused }, 'en')).toBe(en)
  })

  it('says nothing of what an earlier version did not keep, which is not zero', () => {
    const { expected: _expected, excused: _excused, ...earlier } = details
    expect(formatAttendance(earlier, 'zh')).toBe('12人')
    expect(sameDetails(earlier, details)).toBe(true)
    expect(sameDetails(details, { ...details, excused: 0 })).toBe(false)
    expect(detailsOf(earlier)).toMatchObject({ expected: null, excused: null })
  })

  it.each([
    [{ expected: -1 }, 'expected'],
    [{ excused: 1_000_001 }, 'excused'],
    [{ expected: 3, excused: 4 }, 'excused'],
  ])('%j cannot be true, and is said at its field', (said, field) => {
    const today = Temporal.PlainDate.from('2022-11-18')
    const check = () => {
      checkDetails({ ...details, ...said }, today)
    }
    expect(check).toThrow(expect.objectContaining({ fields: { [field]: expect.anything() } }))
  })

  it.each([
    ['15', 15],
    ['０人', 0],
    ['2 people', 2],
  ])('%s is %i', (text, count) => {
    expect(parseCount(text)).toBe(count)
  })

  it.each(['几人', '-2', '1.5', '12,00', '2小时'])('%s is no number of people', (text) => {
    expect(() => parseCount(text)).toThrow(/not a number of people/)
  })

  it('stays the same in all when one of those counted is named', () => {
    expect(withOneNamed(details, 'm1')).toMatchObject({ people: ['m1'], headCount: { value: 11 } })
    expect(withOneNamed({ ...details, headCount: { value: 1, unit: '人' } }, 'm1').headCount).toBeNull()
    expect(withOneNamed({ ...details, headCount: null }, 'm1')).toMatchObject({
      people: ['m1'],
      headCount: null,
    })
    const named = { ...details, people: ['m1'] }
    expect(withOneNamed(named, 'm1')).toEqual(named)
  })
})
