import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import type { FeedOf } from '../../../src/claims/facts/fact.ts'
import { findSection, sectionsFedBy } from '../../../src/reports/outline/outline.ts'

const outlines = loadOutlines()
const zh = outlines.of('zh')

describe('the outlines that ship', () => {
  it('have the same sections in both languages', () => {
    const ids = ['organisation', 'learning', 'communication', 'programmes', 'gaps']
    expect(outlines.all.map(({ sections }) => sections.map(({ id }) => id))).toEqual([ids, ids])
  })

  it('refuse a broken file with its name and its fault', () => {
    const folder = mkdtempSync(join(tmpdir(), 'outlines-'))
    writeFileSync(join(folder, 'a.json'), '{')
    writeFileSync(
      join(folder, 'b.json'),
      JSON.stringify({ ...zh, sections: [zh.sections[0], zh.sections[0]] }),
    )
    expect(() => loadOutlines(folder)).toThrow(/a\.json[\s\S]*b\.json: .*same id/)
    rmSync(folder, { recursive: true })
  })
})

describe('a section', () => {
  it.each([
    ['learning', 'learning'],
    ['LEARNING', 'learning'],
    ['2', 'learning'],
    ['２', 'learning'],
    ['二', 'learning'],
    ['第二部分', 'learning'],
    ['理论学习', 'learning'],
    ['二、理论学习', 'learning'],
    ['宣传', 'communication'],
    ['5', 'gaps'],
  ])('is found by %s', (text, id) => {
    expect(findSection(zh, text).id).toBe(id)
  })

  it.each(['', '0', '6', 'nothing', '与', '第九部分'])(
    'is not found by "%s", and the ids are told',
    (text) => {
      expect(() => findSection(zh, text)).toThrow(/organisation, learning, communication, programmes, gaps/)
    },
  )
})

describe('feeding', () => {
  const about: FeedOf = { family: null, kinds: [], measure: null, essays: false, gap: false }

  it('gives a kind to the sections that name it, and else to the one that takes its family', () => {
    expect(sectionsFedBy(zh, { ...about, family: 'study', kinds: ['民主生活会'] })).toEqual(['organisation'])
    expect(sectionsFedBy(zh, { ...about, family: 'study', kinds: ['没见过的类别'] })).toEqual(['learning'])
    expect(sectionsFedBy(zh, { ...about, family: 'activity', kinds: ['没见过的类别'] })).toEqual([
      'programmes',
    ])
  })

  it('leaves no fact without a section', () => {
    const anything = fc.record({
      family: fc.constantFrom('study' as const, 'activity' as const, null),
      kinds: fc.array(fc.constantFrom('党课', '新闻宣传', '制度建设', '别的'), { maxLength: 3 }),
      measure: fc.constantFrom('赠阅', '新指标', null),
      essays: fc.boolean(),
      gap: fc.boolean(),
    })
    fc.assert(
      fc.property(anything, (of) => {
        expect(sectionsFedBy(zh, of)).not.toEqual([])
      }),
    )
  })
})
