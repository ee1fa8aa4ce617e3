import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { checkMessage, checkView } from '../../../src/playground/shapes/limits.ts'
import { defaultKinds } from '../../../src/records/vocabulary/default-kinds.ts'
import { fitMessage } from '../../../src/slack/limits/fit-message.ts'
import { importForm } from '../../../src/imports/messages.ts'
import { importPreview } from '../../../src/records/import/messages.ts'
import { recordImports } from '../../../src/records/import/record-imports.ts'
import type { Caller } from '../../../src/members/caller.ts'
import { CHOICE_GROUPS, type RowPlan } from '../../../src/records/import/plan.ts'
import { nameRows } from '../../../src/records/import/name-rows.ts'
import { callMembers } from '../../../src/records/import/plan-import.ts'
import { planRows } from '../../../src/records/import/plan-rows.ts'
import { readTable, readTableApart } from '../../../src/tables/read-table.ts'
import { detailsOf, type LoggedRecord } from '../../../src/records/record/record.ts'
import { cellsOf, type TableCatalog } from '../../../src/records/table/cells.ts'
import { harmless } from '../../../src/tables/cells.ts'
import { vocabularyOf } from '../../../src/records/words/vocabulary.ts'
import { csvTable, xlsxTable } from '../../../src/records/table/write-table.ts'
import { rowOf, workbookOf } from '../../helpers/workbook.ts'
import { memberLike } from '../../helpers/samples.ts'

const members = ['成员11', '成员12', '同名', '同名', 'Doe, Jane; Dr'].map((name, nth) =>
  memberLike({
    id: `m${nth}`,
    externalId: nth === 4 ? null : `M0${nth}`,
    slackUserId: `U${nth}`,
    name,
  }),
)
const news = { id: 'news', name: '发布新闻动态', unit: '条', aggregation: 'sum' as const, aliases: [] }
const rate = { id: 'rate', name: '合格率', unit: '%', aggregation: 'ratio' as const, aliases: [] }
const measures = [news, rate]
const kinds = defaultKinds
const catalog = {
  kinds,
  measures,
  former: {
    kinds: [
      {
        id: 'old',
        family: 'study' as const,
        nameZh: '旧类',
        nameEn: 'old kind',
        aliases: [],
        mergedInto: null,
      },
    ],
    measures: [],
  },
  members: new Map(members.map((member) => [member.id, member])),
  zone: 'Asia/Shanghai',
}
const today = Temporal.PlainDate.from('2022-11-18')
const perfect: LoggedRecord = {
  id: 'S-42',
  family: 'study',
  number: 42,
  kindId: 'party-lecture',
  title: '第九课',
  startsOn: '2022-11-17',
  endsOn: '2022-11-17',
  materials: ['《宪法》'],
  people: ['m0', 'm1'],
  headCount: { value: 7, unit: '人次' },
  expected: null,
  excused: null,
  durationMin: 90,
  place: '三楼',
  partner: null,
  note: null,
  quantities: [{ measureId: 'news', value: 24 }],
  evidence: [{ kind: 'file', title: '照片', url: 'https://files.example/1' }],
  loggedBy: 'm0',
  loggedAt: new Date('2022-11-17T08:00:00Z'),
  revision: 3,
  deletedAt: null,
}

function planned(
  table: Awaited<ReturnType<typeof readTable>>,
  records: readonly LoggedRecord[] = [perfect],
  words: TableCatalog = catalog,
): RowPlan[] {
  const { rows } = nameRows(table)
  return planRows(rows, {
    family: null,
    catalog: words,
    vocabulary: vocabularyOf(catalog),
    memberCalled: callMembers(members),
    records: new Map(records.map((record) => [record.id, record])),
    today,
  })
}
const bytesOf = (text: string) => new TextEncoder().encode(text)
const typed = async (text: string, records?: readonly LoggedRecord[]) =>
  planned(await readTable(bytesOf(text)), records)
const faultsOf = (plan: RowPlan | undefined) =>
  plan?.kind === 'refused'
    ? plan.faults.map(({ line, column, value, reason }) => [line, column, value, reason.en])
    : plan

