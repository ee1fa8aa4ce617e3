import { inTransaction, type Context } from '../../context.ts'
import { today } from '../../time/clock.ts'
import { addMonths, monthOf } from '../../time/month.ts'
import { inForce } from './quota-rules.ts'
import { lockQuotas, write, writeFollowing, type Membership } from './quota-writing.ts'

/**
 * Lets quotas follow who is in which group now: who came owes from this month on, who went owes nothing from the next.
 * Groups that are not in `membership` could not be read: then nobody goes. Returns how many members it concerned.
 */
export async function followGroups(
  ctx: Context,
  given: { readonly membership: Membership; readonly zone: string; readonly areAllRead: boolean },
): Promise<number> {
  const month = monthOf(today(ctx.clock, given.zone))
  return await inTransaction(ctx, async (ctx) => {
    const { groups, own } = await lockQuotas(ctx, null)
    const { membership } = given
    const inGroups = new Set([...groups.keys()].flatMap((id) => membership.get(id) ?? []))
    const input = { memberIds: [...inGroups], known: groups, own, membership }
    const came = await writeFollowing(ctx, input, { fromMonth: month, by: null })
    if (!given.areAllRead) return came
    const next = addMonths(month, 1)
    const gone = [...own].filter(([id, rows]) => {
      const then = inForce(rows, next)
      return !inGroups.has(id) && then?.source === 'group' && then.quota > 0
    })
    for (const [memberId, rows] of gone) {
      const steps = [...new Set([next, ...rows.map((row) => row.fromMonth).filter((at) => at > next)])]
        .filter((at) => inForce(rows, at)?.source === 'group')
        .map((fromMonth) => ({ fromMonth, quota: 0 }))
      await write(ctx, { memberId, own: rows, steps, source: 'group', by: null })
    }
    return came + gone.length
  })
}
