import { openImport } from '../../imports/slack.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { WordsFor } from '../answers/handler-context.ts'
import { sendFileToPerson } from '../../slack/files/send-file.ts'
import { COLUMNS_TO_FILL, tableHelp } from './help.ts'
import { templateSent, templateWords } from './messages.ts'
import { recordImports } from './record-imports.ts'
import { keepWords } from '../words/vocabulary.ts'
import { xlsxTable } from '../table/write-table.ts'

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
