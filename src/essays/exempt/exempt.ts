import { plural } from '../../locale.ts'
import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { recordAudit } from '../../members/audit-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { touchWorkspace } from '../../members/workspace-store.ts'
import { today } from '../../time/clock.ts'
import { addMonths, monthOf, type Month } from '../../time/month.ts'
import { endExemption, findExemption, insertExemption } from './store.ts'
import { loadObligations } from '../duties/obligations-store.ts'
import { tellExempted } from '../tell/tell.ts'

/** Longest reason, in UTF-16 units: it stands in one line of a status. */
export const LONGEST_REASON = 200
/** How far back and ahead an exemption may lie, in months. */
const MONTHS_AROUND = 24

export type ExemptionChange = {
  readonly by: Member
  readonly member: Member
  readonly months: readonly Month[]
  readonly zone: string
  readonly requestId: string
}

/** What became of one month. `isOver`: the month had ended, so what was counted for it changes afterwards. */
export type Exempted = {
  readonly month: Month
  readonly outcome: 'exempt' | 'changed' | 'as before'
  readonly isOver: boolean
  /** Essays handed in for it already; they stay. */
  readonly handedIn: number
}

/**
 * Lets a member off some months, with a reason that they and those who lead the office read. Nobody does it for
 * themselves. Throws MemberFacingError when nothing is asked of the member in one of them; nothing is stored then.
 */
export async function exemptMember(
  ctx: Context,
  change: ExemptionChange & { readonly reason: string },
): Promise<Exempted[]> {
  const { by, member, months, reason } = change
  checkMay(by, member)
  checkReason(reason)
  return await inTransaction(
    ctx,
    async (ctx) => {
      // Of two who decide at once the second sees what the first did.
      await touchWorkspace(ctx.db)
      const day = today(ctx.clock, change.zone)
      const current = monthOf(day)
      const done: Exempted[] = []
      for (const month of new Set(months)) {
        const handedIn = await requireOwed(ctx, member, month, day)
        const standing = await findExemption(ctx.db, member.id, month)
        const outcome = standing === null ? 'exempt' : standing.reason === reason ? 'as before' : 'changed'
        done.push({ month, outcome, isOver: month < current, handedIn })
        if (outcome === 'as before') continue
        const at = later(nowOf(ctx), standing?.decidedAt)
        if (standing !== null) await endExemption(ctx.db, standing, { by: by.id, at })
        const exemption = { memberId: member.id, month, reason, decidedBy: by.id, decidedAt: at }
        await insertExemption(ctx.db, exemption)
        await audit(ctx, 'exempt', change, month)
      }
      const fresh = done.filter(({ outcome }) => outcome !== 'as before').map(({ month }) => month)
      if (fresh.length > 0) await tellOf(ctx, change, fresh, false)
      return done
    },
    { once: change.requestId },
  )
}

/** Takes exemptions back; what was owed is owed again. Throws when none stands for one of the months. */
export async function revokeExemption(ctx: Context, change: ExemptionChange): Promise<void> {
  const { by, member, months } = change
  checkMay(by, member)
  await inTransaction(
    ctx,
    async (ctx) => {
      await touchWorkspace(ctx.db)
      for (const month of new Set(months)) {
        const standing = await findExemption(ctx.db, member.id, month)
        if (standing === null) {
          throw new MemberFacingError({
            zh: `${member.name}在 ${month} 没有免交，不用撤销。用 /essay exempt @某人 查看。`,
            en: `${member.name} is not exempt for ${month}, so there is nothing to take back. See /essay exempt @someone.`,
          })
        }
        await endExemption(ctx.db, standing, { by: by.id, at: later(nowOf(ctx), standing.decidedAt) })
        await audit(ctx, 'exempt revoked', change, month)
      }
      await tellOf(ctx, change, months, true)
    },
    { once: change.requestId },
  )
}

async function tellOf(
  ctx: Transacting,
  { by, member, requestId }: ExemptionChange,
  months: readonly Month[],
  isRevoked: boolean,
): Promise<void> {
  await tellExempted(ctx, { by: by.id, months, isRevoked }, member.id, requestId)
}

function checkMay(by: Member, member: Member): void {
  requireAbility(by, 'exempt members from essays')
  if (by.id !== member.id) return
  throw new MemberFacingError({
    zh: '不能批准自己免交。请另一位审阅人或管理员处理。',
    en: 'You cannot exempt yourself. Ask another reviewer or an admin.',
  })
}

function checkReason(reason: string): void {
  if (reason === '') {
    throw new MemberFacingError({
      zh: '请写明免交的原因，例如：/essay exempt @某人 2026-11 病假',
      en: 'Give the reason, like /essay exempt @someone 2026-11 sick leave',
    })
  }
  if (reason.length <= LONGEST_REASON) return
  throw new MemberFacingError({
    zh: `原因有 ${reason.length} 个字，最多 ${LONGEST_REASON} 个。`,
    en: `The reason has ${plural(reason.length, 'character')}; ${LONGEST_REASON} is the most.`,
  })
}

/** Throws when nothing is asked of the member in that month. Returns how many essays they have handed in for it. */
async function requireOwed(
  { db }: Transacting,
  member: Member,
  month: Month,
  day: Temporal.PlainDate,
): Promise<number> {
  const current = monthOf(day)
  if (month < addMonths(current, -MONTHS_AROUND) || month > addMonths(current, MONTHS_AROUND)) {
    throw new MemberFacingError({
      zh: `${month} 离现在太远，只能在前后 ${MONTHS_AROUND} 个月内免交。`,
      en: `${month} is too far away; an exemption may lie within ${MONTHS_AROUND} months from now.`,
    })
  }
  const [obligation] = await loadObligations(db, { months: [], named: [month], today: day, of: member.id })
  if (obligation?.isEntitled === false) {
    throw new MemberFacingError({
      zh: `${member.name}在 ${month} 还没有加入或已经离开，那个月本来就不用交。`,
      en: `${member.name} had not joined or had left in ${month}; nothing is asked of them for it anyway.`,
    })
  }
  if (obligation !== undefined && obligation.quota > 0) return obligation.handedIn
  throw new MemberFacingError({
    zh: `${member.name}在 ${month} 没有要交的习作，不用免。每月几篇见 /essay quota。`,
    en: `${member.name} owes no essays for ${month}, so no exemption is needed. See /essay quota.`,
  })
}

function later(now: Date, than: Date | undefined): Date {
  return than === undefined ? now : new Date(Math.max(now.getTime(), than.getTime() + 1))
}

async function audit(
  ctx: Transacting,
  action: string,
  { by, member }: ExemptionChange,
  month: Month,
): Promise<void> {
  const event = { at: nowOf(ctx), by: by.id, action, subject: member.id, details: { month } }
  await recordAudit(ctx.db, { id: randomUUID(), ...event })
}
