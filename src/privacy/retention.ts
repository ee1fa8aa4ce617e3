import { sql } from 'kysely'
import { inTransaction, nowOf, type Context } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import { audit } from '../members/audit-store.ts'
import { requireAbility, type Member } from '../members/member.ts'
import { readWorkspace, updateSettings } from '../members/workspace-store.ts'

/** How long is kept what is not the ledger: Slack's ids of requests carried out, and the audit log. */
export type Retention = { readonly handledDays: number; readonly auditYears: number }

/** Slack sends a request again within an hour; years are what an office's audit asks about. */
export const DEFAULT_RETENTION: Retention = { handledDays: 30, auditYears: 3 }

/** For so long at least what was told is known, so that nothing is told twice. */
const NOTICE_DAYS = 30

const BOUNDS = { handledDays: [1, 365], auditYears: [1, 20] } as const

/** What a workspace has set; what it has not, or cannot be right, is the default. */
export function retentionOf(settings: Readonly<Record<string, unknown>>): Retention {
  const set = (settings['retention'] ?? {}) as Partial<Record<keyof Retention, unknown>>
  const value = (name: keyof Retention) => {
    const [from, to] = BOUNDS[name]
    const given = set[name]
    return typeof given === 'number' && Number.isInteger(given) && given >= from && given <= to
      ? given
      : DEFAULT_RETENTION[name]
  }
  return { handledDays: value('handledDays'), auditYears: value('auditYears') }
}

/** `handled 30d`, `audit 3y`, `审计 3年`. Throws how to write it. */
export function readRetention(text: string): Partial<Retention> {
  const [, what = '', digits = '', unit = ''] = /^(\S+)[\s=]+(\d{1,4})\s*(\S+)$/u.exec(text.trim()) ?? []
  const name = NAMES[what.toLowerCase()]
  const [from, to] = name === undefined ? [0, -1] : BOUNDS[name]
  const value = Number(digits)
  const units = name === 'auditYears' ? YEARS : DAYS
  if (name !== undefined && units.has(unit.toLowerCase()) && value >= from && value <= to)
    return { [name]: value }
  throw new MemberFacingError({
    zh: `“${text}”看不懂。请写成 /wenshu retention handled 30d（1 到 365 天）或 /wenshu retention audit 3y（1 到 20 年）。`,
    en: `"${text}" cannot be read. Write /wenshu retention handled 30d (1 to 365 days) or /wenshu retention audit 3y (1 to 20 years).`,
  })
}

const NAMES: Readonly<Record<string, keyof Retention>> = {
  handled: 'handledDays',
  请求: 'handledDays',
  audit: 'auditYears',
  审计: 'auditYears',
}
const DAYS = new Set(['d', 'day', 'days', '天', '日'])
const YEARS = new Set(['y', 'year', 'years', '年'])

/** Sets how long is kept. Only an admin may; the audit log tells. */
export async function setRetention(
  ctx: Context,
  change: { readonly set: Partial<Retention>; readonly by: Pick<Member, 'id' | 'role'> },
): Promise<Retention> {
  requireAbility(change.by, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = retentionOf((await readWorkspace(ctx.db)).settings)
      const after = { ...before, ...change.set }
      await updateSettings(ctx.db, 'retention', after)
      await audit(ctx, {
        by: change.by.id,
        action: 'privacy.retention',
        subject: ctx.teamId,
        details: { before, after },
      })
      return after
    },
    { isRequest: true },
  )
}

/** Drops what is older than the workspace keeps; returns how many rows. The audit log tells, when there were any. */
export async function purge(ctx: Context): Promise<{ readonly handled: number; readonly audit: number }> {
  return await inTransaction(ctx, async (ctx) => {
    const { handledDays, auditYears } = retentionOf((await readWorkspace(ctx.db)).settings)
    // By the database's clock, which wrote it.
    const { numAffectedRows: handled = 0n } = await sql`
      delete from handled_requests where handled_at < now() - make_interval(days => ${handledDays})`.execute(
      ctx.db,
    )
    // What people were told; a row tells no more than that it was.
    await sql`
      delete from outbox where state in ('sent', 'cancelled', 'failed')
        and queued_at < now() - make_interval(days => ${Math.max(handledDays, NOTICE_DAYS)})`.execute(ctx.db)
    const { numAffectedRows: audited = 0n } = await sql`
      delete from audit_events
      where at < ${nowOf(ctx)}::timestamptz - make_interval(years => ${auditYears})`.execute(ctx.db)
    const purged = { handled: Number(handled), audit: Number(audited) }
    if (purged.handled + purged.audit > 0) {
      await audit(ctx, {
        by: null,
        action: 'privacy.purge',
        subject: ctx.teamId,
        details: purged,
      })
    }
    return purged
  })
}
