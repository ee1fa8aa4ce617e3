import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { inTransaction, type Context, type Transacting } from '../context.ts'
import type { ImportCount } from '../tables/rows.ts'
import { MemberFacingError } from '../errors.ts'
import type { LocalizedText } from '../locale.ts'
import { importEssays } from '../essays/import/import-essays.ts'
import { importMembers } from '../members/roster/import-members.ts'
import { importMeasures } from '../records/import/import-measures.ts'
import { importActivities, importStudy } from '../records/import/import-records.ts'

type Imported = ImportCount & { readonly notes?: readonly LocalizedText[] }

/** The five tables of an office, in the order in which they name each other. */
const TABLES: readonly (readonly [string, (ctx: Transacting, path: string) => Promise<Imported>])[] = [
  ['members.csv', importMembers],
  ['measures.csv', importMeasures],
  ['study.csv', importStudy],
  ['activities.csv', importActivities],
  ['essays.csv', importEssays],
]

/**
 * Imports the tables that the folder holds, each in one transaction: a table with a bad row is refused whole
 * (TableRefused: file, line, column, value, reason), and those before it stay. A second import changes nothing. `notes`:
 * what the operator should look at.
 */
export async function importOffice(
  ctx: Context,
  folder: string,
): Promise<
  { readonly file: string; readonly count: ImportCount; readonly notes: readonly LocalizedText[] }[]
> {
  const present = TABLES.filter(([file]) => existsSync(join(folder, file)))
  if (present.length === 0) {
    const names = TABLES.map(([file]) => file).join(', ')
    throw new MemberFacingError({
      zh: `${folder} 里没有可导入的表。应有：${names}`,
      en: `${folder} holds no table to import. Expected any of: ${names}`,
    })
  }
  const done = []
  for (const [file, importTable] of present) {
    const { notes = [], ...count } = await inTransaction(
      ctx,
      async (ctx) => await importTable(ctx, join(folder, file)),
    )
    done.push({ file, count, notes })
  }
  return done
}