const anyText = fc.oneof(
  fc.constantFrom(
    '=1+1',
    '+86',
    '-x',
    '@SUM(A1)',
    "'=a",
    '"',
    ',',
    ';',
    '甲；乙',
    ' 空 ',
    '\ttab',
    'a_x0041_',
    'a\u0001\uFFFD',
    '长'.repeat(300),
    'é👍',
  ),
  // A database's text holds no NUL.
  fc.string({ unit: 'binary', minLength: 1, maxLength: 20 }).filter((text) => !text.includes('\u0000')),
  fc.string({ minLength: 1, maxLength: 20 }),
)
const anyRecord: fc.Arbitrary<LoggedRecord> = fc.record({
  id: fc.constant('S-42'),
  family: fc.constant('study' as const),
  number: fc.constant(42),
  kindId: fc.constantFrom('party-lecture', 'old'),
  title: anyText,
  startsOn: fc.constantFrom('2022-11-17', '2021-02-28'),
  endsOn: fc.constantFrom('2022-11-17', '2022-11-18'),
  materials: fc.array(anyText, { maxLength: 3 }),
  people: fc.uniqueArray(fc.constantFrom('m0', 'm1', 'm2', 'm3', 'm4', 'gone'), { maxLength: 4 }),
  headCount: fc.option(
    fc.record({ value: fc.integer({ min: 1, max: 9999 }), unit: fc.constantFrom('人', '人次') }),
  ),
  expected: fc.constantFrom(null, 0, 15, 1_000_000),
  excused: fc.constantFrom(null, 0),
  durationMin: fc.option(fc.integer({ min: 1, max: 1440 })),
  place: fc.option(anyText),
  partner: fc.option(anyText),
  note: fc.option(anyText),
  quantities: fc.array(
    fc.record({
      measureId: fc.constantFrom('news', 'rate', 'gone'),
      value: fc.constantFrom(24, 0.5, 1e21, 98600),
    }),
    { maxLength: 3 },
  ),
  evidence: fc.array(
    fc.record({ kind: fc.constantFrom('link', 'file', 'message'), title: anyText, url: anyText }),
    { maxLength: 2 },
  ),
  loggedBy: fc.constantFrom('m0', null),
  loggedAt: fc.constant(new Date('2022-11-17T08:00:00Z')),
  revision: fc.constant(3),
  deletedAt: fc.constant(null),
})

describe('what export writes, import reads back as unchanged', () => {
  const locales = fc.constantFrom('zh' as const, 'en' as const)

  it('as CSV, whatever the record holds', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord, locales, async (record, locale) => {
        const table = await readTable(csvTable([cellsOf(record, catalog, locale)], locale))
        expect(planned(table, [record])).toMatchObject([{ kind: 'unchanged' }])
      }),
      { numRuns: 150 },
    )
  })

  it('as XLSX, whatever the record holds', { timeout: 60_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(anyRecord, locales, async (record, locale) => {
        const table = await readTable(await xlsxTable([cellsOf(record, catalog, locale)], locale))
        expect(planned(table, [record])).toMatchObject([{ kind: 'unchanged' }])
      }),
      { numRuns: 25 },
    )
  })

  it('and one changed cell changes that field alone', async () => {
    const text = new TextDecoder().decode(csvTable([cellsOf(perfect, catalog, 'zh')], 'zh'))
    const [plan] = await typed(text.replace('第九课', '第十课'))
    if (plan?.kind !== 'changed') throw new Error(JSON.stringify(plan))
    expect(plan).toMatchObject({ id: 'S-42', baseRevision: 3 })
    expect(plan.details).toEqual(detailsOf({ ...perfect, title: '第十课' }))
  })

  it('a new record without its number reads as the same details', async () => {
    const record = {
      ...perfect,
      evidence: [{ kind: 'link' as const, title: '照片', url: 'https://files.example/1' }],
    }
    const row = { ...cellsOf(record, catalog, 'en'), number: '', revision: '' }
    const [plan] = planned(await readTable(await xlsxTable([row], 'en')))
    if (plan?.kind !== 'new') throw new Error(JSON.stringify(plan))
    expect(plan.details).toEqual(detailsOf(record))
    expect(plan.family).toBe('study')
  })
})

