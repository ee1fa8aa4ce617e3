import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { claimPairs, pers, type Claim, type PlainClaim, type Stem } from '../../../src/claims/claim/claim.ts'
import { claimKey, keyOf, parseClaim } from '../../../src/claims/sources/claim-key.ts'

const YEAR = { from: '2022-01-01', to: '2022-12-31' }

const word = fc.string({
  minLength: 1,
  maxLength: 12,
  unit: fc.constantFrom(...'党课学习A z9《》;@(),=%:/.·'.split('')),
})

/** Claims of every allowed pair, scoped as the table allows. */
const plain: fc.Arbitrary<PlainClaim> = fc
  .constantFrom(...(Object.keys(claimPairs) as Stem[]))
  .chain((stem) => {
    const pair = claimPairs[stem]
    return fc.record({
      stem: fc.constant(stem),
      name: pair.named === 'never' ? fc.constant(null) : pair.named === 'always' ? word : fc.option(word),
      days: fc.constant(pair.of === 'record' ? null : YEAR),
      scope:
        stem === 'record.quantity'
          ? fc.record({ measure: word })
          : fc.record(
              Object.fromEntries(
                (pair.scopes as readonly string[]).map((scope) => [
                  scope,
                  scope === 'by' ? fc.constantFrom('handed-in' as const, 'decided' as const) : word,
                ]),
              ),
              { requiredKeys: [] },
            ),
    })
  })

const claim: fc.Arbitrary<Claim> = fc.oneof(
  plain,
  fc.record({ op: fc.constantFrom('sum', 'each'), of: fc.array(plain, { minLength: 2, maxLength: 3 }) }),
  fc.record({ op: fc.constantFrom('share', 'difference', 'average'), of: fc.tuple(plain, plain) }),
  fc.record({ op: fc.constantFrom('before', 'change', 'percent'), of: fc.tuple(plain) }),
  fc.record({
    op: fc.constantFrom('largest', 'smallest', 'each'),
    of: fc.tuple(plain),
    per: fc.constantFrom(...pers),
  }),
) as fc.Arbitrary<Claim>

describe('the key of a claim', () => {
  it('reads back to the same key, whatever stands in its names', () => {
    fc.assert(
      fc.property(claim, (claim) => {
        const key = keyOf(claim)
        const read = parseClaim(key)
        expect(read).not.toBeNull()
        expect(keyOf(read!)).toBe(key)
      }),
    )
  })

  it('is that of the fact, its days and its scope', () => {
    const scope = { member: 'M015', department: '财经委' }
    expect(keyOf({ stem: 'study.attendance', name: '党课', days: YEAR, scope })).toBe(
      'study.attendance:党课@2022-01-01..2022-12-31;member=M015;department=财经委',
    )
    expect(claimKey('change:study.count:党课', YEAR)).toBe('change(study.count:党课@2022-01-01..2022-12-31)')
    expect(parseClaim(claimKey('study.count:党课', YEAR))).toEqual({
      stem: 'study.count',
      name: '党课',
      days: YEAR,
      scope: {},
    })
  })

  it('of one record takes the days of the sheet, and a quantity by its name', () => {
    expect(keyOf(parseClaim('record.people:S-42@2022-01-01..2022-12-31')!)).toBe('record.people:S-42')
    const days = '@2022-01-01..2022-12-31'
    expect(keyOf(parseClaim(`record.heads:S-42${days}`)!)).toBe('record.people:S-42')
    for (const key of ['record.赠阅:A-3', 'record.measure:A-3:赠阅'])
      expect(keyOf(parseClaim(`${key}${days}`)!)).toBe('record.quantity:A-3;measure=赠阅')
  })

  it('is one for one claim', () => {
    const approved = {
      stem: 'essay.count',
      name: 'approved',
      days: YEAR,
      scope: { genre: '理论文章' },
    } as const
    expect(keyOf(approved)).toBe(claimKey('essay.kind:理论文章', YEAR))
  })

  it.each([
    'study.sessions@2022-01-01..2022-12-31;department=财经委',
    'study.count:传达学习@2022-01-01..2022-12-31;department=财经委',
    'study.count:传达学习@2022-01-01..2022-12-31;member=M015',
    'measure.sum:赠阅@2022-01-01..2022-12-31;department=财经委',
    'study.attendance',
    'study.sessions:党课@2022-01-01..2022-12-31',
    'study.sessions@2022-12-31..2022-01-01',
    'study.sessions@2022-01-01..2022-12-31;colour=red',
    'essay.count:approved@2022-01-01..2022-12-31;by=whim',
    'share(study.sessions@2022-01-01..2022-12-31)',
    'largest(study.sessions@2022-01-01..2022-12-31)',
    'before(sum(study.sessions@2022-01-01..2022-12-31,month))',
    'party.cake@2022-01-01..2022-12-31',
    'f12',
    '',
  ])('is none where records can prove no such thing: %s', (key) => {
    expect(parseClaim(key)).toBeNull()
  })
})
