import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cleanAnswer } from '../../../src/reports/compose/clean-answer.ts'

const clean = (text: string, title = '二、理论学习') => cleanAnswer(text, { title, locale: 'zh' })

describe('what comes back from a model', () => {
  it.each([
    ['```markdown\n一是学习{{f1}}次。\n```', '一是学习{{f1}}次。', ['fence']],
    ['好的，以下是“理论学习”部分的正文：\n\n共{{f1}}次。', '共{{f1}}次。', ['preamble']],
    ['Here is the section:\n\nThere were {{f1}}.', 'There were {{f1}}.', ['preamble']],
    ['Sure! Here is the draft.\nThere were {{f1}}.', 'There were {{f1}}.', ['preamble']],
    ['共{{f1}}次。\n\n以上是本部分的内容，供参考。', '共{{f1}}次。', ['closing']],
    ['There were {{f1}}.\n\nLet me know if you want changes.', 'There were {{f1}}.', ['closing']],
    ['共{{f1}}次。\n\n希望对您有帮助。\n\n（约300字）', '共{{f1}}次。', ['closing']],
    ['二、理论学习\n\n共{{f1}}次。', '共{{f1}}次。', ['title']],
    ['# 二、理论学习\n\n共{{f1}}次。', '共{{f1}}次。', ['title']],
    ['理论学习：\n共{{f1}}次。', '共{{f1}}次。', ['title']],
    ['## 一是学习\n共{{f1}}次。', '一是学习\n共{{f1}}次。', ['heading']],
    ['共**{{f1}}次**，*党课*`{{f2}}`次。', '共{{f1}}次，党课{{f2}}次。', ['bold']],
    ['- 党课{{f1}}次。\n- 自学{{f2}}次。', '党课{{f1}}次。\n自学{{f2}}次。', ['list']],
    ['| 类别 | 次数 |\n|---|---|\n| 党课 | {{f1}}次 |', '类别，次数。\n党课，{{f1}}次。', ['table']],
    ['见[报道](https://a.example/b)。', '见报道。', ['link']],
    ['There were {{f1}} attendances [see r4]().', 'There were {{f1}} attendances.', ['link']],
    ['There were {{f1}} attendances {{r4}}.', 'There were {{f1}} attendances.', ['citation']],
    ['共{{f1}}次（来源：{{r4}}、{{r5}}）。', '共{{f1}}次。', ['citation']],
    ['赠阅约{{f1~}}余册，over {{f2~}} copies。', '赠阅{{f1~}}册，{{f2~}} copies。', ['approximation']],
    ['占{{f1/f2%}}%，达100%%。', '占{{f1/f2%}}，达100%。', ['approximation']],
  ] as const)('%j is cleaned', (answer, text, cleaned) => {
    const found = clean(answer)
    expect([found.text, found.cleaned]).toEqual([text, cleaned])
  })

  it.each([
    '{{r3.day}}在合水县开展主题党日，{{f9}}人参加。',
    '希望工程捐款{{f1}}元。',
    '以上活动共{{f1}}次。',
    '好的做法要坚持下去，共推广{{f1}}项。',
    '下一步，【待补：时限】。',
    'Of course books matter; the library holds {{f3}} of them.',
    '5 * 3 * 2 is no emphasis, nor is snake_case_name.',
  ])('%j is text, and stays', (text) => {
    expect(clean(text)).toEqual({ text, cleaned: [] })
  })

  it('comes back unchanged where there is nothing to clean, and keeps every figure where there is', () => {
    const piece = fc.constantFrom(
      '一是组织学习{{f1}}次，',
      '参加{{f2~}}人次。',
      '{{r2.day}}召开会议，',
      '《工作参阅》{{f3}}期',
      '（春季）',
      '【待补：记录】',
      'held {{f4}} talks',
      '\n\n',
      '“好书”',
    )
    const plain = fc.array(piece, { minLength: 1, maxLength: 12 }).map((all) => all.join(''))
    fc.assert(
      fc.property(plain, (text) => {
        const tidy = text.replaceAll(/\n{3,}/g, '\n\n').trim()
        expect(clean(tidy)).toEqual({ text: tidy, cleaned: [] })
      }),
    )
    const marks = fc.constantFrom(
      '```\n',
      '**',
      '# ',
      '- ',
      '| a | b |\n',
      '[x](y)',
      '{{r1}}',
      '约',
      '余余',
      '好的，以下是：\n',
    )
    fc.assert(
      fc.property(fc.array(fc.oneof(piece, marks), { maxLength: 14 }), (pieces) => {
        const once = clean(pieces.join('')).text
        expect((once.match(/\{\{[f][^}]*\}\}/g) ?? []).length).toBe(
          (pieces.join('').match(/\{\{[f][^}]*\}\}/g) ?? []).length,
        )
      }),
    )
  })
})
