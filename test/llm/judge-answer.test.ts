import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { isLooping, isRefusal, judgeAnswer } from '../../src/llm/judge-answer.ts'

const SECTION_ZH = `一是抓牢理论学习。全年开展传达学习{{f1}}次、党课{{f2}}次、警示教育{{f3}}次，学习材料覆盖党的二十大报告和《习近平谈治国理政》第四卷{{r1}}。

二是抓实交流研讨。组织交流讨论{{f4}}次，撰写文章{{f5}}篇，其中评为优秀的{{f6}}篇，编印文集{{f7}}期{{r2}}。

三是抓好阵地建设。发布新闻动态{{f8}}条，赠阅刊物{{f9~}}册。【待补：书香机关活动的记录】`

const SECTION_EN = `We were unable to hold the spring lecture, but the group met {{f1}} times over the year {{r1}}. It read the handbook and discussed two of its chapters with the partner office.

The second part of the programme was publicity. The office published {{f2}} news items and printed {{f3~}} copies of the journal {{r2}}.`

/** Sentences that differ: a report of a given length that says something new each time. */
const sentences = fc.uniqueArray(fc.stringMatching(/^[一-龥]{12,40}$/), { minLength: 3, maxLength: 40 })

describe('a usable answer', () => {
  it.each([SECTION_ZH, SECTION_EN, '【待补：本期没有任何记录】', 'One line.'])(
    'is not faulted: %s',
    (text) => {
      expect(judgeAnswer(text)).toBeNull()
    },
  )

  it('is not faulted for parallel headings, lists and recurring marks of what is missing', () => {
    const list = Array.from(
      { length: 12 },
      (_, n) => `- 传达学习{{f${n}}}次，已完成。\n【待补：参加人数的记录】\n`,
    ).join('')
    expect(judgeAnswer(list)).toBeNull()
    expect(judgeAnswer(`${SECTION_ZH}\n${'-'.repeat(300)}\n${SECTION_EN}`)).toBeNull()
  })

  it('is not faulted when all its sentences differ', () => {
    fc.assert(
      fc.property(sentences, (all) => {
        expect(isLooping(`${all.join('。')}。`)).toBe(false)
      }),
    )
  })
})

describe('an empty answer', () => {
  it('has no letter, digit or slot', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[\s\p{P}\u200B]{0,60}$/u), (signs) => {
        expect(judgeAnswer(signs)).toBe('empty')
      }),
    )
  })
})

describe('a refusal', () => {
  it.each([
    '抱歉，我无法提供这方面的内容。',
    '很抱歉，作为一个人工智能语言模型，我不能撰写此类文章。',
    '对不起，这个问题我不能回答，请换个话题。',
    '我无法协助完成这一请求。',
    '作为AI助手，我没有能力访问这些记录，无法撰写。',
    "I'm sorry, but I can't help with that.",
    'I’m sorry, I cannot assist with this request.',
    'Unfortunately, I am unable to write this section.',
    'I cannot create content of this kind.',
    'As an AI language model, I am not able to write this report.',
    '**Sorry, I can’t write this.**',
  ])('opens by declining: %s', (text) => {
    expect(judgeAnswer(text)).toBe('refused')
  })

  it.each([
    '因疫情影响，部分活动无法按期举行，共开展{{f1}}次。',
    '我们不能满足于现有成绩。全年开展学习{{f1}}次。',
    'The office cannot yet report on the autumn. It met {{f1}} times.',
    '个别同志对学习抓得不紧，对此我们深感不足，无法令人满意。',
  ])('is not a sentence of the report: %s', (text) => {
    expect(isRefusal(text)).toBe(false)
  })

  it('is not a long section with facts, whatever its opening', () => {
    const long = `抱歉，我无法一一列举。${SECTION_ZH}`.repeat(3)
    expect(long.length).toBeGreaterThan(600)
    expect(isRefusal(long)).toBe(false)
  })
})

describe('a loop', () => {
  it('is any text of twenty letters or more, written ten times to the end, whatever stood before', () => {
    // Shorter texts may be told apart from a list only by where they stop.
    const unit = fc
      .stringMatching(/^[一-龥a-z，。 ]{24,300}$/)
      .filter((text) => (text.match(/[一-龥a-z]/g) ?? []).length >= 20)
    fc.assert(
      fc.property(unit, fc.constantFrom('', SECTION_ZH, SECTION_EN), (text, before) => {
        expect(isLooping(before + text.repeat(10))).toBe(true)
      }),
      { numRuns: 300 },
    )
  })

  it('is one sentence five times among others, and not yet four times', () => {
    const among = (times: number) =>
      Array.from(
        { length: times },
        (_, n) => `第{{f${n}}}项工作按时完成。要进一步提高思想认识和政治站位。`,
      ).join('')
    expect(isLooping(among(4))).toBe(false)
    expect(isLooping(among(5))).toBe(true)
  })

  it.each(['总', '的', 'ha', '{{f1}}次、'])('is a short unit again and again: %s', (unit) => {
    expect(isLooping(SECTION_ZH + unit.repeat(120))).toBe(true)
  })

  it('is a long passage without full stops, written four times', () => {
    const passage = Array.from(
      { length: 60 },
      (_, n) => `${String.fromCharCode(0x4e00 + n * 37)}字第段落${n}，`,
    ).join('')
    expect(isLooping(passage.repeat(4))).toBe(true)
    expect(isLooping(passage)).toBe(false)
  })

  it('is judged quickly, however long the text', () => {
    const long = Array.from({ length: 20_000 }, (_, n) => `word${n * 7919}`).join(' ')
    const startedAt = performance.now()
    expect(isLooping(long)).toBe(false)
    expect(performance.now() - startedAt).toBeLessThan(500)
  })
})
