import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { inTransaction } from '../../context.ts'
import { FieldIssues } from '../../errors.ts'
import { say, type Locale, translator } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import { input, section, textInput, modal } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import type { Message } from '../../slack/blocks.ts'
import type { ActionCall, Listeners } from '../../slack/listener.ts'
import { readMemo } from '../../slack/memo.ts'
import {
  deleteWithReason,
  recordToCorrect,
  restoreRecord,
  undoRecord,
  UndoTooLate,
} from '../change/correct-record.ts'
import { audienceOf, catalogFor, type WordsFor } from '../answers/handler-context.ts'
import { recordDeleted, recordRestored, recordUndone } from '../answers/messages.ts'
import type { LoggedRecord } from '../record/record.ts'

const DELETE_FORM = 'record.delete'

const deleteMemo = z.object({ id: z.string(), responseUrl: z.string().nullable(), late: z.boolean() })
type DeleteMemo = z.infer<typeof deleteMemo>

/** Registers Undo and, once it is too late for that, deleting with a reason. */
export function registerUndo(listeners: Listeners<Caller>, wordsFor: WordsFor): void {
  listeners.action('record.undo', async (call) => {
    const { caller, value, reply } = call
    try {
      const undone = await undoRecord(caller.ctx, { id: value, by: caller.member })
      await reply(recordUndone(undone, caller.locale), { replace: true })
    } catch (error) {
      if (!(error instanceof UndoTooLate)) throw error
      await openDelete(call, error.record, true)
    }
  })
  listeners.action('record.restore', async ({ caller, value, reply }) => {
    await reply(await restore(caller, value, wordsFor), { replace: true })
  })
  listeners.action('record.delete', async (call) => {
    const { caller, value } = call
    const record = await inTransaction(
      caller.ctx,
      async ({ db }) => await recordToCorrect(db, value, caller.member, 'delete'),
    )
    await openDelete(call, record, false)
  })
  listeners.form(DELETE_FORM, async ({ caller, values, metadata, replyAt }) => {
    const { id, responseUrl } = readMemo(deleteMemo, metadata)
    const reason = (values['reason']?.['value']?.value ?? '').trim()
    if (reason === '') throw new FieldIssues({ reason: { zh: '请写原因。', en: 'Give the reason.' } })
    const { ctx, member, requestId, locale } = caller
    const said = recordDeleted(
      await deleteWithReason(ctx, { id, reason, by: member, requestId }),
      reason,
      locale,
    )
    await replyAt(responseUrl)(said, { replace: true })
  })
}

async function openDelete(
  { caller, openForm, responseUrl }: ActionCall<Caller>,
  record: LoggedRecord,
  late: boolean,
): Promise<void> {
  await openForm(deleteForm(record, { id: record.id, responseUrl, late }, caller.locale))
}

/** Asks why a record is to be deleted. */
export function deleteForm(record: LoggedRecord, memo: DeleteMemo, locale: Locale): ModalView {
  const t = translator(locale)

  const what = `*${record.id}* ${escapeText(record.title)}`
  return modal(locale, {
    title: { zh: `删除 ${record.id}`, en: `Delete ${record.id}` },
    id: DELETE_FORM,
    submit: { zh: '删除', en: 'Delete' },
    memo,
    blocks: [
      section(
        say(
          locale,
          memo.late
            ? {
                zh: `${what}\n记录超过 15 分钟就不能撤销了，可以写明原因删除。它不再计入统计，历史仍保留。`,
                en: `${what}\nUndo works for 15 minutes. You can still delete it with a reason: it counts nowhere any more, and its history stays.`,
              }
            : {
                zh: `${what}\n删除后不再计入统计，历史仍保留。`,
                en: `${what}\nDeleted, it counts nowhere any more; its history stays.`,
              },
        ),
      ),
      input(
        'reason',
        t('原因', 'Reason'),
        textInput('', { placeholder: t('例如：重复记录', 'Like: logged twice') }),
      ),
    ],
  })
}

/** Puts a record back, and says it as it is. Throws when it is there, or not this person's to correct. */
export async function restore(caller: Caller, id: string, wordsFor: WordsFor): Promise<Message> {
  const { ctx, member: by, requestId } = caller
  const record = await restoreRecord(ctx, { id, by, requestId })
  const catalog = await catalogFor(caller, await wordsFor(caller), [record])
  return recordRestored({ record, catalog }, audienceOf(caller))
}
