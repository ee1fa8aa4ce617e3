import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { say, type Locale, translator } from '../../locale.ts'
import { input, LIMITS, option, plain, section, textInput, modal } from '../../slack/blocks.ts'
import type { FormValues } from '../../slack/listener.ts'
import { paragraphsOf } from '../paragraphs/changed-paragraphs.ts'
import { cutAt } from '../paragraphs/inert-text.ts'

export const EDIT_FORM = 'report.edit'
export const ADD_PARAGRAPH = 'report.edit.add'
export const REMOVE_PARAGRAPH = 'report.edit.remove'

/** Characters of one input at the start, so that there is room to type on. */
const PIECE = LIMITS.plainTextInput - 300
/** Inputs of one form: Slack takes 100 blocks, some of which say or do something else. */
const INPUTS = 88
/** A form's paragraphs in all, in UTF-8: Slack takes 250 kB of a whole form. */
const BYTES = 180_000

/** A paragraph of the form: the number of its first input, and what stood where a long one was cut, between its inputs. */
const editParagraph = z.object({ key: z.int(), joints: z.array(z.string()).readonly() })
export type EditParagraph = z.infer<typeof editParagraph>

/**
 * What the edit form carries along: the draft, the version that is edited, which of its paragraphs are in the form (`from`
 * to `to`, the rest stays as it is), and how those are dealt out to inputs. `next`: the number of the next new input.
 */
export const editMemo = z.object({
  id: z.string(),
  base: z.int(),
  from: z.int(),
  to: z.int(),
  next: z.int(),
  paragraphs: z.array(editParagraph),
})
export type EditMemo = z.infer<typeof editMemo>
/** What a form is filled with: a draft's version, or a person's text upon it. */
export type EditContent = {
  readonly id: string
  readonly base: number
  readonly from: number
  readonly to: number
  readonly paragraphs: readonly string[]
  /** Numbers below it are used by inputs of the form that this one replaces. */
  readonly firstKey: number
  /** Said above the inputs. */
  readonly notices: readonly string[]
}

/** The paragraphs from `from` on that fit into one form. */
export function contentOf(of: {
  readonly id: string
  readonly base: number
  readonly text: string
  readonly from: number
}): EditContent {
  const all = paragraphsOf(of.text)
  const from = Math.min(Math.max(0, of.from), Math.max(0, all.length - 1))
  let [to, inputs, bytes] = [from, 0, 0]
  while (to < all.length) {
    const paragraph = all[to] ?? ''
    inputs += piecesOfParagraph(paragraph).pieces.length
    bytes += Buffer.byteLength(paragraph)
    if (to > from && (inputs > INPUTS || bytes > BYTES)) break
    to++
  }
  return { id: of.id, base: of.base, from, to, paragraphs: all.slice(from, to), firstKey: 0, notices: [] }
}

/** One input a paragraph; one that is longer than an input takes several. */
export function editForm(content: EditContent, total: number, locale: Locale): ModalView {
  const blocks: KnownBlock[] = []
  const dealt: EditParagraph[] = []
  let next = content.firstKey
  content.paragraphs.forEach((text, place) => {
    const { pieces, joints } = piecesOfParagraph(text)
    dealt.push({ key: next, joints })
    for (const [part, piece] of pieces.entries()) {
      blocks.push(paragraphInput(next, piece, paragraphLabel(content.from + place, part, locale), locale))
      next++
    }
  })
  const { id, base, from, to } = content
  const rest =
    from > 0 || to < total
      ? [
          say(locale, {
            zh: `这里是第 ${from + 1} 至 ${to} 段，共 ${total} 段；其余的不变。从别的段落起修改：/report edit ${id} 段号`,
            en: `These are paragraphs ${from + 1} to ${to} of ${total}; the others stay. To begin elsewhere: /report edit ${id} NUMBER`,
          }),
        ]
      : []
  return formOf(
    { id, base, from, to, next, paragraphs: dealt },
    [...content.notices, ...rest],
    blocks,
    locale,
  )
}

/** The paragraphs as they stand in the form now, put together again. */
export function paragraphsIn(values: FormValues, { paragraphs }: EditMemo): string[] {
  return paragraphs.map(({ key, joints }) => {
    let text = valueOf(values, `p${key}`).trim()
    for (const [place, joint] of joints.entries()) {
      const piece = valueOf(values, `p${key + place + 1}`).trim()
      text = text === '' || piece === '' ? text + piece : text + joint + piece
    }
    return text
  })
}

/** The whole text that the form makes of its base version; an emptied paragraph is taken out. */
export function readEditForm(values: FormValues, memo: EditMemo, baseText: string): string {
  const base = paragraphsOf(baseText)
  const edited = [...paragraphsIn(values, memo), valueOf(values, 'more').trim()]
  return [...base.slice(0, memo.from), ...edited, ...base.slice(memo.to)]
    .filter((paragraph) => paragraph !== '')
    .join('\n\n')
}

