import { z } from 'zod'
import type { Transacting } from '../../context.ts'
import { essayDeadline } from '../../deadlines/settings/essay-deadline.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Member } from '../../members/member.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Telling } from '../../outbox/tell/tell-kind.ts'
import { today } from '../../time/clock.ts'
import { parseMonth } from '../../time/month.ts'
import { findExemption } from '../exempt/store.ts'
import { exemptionTold } from '../exempt/messages.ts'
import type { Essay } from '../essay/essay.ts'
import { isLate } from '../essay/lateness.ts'
import { findEssay, listMoves } from '../essay/store.ts'
import { essayPassedOn } from '../review/messages.ts'
import { excellentTold } from '../select/messages.ts'
import { TOLD } from '../tell/tell.ts'
import { essayDecided, fileNotRead } from '../words/messages.ts'

const moveMade = z.object({ essayId: z.string(), revision: z.number() })
const exempted = z.object({
  by: z.string(),
  months: z.array(z.string().transform((text) => parseMonth(text))),
  isRevoked: z.boolean(),
})
const unread = z.object({ essayId: z.string(), zh: z.string(), en: z.string() })

/** How people are told about essays. */
export const essayTellings: readonly Telling[] = [
  {
    kind: TOLD.decided,
    async message({ db }, { payload }, { locale }) {
      const made = await findMade(db, payload)
      if (made === null || made.essay.state === 'withdrawn') return null
      const { essay, by, comment, move } = made
      const state = move === 'approve' ? 'approved' : 'returned'
      return essayDecided({ ...essay, state }, { by, comment }, locale)
    },
  },
  {
    kind: TOLD.passedOn,
    async message({ db, clock }, { payload, memberId }, { locale }) {
      const made = await findMade(db, payload)
      if (made === null || made.essay.state !== 'submitted' || made.essay.reviewerId !== memberId) return null
      const author = await findMember(db, made.essay.memberId)
      if (author === null) return null
      const workspace = await readWorkspace(db)
      const late = isLate(made.essay, essayDeadline(made.essay.month, workspace))
      const card = { essay: made.essay, author, isLate: late, reviewer: null }
      const { zone } = workspace
      return essayPassedOn(card, made.by, { locale, zone, today: today(clock, zone) })
    },
  },
  {
    kind: TOLD.excellent,
    async message({ db }, { payload }, { locale }) {
      const made = await findMade(db, payload)
      return made?.essay.excellent === true ? excellentTold(made.essay, made.by, locale) : null
    },
  },
  {
    kind: TOLD.exempted,
    async message({ db }, { payload, memberId }, { locale }) {
      const { by: byId, months, isRevoked } = exempted.parse(payload)
      const by = await findMember(db, byId)
      const standing = new Map<string, string>()
      for (const month of months) {
        const exemption = await findExemption(db, memberId, month)
        if (exemption !== null) standing.set(month, exemption.reason)
      }
      // What was decided otherwise since is told by what decided it.
      const told = months.filter((month) => standing.has(month) !== isRevoked)
      if (by === null || told.length === 0) return null
      return exemptionTold({ by, months: told, reason: standing.get(told[0]!) ?? null }, locale)
    },
  },
  {
    kind: TOLD.fileNotRead,
    async message({ db }, { payload }, { locale }) {
      const { essayId, ...said } = unread.parse(payload)
      const essay = await findEssay(db, essayId)
      return essay === null ? null : fileNotRead(essay, new MemberFacingError(said), locale)
    },
  },
]

/** An essay as it is now, with the move that is told of and who made it. */
async function findMade(
  db: Transacting['db'],
  payload: unknown,
): Promise<{
  readonly essay: Essay
  readonly by: Member
  readonly move: string
  readonly comment: string | null
} | null> {
  const { essayId, revision } = moveMade.parse(payload)
  const essay = await findEssay(db, essayId)
  const move = (await listMoves(db, essayId)).find((one) => one.revision === revision)
  const byId = move?.by ?? null
  const by = byId === null ? null : await findMember(db, byId)
  if (essay === null || move === undefined || by === null) return null
  return { essay, by, move: move.move, comment: move.comment }
}
