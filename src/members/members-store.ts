import { sql, type Insertable, type Selectable, type Updateable } from 'kysely'
import type { Db } from '../db/tenant.ts'
import type { Schema } from '../db/schema.ts'
import type { Member, Role } from './member.ts'

type Row = Selectable<Schema['members']>

export async function findMemberBySlackId(db: Db, slackUserId: string): Promise<Member | null> {
  const row = await db
    .selectFrom('members')
    .selectAll()
    .where('slack_user_id', '=', slackUserId)
    .executeTakeFirst()
  return row === undefined ? null : memberOf(row)
}

export async function findMembersBySlackIds(db: Db, slackUserIds: readonly string[]): Promise<Member[]> {
  if (slackUserIds.length === 0) return []
  const rows = await db.selectFrom('members').selectAll().where('slack_user_id', 'in', slackUserIds).execute()
  return rows.map(memberOf)
}

export async function findMember(db: Db, id: string): Promise<Member | null> {
  const row = await db.selectFrom('members').selectAll().where('id', '=', id).executeTakeFirst()
  return row === undefined ? null : memberOf(row)
}

export async function findMembersByIds(db: Db, ids: readonly string[]): Promise<Member[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('members').selectAll().where('id', 'in', ids).execute()
  return rows.map(memberOf)
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
  return row === undefined ? null : memberOf(row)
}

/** All members, also those who left, by their office number and name. */
export async function listMembers(db: Db): Promise<Member[]> {
  const rows = await db.selectFrom('members').selectAll().orderBy('external_id').orderBy('name').execute()
  return rows.map(memberOf)
}

/** Inserts a member, or does nothing when another process just inserted the same Slack user. */
export async function insertMember(db: Db, member: Member): Promise<void> {
  const inserted = await db
    .insertInto('members')
    .values(rowOf(member))
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .execute()
  if (inserted.length === 0) return
  const before = { isGuest: false, deactivated: false }
  await noteAbsences(db, member.id, { before, after: member, day: member.joinedOn })
}

export async function updateMember(db: Db, id: string, change: Partial<Omit<Member, 'id'>>): Promise<void> {
  await db.updateTable('members').set(changeOf(change)).where('id', '=', id).execute()
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

function memberOf(row: Row): Member {
  return {
    id: row.id,
    externalId: row.external_id,
    slackUserId: row.slack_user_id,
    email: row.email,
    name: row.name,
    department: row.department,
    role: row.role,
    locale: row.locale,
    zone: row.zone,
    ownZone: row.own_zone,
    joinedOn: row.joined_on,
    leftOn: row.left_on,
    isBot: row.is_bot,
    isGuest: row.is_guest,
    deactivated: row.deactivated,
  }
}

function rowOf(member: Member): Insertable<Schema['members']> {
  return {
    id: member.id,
    external_id: member.externalId,
    slack_user_id: member.slackUserId,
    email: member.email?.toLowerCase() ?? null,
    name: member.name,
    department: member.department,
    role: member.role,
    locale: member.locale,
    zone: member.zone,
    own_zone: member.ownZone,
    joined_on: member.joinedOn,
    left_on: member.leftOn,
    is_bot: member.isBot,
    is_guest: member.isGuest,
    deactivated: member.deactivated,
  }
}

function changeOf(change: Partial<Omit<Member, 'id'>>): Updateable<Schema['members']> {
  const row: Updateable<Schema['members']> = {}
  if (change.externalId !== undefined) row.external_id = change.externalId
  if (change.slackUserId !== undefined) row.slack_user_id = change.slackUserId
  if (change.email !== undefined) row.email = change.email?.toLowerCase() ?? null
  if (change.name !== undefined) row.name = change.name
  if (change.department !== undefined) row.department = change.department
  if (change.role !== undefined) row.role = change.role
  if (change.locale !== undefined) row.locale = change.locale
  if (change.zone !== undefined) row.zone = change.zone
  if (change.ownZone !== undefined) row.own_zone = change.ownZone
  if (change.joinedOn !== undefined) row.joined_on = change.joinedOn
  if (change.leftOn !== undefined) row.left_on = change.leftOn
  if (change.isBot !== undefined) row.is_bot = change.isBot
  if (change.isGuest !== undefined) row.is_guest = change.isGuest
  if (change.deactivated !== undefined) row.deactivated = change.deactivated
  return row
}