/** The form with one more paragraph before the one at `place`, or without that one; what was typed stays. */
export function changedForm(
  values: FormValues,
  memo: EditMemo,
  change: { readonly kind: 'add' | 'remove'; readonly place: number },
  locale: Locale,
): ModalView {
  const texts = paragraphsIn(values, memo)
  const kept = memo.paragraphs.map((paragraph, place) => ({ paragraph, text: texts[place] ?? '' }))
  const fresh = { paragraph: { key: memo.next, joints: [] }, text: '' }
  const full = memo.paragraphs.reduce((sum, { joints }) => sum + 1 + joints.length, 0) >= INPUTS + 4
  const after =
    change.kind === 'remove'
      ? kept.toSpliced(change.place, 1)
      : full
        ? kept
        : kept.toSpliced(change.place, 0, fresh)
  const blocks = after.flatMap(({ paragraph: { key, joints } }, place) =>
    Array.from({ length: joints.length + 1 }, (_, part) =>
      paragraphInput(
        key + part,
        valueOf(values, `p${key + part}`),
        paragraphLabel(memo.from + place, part, locale),
        locale,
      ),
    ),
  )
  const next = { ...memo, next: memo.next + 1, paragraphs: after.map(({ paragraph }) => paragraph) }
  return formOf(next, [], blocks, locale)
}

function formOf(
  memo: EditMemo,
  notices: readonly string[],
  blocks: readonly KnownBlock[],
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const { id } = memo
  return modal(locale, {
    title: { zh: `修改 ${id}`, en: `Edit ${id}` },
    id: EDIT_FORM,
    memo,
    blocks: [
      ...notices.map((notice) => section(notice)),
      ...blocks,
      input('more', t('在最后加一段', 'One more paragraph at the end'), textInput('', { multiline: true }), {
        optional: true,
        hint: t('清空一段就是删去它。', 'A paragraph that is emptied is taken out.'),
      }),
      ...paragraphMenus(memo, locale),
    ],
  })
}

/** Where to add a paragraph, and which one to take out. The block is named anew each time, so that nothing stays chosen. */
function paragraphMenus(memo: EditMemo, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  const count = memo.paragraphs.length
  const nameOf = (place: number): string =>
    t(`第 ${memo.from + place + 1} 段`, `paragraph ${memo.from + place + 1}`)
  const before = (place: number): string =>
    place === count ? t('最后', 'at the end') : t(`${nameOf(place)}之前`, `before ${nameOf(place)}`)
  const places = Array.from({ length: count + 1 }, (_, place) => option(before(place), String(place)))
  const own = Array.from({ length: count }, (_, place) => option(nameOf(place), String(place)))
  return [
    {
      type: 'actions',
      block_id: `paragraphs${memo.next}`,
      elements: [
        {
          type: 'static_select',
          action_id: ADD_PARAGRAPH,
          placeholder: plain(t('加一段……', 'Add a paragraph …'), 150),
          options: places.slice(0, LIMITS.options),
        },
        ...(own.length === 0
          ? []
          : [
              {
                type: 'static_select' as const,
                action_id: REMOVE_PARAGRAPH,
                placeholder: plain(t('删一段……', 'Take one out …'), 150),
                options: own.slice(0, LIMITS.options),
              },
            ]),
      ],
    },
  ]
}

function paragraphInput(key: number, text: string, label: string, locale: Locale): KnownBlock {
  const empty = say(locale, { zh: '新的一段', en: 'A new paragraph' })
  return input(
    `p${key}`,
    label,
    textInput(text, { multiline: true, ...(text === '' ? { placeholder: empty } : {}) }),
    { optional: true },
  )
}

function paragraphLabel(place: number, part: number, locale: Locale): string {
  const t = translator(locale)

  return part === 0
    ? t(`第 ${place + 1} 段`, `Paragraph ${place + 1}`)
    : t(`第 ${place + 1} 段（续）`, `Paragraph ${place + 1} (continued)`)
}

/** A paragraph cut into what inputs hold. White space at a cut goes into `joints`, since a form may drop it. */
export function piecesOfParagraph(text: string): {
  readonly pieces: readonly string[]
  readonly joints: readonly string[]
} {
  const pieces: string[] = []
  const joints: string[] = []
  let rest = text
  while (rest.length > PIECE) {
    const at = cutAt(rest, PIECE)
    const piece = rest.slice(0, at).trimEnd()
    const next = rest.slice(at).trimStart()
    joints.push(rest.slice(piece.length, rest.length - next.length))
    pieces.push(piece)
    rest = next
  }
  return { pieces: [...pieces, rest], joints }
}

function valueOf(values: FormValues, field: string): string {
  return (values[field]?.['value']?.value ?? '').replaceAll('\r\n', '\n')
}
