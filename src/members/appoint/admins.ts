import type { Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Member } from '../member.ts'

/**
 * The ids of those who can act as an admin on a day, ISO date: who has left, was deactivated, is a guest or a bot cannot.
 * All admins' rows are locked until the commit, in one order, so that of two who demote each other the second sees what
 * the first did.
 */
export async function lockAdmins(db: Db, day: string): Promise<Set<string>> {
  const rows = await db
    .selectFrom('members')
    .selectAll()
    .where('role', '=', 'admin')
    .orderBy('id')
    .forUpdate()
    .execute()
  const there = rows.filter(
    (row) => !row.deactivated && !row.is_guest && !row.is_bot && (row.left_on === null || row.left_on > day),
  )
  return new Set(there.map(({ id }) => id))
}

/** Locks the admins, and throws when this member is the only one left. */
export async function requireOtherAdmin(
  db: Db,
  member: Pick<Member, 'id' | 'name'>,
  day: string,
): Promise<void> {
  const admins = await lockAdmins(db, day)
  if (admins.has(member.id) && admins.size === 1) throw onlyAdmin(member.name)
}

export function onlyAdmin(name: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${name}是唯一的管理员。请先任命另一位：/wenshu role @某人 admin（服务器上：wenshu role 编号 admin）`,
    en: `${name} is the only admin. Appoint another first: /wenshu role @someone admin (on the server: wenshu role NUMBER admin)`,
  })
}
