import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { type Locale, translator } from '../locale.ts'
import { input, LIMITS, option, plain, textInput, modal } from '../slack/blocks.ts'
import type { Outline } from './outline/outline.ts'

export const DRAFT_FORM = 'report.draft'

/** What the draft form carries along: where it was asked for. `channel` null: the person's DM. */
export const draftMemo = z.object({ channel: z.string().nullable(), responseUrl: z.string().nullable() })
export type DraftMemo = z.infer<typeof draftMemo>

/** Chooses a section, of any outline, and a period. The first outline's sections are named without it. */
export function draftForm(
  outlines: readonly Outline[],
  period: string,
  memo: DraftMemo,
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const groups = outlines.map(({ id: outline, name, sections }, place) => ({
    label: plain(name, LIMITS.option),
    options: sections
      .slice(0, LIMITS.options)
      .map(({ id, title }) => option(title, place === 0 ? id : `${outline}:${id}`)),
  }))
  const [first] = groups
  const proposed = first?.options[1] ?? first?.options[0]
  return modal(locale, {
    title: { zh: '起草报告', en: 'Draft a section' },
    id: DRAFT_FORM,
    submit: { zh: '起草', en: 'Draft' },
    memo,
    blocks: [
      input('section', t('部分', 'Section'), {
        type: 'static_select',
        option_groups: groups,
        ...(proposed === undefined ? {} : { initial_option: proposed }),
      }),
      input('period', t('期间', 'Period'), textInput(period), {
        hint: t(
          '如 2022、2022H1、2022Q3、2022-11，或 2022-03..2022-10',
          'Like 2022, 2022H1, 2022Q3, 2022-11, or 2022-03..2022-10',
        ),
      }),
    ],
  })
}
