import { nowOf, type Transacting } from '../../context.ts'
import { insertRows, listRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import { audit } from '../../members/audit-store.ts'
import type { Kind, Measure } from './kinds-store.ts'

/** A kind as it stands, also one that can no longer be chosen. `mergedInto`: the id of the kind it counts as. */
export type KindState = Kind & { readonly mergedInto: string | null; readonly retired: boolean }

/** A measure as it stands, also one that can no longer be chosen. */
export type MeasureState = Measure & { readonly retired: boolean }

export type WordSort = 'kind' | 'measure'

/** What was done to a kind or a measure. */
export type WordAction =
  | 'add'
  | 'rename'
  | 'alias'
  | 'unalias'
  | 'merge'
  | 'retire'
  | 'restore'
  | 'unit'
  | 'aggregation'

/** Every kind: in use, retired and merged. */
export async function listAllKinds(db: Db): Promise<KindState[]> {
  const rows = await listRows(db, 'kinds', {}, ['family', 'id'])
  return rows.map(({ retiredAt, ...kind }) => ({ ...kind, retired: retiredAt !== null }))
}

/** Every measure, also those retired. */
export async function listAllMeasures(db: Db): Promise<MeasureState[]> {
  const rows = await listRows(db, 'measures', {}, ['id'])
  return rows.map(({ retiredAt, ...measure }) => ({ ...measure, retired: retiredAt !== null }))
}

/** Writes a kind as it shall be from now on; one with a new id is added. Records keep the id, so they follow it. */
export async function putKind(db: Db, kind: KindState, now: Date): Promise<void> {
  const columns = {
    name_zh: kind.nameZh,
    name_en: kind.nameEn,
    aliases: [...kind.aliases],
    merged_into: kind.mergedInto,
    retired_at: kind.retired ? now : null,
  }
  await db
    .insertInto('kinds')
    .values({ id: kind.id, family: kind.family, ...columns })
    .onConflict((conflict) => conflict.columns(['team_id', 'id']).doUpdateSet(columns))
    .execute()
}

/** The same for a measure. */
export async function putMeasure(db: Db, measure: MeasureState, now: Date): Promise<void> {
  const columns = {
    name: measure.name,
    unit: measure.unit,
    aggregation: measure.aggregation,
    aliases: [...measure.aliases],
    retired_at: measure.retired ? now : null,
  }
  await db
    .insertInto('measures')
    .values({ id: measure.id, ...columns })
    .onConflict((conflict) => conflict.columns(['team_id', 'id']).doUpdateSet(columns))
    .execute()
}

/** Keeps what a kind or a measure was before a change and is after it, and who did it; the audit log names it too. */
export async function keepRevision(
  ctx: Transacting,
  change: {
    readonly sort: WordSort
    readonly action: WordAction
    readonly by: string
    readonly before: KindState | MeasureState | null
    readonly after: KindState | MeasureState
  },
): Promise<void> {
  const { sort, action, by, before, after } = change
  const { newest } = await ctx.db
    .selectFrom('word_revisions')
    .where('sort', '=', sort)
    .where('word', '=', after.id)
    .select((eb) => eb.fn.coalesce(eb.fn.max('revision'), eb.lit(0)).as('newest'))
    .executeTakeFirstOrThrow()
  const revision = { sort, word: after.id, revision: newest + 1, action, byMember: by, at: nowOf(ctx) }
  await insertRows(ctx.db, 'word_revisions', {
    ...revision,
    before: before === null ? null : JSON.stringify(before),
    after: JSON.stringify(after),
  })
  await audit(ctx, { by, action: `${sort}.${action}`, subject: after.id, details: { before, after } })
}

/** Every change of a kind or a measure, oldest first. */
export async function listWordRevisions(db: Db, sort: WordSort, id: string) {
  return await db
    .selectFrom('word_revisions')
    .select(['revision', 'action', 'by_member', 'at', 'before', 'after'])
    .where('sort', '=', sort)
    .where('word', '=', id)
    .orderBy('revision')
    .execute()
}

/** How many records stand under each kind or measure, by its id; deleted ones are left out. */
export async function countUses(db: Db, sort: WordSort): Promise<ReadonlyMap<string, number>> {
  const rows =
    sort === 'kind'
      ? await db
          .selectFrom('records')
          .where('deleted_at', 'is', null)
          .select((eb) => ['kind_id as id', eb.fn.countAll<number>().as('uses')])
          .groupBy('kind_id')
          .execute()
      : await db
          .selectFrom('record_quantities')
          .innerJoin('records', 'records.id', 'record_quantities.record_id')
          .where('deleted_at', 'is', null)
          .select((eb) => [
            'measure_id as id',
            eb.fn.count<number>('record_quantities.record_id').distinct().as('uses'),
          ])
          .groupBy('measure_id')
          .execute()
  return new Map(rows.map(({ id, uses }) => [id, uses]))
}
