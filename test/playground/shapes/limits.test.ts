import type { KnownBlock, ModalView } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage, checkMessageBlocks, checkView } from '../../../src/playground/shapes/limits.ts'

const plain = (length: number) => ({ type: 'plain_text' as const, text: 'x'.repeat(length) })
const mrkdwn = (length: number) => ({ type: 'mrkdwn' as const, text: 'x'.repeat(length) })
const button = (change: object = {}) => ({ type: 'button', action_id: 'a', text: plain(1), ...change })
const menu = (options: object[]) => ({ type: 'static_select', action_id: 'a', options })
const option = (text: number, value = 1) => ({ text: plain(text), value: 'x'.repeat(value) })
const actions = (...elements: object[]) => ({ type: 'actions', elements })
const many = <T>(count: number, make: (index: number) => T): T[] =>
  Array.from({ length: count }, (_, n) => make(n))
const input = (element: object, change: object = {}) => ({
  type: 'input',
  label: plain(1),
  element,
  ...change,
})
const cell = { type: 'raw_text', text: 'x' }

/** [what, within the limit, beyond it, where Slack points] */
const MESSAGE_LIMITS: [string, object, object, string][] = [
  [
    'section text 3000',
    { type: 'section', text: mrkdwn(3000) },
    { type: 'section', text: mrkdwn(3001) },
    '/text/text',
  ],
  ['a section without text', { type: 'section', fields: [mrkdwn(1)] }, { type: 'section' }, ''],
  [
    'field text 2000',
    { type: 'section', fields: [mrkdwn(2000)] },
    { type: 'section', fields: [mrkdwn(2001)] },
    '/fields/0/text',
  ],
  [
    '10 fields',
    { type: 'section', fields: many(10, () => mrkdwn(1)) },
    { type: 'section', fields: many(11, () => mrkdwn(1)) },
    '/fields',
  ],
  ['header 150', { type: 'header', text: plain(150) }, { type: 'header', text: plain(151) }, '/text/text'],
  [
    'header in plain text',
    { type: 'header', text: plain(1) },
    { type: 'header', text: mrkdwn(1) },
    '/text/type',
  ],
  [
    '25 actions',
    actions(...many(25, (n) => button({ action_id: `${n}` }))),
    actions(...many(26, (n) => button({ action_id: `${n}` }))),
    '/elements',
  ],
  [
    '10 context elements',
    { type: 'context', elements: many(10, () => mrkdwn(1)) },
    { type: 'context', elements: many(11, () => mrkdwn(1)) },
    '/elements',
  ],
  [
    'button text 75',
    actions(button({ text: plain(75) })),
    actions(button({ text: plain(76) })),
    '/elements/0/text/text',
  ],
  [
    'button value 2000',
    actions(button({ value: 'x'.repeat(2000) })),
    actions(button({ value: 'x'.repeat(2001) })),
    '/elements/0/value',
  ],
  [
    'button style',
    actions(button({ style: 'danger' })),
    actions(button({ style: 'red' })),
    '/elements/0/style',
  ],
  [
    'action_id 255',
    actions(button({ action_id: 'x'.repeat(255) })),
    actions(button({ action_id: 'x'.repeat(256) })),
    '/elements/0/action_id',
  ],
  [
    'block_id 255',
    { type: 'divider', block_id: 'x'.repeat(255) },
    { type: 'divider', block_id: 'x'.repeat(256) },
    '/block_id',
  ],
  [
    'option text 75',
    actions(menu([option(75)])),
    actions(menu([option(76)])),
    '/elements/0/options/0/text/text',
  ],
  [
    'option value 150',
    actions(menu([option(1, 150)])),
    actions(menu([option(1, 151)])),
    '/elements/0/options/0/value',
  ],
  [
    '100 options',
    actions(menu(many(100, () => option(1)))),
    actions(menu(many(101, () => option(1)))),
    '/elements/0/options',
  ],
  ['some option', actions(menu([option(1)])), actions(menu([])), '/elements/0/options'],
  [
    '5 overflow options',
    actions({ ...menu(many(5, () => option(1))), type: 'overflow' }),
    actions({ ...menu(many(6, () => option(1))), type: 'overflow' }),
    '/elements/0/options',
  ],
  [
    '10 checkboxes',
    actions({ ...menu(many(10, () => option(1))), type: 'checkboxes' }),
    actions({ ...menu(many(11, () => option(1))), type: 'checkboxes' }),
    '/elements/0/options',
  ],
  [
    'dates',
    actions({ type: 'datepicker', initial_date: '2022-11-18' }),
    actions({ type: 'datepicker', initial_date: '18.11.' }),
    '/elements/0/initial_date',
  ],
  [
    'confirm title 100',
    actions(button({ confirm: confirm(100) })),
    actions(button({ confirm: confirm(101) })),
    '/elements/0/confirm/title/text',
  ],
  [
    'markdown 12,000',
    { type: 'markdown', text: 'x'.repeat(12_000) },
    { type: 'markdown', text: 'x'.repeat(12_001) },
    '/text',
  ],
  [
    'table 100 rows',
    { type: 'table', rows: many(100, () => [cell]) },
    { type: 'table', rows: many(101, () => [cell]) },
    '/rows',
  ],
  [
    'table 20 columns',
    { type: 'table', rows: [many(20, () => cell)] },
    { type: 'table', rows: [many(21, () => cell)] },
    '/rows/0',
  ],
  ['known properties', { type: 'divider' }, { type: 'divider', colour: 'red' }, ''],
  ['known blocks', { type: 'divider' }, { type: 'line' }, '/type'],
  ['known elements', actions(button()), actions({ type: 'slider' }), '/elements/0/type'],
  [
    'images with one source',
    { type: 'image', alt_text: '', image_url: 'x' },
    { type: 'image', alt_text: '' },
    '',
  ],
  [
    'input label 2000',
    input({ type: 'plain_text_input' }, { label: plain(2000) }),
    input({ type: 'plain_text_input' }, { label: plain(2001) }),
    '/label/text',
  ],
  [
    'input value 3000',
    input({ type: 'plain_text_input', initial_value: 'x'.repeat(3000) }),
    input({ type: 'plain_text_input', initial_value: 'x'.repeat(3001) }),
    '/element/initial_value',
  ],
  [
    'no text in an empty label',
    input({ type: 'plain_text_input' }),
    input({ type: 'plain_text_input' }, { label: plain(0) }),
    '/label/text',
  ],
]

