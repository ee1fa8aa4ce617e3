import { inTransaction, nowOf, type Context } from '../../context.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { touchWorkspace } from '../../members/workspace-store.ts'
import { planKindChange, type KindChange, type KindChanged } from './plan-kind-change.ts'
import { keepRevision, listAllKinds, putKind } from '../vocabulary/words-store.ts'

/**
 * Changes a kind. Records keep the kind's id, so they follow its name, and count as the kind it was merged into; what
 * it was before is kept, with who changed it. Only an admin may. Throws what to say when a name is unknown, taken or
 * unfit.
 */
export async function changeKind(
  ctx: Context,
  change: KindChange,
  by: { readonly member: Pick<Member, 'id' | 'role'>; readonly requestId: string },
): Promise<KindChanged> {
  requireAbility(by.member, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      // Before anything is read: of two changes at once the second sees the first.
      await touchWorkspace(ctx.db)
      const kinds = await listAllKinds(ctx.db)
      const { changed, ...outcome } = planKindChange(kinds, change)
      for (const { before, after } of changed) {
        await putKind(ctx.db, after, nowOf(ctx))
        await keepRevision(ctx, { sort: 'kind', action: change.verb, by: by.member.id, before, after })
      }
      return outcome
    },
    { once: by.requestId },
  )
}
