import type { Locale } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import { type Message, message } from '../../slack/blocks.ts'
import type { ActionCall } from '../../slack/listener.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { sendFileToPerson } from '../../slack/files/send-file.ts'
import type { Cell } from '../../tables/cells.ts'
import { csvFile, xlsxFile } from '../../tables/write-table.ts'

export type Format = 'csv' | 'xlsx'

/** A table to be sent as a file; its name without the ending. */
export type NamedTable = {
  readonly name: string
  readonly heads: readonly string[]
  readonly rows: readonly Cell[][]
}

const WIDTH = 18

/** Puts a table into the DM of the one who pressed the button, and says so where they pressed it. */
export async function tableToPerson(
  { caller, client, userId, reply }: ActionCall<Caller>,
  { name, heads, rows }: NamedTable,
  format: Format,
): Promise<void> {
  const bytes =
    format === 'csv'
      ? csvFile(heads, rows)
      : await xlsxFile([{ name: 'reminders', heads, rows, widths: heads.map(() => WIDTH) }])
  const file = { name: `${name}.${format}`, bytes }
  await sendFileToPerson(client, userId, file, `\`${file.name}\``)
  await reply(fileSent(rows.length, file.name, caller.locale))
}

/** Said where the button was pressed; the file itself comes into the DM. */
function fileSent(count: number, name: string, locale: Locale): Message {
  return message(locale, {
    zh: `已把这 ${count} 行发到您和文书的私信里：${escapeText(name)}`,
    en: `These ${count} lines are in your direct messages with Wenshu now: ${escapeText(name)}`,
  })
}
