import { basename } from 'node:path'
import type { Transacting } from '../../context.ts'
import type { LocalizedText } from '../../locale.ts'
import { readTableFile, refusingFile, type ImportCount } from '../../tables/rows.ts'
import { TableRefused } from '../../tables/row-issues.ts'
import type { Family } from '../record/record.ts'
import { readWords, vocabularyOf } from '../words/vocabulary.ts'
import { carryOutPlan } from './carry-out.ts'
import { planImport } from './plan-import.ts'

/** What the operator is told beside the count. */
type Imported = ImportCount & { readonly notes: readonly LocalizedText[] }

/**
 * Imports study.csv by the rules of a table that is sent in Slack. There a preview shows what is refused or doubtful; here
 * a refused row refuses the table, and what is doubtful is among `notes`. Throws TableRefused, with every fault and its
 * place, and stores nothing of the file.
 */
export async function importStudy(ctx: Transacting, path: string): Promise<Imported> {
  return await importRecords(ctx, path, 'study')
}

/** Imports activities.csv, as importStudy does. */
export async function importActivities(ctx: Transacting, path: string): Promise<Imported> {
  return await importRecords(ctx, path, 'activity')
}

async function importRecords(ctx: Transacting, path: string, family: Family): Promise<Imported> {
  const table = await readTableFile(path)
  const words = await readWords(ctx.db)
  // An old year holds what was counted then: a measure that is retired by now is known here as a retired kind is.
  const measures = [...words.measures, ...words.former.measures]
  const vocabulary = vocabularyOf({ kinds: words.kinds, measures })
  const { plan, counts, faults, doubts } = await refusingFile(
    path,
    async () => await planImport(ctx, table, { ...words, vocabulary }, family),
  )
  if (faults.length > 0) throw new TableRefused(basename(path), faults)
  await carryOutPlan(ctx, plan, null)
  const { added, changed, unchanged, unknownHeadings } = counts
  const unread = unknownHeadings.join(', ')
  return {
    added,
    changed,
    unchanged,
    notes: [
      ...(unread === '' ? [] : [{ zh: `没有读这些列：${unread}`, en: `columns not read: ${unread}` }]),
      ...doubts.map(({ line, question }) => ({
        zh: `第 ${line} 行：${question.zh}`,
        en: `line ${line}: ${question.en}`,
      })),
    ],
  }
}
