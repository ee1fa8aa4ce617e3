import { describe, expect, it } from 'vitest'
import type { Member } from '../../../src/members/member.ts'
import { defaultVocabulary } from '../../../src/records/vocabulary/default-kinds.ts'
import {
  kindToStore,
  understandLine,
  type PeopleSource,
} from '../../../src/records/understand/understand-line.ts'

const today = Temporal.PlainDate.from('2026-09-22')
const perfect: Member = {
  id: 'a',
  externalId: null,
  slackUserId: 'UA',
  email: null,
  name: 'A',
  department: null,
  role: 'member',
  locale: null,
  zone: null,
  ownZone: false,
  joinedOn: '2026-01-01',
  leftOn: null,
  isBot: false,
  isGuest: false,
  deactivated: false,
}
const office: readonly Member[] = [
  perfect,
  { ...perfect, id: 'b', slackUserId: 'UB' },
  { ...perfect, id: 'guest', slackUserId: 'UG', isGuest: true },
  { ...perfect, id: 'new', slackUserId: 'UN', joinedOn: '2026-09-22' },
  { ...perfect, id: 'gone', slackUserId: 'UX', leftOn: '2026-09-21' },
]
const source = (author: string | null): PeopleSource => ({
  author,
  inGroups: async () => await Promise.resolve({ userIds: [], questions: [] }),
  members: async () => await Promise.resolve(office),
})
const read = async (text: string, author: string | null = 'UA') =>
  await understandLine({ family: 'study', text, today, region: 'CN' }, defaultVocabulary, source(author))

describe('the people of a line', () => {
  it('with 我 hold who typed it', async () => {
    const understood = await read('党课 昨天 1小时 我和<@UB>')
    expect(understood.userIds).toEqual(['UA', 'UB'])
    expect(kindToStore(understood)).toBe('party-lecture')
  })

  it('are asked about when nobody knows who typed 我', async () => {
    expect((await read('党课 昨天 1小时 我和<@UB>', null)).questions.map(({ field }) => field)).toEqual([
      'people',
    ])
  })

  it('with 全体 are who belonged to the office that day and is no guest, shown as a number before anything is stored', async () => {
    const understood = await read('党课 昨天 1小时 全体')
    expect(understood.userIds).toEqual(['UA', 'UB'])
    expect(understood.questions.map(({ reason }) => reason.zh).join('')).toContain('2 人')
    expect(kindToStore(understood)).toBeNull()
  })

  it('with 全体 leave out who is named as absent', async () => {
    expect((await read('党课 昨天 1小时 除<@UB>外全体')).userIds).toEqual(['UA'])
  })

  it('are not asked for when heads are counted', async () => {
    const understood = await read('党课 昨天 1小时 全体党员 60人')
    expect([understood.userIds, understood.quick.fields.headCount?.value]).toEqual([[], 60])
    expect(kindToStore(understood)).toBe('party-lecture')
  })
})
