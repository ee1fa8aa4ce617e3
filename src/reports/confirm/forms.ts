import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { type Locale, translator } from '../../locale.ts'
import { choice, input, LIMITS, modal, option, section, textInput } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import { SOURCE_LENGTH } from './confirm-figure.ts'
import type { VerdictSpan } from '../../claims/bind/verify-text.ts'

export const CONFIRM_FORM = 'report.confirm'
export const NAME_FORM = 'report.name'

/** What both forms carry along: the draft and the version whose figures they list. */
export const figureMemo = z.object({ id: z.string(), seen: z.int() })
export type FigureMemo = z.infer<typeof figureMemo>

/** Characters shown on either side of a figure, so that one tells which it is. */
const AROUND = 14
const LISTED = 12

/** Chooses a figure that no record bears out, and says where it comes from. */
export function confirmForm(
  memo: FigureMemo,
  text: string,
  open: readonly VerdictSpan[],
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const options = open.slice(0, LIMITS.options).map((span) => option(inPlace(text, span), String(span.start)))
  const only = options.length === 1 ? options[0] : undefined
  return modal(locale, {
    title: { zh: '确认数字', en: 'Confirm a figure' },
    id: CONFIRM_FORM,
    memo,
    blocks: [
      section(
        t(
          '没有记录为据的数字，可以写明来源加以确认。它会一直标着您的名字和时间，不算作有记录为据；数字或所在的句子改动后，确认自动失效。',
          'A figure that no record bears out can be confirmed with its source. It stays marked with your name and the time, and does not count as traced; when the figure or its sentence changes, the confirmation lapses.',
        ),
      ),
      input('figure', t('数字', 'Figure'), choice(options, only)),
      input('source', t('来源', 'Source'), textInput(''), {
        hint: t(
          `例如：财务处11月报表。${SOURCE_LENGTH.from} 到 ${SOURCE_LENGTH.to} 个字。`,
          `Like: November report of the finance office. ${SOURCE_LENGTH.from} to ${SOURCE_LENGTH.to} characters.`,
        ),
      }),
    ],
  })
}

/** Says that what was taken for a figure is part of a name. */
export function nameForm(
  memo: FigureMemo,
  text: string,
  open: readonly VerdictSpan[],
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const figures = open.filter(({ kind }) => kind === 'figure' || kind === 'date')
  const shown = figures.slice(0, LISTED).map((span) => `• ${escapeText(inPlace(text, span))}`)
  return modal(locale, {
    title: { zh: '不是数字', en: 'Not a figure' },
    id: NAME_FORM,
    memo,
    blocks: [
      section([t('没有记录为据的有：', 'No record bears out:'), ...shown].join('\n')),
      input(
        'term',
        t('完整的名称', 'The whole name'),
        textInput('', { placeholder: t('三个一工程', 'the 3-in-1 programme') }),
        {
          hint: t(
            '照正文里的写法，要比数字本身长。加入后，全工作区都把它当作名称，不再核对；谁加的会一直显示，可用 /report lexicon 移除。',
            'As it stands in the text, and more than the figure itself. Once added it is a name in the whole workspace and is not checked; who added it stays shown, and /report lexicon removes it.',
          ),
        },
      ),
    ],
  })
}

function inPlace(text: string, { start, end }: VerdictSpan): string {
  // By whole characters, so that no surrogate pair is cut.
  const before = Array.from(text.slice(0, start)).slice(-AROUND).join('')
  const after = Array.from(text.slice(end)).slice(0, AROUND).join('')
  const around = `${before}【${text.slice(start, end)}】${after}`
  return fit(around.replaceAll(/\s+/g, ' ').trim(), LIMITS.option)
}
