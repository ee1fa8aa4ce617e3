import { MemberFacingError } from '../../errors.ts'
import { may, type Member } from '../../members/member.ts'
import { stageOf, type Essay, type EssayStage } from '../essay/essay.ts'

/** From here on an essay is everybody's to read: that is what an exchange is for. */
const SHARED: ReadonlySet<EssayStage> = new Set(['exchanged', 'selected', 'compiled'])

/**
 * Whether a member may read an essay: its author always; once it is handed in who reviews or leads; once it is exchanged
 * everybody.
 */
export function mayRead(essay: Essay, member: Pick<Member, 'id' | 'role'>): boolean {
  if (essay.memberId === member.id) return true
  if (essay.state === 'draft' || essay.state === 'withdrawn') return false
  if (SHARED.has(stageOf(essay))) return true
  return may(member, 'review essays') || may(member, 'exchange and select essays')
}

/** Throws what to say when a member may not read it; the same as for a number that nobody has, before it is shared. */
export function requireReadable(essay: Essay, member: Pick<Member, 'id' | 'role'>): void {
  if (mayRead(essay, member)) return
  throw new MemberFacingError({
    zh: `${essay.id} 还没有交流，只有作者和审阅人能看。您的习作见 /essay status。`,
    en: `${essay.id} is not exchanged yet, so only its author and reviewers can read it. See yours with /essay status.`,
  })
}
