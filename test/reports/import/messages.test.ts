import { describe, expect, it } from 'vitest'
import { MemberFacingError } from '../../../src/errors.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { comparedAnew, importForm, importRefused } from '../../../src/imports/messages.ts'
import type { Caller } from '../../../src/members/caller.ts'
import { reportImports } from '../../../src/reports/import/report-imports.ts'
import { reportImportPreview } from '../../../src/reports/import/preview.ts'
import type { ReportImportPlan, SectionPlan } from '../../../src/reports/import/plan.ts'
import { fixedClock } from '../../../src/time/clock.ts'
import { wordsOf } from '../../helpers/person.ts'

const { sections } = loadOutlines().of('en')
const EVIL = '<!channel> *x* & <http://a|b>'

/** One changed section, with everything that can be said of one. */
const CHANGED: SectionPlan = {
  kind: 'changed',
  sectionId: 'learning',
  draftId: 'D-1',
  seenVersion: 4,
  baseVersion: 2,
  text: '',
  changes: [{ before: 'held 7 sessions', after: 'held 9 sessions' }],
  verdict: { figures: 5, traced: 4, faults: [{ text: '9', reason: EVIL }] },
  newerDraft: 'D-6',
}

function preview(plans: readonly SectionPlan[], locale: 'zh' | 'en' = 'en', isMarked = true) {
  const plan: ReportImportPlan = { outlineId: 'en-annual', period: '2022', isMarked, sections: [...plans] }
  const message = reportImportPreview({ id: 'I1', fileName: `${EVIL}.docx` }, plan, sections, locale)
  return { ...message, words: wordsOf({ text: message.text, blocks: message.blocks ?? [], markdown: null }) }
}

describe('the preview of a document that came back', () => {
  it('says of a changed section which version it becomes, what changes, how its figures check, and what to mind', () => {
    const { words } = preview([CHANGED])
    expect(words).toContain('1 section changed')
    expect(words).toContain(
      '*2. Learning*: D-1, version 4 → 5; 5 figures and dates, 4 traced, *1 not settled*',
    )
    expect(words).toContain('~7~ *9*')
    expect(words).toContain('Your file was made from version 2; what others changed since is kept')
    expect(words).toContain('there is a newer draft D-6 of this section')
    expect(preview([CHANGED], 'zh').words).toContain(
      'D-1 第 4 版 → 第 5 版，数字和日期 5 处，4 处有据，*1 处不能作准*',
    )
  })

  it('says what stays out, and why, in both languages', () => {
    const plans: SectionPlan[] = [
      { ...CHANGED, kind: 'conflict', changes: [{ before: 'a', after: 'b' }] },
      { kind: 'undrafted', sectionId: 'gaps' },
      { kind: 'emptied', sectionId: 'programmes', draftId: 'D-3' },
      { kind: 'unchanged', sectionId: 'organisation' },
    ]
    const { words, blocks } = preview(plans)
    expect(words).toMatch(/Learning\* \(D-1\) \*stays out\*: your file was made from version 2/)
    expect(words).toMatch(
      /Gaps and next steps\* \*stays out\*: this section has no draft.*`\/report draft gaps`/,
    )
    expect(words).toMatch(/Programmes\* \(D-3\) \*stays out\*: nothing is left below its heading/)
    expect(words).not.toContain('Organisation')
    expect(words).toContain('There is nothing to import.')
    expect(JSON.stringify(blocks)).not.toContain('report.import.apply')
    expect(preview(plans, 'zh').words.match(/\*不导入\*/g)).toHaveLength(3)
  })

  it('says when the file does not know what it was made from', () => {
    expect(preview([CHANGED], 'en', false).words).toContain('does not say what it was made from')
    expect(preview([CHANGED]).words).not.toContain('does not say what it was made from')
  })

  it('lets no word of a file ping anybody or be a link', () => {
    const wordy = { ...CHANGED, changes: [{ before: EVIL, after: `${EVIL}!` }] }
    for (const { words } of [preview([wordy]), preview([{ ...wordy, kind: 'conflict' }], 'zh')]) {
      expect(words).not.toMatch(/<!|<http/)
    }
    const error = new MemberFacingError({ zh: EVIL, en: EVIL })
    expect(importRefused(EVIL, error, 'en').text).not.toMatch(/<!|<http/)
  })

  it('fits into a message however many sections changed how much', () => {
    const many = Array.from({ length: 30 }, () => ({
      ...CHANGED,
      changes: Array.from({ length: 50 }, () => ({ before: '长'.repeat(5000), after: '短'.repeat(5000) })),
    }))
    const { blocks = [] } = preview(many)
    expect(blocks.length).toBeLessThanOrEqual(50)
    for (const block of blocks) {
      expect(block.type === 'section' ? (block.text?.text.length ?? 0) : 0).toBeLessThanOrEqual(3000)
    }
    expect(JSON.stringify(blocks).length).toBeLessThan(13_000)
  })
})

describe('what else is said of it', () => {
  it('names the versions that were stored, or that it is compared anew', () => {
    expect(comparedAnew('a.docx', 'en').text).toContain('is being compared anew')
    expect(reportImports.done({ fileName: 'a.docx' }, [], 'zh').text).toContain('已导入 *a.docx*')
  })

  const caller = (locale: 'zh' | 'en') =>
    ({
      locale,
      ctx: { clock: fixedClock('2022-11-18T09:00+08:00') },
      workspace: { zone: 'Asia/Shanghai' },
    }) as Caller

  it('asks for the file in a form whose titles Slack takes', () => {
    for (const locale of ['zh', 'en'] as const) {
      const form = importForm(reportImports, caller(locale))
      for (const part of [form.title, form.submit, form.close]) {
        expect(part?.text.length ?? 0).toBeLessThanOrEqual(24)
      }
    }
  })
})
