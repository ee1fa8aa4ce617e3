import type { Member } from '../../src/members/member.ts'

/** A member of whom nothing is special but what is said. */
export function memberLike(own: Partial<Member> = {}): Member {
  return {
    id: 'm',
    externalId: null,
    slackUserId: null,
    email: null,
    name: '成员',
    department: null,
    role: 'member',
    locale: null,
    zone: null,
    ownZone: false,
    joinedOn: '2021-01-04',
    leftOn: null,
    isBot: false,
    isGuest: false,
    deactivated: false,
    ...own,
  }
}
