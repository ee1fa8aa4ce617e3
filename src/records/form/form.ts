import type { InputBlock, ModalView } from '@slack/types'
import { say, type Locale, translator } from '../../locale.ts'
import { context, plain, modal } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import type { FormField } from '../words/field-words.ts'
import { dayFields, kindField, textFields, unusualField } from './fields.ts'
import { fittingMemo, type FormMemo } from './memo.ts'
import type { FormStart } from './start.ts'
import type { Catalog } from '../words/view.ts'

export const RECORD_FORM = 'record.form'

/** The form for a new record or a correction. */
export function recordForm(
  start: FormStart,
  memo: FormMemo,
  catalog: Pick<Catalog, 'kinds' | 'measures' | 'former'>,
  locale: Locale,
): ModalView {
  return modal(locale, {
    title: formTitle(memo, locale),
    id: RECORD_FORM,
    memo: fittingMemo(memo),
    blocks: [
      ...(start.notes ?? []).map((note) => context(note)),
      ...start.questions
        .slice(0, MOST_QUESTIONS)
        .map((question) => context(`:grey_question: ${escapeText(say(locale, question))}`)),
      ...unusualField(start.unusual ?? [], locale),
      ...[
        kindField(start, memo, catalog, locale),
        ...dayFields(start, locale),
        ...textFields(start, catalog.measures, locale),
      ].map((field) => dressed(field, start, locale)),
    ],
  })
}

/** Said on top of a form at most: more would push its fields out of sight. */
const MOST_QUESTIONS = 12

/**
 * Says at a field what is asked about it or which words it was taken from, and gives it a new name in Slack's eyes where
 * its content is replaced.
 */
function dressed(field: InputBlock, { taken, asked, replaced }: FormStart, locale: Locale): InputBlock {
  const name = field.block_id as FormField
  const words = taken?.[name]
  const question = asked?.[name]
  const isReplaced = replaced?.fields.includes(name) === true
  const hints = [
    ...(question === undefined ? [] : [`❓ ${say(locale, question)}`]),
    ...(words === undefined ? [] : [say(locale, { zh: `取自“${words}”`, en: `Taken from “${words}”` })]),
  ]
  return {
    ...field,
    ...(isReplaced ? { element: { ...field.element, action_id: `value.${replaced.mark}` } } : {}),
    ...(hints.length === 0 ? {} : { hint: plain(hints.join('\n'), 300) }),
  }
}

function formTitle(memo: FormMemo, locale: Locale): string {
  const t = translator(locale)

  if (memo.anyFamily === true) return t('记录这条消息', 'Log this')
  if (memo.id !== null) return t(`修改 ${memo.id}`, `Edit ${memo.id}`)
  return memo.family === 'study' ? t('记录学习', 'Log a study session') : t('记录活动', 'Log an activity')
}
