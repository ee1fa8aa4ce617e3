import { expect, it } from 'vitest'
import type { VerdictSpan } from '../../../src/claims/bind/verify-text.ts'
import { disagreements } from '../../../src/reports/marks/disagreements.ts'

const span = (text: string, key: string, state: VerdictSpan['state'] = 'exact'): VerdictSpan => ({
  kind: 'figure',
  text,
  start: 0,
  end: text.length,
  state,
  fact: null,
  recordIds: [],
  reason: '',
  claim: { key, label: `${key}次数`, value: 63, unit: '次' },
})
const report = (...spans: VerdictSpan[]) =>
  spans.map((one, at) => ({ title: `第${at + 1}部分`, spans: [one] }))

it('tells one claim with two numbers, in which sections', () => {
  expect(
    disagreements(report(span('63次', '学习'), span('8次', '党课'), span('36次', '学习', 'conflict'))),
  ).toEqual([
    {
      label: '学习次数',
      isOfNumber: true,
      places: [
        { section: '第1部分', text: '63次' },
        { section: '第3部分', text: '36次' },
      ],
    },
  ])
})

it('tells a round figure beside an exact one as a matter of style', () => {
  expect(disagreements(report(span('63次', '学习'), span('60余次', '学习', 'approximate')))).toMatchObject([
    { isOfNumber: false },
  ])
})

it('takes other numerals and units for the same, and says nothing of what is only proposed', () => {
  expect(disagreements(report(span('63次', '学习'), span('六十三场', '学习'), span('63', '学习')))).toEqual(
    [],
  )
  expect(disagreements(report(span('63次', '学习'), span('36次', '学习', 'proposed')))).toEqual([])
})