describe('a cell that a spreadsheet would run', () => {
  it.each(['=1+1', '+1', '-1', '@a', '\tx', '\rx', '＝1', '＋1', '－1', '＠a'])('is text: %j', (cell) => {
    expect(harmless(cell)).toBe(`'${cell}`)
  })

  it('is no number that the export writes itself', () => {
    expect(harmless(-5)).toBe(-5)
  })

  it('in every cell of a CSV export', () => {
    const evil = '=HYPERLINK("http://evil")'
    const record = { ...perfect, title: evil, materials: [evil], place: evil, partner: evil, note: evil }
    const csv = new TextDecoder().decode(csvTable([cellsOf(record, catalog, 'zh')], 'zh'))
    expect(csv).not.toMatch(/(?:^|[,\n])"?=/)
    expect(csv.match(/'=HYPERLINK/g)).toHaveLength(5)
  })
})

const HEAD = '开始日期,类别,标题,人员,人数,时长（分钟）,数量\n'

describe('a row', () => {
  it('of a new record is read with what people write', async () => {
    const [plan] = await typed(
      `${HEAD}2022年11月7日,党课,第一课,成员11、M01,25人,1小时30分钟,发布新闻动态=24条\n`,
    )
    if (plan?.kind !== 'new') throw new Error(JSON.stringify(faultsOf(plan)))
    expect(plan.details).toMatchObject({
      startsOn: '2022-11-07',
      endsOn: '2022-11-07',
      kindId: 'party-lecture',
      people: ['m0', 'm1'],
      headCount: { value: 25, unit: '人' },
      expected: null,
      excused: null,
      durationMin: 90,
      quantities: [{ measureId: 'news', value: 24 }],
    })
  })

  it.each([
    ['2022-02-30,党课,课,,,,', '开始日期', '2022-02-30', /not a date/],
    ['11/7/2022,党课,课,,,,', '开始日期', '11/7/2022', /not a date/],
    ['2022-11-19,党课,课,,,,', '开始日期', '2022-11-19', /still to come/],
    ['2022-11-07,党客,课,,,,', '类别', '党客', /nearest: .*lecture/i],
    ['2022-11-07,不存在类,课,,,,', '类别', '不存在类', /none is near it/],
    ['2022-11-07,,课,,,,', '类别', '', /empty/],
    ['2022-11-07,党课,,,,,', '标题', '', /empty/],
    ['2022-11-07,党课,课,没有此人,,,', '人员', '没有此人', /no member/],
    ['2022-11-07,党课,课,同名,,,', '人员', '同名', /2 members/],
    ['2022-11-07,党课,课,,0,,', '人数', '0', /./],
    ['2022-11-07,党课,课,,,1500,', '时长（分钟）', '1500', /./],
    ['2022-11-07,党课,课,,,,发明=3项', '数量', '发明=3项', /Which measure is/],
    ['2022-11-07,党课,课,,,,发布新闻动态24条', '数量', '发布新闻动态24条', /not measure=number/],
    ['2022-11-07,党课,课,,,37:30,', '时长（分钟）', '37:30', /more than (?:a|1) day/],
    ['2022-11-07,党课,课,,#REF!,,', '人数', '#REF!', /error of the spreadsheet/],
    ['2022-11-07,党课,课,,,,,多余', 'H', '多余', /below no heading/],
  ])('%s is refused with line, column and reason', async (row, column, value, reason) => {
    const [good, bad] = await typed(`${HEAD}2022-11-07,党课,好,,,,\n${row}\n`)
    expect(good?.kind).toBe('new')
    expect(faultsOf(bad)).toEqual([[3, column, value, expect.stringMatching(reason)]])
  })

  it.each(['时长', 'duration'])('with a plain number below %s is refused: of what?', async (heading) => {
    const rows = (duration: string) => `日期,类别,标题,${heading}\n2022-03-05,党课,甲,${duration}\n`
    const [bare] = await typed(rows('2'))
    expect(faultsOf(bare)).toMatchObject([[2, heading, '2', expect.stringMatching(/no unit/)]])
    const [said] = await typed(rows('2小时'))
    expect(said).toMatchObject({ kind: 'new', details: { durationMin: 120 } })
  })

  it('of a workbook is read with its hours, and refused for its errors', async () => {
    const head = rowOf(1, '日期', '类别', '标题', '时长', '人数')
    const timed = rowOf(2, '2022-11-07', '党课', '甲', '<c s="1"><v>0.0625</v></c>')
    const wrong = rowOf(3, '2022-11-07', '党课', '乙', '2h', '<c t="e"><v>#REF!</v></c>')
    const [good, bad] = planned(await readTable(workbookOf({ 表: head + timed + wrong })))
    expect(good).toMatchObject({ kind: 'new', details: { durationMin: 90 } })
    expect(faultsOf(bad)).toMatchObject([[3, '人数', '#REF!', expect.anything()]])
  })

  it('with an error in a column that is not read is read', async () => {
    const [plan] = await typed('日期,类别,标题,天气\n2022-11-07,党课,甲,#N/A\n')
    expect(plan?.kind).toBe('new')
  })

  it('of a merged kind keeps it, so that it is the same row again', async () => {
    const merged = {
      ...catalog.former.kinds[0]!,
      id: 'merged',
      nameZh: '并入的',
      mergedInto: 'party-lecture',
    }
    const table = await readTable(bytesOf('日期,类别,标题\n2022-11-07,并入的,甲\n'))
    const known = kinds.map((kind) =>
      kind.id === 'party-lecture' ? { ...kind, aliases: [...kind.aliases, '并入的'] } : kind,
    )
    const [plan] = planned(table, [], { ...catalog, kinds: known, former: { kinds: [merged], measures: [] } })
    expect(plan).toMatchObject({ kind: 'new', details: { kindId: 'merged' } })
  })

  it('with several faults tells all of them', async () => {
    const [plan] = await typed(`${HEAD}x,y,,z,-1,,\n`)
    if (plan?.kind !== 'refused') throw new Error('not refused')
    expect(plan.faults.map(({ column }) => column)).toEqual(
      expect.arrayContaining(['开始日期', '类别', '标题', '人员', '人数']),
    )
  })

  it('that shows an older revision is refused if it would change something', async () => {
    const rows = 'Number,Revision,Title\nS-42,2,第九课\nS-42,2,新\n'
    const [same] = await typed(rows.split('\n').slice(0, 2).join('\n'))
    expect(same?.kind).toBe('unchanged')
    const [stale] = await typed('Number,Revision,Title\nS-42,2,新\n')
    expect(faultsOf(stale)).toMatchObject([[2, 'Revision', '2', expect.stringMatching(/revision 3 now/)]])
  })

  it('that names a record twice, one that is none, or a deleted one is refused', async () => {
    const plans = await typed('编号,标题\nS-42,甲\ns-42,乙\nS-43,丙\nX,丁\n')
    expect(plans.map(({ kind }) => kind)).toEqual(['changed', 'refused', 'refused', 'refused'])
    const [deleted] = await typed('编号,标题\nS-42,甲\n', [{ ...perfect, deletedAt: new Date() }])
    expect(deleted?.kind).toBe('refused')
  })

  it('with an emptied cell empties the field, and an absent column leaves it', async () => {
    const [plan] = await typed('编号,地点,时长（分钟）\nS-42,,\n')
    if (plan?.kind !== 'changed') throw new Error(JSON.stringify(plan))
    expect(plan.details).toEqual(detailsOf({ ...perfect, place: null, durationMin: null }))
  })
})

describe('a file', () => {
  const row = '2022-11-07,党课,第一课'
  const utf8 = bytesOf(`开始日期,类别,标题\n${row}\n`)
  // 开始日期,类别,标题 / 2022-11-07,党课,第一课 in GB18030.
  const gb = Uint8Array.from(
    Buffer.from(
      'bfaacabcc8d5c6da2cc0e0b1f02cb1eacce20a323032322d31312d30372cb5b3bfce2cb5dad2bbbfce0a',
      'hex',
    ),
  )
  it.each([
    ['UTF-8', utf8],
    ['UTF-8 with a byte-order mark', bytesOf(`\uFEFF开始日期,类别,标题\r\n${row}\r\n`)],
    ['GB18030', gb],
    [
      'UTF-16 apart by tabs',
      Uint8Array.from(Buffer.from(`\uFEFF开始日期\t类别\t标题\n${row.replaceAll(',', '\t')}`, 'utf16le')),
    ],
    [
      'apart by semicolons, with English headings',
      bytesOf(`Start date;Kind;Title\n${row.replaceAll(',', ';')}\n`),
    ],
  ])('in %s is read', async (_what, bytes) => {
    expect(planned(await readTableApart(bytes))).toMatchObject([
      { kind: 'new', line: 2, details: { title: '第一课', kindId: 'party-lecture' } },
    ])
  })

  it('counts lines as an editor does, also after a cell of several lines', async () => {
    const table = await readTable(bytesOf(`${HEAD}2022-11-07,党课,"两\n行",,,,\n\n2022-11-07,党课,三,,,,\n`))
    expect(table.rows.map(({ line }) => line)).toEqual([2, 5])
  })

  it.each([
    ['nothing', new Uint8Array(), /empty/],
    ['an old workbook', Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, 1, 2]), /old \.xls/],
    ['a broken workbook', Uint8Array.from([0x50, 0x4b, 3, 4, 9, 9, 9]), /cannot be opened/],
    ['a picture', Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0, 0, 1]), /neither CSV nor XLSX/],
    ['unclosed quotes', bytesOf('a,"b\n'), /not valid CSV/],
    ['too many rows', bytesOf(`标题\n${'x\n'.repeat(5001)}`), /5,001 rows/],
  ])('that is %s is refused in words', async (_what, bytes, words) => {
    await expect(readTableApart(bytes)).rejects.toThrow(words)
  })

  it('without the headings it needs is refused with those it has', async () => {
    const table = await readTable(bytesOf('日期,名称\n2022-11-07,x\n'))
    expect(() => nameRows(table)).toThrow(/lacks 类别 \/ Kind, 标题 \/ Title/)
  })

  it('with unknown columns is read without them, and says which', async () => {
    const { rows, unknownHeadings } = nameRows(
      await readTable(bytesOf('日期,类别,标题,天气\n2022-11-07,党课,x,晴\n')),
    )
    expect(unknownHeadings).toEqual(['天气'])
    expect(rows).toHaveLength(1)
  })

  it('of any bytes is read or refused in words', async () => {
    await fc.assert(
      fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), fc.boolean(), async (bytes, zip) => {
        const file = zip ? Uint8Array.from([0x50, 0x4b, 3, 4, ...bytes]) : bytes
        const plans = await readTable(file).then(
          (table) => {
            try {
              return planned(table).length
            } catch (error) {
              return error
            }
          },
          (error: unknown) => error,
        )
        expect(typeof plans === 'number' || (plans as Error).name === 'MemberFacingError').toBe(true)
      }),
      { numRuns: 150 },
    )
  })
})

