import { z } from 'zod'
import { inTransaction } from '../../context.ts'
import { changePlan } from '../../imports/apply-import.ts'
import { openImport, registerImport } from '../../imports/slack.ts'
import { say } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import { listMembers } from '../../members/members-store.ts'
import type { Listeners } from '../../slack/listener.ts'
import { CHOOSE } from './choice-messages.ts'
import { choiceTable } from './choice-table.ts'
import { decide, type Chosen } from './decide.ts'
import { CHOICE_GROUPS, DECISIONS } from './plan.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import { byId, type WordsFor } from '../answers/handler-context.ts'
import { sendFileToPerson } from '../../slack/files/send-file.ts'
import { COLUMNS_TO_FILL, tableHelp } from './help.ts'
import { importPreview, listSent, listWords, templateSent, templateWords } from './messages.ts'
import { recordImports } from './record-imports.ts'
import { keepWords } from '../words/vocabulary.ts'
import { xlsxTable } from '../table/write-table.ts'

/** Registers the form that takes a table, the buttons of its preview, and what is chosen there. */
export function registerRecordImports(listeners: Listeners<Caller>, wordsFor: WordsFor): void {
  registerImport(listeners, recordImports)
  listeners.action(CHOOSE, async ({ caller, value, reply }) => {
    const [id = '', at = '', decision = ''] = value.split('|')
    const { ctx, member: by, locale } = caller
    const { pending, plan } = await changePlan(ctx, recordImports, { id, by }, ({ plan, counts }) => ({
      plan: decide(plan, readChosen(at), z.enum(DECISIONS).parse(decision)),
      counts,
    }))
    await reply(importPreview(pending, plan, locale), { replace: true })
  })
  listeners.action('record.import.list', async ({ caller, value, client, userId, reply }) => {
    const { ctx, member: by, locale, workspace } = caller
    const words = await wordsFor(caller)
    const { pending, plan } = await changePlan(ctx, recordImports, { id: value, by }, (same) => same)
    const members = await inTransaction(ctx, async ({ db }) => await listMembers(db))
    const catalog = { ...words, members: byId(members), zone: workspace.zone }
    const bytes = await choiceTable(plan.plan, catalog, locale)
    const name = say(locale, { zh: '导入清单.xlsx', en: 'wenshu-import-list.xlsx' })
    await sendFileToPerson(client, userId, { name, bytes }, listWords(pending.fileName, locale))
    await reply(listSent(locale))
  })
}

function readChosen(at: string): Chosen {
  const group = CHOICE_GROUPS.find((one) => one === at)
  return group === undefined ? { nth: z.coerce.number().int().parse(at) } : { group }
}

/** /wenshu import and /wenshu template. */
export function importSubcommands(wordsFor: WordsFor = keepWords()): readonly Subcommand[] {
  return [
    {
      names: ['import', '导入'],
      carryOut: async (call) => {
        await openImport(recordImports, call)
      },
    },
    {
      names: ['template', '模板'],
      carryOut: async ({ caller, client, userId, reply }) => {
        const { locale } = caller
        const help = tableHelp(await wordsFor(caller), locale)
        const bytes = await xlsxTable([], locale, { columns: COLUMNS_TO_FILL, help })
        const name = locale === 'zh' ? '文书导入模板.xlsx' : 'wenshu-template.xlsx'
        await sendFileToPerson(client, userId, { name, bytes }, templateWords(locale))
        await reply(templateSent(locale))
      },
    },
  ]
}