function confirm(title: number): object {
  return { title: plain(title), text: plain(1), confirm: plain(1), deny: plain(1) }
}

describe('a message', () => {
  it.each(MESSAGE_LIMITS)('keeps the limit: %s', (_, within, beyond, where) => {
    expect(checkMessageBlocks([within])).toEqual([])
    expect(checkMessageBlocks([beyond]).map(({ path }) => path)).toContain(`/blocks/0${where}`)
  })

  it('has at most 50 blocks, one table, 12,000 characters of markdown, 13,200 of JSON, each id once', () => {
    const divider = { type: 'divider' }
    const table = { type: 'table', rows: [[cell]] }
    const markdown = { type: 'markdown', text: 'x'.repeat(6001) }
    const named = { type: 'divider', block_id: 'same' }
    expect(checkMessageBlocks(many(50, () => divider))).toEqual([])
    expect(checkMessageBlocks(many(51, () => divider))).toHaveLength(1)
    expect(checkMessageBlocks([table])).toEqual([])
    expect(checkMessageBlocks([table, table])).toHaveLength(1)
    expect(checkMessageBlocks([markdown, markdown])).toHaveLength(1)
    expect(checkMessageBlocks([named, named])).toHaveLength(1)
    expect(checkMessageBlocks([actions(button(), button())])).toHaveLength(1)
    const filled = (size: number) => {
      const blocks = many(5, () => ({ type: 'section', text: mrkdwn(2500) }))
      const rest = size - JSON.stringify([...blocks, { type: 'section', text: mrkdwn(0) }]).length
      return [...blocks, { type: 'section', text: mrkdwn(rest) }]
    }
    expect(checkMessage({ blocks: filled(13_200) })).toBeNull()
    expect(checkMessage({ blocks: filled(13_201) })?.error).toBe('msg_blocks_too_long')
    expect(checkMessage({ text: 'x'.repeat(4001) }, { update: true })?.error).toBe('msg_too_long')
    expect(checkMessage({ text: '文'.repeat(1333) }, { update: true })).toBeNull()
    expect(checkMessage({ text: '文'.repeat(1334) }, { update: true })?.error).toBe('msg_too_long')
    expect(checkMessage({ text: 'x'.repeat(4001) })).toBeNull()
  })

  it('of any shape at all is judged without an exception', () => {
    const type = fc.constantFrom(
      'section',
      'actions',
      'input',
      'card',
      'container',
      'carousel',
      'table',
      'x',
      'modal',
    )
    const json = fc.jsonValue({ maxDepth: 3 })
    const block = fc.record(
      { type, text: json, elements: json, element: json, accessory: json, child_blocks: json, rows: json },
      { requiredKeys: [] },
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(block, json), { maxLength: 5 }), (blocks) => {
        expect(() => checkMessage({ blocks })).not.toThrow()
        expect(() => checkView({ type: 'modal', title: plain(1), blocks }, 'modal')).not.toThrow()
        expect(() => checkView(blocks[0], 'home')).not.toThrow()
      }),
      { numRuns: 500 },
    )
  })
})

