import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ModalView } from '@slack/types'
import { paragraphsOf } from '../../../src/reports/paragraphs/changed-paragraphs.ts'
import {
  changedForm,
  contentOf,
  editForm,
  piecesOfParagraph,
  readEditForm,
  type EditMemo,
} from '../../../src/reports/edit/form.ts'
import type { FormValues } from '../../../src/slack/listener.ts'

const formFor = (text: string, from = 0): ModalView =>
  editForm(contentOf({ id: 'D-1', base: 1, text, from }), paragraphsOf(text).length, 'zh')
const memoOf = (view: ModalView): EditMemo => JSON.parse(view.private_metadata ?? '') as EditMemo

/** What Slack sends when nothing is typed: as a form may, without white space at the ends of an input. */
function unchanged(view: ModalView): FormValues {
  const inputs = view.blocks.flatMap((block) => {
    if (!('element' in block) || block.element.type !== 'plain_text_input') return []
    const value = (block.element.initial_value ?? '').trim()
    return [[block.block_id ?? '', { value: { type: 'plain_text_input', value } }]]
  })
  return Object.fromEntries(inputs) as FormValues
}

/** The values with others in their places. */
const typed = (values: FormValues, other: Readonly<Record<string, string>>): FormValues => ({
  ...values,
  ...Object.fromEntries(
    Object.entries(other).map(([field, value]) => [field, { value: { type: 'plain_text_input', value } }]),
  ),
})

const words = fc.stringMatching(/^[a-z甲乙丙。，. ]{0,80}$/)
const longText = fc
  .array(
    fc.array(words, { minLength: 1, maxLength: 120 }).map((parts) => parts.join(' ')),
    {
      minLength: 1,
      maxLength: 12,
    },
  )
  .map((paragraphs) => paragraphs.map((paragraph) => paragraph.trim()).join('\n\n'))

describe('the edit form', () => {
  it('sent unchanged gives the same paragraphs, however long they are', () => {
    fc.assert(
      fc.property(longText, (text) => {
        const view = formFor(text)
        expect(paragraphsOf(readEditForm(unchanged(view), memoOf(view), text))).toEqual(paragraphsOf(text))
      }),
    )
  })

  it('keeps to Slack’s limits whatever the text, and leaves alone what it does not hold', () => {
    const text = Array.from({ length: 300 }, (_, place) => `第${place}段。${'长'.repeat(4000)}`).join('\n\n')
    for (const from of [0, 5, 299, 5000]) {
      const view = formFor(text, from)
      expect(view.blocks.length).toBeLessThanOrEqual(100)
      expect(Buffer.byteLength(JSON.stringify(view))).toBeLessThan(250_000)
      expect((view.private_metadata ?? '').length).toBeLessThanOrEqual(3000)
      expect(readEditForm(unchanged(view), memoOf(view), text)).toBe(text)
    }
  })

  it('cuts a paragraph without losing the space at the cut', () => {
    const text = `${'word '.repeat(1200)}end`
    const { pieces, joints } = piecesOfParagraph(text)
    expect(pieces.length).toBeGreaterThan(1)
    expect(pieces.every((piece) => piece.length <= 2700)).toBe(true)
    expect(pieces.map((piece, place) => piece + (joints[place] ?? '')).join('')).toBe(text)
  })

  it('takes an emptied paragraph out and adds one at the end', () => {
    const view = formFor('甲。\n\n乙。\n\n丙。')
    const values = typed(unchanged(view), { p1: '', more: '丁。' })
    expect(readEditForm(values, memoOf(view), '甲。\n\n乙。\n\n丙。')).toBe('甲。\n\n丙。\n\n丁。')
  })

  it('adds a paragraph anywhere and takes any out, and what was typed stays', () => {
    const text = '甲。\n\n乙。\n\n丙。'
    const view = formFor(text)
    const values = typed(unchanged(view), { p0: '甲改。' })
    const added = changedForm(values, memoOf(view), { kind: 'add', place: 1 }, 'zh')
    const after = typed(unchanged(added), { p3: '新。' })
    expect(readEditForm(after, memoOf(added), text)).toBe('甲改。\n\n新。\n\n乙。\n\n丙。')
    const removed = changedForm(after, memoOf(added), { kind: 'remove', place: 0 }, 'zh')
    expect(readEditForm(unchanged(removed), memoOf(removed), text)).toBe('新。\n\n乙。\n\n丙。')
  })

  it('never grows past what Slack takes, however often a paragraph is added', () => {
    let view = formFor(Array.from({ length: 80 }, (_, place) => `第${place}段`).join('\n\n'))
    for (let times = 0; times < 40; times++)
      view = changedForm(unchanged(view), memoOf(view), { kind: 'add', place: 0 }, 'en')
    expect(view.blocks.length).toBeLessThanOrEqual(100)
    expect((view.private_metadata ?? '').length).toBeLessThanOrEqual(3000)
  })
})