describe('the preview', () => {
  it('fits what Slack takes, with the longest faults, and pings nobody', () => {
    const said = '<!channel> '.repeat(100)
    const fault = { line: 4999, column: said, value: said, reason: { zh: said, en: said } }
    const counts = {
      unchanged: 3,
      refused: 4000,
      faults: Array.from({ length: 20 }, () => fault),
      doubts: Array.from({ length: 8 }, () => ({ line: 4999, question: { zh: said, en: said } })),
      doubtful: 900,
      unknownHeadings: Array.from({ length: 30 }, () => said),
      otherSheets: Array.from({ length: 30 }, () => said),
      hidden: Array.from({ length: 3 }, () => ({ zh: said, en: said })),
      news: Array.from({ length: 12 }, () => ({ zh: said, en: said })),
      corrected: 900,
    }
    const row = { family: 'study', key: said, details: detailsOf(perfect) } as const
    const choices = CHOICE_GROUPS.flatMap((group) =>
      Array.from({ length: 900 }, () => ({
        ...row,
        line: 4999,
        group,
        id: 'S-12345',
        baseRevision: 1,
        shows: { zh: said, en: said },
        decision: null,
      })),
    )
    for (const locale of ['zh', 'en'] as const) {
      const message = importPreview(
        { id: 'x'.repeat(36), fileName: said },
        { plan: { added: [row], choices }, counts },
        locale,
      )
      const sent = fitMessage({ text: message.text, blocks: message.blocks ?? [] }, 'update')
      expect(checkMessage(sent)).toBeNull()
      expect(JSON.stringify(sent)).toContain('record.import.apply')
      expect(JSON.stringify(message)).not.toContain('<!channel>')
      expect(checkView(importForm(recordImports, { locale } as Caller), 'modal')).toBeNull()
    }
  })
})
