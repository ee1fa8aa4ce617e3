import fc from 'fast-check'
import { beforeAll, describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { AlreadyHandled, MemberFacingError } from '../../../src/errors.ts'
import { importOffice } from '../../../src/app/import-office.ts'
import type { Member } from '../../../src/members/member.ts'
import { readWorkspace } from '../../../src/members/workspace-store.ts'
import { checkMessage } from '../../../src/playground/shapes/limits.ts'
import { changeKind } from '../../../src/records/kinds/change-kind.ts'
import { changeMeasure } from '../../../src/records/kinds/change-measure.ts'
import { defaultKinds } from '../../../src/records/vocabulary/default-kinds.ts'
import { planKindChange, type KindChange } from '../../../src/records/kinds/plan-kind-change.ts'
import type { MeasureChange } from '../../../src/records/kinds/plan-measure-change.ts'
import { logRecord } from '../../../src/records/change/log-record.ts'
import { parseQuickText } from '../../../src/records/line/read-line.ts'
import { readKindCommand, readMeasureCommand } from '../../../src/records/kinds/read-command.ts'
import type { RecordDetails } from '../../../src/records/record/record.ts'
import { kindOf, formatQuantities } from '../../../src/records/words/view.ts'
import { keepWords } from '../../../src/records/words/vocabulary.ts'
import { kindList } from '../../../src/records/kinds/messages.ts'
import {
  listAllKinds,
  listWordRevisions,
  type KindState,
} from '../../../src/records/vocabulary/words-store.ts'
import { listFacts } from '../../../src/reports/write/draft-section.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn, SAMPLE_OFFICE } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'
import { memberNamed } from '../../helpers/office.ts'

const states: KindState[] = defaultKinds.map((kind) => ({ ...kind, mergedInto: null, retired: false }))
const names = states.flatMap(({ nameZh, nameEn, aliases }) => [nameZh, nameEn, ...aliases])

describe('what an admin types about kinds', () => {
  it.each<[string, KindChange]>([
    [
      'add study 专题研讨 / thematic seminar',
      { verb: 'add', family: 'study', nameZh: '专题研讨', nameEn: 'thematic seminar' },
    ],
    ['新增 活动 读书会', { verb: 'add', family: 'activity', nameZh: '读书会', nameEn: null }],
    ['rename 党课 → 党课学习', { verb: 'rename', name: '党课', nameZh: '党课学习', nameEn: null }],
    ['rename 党课 -&gt; 党课学习', { verb: 'rename', name: '党课', nameZh: '党课学习', nameEn: null }],
    ['rename 党课 党课学习', { verb: 'rename', name: '党课', nameZh: '党课学习', nameEn: null }],
    [
      'rename group study → reading circle',
      { verb: 'rename', name: 'group study', nameZh: null, nameEn: 'reading circle' },
    ],
    [
      'rename 党课 → 党课学习 / lecture series',
      { verb: 'rename', name: '党课', nameZh: '党课学习', nameEn: 'lecture series' },
    ],
    [
      'alias 党课 = 支部党课、branch talk',
      { verb: 'alias', name: '党课', aliases: ['支部党课', 'branch talk'] },
    ],
    [
      'merge party lecture special lecture',
      { verb: 'merge', name: 'party lecture', into: 'special lecture' },
    ],
    ['合并 专题党课 → 党课', { verb: 'merge', name: '专题党课', into: '党课' }],
    ['retire 检查考核', { verb: 'retire', name: '检查考核' }],
  ])('%s', (text, change) => {
    expect(readKindCommand(text, names)).toEqual(change)
  })

  it.each<[string, MeasureChange]>([
    ['add 发布短视频 条 sum', { verb: 'add', name: '发布短视频', unit: '条', aggregation: 'sum' }],
    ['add short videos = clips', { verb: 'add', name: 'short videos', unit: 'clips', aggregation: 'sum' }],
    ['add 藏书 册 最新', { verb: 'add', name: '藏书', unit: '册', aggregation: 'latest' }],
    ['unit 印发 = 本', { verb: 'unit', name: '印发', unit: '本' }],
    ['aggregation 印发 = latest', { verb: 'aggregation', name: '印发', aggregation: 'latest' }],
  ])('of measures: %s', (text, change) => {
    expect(readMeasureCommand(text, ['印发'])).toEqual(change)
  })

  it.each([
    '',
    'add 专题研讨',
    'add study',
    'rename 党课',
    'rename → x',
    'melt 党课',
    'merge 党课',
    'retire',
  ])('is told how to write it when it cannot be read: %s', (text) => {
    expect(() => planKindChange(states, readKindCommand(text, names) as KindChange)).toThrow(
      MemberFacingError,
    )
  })

  it('never fails otherwise, whatever is typed', () => {
    const verbs = fc.constantFrom('add', 'rename', 'alias', 'merge', 'retire', 'restore')
    const words = fc.oneof(verbs, fc.constantFrom('→', '=', '/', 'study', '党课', '微党课'))
    const text = fc.array(fc.oneof(words, fc.string({ unit: 'grapheme', maxLength: 12 })), { maxLength: 6 })
    fc.assert(
      fc.property(text, (pieces) => {
        try {
          const change = readKindCommand(pieces.join(' '), names)
          if (change.verb !== 'show') planKindChange(states, change)
        } catch (error) {
          if (!(error instanceof MemberFacingError)) throw error
        }
      }),
      { numRuns: 2000 },
    )
  })
})

describe('kinds that change at random', () => {
  const name = fc.constantFrom(
    '党课',
    '微党课',
    '专题党课',
    '集中学习',
    'lecture',
    '研讨',
    '甲',
    '乙',
    '丙',
    '志愿服务',
  )
  const change: fc.Arbitrary<KindChange> = fc.oneof(
    fc.record({
      verb: fc.constant('add' as const),
      family: fc.constantFrom('study' as const, 'activity' as const),
      nameZh: name,
      nameEn: fc.option(name),
    }),
    fc.record({
      verb: fc.constant('rename' as const),
      name,
      nameZh: fc.option(name),
      nameEn: fc.option(name),
    }),
    fc.record({
      verb: fc.constantFrom('alias' as const, 'unalias' as const),
      name,
      aliases: fc.array(name, { maxLength: 2 }),
    }),
    fc.record({ verb: fc.constant('merge' as const), name, into: name }),
    fc.record({ verb: fc.constantFrom('retire' as const, 'restore' as const), name }),
  )

  it('every name in use leads to one kind of a family, and every merged kind to one in use or retired', () => {
    fc.assert(
      fc.property(fc.array(change, { maxLength: 25 }), (changes) => {
        const kinds = new Map(states.map((kind) => [kind.id, kind]))
        for (const one of changes) {
          try {
            for (const { after } of planKindChange([...kinds.values()], one).changed)
              kinds.set(after.id, after)
          } catch (error) {
            if (!(error instanceof MemberFacingError)) throw error
          }
        }
        const all = [...kinds.values()]
        const inUse = all.filter(({ retired, mergedInto }) => !retired && mergedInto === null)
        for (const family of ['study', 'activity'] as const) {
          const called = inUse
            .filter((kind) => kind.family === family)
            .flatMap(({ nameZh, nameEn, aliases }) => [...new Set([nameZh, nameEn]), ...aliases])
          expect(called.filter((one, at) => called.indexOf(one) !== at)).toEqual([])
        }
        for (const { mergedInto, family } of all) {
          if (mergedInto === null) continue
          expect(kinds.get(mergedInto)).toMatchObject({ family, mergedInto: null })
        }
      }),
      { numRuns: 300 },
    )
  })
})

onBothDatabases('changing kinds and measures', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const ctx = shared(() => officeOn(database, { sample: true }))
  let admin: Member
  let member: Member
  let request = 0
  beforeAll(async () => {
    ;[admin, member] = [await memberNamed(ctx, 'M001'), await memberNamed(ctx, 'M012')]
  })
  const change = async (text: string, by = admin, requestId = `k${(request += 1)}`) => {
    const kinds = await inTransaction(ctx, async ({ db }) => await listAllKinds(db))
    const all = kinds.flatMap(({ nameZh, nameEn, aliases }) => [nameZh, nameEn, ...aliases])
    return await changeKind(ctx, readKindCommand(text, all) as KindChange, { member: by, requestId })
  }
  const measure = async (text: string) =>
    await changeMeasure(ctx, readMeasureCommand(text, []) as MeasureChange, {
      member: admin,
      requestId: `m${(request += 1)}`,
    })
  const words = async () => {
    const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
    return await keepWords()({ ctx, workspace })
  }
  const countOf = async (label: string) =>
    (await listFacts(ctx, { period: parsePeriod('2022') })).find(({ key }) => key === `study.count:${label}`)
      ?.value
  const today = Temporal.PlainDate.from('2022-11-18')

  it('a new name keeps the records, and the old one still works', async () => {
    const before = await countOf('警示教育')
    await change('rename 警示教育 → 廉政警示 / integrity')
    expect(await countOf('廉政警示')).toBe(before)
    const { vocabulary, kinds } = await words()
    expect(kinds.find(({ id }) => id === 'warning-education')).toMatchObject({
      nameZh: '廉政警示',
      nameEn: 'integrity',
    })
    for (const line of ['警示教育 案例 昨天', '廉政警示 案例 昨天', 'warning education 案例 昨天']) {
      expect(parseQuickText('study', line, vocabulary, today).fields.kindId).toBe('warning-education')
    }
  })

  it('a merged kind counts as the one it went into, and both are themselves again when they part', async () => {
    const special = (await countOf('专题党课')) ?? 0
    const lecture = (await countOf('党课')) ?? 0
    const logged = await logRecord(ctx, {
      family: 'study',
      details: perfect('special-lecture'),
      by: member,
      zone: 'Asia/Shanghai',
      requestId: 'special',
    })
    await change('merge 专题党课 → 党课')
    expect(await countOf('党课')).toBe(special + lecture + 1)
    const merged = await words()
    expect(parseQuickText('study', '专题党课 一课 昨天', merged.vocabulary, today).fields.kindId).toBe(
      'party-lecture',
    )
    expect(kindOf(merged, logged.record.kindId)?.nameZh).toBe('党课')
    await change('restore 专题党课')
    expect(await countOf('专题党课')).toBe(special + 1)
    expect(await countOf('党课')).toBe(lecture)
    expect(
      parseQuickText('study', '专题党课 一课 昨天', (await words()).vocabulary, today).fields.kindId,
    ).toBe('special-lecture')
  })

  it('a second import of what stands under a merged kind changes nothing', async () => {
    await change('merge 交流讨论 → 集中学习')
    const counts = await importOffice(ctx, SAMPLE_OFFICE)
    expect(counts.filter(({ count }) => count.added + count.changed > 0)).toEqual([])
    await change('restore 交流讨论')
    const again = await importOffice(ctx, SAMPLE_OFFICE)
    expect(again.filter(({ count }) => count.added + count.changed > 0)).toEqual([])
  })

  it('a retired kind cannot be chosen, and old records keep its name', async () => {
    const before = await countOf('检查考核')
    await change('retire 检查考核')
    const now = await words()
    expect(now.kinds.some(({ id }) => id === 'assessment')).toBe(false)
    expect(parseQuickText('study', '检查考核 季度 昨天', now.vocabulary, today).fields.kindId).not.toBe(
      'assessment',
    )
    expect(kindOf(now, 'assessment')?.nameZh).toBe('检查考核')
    expect(await countOf('检查考核')).toBe(before)
    await expect(change('add study 检查考核')).rejects.toThrow(/restore/)
    await change('restore 检查考核')
    expect((await words()).kinds.some(({ id }) => id === 'assessment')).toBe(true)
  })

  it('every change is kept: who, when, before and after; and in the audit log', async () => {
    await change('add study 专题研讨 / thematic seminar')
    await change('rename 专题研讨 → 研讨班')
    await change('retire 研讨班')
    const { revisions, audited } = await inTransaction(ctx, async ({ db }) => ({
      revisions: await listWordRevisions(db, 'kind', 'thematic-seminar'),
      audited: await db
        .selectFrom('audit_events')
        .select(['action', 'by_member', 'subject'])
        .where('subject', '=', 'thematic-seminar')
        .orderBy('action')
        .execute(),
    }))
    expect(
      revisions.map(({ revision, action, by_member, before, after }) => [
        revision,
        action,
        by_member,
        before?.['nameZh'],
        after['nameZh'],
      ]),
    ).toEqual([
      [1, 'add', admin.id, undefined, '专题研讨'],
      [2, 'rename', admin.id, '专题研讨', '研讨班'],
      [3, 'retire', admin.id, '研讨班', '研讨班'],
    ])
    expect(audited.map(({ action, by_member }) => [action, by_member])).toEqual([
      ['kind.add', admin.id],
      ['kind.rename', admin.id],
      ['kind.retire', admin.id],
    ])
  })

  it.each([
    ['rename 挡课 → 课', /no kind called "挡课".*Nearest: .*党课/],
    ['add study 自学', /already names the kind "个人自学"/],
    ['rename 集中学习 → 党课', /already names the kind "党课"/],
    ['merge 志愿服务 → 党课', /one is study, the other an activity/],
    ['merge 党课 → party lecture', /are one kind already/],
    ['add study 2022', /needs a letter/],
    [`add study ${'长'.repeat(41)}`, /too long/],
    ['unalias 党课 = 没有', /no alias of "party lecture"/],
  ])('%s is refused, with the value and what to do', async (text, said) => {
    await expect(change(text)).rejects.toThrow(said)
  })

  it('only an admin may, and a redelivered request changes nothing', async () => {
    await expect(change('retire 党课', member)).rejects.toThrow(/You are a member/)
    await change('alias 党课 = 党小组课', admin, 'twice')
    await expect(change('alias 党课 = 别的课', admin, 'twice')).rejects.toThrow(AlreadyHandled)
  })

  it('of two admins who add the same name at once, the second is told', async () => {
    const both = await Promise.allSettled([change('add activity 同名一'), change('add activity 同名一')])
    expect(both.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const rejected = both.find((one) => one.status === 'rejected')
    expect(rejected?.reason).toBeInstanceOf(MemberFacingError)
  })

  it('a measure is renamed, gets another unit and is retired, and its figures follow', async () => {
    await measure('rename 赠阅 → 赠送图书')
    const { after, uses } = await measure('unit 赠阅 = 本')
    expect(uses).toBeGreaterThan(0)
    await measure('retire 赠送图书')
    const now = await words()
    expect(formatQuantities(now, { quantities: [{ measureId: after.id, value: 30 }] }, 'zh')).toEqual([
      '赠送图书 30本',
    ])
    expect(now.measures.some(({ id }) => id === after.id)).toBe(false)
    const facts = await listFacts(ctx, { period: parsePeriod('2022') })
    expect(facts.find(({ key }) => key === 'measure.sum:赠送图书')).toMatchObject({ value: 2040, unit: '本' })
    await measure('restore 赠阅')
    await measure('rename 赠送图书 → 赠阅')
    await measure('unit 赠阅 = 册')
  })

  it('a list of many kinds with long names still is a message Slack takes', async () => {
    const many = Array.from({ length: 300 }, (_, index): KindState => ({
      id: `k${index}`,
      family: index % 2 === 0 ? 'study' : 'activity',
      nameZh: `<!channel>${'长'.repeat(28)}${index}`,
      nameEn: `&${'w'.repeat(37)}`,
      aliases: Array.from({ length: index % 9 }, (_, alias) => `*别名* ${alias}${'名'.repeat(30)}`),
      mergedInto: index % 50 === 49 ? 'k0' : null,
      retired: index % 40 === 39,
    }))
    for (const locale of ['zh', 'en'] as const) {
      const message = kindList(many, new Map(), locale)
      expect(checkMessage(message)).toBeNull()
      expect(JSON.stringify(message)).not.toContain('<!channel>')
    }
  })
})

function perfect(kindId: string): RecordDetails {
  return {
    kindId,
    title: '一堂专题课',
    startsOn: '2022-11-17',
    endsOn: '2022-11-17',
    materials: [],
    people: [],
    headCount: null,
    expected: null,
    excused: null,
    durationMin: 60,
    place: null,
    partner: null,
    note: null,
    quantities: [],
    evidence: [],
  }
}
