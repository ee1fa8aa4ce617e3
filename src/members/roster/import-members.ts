import { randomUUID } from 'node:crypto'
import { nowOf, type Transacting } from '../../context.ts'
import {
  isoDate,
  oneOf,
  readTable,
  TableRefused,
  wholeNumber,
  type ImportCount,
  type Row,
} from '../../tables/rows.ts'
import { MemberFacingError } from '../../errors.ts'
import { today } from '../../time/clock.ts'
import type { Member, Role } from '../member.ts'
import { insertMember, listMembers, updateMember } from '../members-store.ts'
import { inForce, type QuotaDecision } from '../quotas/quota-rules.ts'
import { insertQuotas, listQuotas } from '../quotas/quotas-store.ts'
import { readWorkspace } from '../workspace-store.ts'

const COLUMNS = ['member_id', 'display_name', 'department', 'role', 'essay_quota', 'joined_on'] as const

type MemberRow = {
  readonly externalId: string
  readonly name: string
  readonly department: string | null
  readonly role: Role
  readonly quota: number
  readonly joinedOn: string
}

/**
 * Imports members.csv. A member_id may be a Slack user id, an e-mail or the office's own number; one that matches
 * no Slack user becomes a member to be linked later. Throws TableRefused and stores nothing when a row is bad.
 */
export async function importMembers(ctx: Transacting, path: string): Promise<ImportCount> {
  const { rows, faults } = readTable(path, COLUMNS)
  const seen = new Set<string>()
  const read = rows.map((row) => readMember(row, seen))
  if (faults.length > 0) throw new TableRefused(faults)

  const known = byAnyName(await listMembers(ctx.db))
  const count = { added: 0, changed: 0, unchanged: 0 }
  const month = today(ctx.clock, (await readWorkspace(ctx.db)).zone)
    .toString()
    .slice(0, 7)
  const quotas = await quotasInForce(ctx, month)
  const decisions: QuotaDecision[] = []
  for (const row of read) {
    if (row === null) continue
    const member = known.get(row.externalId) ?? null
    const { id, outcome } = member === null ? await add(ctx, row) : await change(ctx, member, row)
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
  return count
}

function readMember(row: Row<(typeof COLUMNS)[number]>, seen: Set<string>): MemberRow | null {
  const externalId = row.need('member_id', (text) => {
    if (seen.has(text)) throw new MemberFacingError({ zh: '在本文件中重复', en: 'stands twice in this file' })
    seen.add(text)
    return text
  })
  const name = row.need('display_name', (text) => text)
  const role = row.need('role', oneOf('member', 'reviewer', 'editor', 'admin'))
  const quota = row.text('essay_quota') === '' ? 0 : row.read('essay_quota', wholeNumber(0, 99))
  const joinedOn = row.need('joined_on', isoDate)
  if (externalId === null || name === null || role === null || quota === null || joinedOn === null)
    return null
  return { externalId, name, role, quota, joinedOn, department: row.text('department') || null }
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
    leftOn: null,
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
  const same =
    member.externalId === externalId &&
    member.name === name &&
    member.department === department &&
    member.role === role &&
    member.joinedOn === joinedOn
  if (!same) await updateMember(ctx.db, member.id, { externalId, name, department, role, joinedOn })
  return { id: member.id, outcome: same ? 'unchanged' : 'changed' }
}
