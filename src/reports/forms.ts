import type { ModalView } from '@slack/types'
import { MemberFacingError } from '../errors.ts'
import { say, type Locale } from '../locale.ts'
import { input, LIMITS, option, plain, textInput } from '../slack/blocks.ts'
import type { FormValues } from '../slack/listener.ts'
import { paragraphsOf } from './changed-paragraphs.ts'
import type { DraftText } from './edit-draft.ts'
import { piecesOf } from './inert-text.ts'
import type { Outline } from './outline.ts'

export const DRAFT_FORM = 'report.draft'
export const EDIT_FORM = 'report.edit'

/** What the draft form carries along: where it was asked for. `channel` null: the person's DM. */
export type DraftMemo = { readonly channel: string | null; readonly responseUrl: string | null }
/** What the edit form carries along. `pieces[i]`: into how many inputs paragraph i was split. */
export type EditMemo = {
  readonly id: string
  readonly baseVersion: number
  readonly pieces: readonly number[]
}

/** Chooses a section, of any outline, and a period. The first outline's sections are named without it. */
export function draftForm(
  outlines: readonly Outline[],
  period: string,
  memo: DraftMemo,
  locale: Locale,
): ModalView {
  const groups = outlines.map(({ id: outline, name, sections }, place) => ({
    label: plain(name, LIMITS.option),
    options: sections
      .slice(0, LIMITS.options)
      .map(({ id, title }) => option(title, place === 0 ? id : `${outline}:${id}`)),
  }))
  const [first] = groups
  const proposed = first?.options[1] ?? first?.options[0]
  return {
    type: 'modal',
    callback_id: DRAFT_FORM,
    private_metadata: JSON.stringify(memo),
    title: plain(say(locale, { zh: '起草报告', en: 'Draft a section' }), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '起草', en: 'Draft' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    blocks: [
      input('section', say(locale, { zh: '部分', en: 'Section' }), {
        type: 'static_select',
        option_groups: groups,
        ...(proposed === undefined ? {} : { initial_option: proposed }),
      }),
      input('period', say(locale, { zh: '期间', en: 'Period' }), textInput(period), {
        hint: say(locale, {
          zh: '如 2022、2022H1、2022Q3、2022-11，或 2022-03..2022-10',
          en: 'Like 2022, 2022H1, 2022Q3, 2022-11, or 2022-03..2022-10',
        }),
      }),
    ],
  }
}

/** One input a paragraph; a paragraph longer than an input takes several. Throws when the text needs too many. */
export function editForm({ draft, version }: DraftText, locale: Locale): ModalView {
  const paragraphs = paragraphsOf(version.text).map((paragraph) =>
    piecesOf(paragraph, LIMITS.plainTextInput - 200),
  )
  const pieces = paragraphs.map(({ length }) => length)
  const inputs = paragraphs.flat().map((text, place) =>
    input(
      `p${place}`,
      say(locale, { zh: `第 ${place + 1} 段`, en: `Paragraph ${place + 1}` }),
      textInput(text, { multiline: true }),
      {
        optional: true,
      },
    ),
  )
  if (inputs.length > LIMITS.viewBlocks - 1) throw tooLong(draft.id)
  const memo: EditMemo = { id: draft.id, baseVersion: version.version, pieces }
  return {
    type: 'modal',
    callback_id: EDIT_FORM,
    private_metadata: JSON.stringify(memo),
    title: plain(say(locale, { zh: `修改 ${draft.id}`, en: `Edit ${draft.id}` }), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '保存', en: 'Save' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    blocks: [
      ...inputs,
      input(
        'more',
        say(locale, { zh: '再加一段', en: 'One more paragraph' }),
        textInput('', { multiline: true }),
        {
          optional: true,
          hint: say(locale, { zh: '清空一段就是删去它。', en: 'A paragraph that is emptied is taken out.' }),
        },
      ),
    ],
  }
}

/** The text of the edit form, paragraphs put together again. */
export function readEditForm(values: FormValues, { pieces }: EditMemo): string {
  const valueOf = (field: string): string => (values[field]?.['value']?.value ?? '').replaceAll('\r\n', '\n')
  let place = 0
  const paragraphs = pieces.map((count) => {
    let paragraph = ''
    for (let piece = 0; piece < count; piece++) paragraph += valueOf(`p${place++}`)
    return paragraph.trim()
  })
  return [...paragraphs, valueOf('more').trim()].filter((paragraph) => paragraph !== '').join('\n\n')
}

function tooLong(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 的段落太多，一张表单放不下。请分几部分起草。`,
    en: `${id} has more paragraphs than one form can hold. Draft it in smaller sections.`,
  })
}
