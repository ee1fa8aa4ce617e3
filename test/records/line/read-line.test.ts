import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  defaultKinds,
  defaultMeasures,
  defaultVocabulary,
} from '../../../src/records/vocabulary/default-kinds.ts'
import { parseQuickText, type QuickRecord, type RecordFamily } from '../../../src/records/line/read-line.ts'
import { corpus, differences, read, today } from './corpus.ts'

const lines = corpus()

describe('the corpus', () => {
  it('has at least 500 lines, in both languages', () => {
    expect(lines.length).toBeGreaterThanOrEqual(500)
    expect(lines.filter(({ text }) => !/\p{Script=Han}/u.test(text)).length).toBeGreaterThan(40)
  })

  it('is read with every field exact on 98 %, and no wrong value without a question', () => {
    const wrong = lines
      .map((line) => ({ text: line.text, found: differences(line) }))
      .filter(({ found }) => found.length > 0)
    const silent = wrong.filter(({ found }) => found.some(({ asked }) => !asked))
    const exact = 1 - wrong.length / lines.length
    process.stdout.write(
      `quick text: ${lines.length} lines, ${(exact * 100).toFixed(1)} % exact, ${silent.length} wrong without a question\n`,
    )
    expect(silent).toEqual([])
    expect(exact).toBeGreaterThanOrEqual(0.98)
  })
})

type Row = Record<string, string>

function rowsOf(file: string): Row[] {
  const url = new URL(`../../../src/playground/sample-office/${file}.csv`, import.meta.url)
  return parse(readFileSync(url), { columns: true, bom: true })
}

/** The row as one line, and what of it must come back. */
function lineOf(row: Row): string {
  const {
    kind = '',
    title = '',
    date = '',
    duration_min = '',
    place = '',
    participant_count = '',
    quantities = '',
  } = row
  const minutes = duration_min === '' ? '' : `${duration_min}分钟`
  const where = place === '' ? '' : `地点：${place}`
  const heads = participant_count === '' ? '' : `${participant_count}人`
  return [kind, title, date, minutes, where, heads, quantities].filter((part) => part !== '').join(' ')
}

describe('the sample office', () => {
  it.each([
    ['study', 'study'],
    ['activity', 'activities'],
  ] as const)('is read back from its own lines, every record of %s', (family, file) => {
    const rows = rowsOf(file)
    expect(rows.length).toBeGreaterThan(40)
    const back = rows.map((row) => {
      const { fields, questions } = read({ family, text: lineOf(row) })
      const quantities = fields.quantities
        .map(({ name, value, unit }) => `${name}=${value}${unit}`)
        .join('; ')
      return [
        fields.startsOn.toString(),
        fields.title,
        fields.durationMin,
        fields.place,
        fields.headCount?.value,
        quantities,
        questions,
      ]
    })
    const wanted = rows.map((row) => {
      const number = (text: string | undefined): number | undefined =>
        text === undefined || text === '' ? undefined : Number(text)
      const place = row['place'] === '' ? undefined : row['place']
      return [
        row['date'],
        row['title'],
        number(row['duration_min']),
        place,
        number(row['participant_count']),
        row['quantities'] ?? '',
        [],
      ]
    })
    expect(back).toEqual(wanted)
  })
})

