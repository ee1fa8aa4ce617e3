import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkView } from '../../../src/playground/shapes/limits.ts'
import { formatConflict, replacedFields } from '../../../src/records/change/conflict.ts'
import { defaultKinds, defaultMeasures } from '../../../src/records/vocabulary/default-kinds.ts'
import { mergeEdits } from '../../../src/records/words/difference.ts'
import { fillFromWords, takenByRules } from '../../../src/records/plain-words/fill.ts'
import { recordForm } from '../../../src/records/form/form.ts'
import { fittingMemo, type FormMemo } from '../../../src/records/form/memo.ts'
import { emptyStart, startFrom, startFromLine } from '../../../src/records/form/start.ts'
import { parseQuickText } from '../../../src/records/line/read-line.ts'
import { readingForm, readByModel } from '../../../src/records/plain-words/form.ts'
import type { Evidence, LoggedRecord } from '../../../src/records/record/record.ts'
import { findUnusual } from '../../../src/records/doubts/unusual.ts'
import { vocabularyOf } from '../../../src/records/words/vocabulary.ts'

const today = Temporal.PlainDate.from('2022-11-18')
const audience = { locale: 'zh', today } as const
const catalog = { kinds: defaultKinds, measures: defaultMeasures, members: new Map() }
const vocabulary = vocabularyOf(catalog)
const memo: FormMemo = { family: 'study', id: null, baseRevision: 0, responseUrl: null, evidence: [] }
const text = (maxLength: number) => fc.string({ unit: 'grapheme', maxLength })
const evidence: fc.Arbitrary<Evidence[]> = fc.array(
  fc.record({ kind: fc.constant('file' as const), title: text(900), url: text(900) }),
  { maxLength: 12 },
)

describe('a form that asks', () => {
  it('carries as much evidence as Slack lets it, the first pieces first', () => {
    fc.assert(
      fc.property(evidence, (pieces) => {
        const fitting = fittingMemo({ ...memo, evidence: pieces })
        expect(JSON.stringify(fitting).length).toBeLessThanOrEqual(3000)
        expect(fitting.evidence).toEqual(pieces.slice(0, fitting.evidence.length))
        const fits = JSON.stringify({ ...memo, evidence: pieces }).length <= 3000
        expect(!fits || fitting.evidence.length === pieces.length).toBe(true)
      }),
    )
  })

  it('stays within Slack’s limits, whatever was typed and whatever is unusual', () => {
    const all = new Map(defaultMeasures.map(({ id }) => [id, { median: 1, values: 5 }]))
    const usual = { quantities: all, headCounts: new Map([['人' as const, { median: 1, values: 5 }]]) }
    fc.assert(
      fc.property(text(1600), text(400), fc.integer({ min: 10 }), evidence, (typed, quote, value, pieces) => {
        const quick = parseQuickText('activity', typed, vocabulary, today)
        const quantities = defaultMeasures.map(({ id }) => ({ measureId: id, value }))
        const details = { quantities, headCount: { value, unit: '人' as const } }
        const reading = { materials: [], names: [], quantities: [], title: quote, quotes: { title: quote } }
        const start = { ...startFromLine(quick.fields, []), taken: takenByRules(quick) }
        const view = recordForm(
          {
            ...fillFromWords(start, quick, quote === '' ? { ...reading, title: 'x' } : reading, []),
            unusual: findUnusual(details, usual, defaultMeasures),
            notes: [readByModel(typed, 'zh')],
            replaced: { fields: ['title', 'date'], mark: 'r7' },
          },
          { ...memo, anyFamily: true, evidence: pieces },
          catalog,
          'zh',
        )
        expect(checkView(view, 'modal')).toBeNull()
        expect(checkView(readingForm(typed, 'name', 'en'), 'modal')).toBeNull()
      }),
      { numRuns: 100 },
    )
  })

  it('stays within them too when it tells the second of two editors what differs', () => {
    const base: LoggedRecord = {
      ...emptyStart(today),
      id: 'S-1',
      family: 'study',
      number: 1,
      kindId: 'group-study',
      people: [],
      quantities: [],
      evidence: [],
      loggedBy: null,
      loggedAt: new Date(0),
      revision: 3,
      deletedAt: null,
    }
    fc.assert(
      fc.property(
        text(300),
        text(300),
        text(3000),
        text(3000),
        evidence,
        (one, other, note, place, pieces) => {
          const current = {
            ...base,
            title: one,
            note,
            evidence: pieces,
            headCount: { value: 3, unit: '人' as const },
          }
          const mine = { ...base, title: other, place, note: place }
          const merged = mergeEdits(base, current, mine)
          const notes = formatConflict({ base, current, mine, merged, authors: ['gone'] }, catalog, audience)
          const replaced = { fields: replacedFields(merged.taken), mark: 'r3' }
          const start = { ...startFrom(merged.details, catalog, () => null, 'zh'), notes, replaced }
          expect(checkView(recordForm(start, memo, catalog, 'zh'), 'modal')).toBeNull()
          expect(notes.join('').replaceAll(/&(?:amp|lt|gt);/g, '')).not.toMatch(/[<>]/)
        },
      ),
      { numRuns: 100 },
    )
  })
})
