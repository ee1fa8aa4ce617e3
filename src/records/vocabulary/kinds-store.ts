import type { Db } from '../../db/tenant.ts'
import { touchWorkspace } from '../../members/workspace-store.ts'
import type { Family } from '../record/record.ts'

/** A kind of record. Names and aliases are what people may type for it. */
export type Kind = {
  readonly id: string
  readonly family: Family
  readonly nameZh: string
  readonly nameEn: string
  readonly aliases: readonly string[]
}

/** A quantity that is counted. sum: a flow; latest: a stock; ratio: a percentage. */
export type Measure = {
  readonly id: string
  readonly name: string
  readonly unit: string
  readonly aggregation: 'sum' | 'latest' | 'ratio'
  readonly aliases: readonly string[]
}

/** The kinds in use: neither retired nor merged into another. */
export async function listKinds(db: Db): Promise<Kind[]> {
  const rows = await db
    .selectFrom('kinds')
    .select(['id', 'family', 'name_zh', 'name_en', 'aliases'])
    .where('retired_at', 'is', null)
    .where('merged_into', 'is', null)
    .orderBy('family')
    .orderBy('id')
    .execute()
  return rows.map(({ id, family, name_zh, name_en, aliases }) => ({
    id,
    family,
    nameZh: name_zh,
    nameEn: name_en,
    aliases,
  }))
}

export async function insertKinds(
  db: Db,
  kinds: readonly (Kind & { readonly isEntry?: boolean })[],
): Promise<void> {
  if (kinds.length === 0) return
  await db
    .insertInto('kinds')
    .values(
      kinds.map((kind) => ({
        id: kind.id,
        family: kind.family,
        name_zh: kind.nameZh,
        name_en: kind.nameEn,
        aliases: [...kind.aliases],
        merged_into: null,
        is_entry: kind.isEntry ?? false,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await touchWorkspace(db)
}

export async function listMeasures(db: Db): Promise<Measure[]> {
  return await db
    .selectFrom('measures')
    .select(['id', 'name', 'unit', 'aggregation', 'aliases'])
    .where('retired_at', 'is', null)
    .orderBy('id')
    .execute()
}

export async function insertMeasures(
  db: Db,
  measures: readonly (Measure & { readonly nameEn?: string; readonly isEntry?: boolean })[],
): Promise<void> {
  if (measures.length === 0) return
  await db
    .insertInto('measures')
    .values(
      measures.map(({ nameEn = null, isEntry = true, aliases, ...measure }) => ({
        ...measure,
        aliases: [...aliases],
        name_en: nameEn,
        is_entry: isEntry,
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  await touchWorkspace(db)
}

export async function updateMeasure(
  db: Db,
  id: string,
  change: Pick<Measure, 'unit' | 'aggregation'>,
): Promise<void> {
  await db.updateTable('measures').set(change).where('id', '=', id).execute()
  await touchWorkspace(db)
}
