import type { Transacting } from '../../context.ts'
import { oneOf, readRows, type ImportCount } from '../../tables/rows.ts'
import { insertMeasures, updateMeasure } from '../vocabulary/kinds-store.ts'
import { listAllMeasures } from '../vocabulary/words-store.ts'

/** Imports measures.csv: what is counted, in which unit, and how it adds up. Throws TableRefused, storing nothing. */
export async function importMeasures(ctx: Transacting, path: string): Promise<ImportCount> {
  const read = await readRows(path, ['measure', 'unit', 'aggregation'], (row) => {
    const name = row.need('measure', (text) => text)
    const unit = row.need('unit', (text) => text)
    const aggregation = row.need('aggregation', oneOf('sum', 'latest', 'ratio'))
    return name === null || unit === null || aggregation === null ? null : { name, unit, aggregation }
  })
  // Also by an earlier name, and what is retired: the table is no reason to have it twice.
  const measures = await listAllMeasures(ctx.db)
  const named = measures.flatMap((measure) => measure.aliases.map((alias) => [alias, measure] as const))
  const known = new Map([...named, ...measures.map((measure) => [measure.name, measure] as const)])
  const count = { added: 0, changed: 0, unchanged: 0 }
  for (const { name, unit, aggregation } of read) {
    const measure = known.get(name)
    if (measure === undefined) {
      await insertMeasures(ctx.db, [{ id: name, name, unit, aggregation, aliases: [] }])
      count.added += 1
    } else if (measure.unit !== unit || measure.aggregation !== aggregation) {
      await updateMeasure(ctx.db, measure.id, { unit, aggregation })
      count.changed += 1
    } else count.unchanged += 1
  }
  return count
}
