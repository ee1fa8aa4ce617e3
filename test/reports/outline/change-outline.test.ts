import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  addSection,
  changeSection,
  outlineChanges,
  removeSection,
  type SectionWish,
} from '../../../src/reports/outline/change-outline.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { outlineSchema } from '../../../src/reports/outline/outline.ts'
import { readSectionForm } from '../../../src/reports/outline/form.ts'
import { readStyleForm } from '../../../src/reports/outline/style-form.ts'
import { FieldIssues } from '../../../src/errors.ts'

const zh = loadOutlines().of('zh')
const en = loadOutlines().of('en')
const WISH: SectionWish = {
  title: '廉政建设',
  brief: '写廉政教育。',
  feeds: { families: [], kinds: ['警示教育'], measures: [], essays: false, gaps: false },
  length: { from: 100, to: 300 },
}
const titles = (outline: typeof zh) => outline.sections.map(({ title }) => title)

describe('changing an outline', () => {
  it('numbers every title by its place when one is added in the middle', () => {
    expect(titles(addSection(zh, 'section-1', WISH, 2))).toEqual([
      '一、组织领导与责任落实',
      '二、理论学习',
      '三、廉政建设',
      '四、宣传与阵地',
      '五、专项工作与文明建设',
      '六、不足与下步打算',
    ])
    expect(titles(removeSection(en, 'learning'))[1]).toBe('2. Communication')
  })

  it('numbers past ten', () => {
    let outline = zh
    for (let n = 1; n <= 17; n++) outline = addSection(outline, `section-${n}`, WISH, 99)
    expect(titles(outline)[19]).toBe('二十、廉政建设')
    expect(titles(outline)[10]).toBe('十一、廉政建设')
    expect(titles(outline)[21]).toBe('二十二、廉政建设')
  })

  it('moves a section without losing or doubling one, wherever it goes', () => {
    fc.assert(
      fc.property(fc.nat(4), fc.nat(9), (from, to) => {
        const section = zh.sections[from]!
        const moved = changeSection(zh, section.id, section, to)
        expect(moved.sections.map(({ id }) => id).sort()).toEqual(zh.sections.map(({ id }) => id).sort())
        expect(moved.sections[Math.min(to, 4)]?.id).toBe(section.id)
        expect(outlineSchema.safeParse(moved).success).toBe(true)
      }),
    )
  })

  it('leaves titles without numbers alone', () => {
    const bare = { ...zh, sections: zh.sections.map((one) => ({ ...one, title: one.title.slice(2) })) }
    expect(titles(addSection(bare, 'section-1', WISH, 0))[0]).toBe('廉政建设')
  })

  it('keeps the last section, and at most thirty', () => {
    const only = { ...zh, sections: zh.sections.slice(0, 1) }
    expect(() => removeSection(only, 'organisation')).toThrow(/at least one section/)
    let outline = zh
    for (let n = 1; n <= 25; n++) outline = addSection(outline, `section-${n}`, WISH, 99)
    expect(() => addSection(outline, 'section-26', WISH, 0)).toThrow(/at most 30/)
  })

  it('that somebody else took out is refused', () => {
    expect(() => changeSection(zh, 'gone', WISH, 0)).toThrow(/taken this section out/)
  })

  it('is told in words', () => {
    const renamed = changeSection(
      zh,
      'learning',
      { ...zh.sections[1]!, title: '学习', length: { from: 1, to: 2 } },
      0,
    )
    expect(outlineChanges(zh, addSection(renamed, 'section-1', WISH, 9)).map(({ en }) => en)).toEqual([
      'added "六、廉政建设"',
      'renamed "理论学习" to "学习"',
      'changed the length of "学习"',
      'changed the order',
    ])
    expect(outlineChanges(zh, zh)).toEqual([])
  })
})

describe('the forms of an outline', () => {
  const text = (value: string) => ({ value: { type: 'plain_text_input', value } })
  const chosen = (...values: string[]) => ({
    value: { type: 'checkboxes', selected_options: values.map((value) => ({ value })) },
  })
  const good = {
    title: text('学习'),
    brief: text('写学习。'),
    from: text('100'),
    to: text('３00'),
    sources: chosen('study', 'gaps'),
  }
  const faultsOf = (read: () => unknown): string[] => {
    try {
      read()
    } catch (error) {
      if (error instanceof FieldIssues) return Object.keys(error.fields).sort()
      throw error
    }
    return []
  }

  it('read a whole section, full-width digits too', () => {
    expect(readSectionForm(good).wish).toEqual({
      title: '学习',
      brief: '写学习。',
      feeds: { families: ['study'], kinds: [], measures: [], essays: false, gaps: true },
      length: { from: 100, to: 300 },
    })
  })

  it('say every wrong field at once', () => {
    const bad = { title: text(' '), brief: text('长'.repeat(1001)), from: text('many'), to: text('0') }
    expect(faultsOf(() => readSectionForm(bad))).toEqual(['brief', 'from', 'sources', 'title', 'to'])
    expect(faultsOf(() => readSectionForm({ ...good, from: text('400') }))).toEqual(['to'])
  })

  it('take a section out whatever else stands in the form', () => {
    expect(readSectionForm({ ...good, title: text(''), remove: chosen('remove') }).remove).toBe(true)
  })

  it('refuse a term that is asked for and forbidden, and terms too long', () => {
    const style = { name: text('报告'), mustUse: text('甲\n乙'), mustNotUse: text('乙') }
    expect(faultsOf(() => readStyleForm(style))).toEqual(['mustNotUse'])
    expect(faultsOf(() => readStyleForm({ ...style, mustNotUse: text('长'.repeat(61)) }))).toEqual([
      'mustNotUse',
    ])
    expect(
      readStyleForm({ name: text('报告'), headings: text('一是\n\n二是 \n一是') }).style.headings,
    ).toEqual(['一是', '二是'])
  })
})
