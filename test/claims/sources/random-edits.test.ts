import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { carry } from '../../../src/claims/sources/carry.ts'
import type { Source } from '../../../src/claims/sources/source.ts'
import { mergeParagraphs } from '../../../src/reports/paragraphs/merge-paragraphs.ts'

/** A clause that tells one figure: `key` is its claim, `was` the value that its source holds. */
type Clause = {
  readonly lead: string
  readonly number: string
  readonly tail: string
  readonly key: string
  readonly was: string
}
type Sentence = { readonly clauses: readonly Clause[]; readonly closing: string }
type Text = readonly (readonly Sentence[])[]
type Rendered = { readonly text: string; readonly figures: readonly (Clause & { readonly start: number })[] }

const SUBJECTS =
  '党课 警示教育 传达学习 业务培训 主题党日 志愿服务 读书分享 集中学习 交流讨论 参观见学 走访慰问 文体活动 法治宣传 档案整理 图书捐赠'.split(
    ' ',
  )
const MORE = '，内容充实，反响良好|，党员干部积极参加|，做到有计划、有记录|，由分管领导主持|'.split('|')

function write(text: Text): Rendered {
  const figures: (Clause & { start: number })[] = []
  let out = ''
  for (const [place, paragraph] of text.entries()) {
    if (place > 0) out += '\n\n'
    for (const { clauses, closing } of paragraph) {
      for (const [at, clause] of clauses.entries()) {
        out += `${at > 0 ? '，' : ''}${clause.lead}`
        figures.push({ ...clause, start: out.length })
        out += `${clause.number}${clause.tail}`
      }
      out += `${closing}。`
    }
  }
  return { text: out, figures }
}

function sourcesOf({ figures }: Rendered): Source[] {
  return figures.map(({ start, number, key }) => ({
    start,
    end: start + number.length,
    key,
    form: 'exact',
    value: Number(number),
    by: 'slot',
  }))
}

const digits = fc.integer({ min: 2, max: 4000 }).map(String)
// Many figures of one text have the same value: by their place alone they are told apart.
const number = fc.oneof(digits, fc.constantFrom('2', '7', '8', '8', '12'))
const base = fc
  .tuple(
    fc.shuffledSubarray(SUBJECTS, { minLength: 4, maxLength: 15 }),
    fc.array(fc.tuple(number, number, fc.nat(4)), { minLength: 15, maxLength: 15 }),
  )
  .map(([subjects, numbers]): Text => {
    const sentences = subjects.map((subject, at): Sentence => {
      const [count, people, more] = numbers[at]!
      const clause = (lead: string, value: string, tail: string, key: string): Clause => ({
        lead,
        number: value,
        tail,
        key,
        was: value,
      })
      return {
        clauses: [
          clause(`全年开展${subject}`, count, '次', `count:${subject}`),
          ...(at % 3 === 0 ? [] : [clause('参加', people, '人次', `people:${subject}`)]),
        ],
        closing: MORE[more]!,
      }
    })
    return [sentences.slice(0, 3), sentences.slice(3, 7), sentences.slice(7)].filter((one) => one.length > 0)
  })

type Edit = {
  readonly kind: 'digits' | 'words' | 'move' | 'add' | 'drop' | 'join'
  readonly at: number
  readonly to: number
  readonly value: string
}
const edit: fc.Arbitrary<Edit> = fc.record({
  kind: fc.constantFrom('digits', 'digits', 'words', 'move', 'add', 'drop', 'join'),
  at: fc.nat(1000),
  to: fc.nat(1000),
  value: digits,
})

