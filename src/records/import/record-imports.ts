import { notYetStored } from '../../storage-words.ts'
import { recordAudit } from '../../members/audit-store.ts'
import { nowOf } from '../../context.ts'
import type { ImportSort } from '../../imports/import-sort.ts'
import { readTableApart } from '../../tables/read-table.ts'
import { readWords } from '../words/vocabulary.ts'
import { carryOutPlan, type CarriedOut } from './carry-out.ts'
import { tally } from './decide.ts'
import { importApplied, importPreview } from './messages.ts'
import { planSchema, type ImportCounts, type ImportPlan } from './plan.ts'
import { planImport } from './plan-import.ts'

type Planned = { readonly plan: ImportPlan; readonly counts: ImportCounts }
type Imported = CarriedOut & { readonly open: number }

/** Tables of records that editors bring with /wenshu import. */
export const recordImports: ImportSort<Planned, Imported> = {
  name: 'records',
  form: 'record.import',
  command: '/wenshu import',
  ability: 'correct records of others',
  file: {
    most: 5_000_000,
    advice: { zh: '请分成几个文件。', en: 'Split it into several.' },
    types: ['csv', 'xlsx'],
  },
  queue: { name: 'imports', expireIn: 120 },
  mark: 'wenshu_import',
  words: {
    title: { zh: '导入记录', en: 'Import records' },
    label: { zh: '文件', en: 'File' },
    what: {
      zh: `选一个 CSV 或 XLSX 文件（不超过 5 MB）。读完先在私信里给您看会新增、修改什么，${notYetStored.untilImport.zh}。\n导出的表改过以后可以原样导回来；新表用 \`/wenshu template\` 下载模板。`,
      en: `Choose a CSV or XLSX file (at most 5 MB). You are first shown in your direct messages what would be new and what would change; ${notYetStored.untilImport.en}.\nAn exported table can be changed and sent back as it is; for a new one get a template with \`/wenshu template\`.`,
    },
  },
  read: async (bytes) => {
    const table = await readTableApart(bytes)
    return async (ctx) => await planImport(ctx, table, await readWords(ctx.db))
  },
  keep: ({ plan, counts }) => ({ plan, counts }),
  revive: ({ plan, counts }) => ({ plan: planSchema.parse(plan), counts: counts as ImportCounts }),
  preview: (pending, planned, { locale }) => importPreview(pending, planned, locale),
  carryOut: async (ctx, { pending, plan: { plan, counts }, by, progress }) => {
    const { numbers, changed } = await carryOutPlan(ctx, plan, by.id, progress)
    await recordAudit(ctx.db, {
      id: pending.id,
      at: nowOf(ctx),
      by: by.id,
      action: 'records.imported',
      subject: pending.fileName,
      details: { added: numbers, changed },
    })
    return { numbers, changed, open: tally(plan, counts).open }
  },
  done: ({ fileName }, imported, locale) => importApplied(fileName, imported, locale),
}
