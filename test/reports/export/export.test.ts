import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { appendixSheets, evidenceIds } from '../../../src/reports/export/appendix.ts'
import { unitWords } from '../../../src/claims/claim/unit-words.ts'
import type { ClaimValue } from '../../../src/claims/evidence/evidence.ts'
import { reportTitle, type Report, type SectionText } from '../../../src/reports/assemble/assemble-report.ts'
import { paragraphsOf } from '../../../src/reports/paragraphs/changed-paragraphs.ts'
import { MANIFEST, manifestOf, readManifest } from '../../../src/reports/assemble/manifest.ts'
import { headingLevelOf, reportDocument } from '../../../src/reports/assemble/export-document.ts'
import { reportMarkdown } from '../../../src/reports/export/export-markdown.ts'
import { exportSent } from '../../../src/reports/export/messages.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { partsOf, placedParagraphs } from '../../../src/reports/paragraphs/paragraph-parts.ts'
import { readFormats } from '../../../src/reports/export/request.ts'
import type { SpanState, VerdictSpan } from '../../../src/claims/bind/verify-text.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'

const NOW = Temporal.Instant.from('2022-11-18T01:00:00Z')
const zh = loadOutlines().of('zh')
const en = loadOutlines().of('en')

function span(text: string, within: string, state: SpanState, recordIds: string[] = []): VerdictSpan {
  const start = within.indexOf(text)
  const fact = { id: 'f1', label: '集中学习次数', value: 12, unit: '次' }
  const isBound = state !== 'unsupported'
  return {
    kind: 'figure',
    text,
    start,
    end: start + text.length,
    state,
    fact: isBound ? fact : null,
    recordIds,
    reason: isBound ? '记录里是 12 次。' : '没有这样的数字。',
  }
}

function sectionText(text: string, spans: VerdictSpan[], isApproved = false): SectionText {
  const summary = {
    figures: 0,
    exact: 0,
    approximate: 0,
    derived: 0,
    proposed: 0,
    unsupported: 0,
    conflict: 0,
  }
  const verdict = { spans, summary, notes: [], usedFactIds: [], usedRecordIds: [], unusedRecordIds: [] }
  const version = { version: 3, text, verdict, byMember: null, writtenBy: 'editor', at: new Date(0) }
  return { draftId: 'D-7', version, basis: null, asked: new Date(0), isApproved }
}

const TEXT = '一是集中学习13次，发布动态24条。\n\n（一）存在的不足\n\n二是满意度达95%。'

/** A report with one written section of five. */
const REPORT: Report = {
  teamId: 'TOFFICE',
  outline: zh,
  period: parsePeriod('2022'),
  title: '机关2022年度工作报告',
  organ: '机关办公室',
  zone: 'Asia/Shanghai',
  sections: zh.sections.map((section) => ({
    section,
    newer: null,
    text:
      section.id === 'learning'
        ? sectionText(TEXT, [
            span('13次', TEXT, 'conflict', ['S-1', 'S-2']),
            span('24条', TEXT, 'exact', ['A-3', 'S-2']),
            span('95%', TEXT, 'unsupported'),
          ])
        : null,
  })),
}

describe('a report as a document', () => {
  const { body, properties, ...rest } = reportDocument(REPORT, NOW)

  it('is an official document, titled for its period and signed on the day by the office’s clock', () => {
    expect(rest).toMatchObject({ style: 'gb9704', title: '机关2022年度工作报告' })
    expect(rest.signOff).toEqual({ organ: '机关办公室', day: Temporal.PlainDate.from('2022-11-18') })
    const english = reportDocument({ ...REPORT, outline: en }, Temporal.Instant.from('2022-11-18T23:00:00Z'))
    expect(english).toMatchObject({ style: 'plain', locale: 'en' })
    expect(english.signOff?.day.toString()).toBe('2022-11-19')
  })

  it('has every section of the outline in its order, and says where one is missing', () => {
    const headings = body.flatMap((block) =>
      block.kind === 'heading' && block.level === 1 ? block.parts.map(({ text }) => text) : [],
    )
    expect(headings).toEqual(zh.sections.map(({ title }) => title))
    const missing = body.filter((block) => JSON.stringify(block).includes('【待补：本部分还没有草稿】'))
    expect(missing).toHaveLength(4)
  })

  it('puts a remark on each figure that nothing bears out, on each section that is not settled, and on nothing else', () => {
    const parts = body.flatMap((block) => ('parts' in block ? block.parts : []))
    const remarks = parts.flatMap(({ text, remark }) => (remark === undefined ? [] : [[text, remark.text]]))
    expect(remarks.slice(0, 5)).toEqual([
      ['一、组织领导与责任落实', '本部分还没有草稿。'],
      ['二、理论学习', '本部分（D-7 v3）未定稿。'],
      ['13次', '与记录不符：记录里是 12 次。'],
      ['95%', '没有记录为据：没有这样的数字。'],
      ['三、宣传与阵地', '本部分还没有草稿。'],
    ])
    const clean = reportDocument(REPORT, NOW, { isClean: true }).body
    expect(JSON.stringify(clean)).not.toContain('"remark"')
    const words = parts.map(({ text }) => text).join('')
    expect(words).toContain('一是集中学习13次，发布动态24条。')
  })

  it('carries what it was made from', () => {
    expect(readManifest(properties?.[MANIFEST] ?? null)).toEqual({
      team: 'TOFFICE',
      outline: 'zh-annual',
      period: '2022',
      sections: { learning: { draft: 'D-7', version: 3 } },
    })
    expect(manifestOf(REPORT)).toEqual(readManifest(properties?.[MANIFEST] ?? null))
  })

  it.each([
    null,
    '',
    'x',
    '{}',
    '{"team":"T","outline":"o","period":"2022","sections":{"a":{"draft":"1","version":0}}}',
  ])('takes no manifest from %j', (property) => {
    expect(readManifest(property)).toBeNull()
  })

  it.each([
    ['（一）存在的不足', 2],
    ['1. 学习形式', 3],
    ['（1）集中学习', 4],
    ['（一）抓学习。全年组织集中学习12次。', null],
    ['1.5万元', null],
    ['一是强化理论武装', null],
    [`（一）${'长'.repeat(40)}`, null],
  ])('takes %j for a heading of level %j', (text, level) => {
    expect(headingLevelOf(text)).toBe(level)
  })
})

