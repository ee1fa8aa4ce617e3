import { describe, expect, it } from 'vitest'
import type { Member } from '../../../src/members/member.ts'
import { recordsChanged } from '../../../src/reports/corrections/messages.ts'
import { isTouched } from '../../../src/reports/corrections/touched-drafts.ts'
import type { Draft, DraftVersion } from '../../../src/reports/draft/drafts-store.ts'
import type { CorrectionFlag } from '../../../src/reports/marks/changed-figures.ts'
import type { CurrentVersion } from '../../../src/reports/marks/current-store.ts'
import type { Evidence } from '../../../src/claims/evidence/evidence.ts'

const mark: CorrectionFlag = {
  changes: [
    { text: '8次', start: 0, end: 2, label: '党课次数', unit: '次', before: 8, after: 7, rewritten: '7次' },
  ],
  lost: [],
  recordIds: ['S-103', 'S-42', 'S-7'],
  done: [
    { id: 'S-103', action: 'deleted', by: 'm1' },
    { id: 'S-42', action: 'imported', by: null },
  ],
}
const members = new Map([['m1', { id: 'm1', slackUserId: 'U1', name: '成员01' } as Member]])
const said = (isApproved: boolean, locale: 'zh' | 'en', flag = mark) =>
  recordsChanged(
    {
      draft: { id: 'D-3', version: 2 } as Draft,
      version: { version: 2 } as DraftVersion,
      mark: flag,
      isApproved,
      asker: null,
      members,
    },
    locale,
  ).text

describe('the notice of corrected records', () => {
  it('names the records that changed, what was done to them and by whom, and the old and the new figure', () => {
    expect(said(false, 'zh')).toContain('记录有更正（S-103 由 <@U1> 删除、S-42 导入、S-7）')
    expect(said(false, 'en')).toContain('(S-103 deleted by <@U1>, S-42 imported, S-7)')
    expect(said(false, 'zh')).toContain('*8 → 7*')
  })

  it('says that an approved text stays as it is', () => {
    expect(said(true, 'zh')).toContain('已定稿，不会自动改变')
  })

  it('names no record where none is known', () => {
    expect(said(false, 'en', { ...mark, recordIds: [], done: [] })).toContain('was written:')
  })
})

describe('a change of the records reaches a version', () => {
  const version: CurrentVersion = {
    draftId: 'D-3',
    period: '2022',
    requestedAt: new Date(0),
    asOf: null,
    text: '成员01讲党课，党课8次。',
    at: new Date(1000),
    members: ['成员01'],
    isMarked: false,
    verdict: {
      spans: [
        {
          kind: 'figure',
          text: '8次',
          start: 9,
          end: 11,
          state: 'exact',
          fact: null,
          recordIds: ['S-1'],
          reason: '',
          claim: { key: 'k', label: '党课次数', value: 8, unit: '次' },
        },
      ],
      usedRecordIds: ['S-1'],
    } as unknown as CurrentVersion['verdict'],
  }
  const evidence = (value: number | null, name = '成员01') =>
    ({
      valueOf: () => (value === null ? null : { value }),
      rows: { members: [{ name }] },
    }) as unknown as Evidence
  const none = new Map<string, Date>()

  it.each([
    ['not while its figures stand', version, evidence(8), none, false],
    [
      'not through a record that it does not rest on',
      version,
      evidence(8),
      new Map([['S-9', new Date(2000)]]),
      false,
    ],
    ['when a figure’s claim has another value', version, evidence(7), none, true],
    [
      'not where no claim tells it and nothing of its sort was changed',
      version,
      evidence(null),
      new Map([['E-1', new Date(2000)]]),
      false,
    ],
    [
      'where no claim tells it and something of its sort was changed',
      version,
      evidence(null),
      new Map([['S-9', new Date(2000)]]),
      true,
    ],
    [
      'where no claim tells it and a kind was changed',
      version,
      evidence(null),
      new Map([['words', new Date(2000)]]),
      true,
    ],
    [
      'when a record that it rests on was changed',
      version,
      evidence(8),
      new Map([['S-1', new Date(2000)]]),
      true,
    ],
    ['when somebody named in it is called otherwise', version, evidence(8, '成员一'), none, true],
    ['when it is marked already', { ...version, isMarked: true }, evidence(8), none, true],
  ])('%s', (_, version, evidence, changes, is) => {
    expect(isTouched(version, evidence, changes)).toBe(is)
  })
})
