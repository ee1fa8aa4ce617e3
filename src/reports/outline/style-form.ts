import type { ModalView } from '@slack/types'
import { FieldIssues } from '../../errors.ts'
import { type Locale, type LocalizedText, translator } from '../../locale.ts'
import { input, option, textInput, modal } from '../../slack/blocks.ts'
import type { FormValues } from '../../slack/listener.ts'
import type { OutlineState } from './edit-outline.ts'
import type { HouseStyle } from './outline.ts'
import { chosenAt, lengthFault, textAt } from './fields.ts'
import type { OutlineMemo } from './form.ts'

export const STYLE_FORM = 'report.outline.style'

/** The outline's name and house style. */
export function styleForm({ outline }: OutlineState, memo: OutlineMemo, locale: Locale): ModalView {
  const t = translator(locale)

  const { name, style } = outline
  const lines = (terms: readonly string[]) => textInput(terms.join('\n'), { multiline: true })
  const each = t('每行一个', 'One a line')
  const example = option(
    t(
      '把上次批准的同一部分给模型作文风样例（去掉数字）',
      'Show the model the last approved text, figures removed',
    ),
    'example',
  )
  return modal(locale, {
    title: { zh: '行文要求', en: 'House style' },
    id: STYLE_FORM,
    memo,
    blocks: [
      input('name', t('提纲名称', 'Name of the outline'), textInput(name)),
      input(
        'headings',
        t('段首用语（一是、二是……）', 'Openings of parallel paragraphs'),
        lines(style.headings),
        {
          optional: true,
          hint: each,
        },
      ),
      input('mustUse', t('必须使用的提法', 'Terms that must be used'), lines(style.mustUse), {
        optional: true,
        hint: each,
      }),
      input('mustNotUse', t('不得使用的提法', 'Terms that must not be used'), lines(style.mustNotUse), {
        optional: true,
        hint: each,
      }),
      input(
        'example',
        t('文风样例', 'Example of style'),
        { type: 'checkboxes', options: [example], ...(style.example ? { initial_options: [example] } : {}) },
        { optional: true },
      ),
    ],
  })
}

/** What was typed into the style's form. Throws FieldIssues. Pure. */
export function readStyleForm(values: FormValues): { readonly name: string; readonly style: HouseStyle } {
  const faults: Record<string, LocalizedText> = {}
  const name = textAt(values, 'name')
  if (name === '' || name.length > 80) faults['name'] = lengthFault(name, 80)
  const terms = (field: string, longest: number, most: number): string[] => {
    const list = [
      ...new Set(
        textAt(values, field)
          .split('\n')
          .map((term) => term.trim())
          .filter((term) => term !== ''),
      ),
    ]
    const long = list.find((term) => term.length > longest)
    if (long !== undefined) faults[field] = lengthFault(long, longest)
    else if (list.length > most) {
      faults[field] = {
        zh: `最多 ${most} 个，现在有 ${list.length} 个。`,
        en: `At most ${most}; there are ${list.length}.`,
      }
    }
    return list
  }
  const style = {
    headings: terms('headings', 20, 20),
    mustUse: terms('mustUse', 60, 50),
    mustNotUse: terms('mustNotUse', 60, 50),
    example: chosenAt(values, 'example').length > 0,
  }
  const both = style.mustUse.find((term) => style.mustNotUse.includes(term))
  if (both !== undefined) {
    faults['mustNotUse'] ??= {
      zh: `“${both}”既要求使用又不许使用。`,
      en: `"${both}" is both asked for and forbidden.`,
    }
  }
  if (Object.keys(faults).length > 0) throw new FieldIssues(faults)
  return { name, style }
}