describe('the paragraphs of a text', () => {
  const anyText = fc.string({ unit: fc.constantFrom('一', '1', ' ', '\n', '\t', '。', '\u{20000}') })

  it('are those of an edit, each where it stands in the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const placed = placedParagraphs(text)
        expect(placed.map((paragraph) => paragraph.text)).toEqual(paragraphsOf(text))
        for (const { text: words, start } of placed)
          expect(text.slice(start, start + words.length)).toBe(words)
      }),
    )
  })

  it('lose no word when figures are cut out of them', () => {
    fc.assert(
      fc.property(anyText, fc.array(fc.tuple(fc.nat(20), fc.nat(6))), (text, cuts) => {
        const spans = cuts
          .map(([start, length]) => ({ start, end: start + length, why: '' }))
          .toSorted((a, b) => a.start - b.start)
        for (const paragraph of placedParagraphs(text)) {
          const parts = partsOf(paragraph, spans, () => ({ author: '', text: '' }))
          expect(parts.map((part) => part.text).join('')).toBe(paragraph.text)
        }
      }),
    )
  })
})

describe('a report as Markdown', () => {
  const markdown = reportMarkdown(REPORT, NOW)

  it('has headings, footnotes on what is not verified, and a sign-off', () => {
    expect(markdown).toMatch(/^# 机关2022年度工作报告\n\n## 一、组织领导与责任落实\n\n【待补：/)
    expect(markdown).toContain('一是集中学习13次[^1]，发布动态24条。')
    expect(markdown).toContain('### （一）存在的不足')
    expect(markdown).toContain('[^1]: 与记录不符：记录里是 12 次。')
    expect(markdown).toMatch(/\[\^2\]: .*\n$/)
    expect(markdown).toContain('机关办公室  \n2022年11月18日')
  })

  it('lets no word of a person be markup', () => {
    const text = '<script>alert(1)</script> ![x](http://x) *b* `c`\n# not a heading\n1. no list\n- none'
    const sections = REPORT.sections.map((one) => ({
      ...one,
      text: one.text === null ? null : sectionText(text, []),
    }))
    const made = reportMarkdown({ ...REPORT, sections }, NOW)
    expect(made).toContain(String.raw`\<script\>alert(1)\</script\> !\[x\](http://x) \*b\* \`c\``)
    expect(made).toContain('\n\\# not a heading\n1\\. no list\n\\- none')
  })
})

describe('the evidence of a report', () => {
  const evidence = [
    {
      id: 'S-2',
      day: '2022-03-01',
      kind: '集中学习',
      title: '=1+1',
      loggedBy: '成员11',
      loggedAt: new Date('2022-03-01T02:00:00Z'),
      isDeleted: true,
      evidence: [{ title: '照片', url: 'https://example.org/a' }],
    },
  ]
  const [figures, , records] = appendixSheets(REPORT, evidence, new Map())

  it('asks for each record once', () => {
    expect(evidenceIds(REPORT)).toEqual(['S-1', 'S-2', 'A-3'])
  })

  it('has a line for each figure: where, how written, state, fact, records, and who logged them', () => {
    const columns = figures?.heads ?? []
    const cell = (row: number, name: string) => figures?.rows[row]?.[columns.indexOf(name)]
    expect(figures?.rows).toHaveLength(3)
    expect(
      ['部分', '文中写法', '核对结果', '数值', '单位', '记录编号', '谁记录'].map((name) => cell(0, name)),
    ).toEqual(['二、理论学习', '13次', '与记录不符', 12, '次', 'S-1、S-2', '成员11'])
    expect(cell(2, '核对结果')).toBe('无记录为据')
    expect(cell(2, '数值')).toBe('')
  })

  it('names who confirmed a figure that no record bears out, when, and from where', () => {
    const confirmed = {
      number: 1,
      by: { name: '成员26', slackUserId: null },
      at: '2022-11-18 09:05',
      source: '财务科',
    }
    const sections = REPORT.sections.map((one) => ({
      ...one,
      text:
        one.text === null ? null : sectionText(TEXT, [{ ...span('95%', TEXT, 'unsupported'), confirmed }]),
    }))
    const [sheet] = appendixSheets({ ...REPORT, sections }, [], new Map())
    const columns = sheet?.heads ?? []
    expect(
      ['核对结果', '谁确认', '确认时间', '确认来源'].map((name) => sheet?.rows[0]?.[columns.indexOf(name)]),
    ).toEqual(['无记录为据', '成员26', '2022-11-18 09:05', '财务科'])
    expect(exportSent({ ...REPORT, sections }, 'UEDITOR')).toContain('D-7 第 3 版，未定稿，1 处由编辑确认\n')
    const remarks = JSON.stringify(reportDocument({ ...REPORT, sections }, NOW).body)
    expect(remarks).toContain('由 成员26 于 2022-11-18 09:05 确认，来源：财务科')
  })

  it('has a line for what each record contributes to a figure, and what they come to', () => {
    const claim: ClaimValue = {
      key: 'study.attendance@2022-01-01..2022-12-31',
      claim: {
        stem: 'study.attendance',
        name: null,
        days: { from: '2022-01-01', to: '2022-12-31' },
        scope: {},
      },
      value: 47,
      unit: '人次',
      unitWords: unitWords('人次', 'study'),
      label: { zh: '学习参学人次', en: 'Study attendances' },
      isComplete: false,
      recordIds: ['S-1', 'S-2'],
      amounts: [
        ['S-1', 12],
        ['S-2', 35],
      ],
    }
    const { text } = REPORT.sections.find((one) => one.text !== null)!
    const claims = new Map([[text!, [claim, null, null]]])
    const [of, amounts] = appendixSheets(REPORT, evidence, claims)
    expect(amounts?.rows.map((row) => row.slice(1, 8))).toEqual([
      ['13次', '学习参学人次', 'S-1', '', '', 12, '人次'],
      ['13次', '学习参学人次', 'S-2', '2022-03-01', '=1+1', 35, '人次'],
      ['13次', '学习参学人次', '合计', '', '', 47, '人次'],
    ])
    expect(of?.rows[0]).toContain('至少：有的记录没有到场人数')
    const exact = {
      ...span('13次', TEXT, 'exact'),
      claim: { key: claim.key, label: '', value: 13, unit: '次' },
    }
    const changed = sectionText(TEXT, [exact])
    const sections = REPORT.sections.map((one) => (one.text === null ? one : { ...one, text: changed }))
    const [now] = appendixSheets({ ...REPORT, sections }, [], new Map([[changed, [claim]]]))
    expect(now?.rows[0]).toContain('此后记录有更正')
  })

  it('has a line for each record with who logged it, when by the office’s clock, and its links', () => {
    expect(records?.rows).toEqual([
      [
        'S-2',
        '2022-03-01',
        '集中学习',
        '=1+1',
        '成员11',
        '2022-03-01 10:00',
        '照片 https://example.org/a',
        '已删除',
      ],
    ])
  })
})

describe('what is said of an export', () => {
  it('names missing sections, the state of the others, what has no evidence, and what stays out', () => {
    const sections = REPORT.sections.map((one) => ({
      ...one,
      newer: one.text === null ? null : { draftId: 'D-9', version: 2 },
      text: one.text === null ? null : { ...one.text, isApproved: true },
    }))
    const said = exportSent({ ...REPORT, sections, title: '<!channel>' }, 'UEDITOR')
    expect(said).toContain('&lt;!channel&gt;')
    expect(said).toContain('一、组织领导与责任落实：*待补，还没有草稿*')
    expect(said).toContain(
      '二、理论学习：D-7 第 3 版，已定稿，*2 处不能作准*；更新的 D-9 第 2 版未定稿，没有收入',
    )
  })

  it.each([
    ['2022', '机关2022年度工作报告', 'Annual work report 2022'],
    ['2022Q1', '机关2022年第一季度工作报告', 'Work report, Q1 2022'],
    ['2022-11', '机关2022年11月工作报告', 'Work report, November 2022'],
  ])('titles the report of %s', (period, chinese, english) => {
    expect(reportTitle(zh, parsePeriod(period))).toBe(chinese)
    expect(reportTitle(en, parsePeriod(period))).toBe(english)
  })

  it('reads formats, and says which there are', () => {
    expect(readFormats([])).toEqual(['docx', 'xlsx'])
    expect(readFormats(['MD', 'word', 'docx'])).toEqual(['md', 'docx'])
    expect(() => readFormats(['pdf'])).toThrow('"pdf" is no format to export. Write docx, md, xlsx')
  })
})
