import type { InputBlock, ModalView } from '@slack/types'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { defaultKinds, defaultMeasures } from '../../../src/records/vocabulary/default-kinds.ts'
import { recordForm } from '../../../src/records/form/form.ts'
import { startFrom } from '../../../src/records/form/start.ts'
import { readRecordForm } from '../../../src/records/form/read.ts'
import type { RecordDetails } from '../../../src/records/record/record.ts'
import { vocabularyOf } from '../../../src/records/words/vocabulary.ts'
import type { FormValues } from '../../../src/slack/listener.ts'

const catalog = { kinds: defaultKinds, measures: defaultMeasures, members: new Map() }
const vocabulary = vocabularyOf(catalog)
const words = fc
  .string({ unit: 'grapheme', minLength: 1, maxLength: 30 })
  .map((text) => text.replaceAll(/\s+/g, ' ').trim())
const someWords = words.filter((text) => text !== '')
const details: fc.Arbitrary<RecordDetails> = fc.record({
  kindId: fc.constantFrom(...defaultKinds.filter(({ family }) => family === 'activity').map(({ id }) => id)),
  title: someWords,
  startsOn: fc.constant('2022-11-01'),
  endsOn: fc.constantFrom('2022-11-01', '2022-11-03'),
  materials: fc.array(
    someWords.filter((text) => !/[;；\n]/.test(text)),
    { maxLength: 3 },
  ),
  people: fc.constant([]),
  headCount: fc.option(
    fc.record({
      value: fc.integer({ min: 1, max: 1_000_000 }),
      unit: fc.constantFrom('人' as const, '人次' as const),
    }),
  ),
  expected: fc.constantFrom(null, 0, 15, 1_000_000),
  excused: fc.constantFrom(null, 0),
  durationMin: fc.option(fc.integer({ min: 1, max: 1440 })),
  place: fc.option(someWords),
  partner: fc.option(someWords),
  note: fc.option(someWords),
  quantities: fc.uniqueArray(
    fc.record({
      measureId: fc.constantFrom(...defaultMeasures.map(({ id }) => id)),
      value: fc.oneof(
        fc.integer({ min: 0, max: 10_000_000 }),
        fc.integer({ min: 0, max: 99_999 }).map((n) => n / 100),
      ),
    }),
    { maxLength: 4, selector: ({ measureId }) => measureId },
  ),
  evidence: fc.constant([]),
})

/** What Slack sends of a form that was opened and saved as it stands. */
function untouched({ blocks }: ModalView): FormValues {
  const inputs = blocks.filter((block): block is InputBlock => block.type === 'input')
  return Object.fromEntries(
    inputs.map(({ block_id: id = '', element }) => {
      const start = element as unknown as Record<string, never>
      const value = {
        value: start['initial_value'],
        selected_date: start['initial_date'],
        selected_option: start['initial_option'],
        selected_users: start['initial_users'],
      }
      return [id, { value }]
    }),
  ) as unknown as FormValues
}

describe.each(['zh', 'en'] as const)('a form that is opened and saved untouched, in %s', (locale) => {
  it('changes nothing, whatever the record holds', () => {
    const memo = { family: 'activity' as const, id: 'A-1', baseRevision: 1, responseUrl: null, evidence: [] }
    fc.assert(
      fc.property(details, (stored) => {
        const view = recordForm(
          startFrom(stored, catalog, () => null, locale),
          memo,
          catalog,
          locale,
        )
        const { slackUserIds: _none, ...read } = readRecordForm(untouched(view), vocabulary)
        const { people: _people, evidence: _evidence, ...wanted } = stored
        expect(read).toEqual(wanted)
      }),
      { numRuns: 300 },
    )
  })
})