describe('a view', () => {
  const modal: ModalView = {
    type: 'modal',
    title: plain(24),
    submit: plain(24),
    close: plain(24),
    blocks: [],
  }
  const paths = (view: unknown) => checkView(view, 'modal')?.faults.map(({ path }) => path)

  it('keeps title, submit and close to 24 characters, its metadata to 3000, its blocks to 100', () => {
    expect(checkView({ ...modal, private_metadata: 'x'.repeat(3000) }, 'modal')).toBeNull()
    expect(paths({ ...modal, title: plain(25) })).toEqual(['/view/title/text'])
    expect(paths({ ...modal, submit: plain(25) })).toEqual(['/view/submit/text'])
    expect(paths({ ...modal, close: plain(25) })).toEqual(['/view/close/text'])
    expect(paths({ ...modal, private_metadata: 'x'.repeat(3001) })).toEqual(['/view/private_metadata'])
    expect(paths({ ...modal, callback_id: 'x'.repeat(256) })).toEqual(['/view/callback_id'])
    const dividers = (count: number): KnownBlock[] => many(count, () => ({ type: 'divider' }))
    expect(checkView({ ...modal, blocks: dividers(100) }, 'modal')).toBeNull()
    expect(paths({ ...modal, blocks: dividers(101) })).toEqual(['/view/blocks'])
  })

  it('holds no blocks that only messages may hold, and a submit button when it has inputs', () => {
    expect(paths({ ...modal, blocks: [{ type: 'markdown', text: 'x' }] })).toEqual(['/view/blocks/0/type'])
    expect(paths({ ...modal, blocks: [{ type: 'table', rows: [[cell]] }] })).toEqual(['/view/blocks/0/type'])
    const { submit: _, ...withoutSubmit } = modal
    expect(paths({ ...withoutSubmit, blocks: [input({ type: 'plain_text_input' })] })).toEqual(['/view'])
    expect(checkView(withoutSubmit, 'modal')).toBeNull()
  })

  it('is at most 250 kB, and of the kind that the method opens', () => {
    const options = many(100, () => option(75, 150))
    const blocks = many(13, (n) => ({ ...input(menu(options)), block_id: `${n}` }))
    expect(checkView({ ...modal, blocks }, 'modal')?.error).toBe('view_too_large')
    expect(checkView({ type: 'home', blocks: [] }, 'modal')?.error).toBe('invalid_arguments')
    expect(checkView({ type: 'home', blocks: [] }, 'home')).toBeNull()
  })
})
