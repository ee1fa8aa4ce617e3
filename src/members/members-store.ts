import { sql } from 'kysely'
import { findRow, insertNew, listRows, rowOf, updateRows, without, type Row } from '../db/rows/rows.ts'
import type { Db } from '../db/tenant.ts'
import type { Member, Role } from './member.ts'

export async function findMemberBySlackId(db: Db, slackUserId: string): Promise<Member | null> {
  return memberOf(await findRow(db, 'members', { slackUserId }))
}

export async function findMembersBySlackIds(db: Db, slackUserIds: readonly string[]): Promise<Member[]> {
  return (await listRows(db, 'members', { slackUserId: slackUserIds }, [])).map(memberOf)
}

export async function findMember(db: Db, id: string): Promise<Member | null> {
  return memberOf(await findRow(db, 'members', { id }))
}

export async function findMembersByIds(db: Db, ids: readonly string[]): Promise<Member[]> {
  return (await listRows(db, 'members', { id: ids }, [])).map(memberOf)
}

/** By the office's own number, a Slack user id or an e-mail: whatever an import or an operator names a person by. */
export async function findMemberByAnyName(db: Db, name: string): Promise<Member | null> {
  const row = await db
    .selectFrom('members')
    .selectAll()
    .where((eb) =>
      eb.or([
        eb('external_id', '=', name),
        eb('slack_user_id', '=', name),
        eb('email', '=', name.toLowerCase()),
      ]),
    )
    .executeTakeFirst()
  return row === undefined ? null : memberOf(rowOf<'members'>(row))
}

/** All members, also those who left, by their office number and name. */
export async function listMembers(db: Db): Promise<Member[]> {
  return (await listRows(db, 'members', {}, ['externalId', 'name'])).map(memberOf)
}

/** Inserts a member, or does nothing when another process just inserted the same Slack user. */
export async function insertMember(db: Db, member: Member): Promise<void> {
  if (!(await insertNew(db, 'members', withPlainEmail(member)))) return
  const before = { isGuest: false, deactivated: false }
  await noteAbsences(db, member.id, { before, after: member, day: member.joinedOn })
}

export async function updateMember(db: Db, id: string, change: Partial<Omit<Member, 'id'>>): Promise<void> {
  await updateRows(db, 'members', { id }, withPlainEmail(change))
}

/**
 * Takes over what changed at a member's Slack account, and keeps from which `day` (ISO) on they are a guest or have no
 * account, or are so no longer: what they owed before stays.
 */
export async function updateAccount(
  db: Db,
  member: Pick<Member, 'id'> & Account,
  change: Partial<Omit<Member, 'id'>> & Account,
  day: string,
): Promise<void> {
  await updateMember(db, member.id, change)
  await noteAbsences(db, member.id, { before: member, after: change, day })
}

async function noteAbsences(
  db: Db,
  memberId: string,
  { before, after, day }: { readonly before: Account; readonly after: Account; readonly day: string },
): Promise<void> {
  for (const [kind, flag] of ABSENCES) {
    if (before[flag] === after[flag]) continue
    if (after[flag]) await beginAbsence(db, { memberId, kind, day })
    else {
      await db
        .updateTable('member_absences')
        .set({ until_day: sql<string>`greatest(from_day, ${day}::date)` })
        .where('member_id', '=', memberId)
        .where('kind', '=', kind)
        .where('until_day', 'is', null)
        .execute()
    }
  }
}

type Account = Pick<Member, 'isGuest' | 'deactivated'>

const ABSENCES = [
  ['guest', 'isGuest'],
  ['deactivated', 'deactivated'],
] as const

async function beginAbsence(
  db: Db,
  { memberId, kind, day }: { memberId: string; kind: 'guest' | 'deactivated'; day: string },
): Promise<void> {
  await db
    .insertInto('member_absences')
    .values({ member_id: memberId, kind, from_day: day, until_day: null })
    .onConflict((conflict) =>
      conflict.columns(['team_id', 'member_id', 'kind', 'from_day']).doUpdateSet({ until_day: null }),
    )
    .execute()
}

/** Gives a role. `inSlack`: a person decided it there, so that no table changes it any more. */
export async function changeRole(
  db: Db,
  id: string,
  role: Role,
  { inSlack }: { readonly inSlack: boolean },
): Promise<void> {
  await db.updateTable('members').set({ role, role_given_in_slack: inSlack }).where('id', '=', id).execute()
}

/** Ids of the members whose role was decided in Slack, by an admin or because Slack has them as one. */
export async function listRolesGivenInSlack(db: Db): Promise<ReadonlySet<string>> {
  const rows = await db.selectFrom('members').select('id').where('role_given_in_slack', '=', true).execute()
  return new Set(rows.map(({ id }) => id))
}

function memberOf<R extends Row<'members'> | null>(row: R): Member | Extract<R, null> {
  return row === null ? (row as Extract<R, null>) : without(row, 'erasedAt', 'roleGivenInSlack')
}

function withPlainEmail<C extends Partial<Member>>(change: C): C {
  return typeof change.email === 'string' ? { ...change, email: change.email.toLowerCase() } : change
}
