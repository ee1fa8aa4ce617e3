import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { today } from '../../time/clock.ts'
import { audit } from '../audit-store.ts'
import { requireAbility, type Member } from '../member.ts'
import { findMember, updateMember } from '../members-store.ts'
import { readWorkspace } from '../workspace-store.ts'
import { requireOtherAdmin } from './admins.ts'

/**
 * Marks a member as having left the office: `leftOn`, ISO date, is the first day on which they no longer belong to it;
 * null: they are back. Only an admin may (`by` null: the operator), and the last one who can act stays. What was owed
 * before that day stays owed. Kept in the audit log.
 */
export async function setLeft(
  ctx: Context,
  change: {
    readonly memberId: string
    readonly leftOn: string | null
    readonly by: Pick<Member, 'id' | 'role'> | null
  },
): Promise<Member> {
  const { memberId, leftOn, by } = change
  if (by !== null) requireAbility(by, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const member = await findMember(ctx.db, memberId)
      if (member === null) throw new Error(`no member ${memberId}`)
      if (leftOn !== null && leftOn < member.joinedOn) throw beforeJoining(member, leftOn)
      const { zone } = await readWorkspace(ctx.db)
      if (leftOn !== null) await requireOtherAdmin(ctx.db, member, today(ctx.clock, zone).toString())
      if (leftOn === member.leftOn) return member
      await updateMember(ctx.db, member.id, { leftOn })
      await audit(ctx, {
        by: by?.id ?? null,
        action: 'left',
        subject: member.id,
        details: { from: member.leftOn, to: leftOn },
      })
      return { ...member, leftOn }
    },
    { isRequest: true },
  )
}

function beforeJoining({ name, joinedOn }: Member, leftOn: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${name} ${joinedOn} 才加入，不能在 ${leftOn} 离开。`,
    en: `${name} joined on ${joinedOn} and cannot have left on ${leftOn}.`,
  })
}
