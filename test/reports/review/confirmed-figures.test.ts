import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../../src/errors.ts'
import type { Confirmation } from '../../../src/reports/review/confirmations-store.ts'
import {
  figureContext,
  lapsedConfirmations,
  plainFigureText,
  withConfirmations,
} from '../../../src/reports/review/confirmed-figures.ts'
import type { Ledger } from '../../../src/claims/facts/fact.ts'
import { readTerm } from '../../../src/reports/lexicon/lexicon-rule.ts'
import { verifyText } from '../../../src/claims/bind/verify-text.ts'

const ledger: Ledger = {
  period: { label: '2022', startsOn: '2022-01-01', endsOn: '2022-12-31' },
  facts: [
    {
      id: 'f1',
      key: 'study.count:党课',
      label: '党课次数',
      aggregation: 'count',
      value: 8,
      unit: '次',
      period: '2022',
      formula: '计数',
      recordIds: ['S-1'],
      names: ['党课'],
      unitAliases: ['场'],
    },
  ],
  records: [],
  members: [],
  lexicon: [],
}
const words = { nameOf: () => ({ name: '张三', slackUserId: null }), timeOf: () => '2022-11-18 09:00' }
const text = '全年讲党课8次，群众满意度达95%。发放宣传品400份。'

function confirmed(figure: string, of = text): Confirmation {
  const { spans } = verifyText(of, ledger)
  const span = spans.find((one) => one.text.includes(figure))
  if (span === undefined) throw new Error(`no ${figure}`)
  return {
    draftId: 'D-1',
    number: 1,
    version: 1,
    figure: plainFigureText(span.text),
    context: figureContext(of, span, spans),
    source: '财务处',
    by: 'm1',
    at: new Date(0),
    revokedBy: null,
    revokedAt: null,
  }
}

const statesOf = (of: string, confirmations: readonly Confirmation[]) =>
  withConfirmations(of, verifyText(of, ledger), confirmations, words).spans.map((span) => [
    span.text,
    span.confirmed?.source ?? span.state,
  ])

describe('a figure confirmed by hand', () => {
  it('carries who, when and from where, and its state stays unverified', () => {
    const { spans, summary } = withConfirmations(text, verifyText(text, ledger), [confirmed('95')], words)
    expect(spans.find((span) => span.text.includes('95'))).toMatchObject({
      state: 'unsupported',
      confirmed: { source: '财务处', by: { name: '张三' }, at: '2022-11-18 09:00' },
    })
    expect(summary).toMatchObject({ figures: 3, proposed: 1, unsupported: 2 })
  })

  it('stands while another figure beside it, white space or the width of signs change', () => {
    const other = '全年讲党课９次，群众满意度达 95%。\n发放宣传品400份。'
    expect(statesOf(other, [confirmed('95')])).toContainEqual(['95%', '财务处'])
  })

  it.each([
    ['another figure', '全年讲党课8次，群众满意度达96%。'],
    ['other words around it', '全年讲党课8次，群众不满意度达95%。'],
    ['another sentence', '全年讲党课8次。群众满意度达95%。'],
  ])('lapses with %s', (_what, changed) => {
    const confirmations = [confirmed('95')]
    const verdict = withConfirmations(changed, verifyText(changed, ledger), confirmations, words)
    expect(verdict.spans.filter((span) => span.confirmed !== undefined)).toEqual([])
    expect(lapsedConfirmations(verdict, confirmations)).toEqual(confirmations)
  })

  it('does not stand in for a record once one bears the figure out, and not after it was taken back', () => {
    const bornOut = { ...ledger, facts: [{ ...ledger.facts[0]!, value: 9 }] }
    const nine = '讲党课9次。'
    const confirmation = confirmed('9', nine)
    expect(verifyText(nine, ledger).spans[0]?.state).toBe('conflict')
    const verdict = withConfirmations(nine, verifyText(nine, bornOut), [confirmation], words)
    expect(verdict.spans[0]).not.toHaveProperty('confirmed')
    expect(statesOf(nine, [{ ...confirmation, revokedAt: new Date(1) }])).toEqual([['9次', 'conflict']])
  })
})

/** What is said to somebody who wants to add this name; nothing when it is taken. */
function refusal(term: string): string {
  try {
    readTerm(term, ledger)
    return ''
  } catch (error) {
    return error instanceof MemberFacingError ? error.in('zh') : String(error)
  }
}

describe('a name that holds a numeral', () => {
  it.each(['96平台', '110报警台', 'Route 66 fund'])('may be %s', (term) => {
    expect(readTerm(` ${term} `, ledger)).toBe(term)
  })

  it.each([
    ['8次', /数字本身/],
    ['95%', /数字本身/],
    ['九千九百九十九人', /数字本身/],
    ['9999 人', /数字本身/],
    ['党课9次', /记录里的数字（党课次数）/],
    ['党课8次', /记录里的数字（党课次数）/],
    ['三会一课', /没有会被当作数字的字/],
    ['一', /2 到 40 个字/],
    [`三个${'长'.repeat(60)}`, /2 到 40 个字/],
  ])('is not %s', (term, said) => {
    expect(refusal(term)).toMatch(said)
  })
})
