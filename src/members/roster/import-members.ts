import { randomUUID } from 'node:crypto'
import { nowOf, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { isoDate, oneOf, readRows, wholeNumber, type ImportCount, type Row } from '../../tables/rows.ts'
import { today } from '../../time/clock.ts'
import { audit } from '../audit-store.ts'
import type { Member, Role } from '../member.ts'
import {
  changeRole,
  insertMember,
  listMembers,
  listRolesGivenInSlack,
  updateMember,
} from '../members-store.ts'
import { inForce, type QuotaDecision } from '../quotas/quota-rules.ts'
import { insertQuotas, listQuotas } from '../quotas/quotas-store.ts'
import { readWorkspace } from '../workspace-store.ts'
import { notStored } from '../../storage-words.ts'
import { lockAdmins } from '../appoint/admins.ts'

const COLUMNS = ['member_id', 'display_name', 'department', 'role', 'essay_quota', 'joined_on'] as const

/** A table may do without it; empty says nothing about whether a member has left. */
type Optional = 'left_on'

type MemberRow = {
  readonly externalId: string
  readonly name: string
  readonly department: string | null
  readonly role: Role
  readonly quota: number
  readonly joinedOn: string
  readonly leftOn: string | null
}

/**
 * Imports members.csv. A member_id may be a Slack user id, an e-mail or the office's own number; one that matches
 * no Slack user becomes a member to be linked later. A role or a quota that was decided in Slack stands, and `notes` say
 * so. Throws TableRefused when a row is bad, MemberFacingError when no admin would be left; nothing is stored then.
 */
export async function importMembers(
  ctx: Transacting,
  path: string,
): Promise<ImportCount & { readonly notes: readonly LocalizedText[] }> {
  const seen = new Set<string>()
  const read = await readRows(path, COLUMNS, (row: MemberColumns) => readMember(row, seen))
  const notes: LocalizedText[] = []
  const given = await listRolesGivenInSlack(ctx.db)
  const day = today(ctx.clock, (await readWorkspace(ctx.db)).zone).toString()
  const admins = await lockAdmins(ctx.db, day)
  const known = byAnyName(await listMembers(ctx.db))
  const count = { added: 0, changed: 0, unchanged: 0 }
  const month = day.slice(0, 7)
  const quotas = await quotasInForce(ctx, month)
  const decisions: QuotaDecision[] = []
  for (const row of read) {
    const member = known.get(row.externalId) ?? null
    const stands = member !== null && given.has(member.id)
    if (stands && member.role !== row.role) notes.push(roleStands(member, row))
    const { id, outcome } =
      member === null
        ? await add(ctx, row)
        : await change(ctx, member, stands ? { ...row, role: member.role } : row)
    const quotaInForce = quotas.get(id)
    // What was decided in Slack stands: an old table changes it no more than it undoes a review.
    const isOfTable = quotaInForce === undefined || quotaInForce.source === 'table'
    const quotaChanges = isOfTable && (quotaInForce?.quota ?? 0) !== row.quota
    if (quotaChanges) {
      // What was owed in the past stays: a later import changes the quota from the present month on.
      const fromMonth = quotaInForce === undefined ? row.joinedOn.slice(0, 7) : month
      const { quota } = row
      const decision = { memberId: id, fromMonth, quota, decidedAt: nowOf(ctx), decidedBy: null }
      decisions.push({ ...decision, source: 'table' })
    }
    count[outcome === 'unchanged' && quotaChanges ? 'changed' : outcome] += 1
  }
  await insertQuotas(ctx.db, decisions)
  if (admins.size > 0 && (await lockAdmins(ctx.db, day)).size === 0) throw noAdminLeft()
  return { ...count, notes }
}

function roleStands({ name, role }: Member, row: MemberRow): LocalizedText {
  return {
    zh: `${row.externalId}（${name}）的角色在 Slack 里定为 ${role}，没有按表改成 ${row.role}。要改请用 /wenshu role。`,
    en: `The role of ${row.externalId} (${name}) was decided in Slack as ${role} and stays, though the table says ${row.role}. Change it with /wenshu role.`,
  }
}

/** A table takes an office's last admin away no more than a command does. */
function noAdminLeft(): MemberFacingError {
  return new MemberFacingError({
    zh: `照这张表导入，就一位管理员也没有了。请在表里至少留一位 admin。${notStored.nothingImported.zh}。`,
    en: `After this table nobody would be an admin. Keep at least one in it. ${notStored.nothingImported.en}.`,
  })
}

type MemberColumns = Row<(typeof COLUMNS)[number] | Optional>

function readMember(row: MemberColumns, seen: Set<string>): MemberRow | null {
  const externalId = row.need('member_id', (text) => {
    if (seen.has(text)) throw new MemberFacingError({ zh: '在本文件中重复', en: 'stands twice in this file' })
    seen.add(text)
    return text
  })
  const name = row.need('display_name', (text) => text)
  const role = row.need('role', oneOf('member', 'reviewer', 'editor', 'admin'))
  const quota = row.text('essay_quota') === '' ? 0 : row.read('essay_quota', wholeNumber(0, 99))
  const joinedOn = row.need('joined_on', isoDate)
  const leftOn = row.read('left_on', (text) => notBefore(isoDate(text), joinedOn))
  if (externalId === null || name === null || role === null || quota === null || joinedOn === null)
    return null
  return { externalId, name, role, quota, joinedOn, leftOn, department: row.text('department') || null }
}

function notBefore(leftOn: string, joinedOn: string | null): string {
  if (joinedOn === null || leftOn >= joinedOn) return leftOn
  throw new MemberFacingError({ zh: '早于加入日期', en: 'is before the day of joining' })
}

/** Members under every name an import may call them by. */
export function byAnyName(members: readonly Member[]): ReadonlyMap<string, Member> {
  const known = new Map<string, Member>()
  for (const member of members) {
    for (const name of [member.email, member.slackUserId, member.externalId]) {
      if (name !== null) known.set(name, member)
    }
  }
  return known
}

/** By member: the quota in force in a month; of who has none yet, the first one that will be. */
async function quotasInForce(ctx: Transacting, month: string): Promise<Map<string, QuotaDecision>> {
  const byMember = Map.groupBy(await listQuotas(ctx.db), ({ memberId }) => memberId)
  return new Map(
    [...byMember].flatMap(([id, decisions]) => {
      const decision = inForce(decisions, month) ?? decisions[0]
      return decision === undefined ? [] : [[id, decision] as const]
    }),
  )
}

async function add(ctx: Transacting, row: MemberRow): Promise<{ id: string; outcome: 'added' }> {
  const id = randomUUID()
  await insertMember(ctx.db, {
    id,
    externalId: row.externalId,
    slackUserId: /^[UW][A-Z0-9]{7,}$/.test(row.externalId) ? row.externalId : null,
    email: row.externalId.includes('@') ? row.externalId : null,
    name: row.name,
    department: row.department,
    role: row.role,
    locale: null,
    zone: null,
    ownZone: false,
    joinedOn: row.joinedOn,
    leftOn: row.leftOn,
    isBot: false,
    isGuest: false,
    deactivated: false,
  })
  return { id, outcome: 'added' }
}

async function change(
  ctx: Transacting,
  member: Member,
  row: MemberRow,
): Promise<{ id: string; outcome: 'changed' | 'unchanged' }> {
  const { externalId, name, department, role, joinedOn } = row
  const leftOn = row.leftOn ?? member.leftOn
  const same =
    member.externalId === externalId &&
    member.name === name &&
    member.department === department &&
    member.role === role &&
    member.joinedOn === joinedOn &&
    member.leftOn === leftOn
  if (!same) await updateMember(ctx.db, member.id, { externalId, name, department, joinedOn, leftOn })
  if (member.leftOn !== leftOn) {
    const details = { from: member.leftOn, to: leftOn }
    await audit(ctx, { by: null, action: 'left', subject: member.id, details })
  }
  if (member.role !== role) {
    await changeRole(ctx.db, member.id, role, { inSlack: false })
    const details = { from: member.role, to: role }
    await audit(ctx, { by: null, action: 'role', subject: member.id, details })
  }
  return { id: member.id, outcome: same ? 'unchanged' : 'changed' }
}
