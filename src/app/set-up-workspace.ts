import { inTransaction, type Context } from '../context.ts'
import { insertWorkspace } from '../members/workspace-store.ts'
import { today } from '../time/clock.ts'
import { defaultKinds, defaultMeasures } from '../records/vocabulary/default-kinds.ts'
import { insertKinds, insertMeasures } from '../records/vocabulary/kinds-store.ts'

/** Gives a workspace its settings, kinds and measures the first time it is seen. Returns whether it was new. */
export async function setUpWorkspace(ctx: Context, name: string): Promise<boolean> {
  return await inTransaction(ctx, async ({ db, config, clock }) => {
    const isNew = await insertWorkspace(db, {
      name,
      zone: config.zone,
      region: config.region,
      locale: config.locale,
      installedOn: today(clock, config.zone).toString(),
    })
    if (!isNew) return false
    await insertKinds(db, defaultKinds)
    await insertMeasures(
      db,
      defaultMeasures.map((measure) => ({
        ...measure,
        aliases: [measure.nameEn, ...measure.aliases],
      })),
    )
    return true
  })
}
