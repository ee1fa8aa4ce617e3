import { inTransaction, type Context } from '../../context.ts'
import { today } from '../../time/clock.ts'
import { audit } from '../audit-store.ts'
import { requireAbility, type Member, type Role } from '../member.ts'
import { changeRole, findMember } from '../members-store.ts'
import { readWorkspace } from '../workspace-store.ts'
import { tellRole } from '../told/told.ts'
import { lockAdmins, onlyAdmin } from './admins.ts'

/**
 * Gives a member a role, which a later table leaves alone. Only an admin may (`by` null: the operator), and the last one
 * who can act stays one. Kept in the audit log.
 */
export async function setRole(
  ctx: Context,
  change: { readonly memberId: string; readonly role: Role; readonly by: Pick<Member, 'id' | 'role'> | null },
): Promise<Member> {
  const { memberId, role, by } = change
  if (by !== null) requireAbility(by, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { zone } = await readWorkspace(ctx.db)
      const admins = await lockAdmins(ctx.db, today(ctx.clock, zone).toString())
      // Another admin may have taken the role away while this one waited.
      if (by !== null) requireAbility((await findMember(ctx.db, by.id)) ?? by, 'administer')
      const member = await findMember(ctx.db, memberId)
      if (member === null) throw new Error(`no member ${memberId}`)
      if (role !== 'admin' && admins.has(member.id) && admins.size === 1) throw onlyAdmin(member.name)
      await changeRole(ctx.db, member.id, role, { inSlack: true })
      await audit(ctx, {
        by: by?.id ?? null,
        action: 'role',
        subject: member.id,
        details: { from: member.role, to: role },
      })
      if (by !== null) await tellRole(ctx, member.id, { by: by.id, from: member.role, to: role })
      return { ...member, role }
    },
    { isRequest: true },
  )
}