/** What must hold of any text at all: every breach, in words; none is what is wanted. */
function breaches(text: string, record: QuickRecord): string[] {
  const { fields } = record
  const found: string[] = []
  let last = 0
  for (const piece of [...record.spans, ...record.unplaced].toSorted(
    (left, right) => left.start - right.start,
  )) {
    if (piece.start < last) found.push(`overlap at ${piece.start}`)
    if (piece.end <= piece.start || piece.end > text.length)
      found.push(`bounds ${piece.start} to ${piece.end}`)
    if (piece.text !== text.slice(piece.start, piece.end)) found.push(`other text at ${piece.start}`)
    last = piece.end
  }
  const stored = [
    fields.title,
    fields.place ?? '',
    fields.partner ?? '',
    fields.note ?? '',
    ...fields.materials,
  ]
  found.push(
    ...stored
      .filter((words) => /<[@#!][^<>]*>|<https?:[^<>]*>/.test(words))
      .map((words) => `alive: ${words}`),
  )
  if (Temporal.PlainDate.compare(fields.startsOn, fields.endsOn) > 0) found.push('ends before it starts')
  if (record.questions.length > 0) return found
  if (fields.kindId === undefined || fields.title === '') found.push('incomplete, and nothing is asked')
  if (Temporal.PlainDate.compare(fields.endsOn, today) > 0) found.push('in the future, and nothing is asked')
  if (fields.quantities.some(({ measureId }) => measureId === undefined))
    found.push('unknown measure, and nothing is asked')
  return found
}

const family = fc.constantFrom<RecordFamily>('study', 'activity')
const pieces = [...new Set(lines.flatMap(({ text }) => text.split(/(?<= )|(?=[<《“=，：&])/)))]
const mutated = fc
  .tuple(
    fc.constantFrom(...lines),
    fc.nat(),
    fc.nat(),
    fc.oneof(fc.string({ unit: 'binary', maxLength: 4 }), fc.constantFrom(...pieces)),
  )
  .map(([line, from, length, patch]) => {
    const at = from % (line.text.length + 1)
    return { family: line.family, text: line.text.slice(0, at) + patch + line.text.slice(at + (length % 4)) }
  })

describe('any text', () => {
  it('is read without throwing, in pieces that lie apart within it', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(family, fc.string({ unit: 'binary', maxLength: 120 }), (family, text) => {
        expect(breaches(text, read({ family, text }))).toEqual([])
      }),
      { numRuns: 1500 },
    )
  })

  it('holds together when corpus lines are damaged', { timeout: 60_000 }, () => {
    fc.assert(
      fc.property(mutated, (line) => {
        expect(breaches(line.text, read(line))).toEqual([])
      }),
      { numRuns: 4000 },
    )
  })

  it('holds together when pieces of lines are mixed', { timeout: 60_000 }, () => {
    const mixed = fc.array(fc.constantFrom(...pieces), { maxLength: 14 }).map((all) => all.join(''))
    fc.assert(
      fc.property(family, mixed, (family, text) => {
        expect(breaches(text, read({ family, text }))).toEqual([])
      }),
      { numRuns: 3000 },
    )
  })

  it('takes a time that does not grow with a text of 40,000 characters', () => {
    const junk = [
      '1',
      '一',
      '上',
      '1 ',
      '11月20日',
      '<',
      '《',
      '"',
      '在',
      'at a ',
      'a=1 ',
      '新闻24条 ',
      '地点：',
      ' ',
      '联合',
      '@',
      '1-1-',
      '28人 ',
      '🎉',
      '学 ',
      '：２８　类型',
      '下周三',
      '9人',
      '2h',
      'participants=12条',
      'dicussion ',
      'Constitution ',
      'city ',
      '与a合作',
      '3 Nov - 1 ',
      'with a club ',
      '党员9人',
    ]
    const spent = junk.map((unit) => {
      const text = unit.repeat(40_000 / unit.length)
      // The processor's time, since others may want the machine's: the mean of ten readings, after two that warm up.
      const read = () => parseQuickText('activity', text, defaultVocabulary, today)
      read()
      read()
      const before = process.cpuUsage()
      for (let reading = 0; reading < 10; reading += 1) read()
      const { user, system } = process.cpuUsage(before)
      return { unit, ms: (user + system) / 10_000 }
    })
    const slowest = spent.sort((left, right) => right.ms - left.ms)[0]
    process.stdout.write(
      `quick text: 40,000 characters of ${JSON.stringify(slowest?.unit)} in ${slowest?.ms.toFixed(1)} ms\n`,
    )
    // 5 ms on a machine at rest; here with room for a busy one. What is read twice for every sign takes more.
    expect(slowest?.ms).toBeLessThan(15)
  })

  it('says what it did not read of a long text', () => {
    const record = read({ family: 'activity', text: `志愿服务 清雪 28人 ${'雪'.repeat(3000)}` })
    expect(record.unplaced.at(-1)?.end).toBe('志愿服务 清雪 28人 '.length + 3000)
    expect(record.questions.map(({ field }) => field)).toContain('title')
  })
})

describe('the default vocabulary', () => {
  it('has an id of its own for every kind and measure', () => {
    const ids = [...defaultKinds, ...defaultMeasures].map(({ id }) => id)
    expect(new Set(ids).size).toBe(ids.length)
    for (const id of ids) expect(id).toMatch(/^[a-z]+(-[a-z]+)*$/)
  })

  it('gives no word to two kinds of a family', () => {
    for (const family of ['study', 'activity']) {
      const words = defaultKinds
        .filter((kind) => kind.family === family)
        .flatMap(({ nameZh, nameEn, aliases }) => [nameZh, nameEn, ...aliases])
      expect(words.filter((word, i) => words.indexOf(word) !== i)).toEqual([])
    }
  })

  it.each(
    defaultKinds.flatMap((kind) =>
      [kind.nameZh, kind.nameEn, ...kind.aliases].map((word) => ({ kind, word })),
    ),
  )('finds $kind.id by $word', ({ kind, word }) => {
    const { fields, questions } = read({ family: kind.family, text: `${word} 清雪 昨天` })
    expect(fields.kindId).toBe(kind.id)
    expect(questions).toEqual([])
  })

  it.each(
    defaultMeasures.flatMap((measure) =>
      [measure.name, measure.nameEn, ...measure.aliases].map((word) => ({ measure, word })),
    ),
  )('finds $measure.id by $word', ({ measure, word }) => {
    const { fields, questions } = read({
      family: 'activity',
      text: `清雪 ${word}=12${measure.unit} 阵地建设`,
    })
    expect(questions).toEqual([])
    expect(fields.quantities).toEqual([
      { measureId: measure.id, name: measure.name, value: 12, unit: measure.unit },
    ])
  })
})