function edited(text: Text, { kind, at, to, value }: Edit): Text {
  const flat = text.flatMap((paragraph, place) => paragraph.map((sentence) => ({ place, sentence })))
  const chosen = flat[at % flat.length]!
  const put = (places: readonly { place: number; sentence: Sentence }[]): Text =>
    [...new Set(places.map(({ place }) => place))]
      .sort((a, b) => a - b)
      .map((p) => places.filter(({ place }) => place === p).map(({ sentence }) => sentence))
  const replace = (sentence: Sentence): Text =>
    put(flat.map((one) => (one === chosen ? { ...one, sentence } : one)))
  const { clauses, closing } = chosen.sentence
  if (clauses.length === 0) return text
  switch (kind) {
    case 'digits': {
      const place = to % clauses.length
      const old = clauses[place]!
      return replace({ clauses: clauses.with(place, { ...old, number: value }), closing })
    }
    case 'words':
      return replace({
        clauses: clauses.with(0, {
          ...clauses[0]!,
          lead: clauses[0]!.lead.replace('全年开展', '本年度组织'),
        }),
        closing,
      })
    case 'move': {
      const rest = flat.filter((one) => one !== chosen)
      return put(
        [...rest.slice(0, to % flat.length), chosen, ...rest.slice(to % flat.length)].map((one) =>
          one === chosen ? { ...one, place: rest[Math.max(0, (to % flat.length) - 1)]?.place ?? 0 } : one,
        ),
      )
    }
    case 'add':
      return put(
        flat.flatMap((one) =>
          one === chosen
            ? [one, { ...one, sentence: { clauses: [], closing: '各项工作有序推进，干部作风持续改进' } }]
            : [one],
        ),
      )
    case 'drop':
      return flat.length < 3 ? text : put(flat.filter((one) => one !== chosen))
    case 'join':
      return replace({ clauses, closing: `${closing}，成效明显` })
  }
}

/** What must hold of every figure of a text that was made from texts with sources. */
function check({ text, figures }: Rendered, carried: readonly Source[]): void {
  for (const { start, number: shown, key, was } of figures) {
    const source = carried.find((one) => one.start <= start && start < one.end)
    const told = { text: text.slice(start - 8, start + 8), key, was, number: shown }
    // Its source is its own, and holds the value by which another number is seen to be another.
    expect({ ...told, source: source?.key, value: source?.value }).toEqual({
      ...told,
      source: key,
      value: Number(was),
    })
    expect(text.slice(source!.start, source!.end)).toBe(shown)
  }
  expect(carried.length).toBe(figures.length)
}

describe('a thousand random edits', () => {
  it('show every changed number of a sourced figure, and no untouched figure loses its source', () => {
    fc.assert(
      fc.property(base, fc.array(edit, { minLength: 1, maxLength: 4 }), (text, edits) => {
        const before = write(text)
        const after = write(edits.reduce(edited, text))
        check(after, carry(after.text, [{ text: before.text, sources: sourcesOf(before) }]))
      }),
      { numRuns: 1000 },
    )
  })

  it('of two editors at once lose no claim when they are put together', () => {
    fc.assert(
      fc.property(base, edit, edit, (text, one, other) => {
        const before = write(text)
        const [theirs, mine] = [write(edited(text, one)), write(edited(text, other))]
        const parent = { text: before.text, sources: sourcesOf(before) }
        const saved = { text: theirs.text, sources: carry(theirs.text, [parent]) }
        const merged = mergeParagraphs(before.text, mine.text, theirs.text).paragraphs.join('\n\n')
        const carried = carry(merged, [saved, parent])
        const known = new Map(before.figures.map(({ key, was }) => [key, was]))
        for (const { start, end, key, value } of carried) {
          expect(String(value)).toBe(known.get(key))
          // The subject that its claim counts stands in its sentence.
          const lead = merged.slice(0, start)
          expect(lead.slice(lead.lastIndexOf('。') + 1)).toContain(key.slice(key.indexOf(':') + 1))
          expect(merged.slice(start, end)).toMatch(/^\d+$/)
        }
        // One moved a sentence that the other reworded: it stands twice, and the reworded copy may have to be asked about.
        for (const { index, 0: numeral } of merged.matchAll(/\d+/g)) {
          const from = merged.lastIndexOf('。', index) + 1
          const to = merged.indexOf('。', index)
          const sentence = merged.slice(from, to < 0 ? merged.length : to)
          const own = before.figures.find(({ key }) => sentence.includes(key.slice(key.indexOf(':') + 1)))
          const subject = own?.key.slice(own.key.indexOf(':') + 1) ?? ''
          const isSourced = carried.some(({ start, end }) => start <= index && index < end)
          const copies = merged.split(subject).length - 1
          expect({ sentence, numeral, isKnown: isSourced || (subject !== '' && copies > 1) }).toEqual({
            sentence,
            numeral,
            isKnown: true,
          })
          expect(carried.some(({ key }) => key.endsWith(`:${subject}`))).toBe(true)
        }
      }),
      { numRuns: 500 },
    )
  })
})
