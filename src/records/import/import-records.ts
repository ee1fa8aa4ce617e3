import { basename } from 'node:path'
import type { Transacting } from '../../context.ts'
import type { LocalizedText } from '../../locale.ts'
import { readTableFile, refusingFile, type ImportCount } from '../../tables/rows.ts'
import { TableRefused } from '../../tables/row-issues.ts'
import type { Family } from '../record/record.ts'
import { readWords, vocabularyOf } from '../words/vocabulary.ts'
import { carryOutPlan } from './carry-out.ts'
import { tally } from './decide.ts'
import { decisionsOf, type Choice } from './plan.ts'
import { planImport } from './plan-import.ts'

/** What the operator is told beside the count. */
type Imported = ImportCount & { readonly notes: readonly LocalizedText[] }

/**
 * Imports study.csv by the rules of a table that is sent in Slack. There a preview shows what is refused or doubtful; here
 * a refused row refuses the table, what has to be chosen is left out, and both that and what is doubtful is in `notes`. Throws TableRefused, with every fault and its
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
  const { numbers, changed } = await carryOutPlan(ctx, plan, null)
  const { unchanged, open } = tally(plan, counts)
  const unread = counts.unknownHeadings.join(', ')
  return {
    added: numbers.length,
    changed: changed.length,
    unchanged: unchanged + open,
    notes: [
      ...(unread === '' ? [] : [{ zh: `没有读这些列：${unread}`, en: `columns not read: ${unread}` }]),
      ...plan.choices.filter(({ decision }) => decision === null).map(notChosen),
      ...doubts.map(({ line, question }) => ({
        zh: `第 ${line} 行：${question.zh}`,
        en: `line ${line}: ${question.en}`,
      })),
    ],
  }
}

/** Nobody can be asked on the command line: the row is left out, and how to decide is said. */
function notChosen({ line, id, shows, group }: Choice): LocalizedText {
  const [zh, en] = decisionsOf({ group }).includes('take')
    ? ['keep（保留）、take（用文件的）或 both（都留）', 'keep, take or both']
    : ['keep（保留）或 both（都留）', 'keep or both']
  const about = id === null ? '' : `${id} `
  return {
    zh: `第 ${line} 行没有导入：${about}${shows.zh}。请在 decision 一列写 ${zh} 再导入`,
    en: `line ${line} was not imported: ${about}${shows.en}. Write ${en} into a column decision and import it again`,
  }
}
