import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { audit } from '../audit-store.ts'
import { requireAbility, type Member, type Role } from '../member.ts'
import { changeRole, findMember, listMembers } from '../members-store.ts'
import { tellRole } from '../told/told.ts'

/** Gives a member a role. Only an admin may, and the last admin stays one. Kept in the audit log. */
export async function setRole(
  ctx: Context,
  change: { readonly memberId: string; readonly role: Role; readonly by: Pick<Member, 'id' | 'role'> },
): Promise<Member> {
  requireAbility(change.by, 'administer')
  return await inTransaction(ctx, async (ctx) => {
    const member = await findMember(ctx.db, change.memberId)
    if (member === null) throw new Error(`no member ${change.memberId}`)
    const admins = (await listMembers(ctx.db)).filter(({ role }) => role === 'admin')
    if (member.role === 'admin' && change.role !== 'admin' && admins.length === 1) {
      throw new MemberFacingError({
        zh: `${member.name}是唯一的管理员。请先任命另一位：/wenshu role @某人 admin`,
        en: `${member.name} is the only admin. Appoint another first: /wenshu role @someone admin`,
      })
    }
    await changeRole(ctx.db, member.id, change.role, { inSlack: true })
    await audit(ctx, {
      by: change.by.id,
      action: 'role',
      subject: member.id,
      details: { from: member.role, to: change.role },
    })
    await tellRole(ctx, member.id, { by: change.by.id, from: member.role, to: change.role })
    return { ...member, role: change.role }
  })
}
