import { inTransaction, nowOf, type Context } from '../../context.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { touchWorkspace } from '../../members/workspace-store.ts'
import { planMeasureChange, type MeasureChange, type MeasureChanged } from './plan-measure-change.ts'
import { countUses, keepRevision, listAllMeasures, putMeasure } from '../vocabulary/words-store.ts'

/**
 * Changes a measure. Quantities keep the measure's id, so they follow its name, unit and aggregation; no value is
 * converted. What it was before is kept, with who changed it. Only an admin may. Throws what to say when a name is
 * unknown, taken or unfit.
 */
export async function changeMeasure(
  ctx: Context,
  change: MeasureChange,
  by: { readonly member: Pick<Member, 'id' | 'role'>; readonly requestId: string },
): Promise<MeasureChanged> {
  requireAbility(by.member, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      // Before anything is read: of two changes at once the second sees the first.
      await touchWorkspace(ctx.db)
      const { before, after } = planMeasureChange(await listAllMeasures(ctx.db), change)
      await putMeasure(ctx.db, after, nowOf(ctx))
      await keepRevision(ctx, { sort: 'measure', action: change.verb, by: by.member.id, before, after })
      const uses = (await countUses(ctx.db, 'measure')).get(after.id) ?? 0
      return { before, after, uses }
    },
    { once: by.requestId },
  )
}
