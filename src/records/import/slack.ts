import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf } from '../../context.ts'
import { FieldIssues } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { FormCall, Listeners } from '../../slack/listener.ts'
import { applyImport, cancelImport } from './apply.ts'
import {
  importApplied,
  importCancelled,
  importForm,
  IMPORT_FORM,
  MOST_BYTES,
  templateSent,
  templateWords,
} from './messages.ts'
import { forgetPendingImports, insertPendingImport } from './store.ts'
import { IMPORTS } from './read-file.ts'
import type { WordsFor } from '../answers/handler-context.ts'
import { sendFileToPerson } from '../../slack/files/send-file.ts'
import { COLUMNS_TO_FILL, tableHelp } from './help.ts'
import { keepWords } from '../words/vocabulary.ts'
import { xlsxTable } from '../table/write-table.ts'

/** What was asked so long ago is forgotten, decided or not. */
const KEPT_DAYS = 30

/** /wenshu import and /wenshu template. */
export function importSubcommands(wordsFor: WordsFor = keepWords()): readonly Subcommand[] {
  return [
    {
      names: ['import', '导入'],
      carryOut: async ({ caller, openForm }) => {
        requireAbility(caller.member, 'correct records of others')
        await openForm(importForm(caller.locale))
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

/** Registers the form that takes the file, and the buttons of the preview. */
export function registerImports(listeners: Listeners<Caller>): void {
  listeners.form(IMPORT_FORM, async (call) => {
    await take(call)
  })
  listeners.action('record.import.apply', async ({ caller, value, reply }) => {
    const { ctx, member, locale } = caller
    const { pending, counts, numbers } = await applyImport(ctx, { id: value, by: member })
    await reply(importApplied(pending.fileName, { numbers, changed: counts.changed }, locale), {
      replace: true,
    })
  })
  listeners.action('record.import.cancel', async ({ caller, value, reply }) => {
    const { ctx, member, locale } = caller
    const { fileName } = await cancelImport(ctx, { id: value, by: member })
    await reply(importCancelled(fileName, locale), { replace: true })
  })
}

/** Takes the file's id and leaves the rest to the queue: the form has to be answered within three seconds. */
async function take({ caller, values }: FormCall<Caller>): Promise<void> {
  const { ctx, member, requestId } = caller
  requireAbility(member, 'correct records of others')
  const [file] = values['file']?.['value']?.files ?? []
  if (file === undefined) throw new FieldIssues({ file: { zh: '请选一个文件。', en: 'Choose a file.' } })
  if ((file.size ?? 0) > MOST_BYTES) {
    throw new FieldIssues({
      file: {
        zh: '文件超过 5 MB。请分成几个文件。',
        en: 'The file is larger than 5 MB. Split it into several.',
      },
    })
  }
  await inTransaction(
    ctx,
    async (ctx) => {
      const askedAt = nowOf(ctx)
      await forgetPendingImports(ctx.db, new Date(askedAt.getTime() - KEPT_DAYS * 86_400_000))
      const id = randomUUID()
      const fileName = file.name ?? file.id
      await insertPendingImport(ctx.db, { id, byMember: member.id, askedAt, slackFileId: file.id, fileName })
      await ctx.enqueue(IMPORTS, { importId: id })
    },
    { once: requestId },
  )
}
