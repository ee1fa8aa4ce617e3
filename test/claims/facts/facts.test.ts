import { beforeAll, expect, it } from 'vitest'
import { inTransaction, type Context } from '../../../src/context.ts'
import { insertKinds } from '../../../src/records/vocabulary/kinds-store.ts'
import { basisFor, checkTexts, draftSection, listFacts } from '../../../src/reports/write/draft-section.ts'
import type { Fact } from '../../../src/claims/facts/fact.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { fixedClock } from '../../../src/time/clock.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase, onBothDatabases } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { shared } from '../../helpers/shared.ts'

const YEAR = parsePeriod('2022')

/** Does something while a session stands on record on each of the days. */
async function withSessions(ctx: Context, days: readonly string[], work: () => Promise<void>): Promise<void> {
  await inTransaction(ctx, async ({ db }) => {
    const { id: kind } = await db
      .selectFrom('kinds')
      .select('id')
      .where('family', '=', 'study')
      .limit(1)
      .executeTakeFirstOrThrow()
    await db
      .insertInto('records')
      .values(
        days.map((day, index) => ({
          id: `S-${9000 + index}`,
          family: 'study' as const,
          number: 9000 + index,
          kind_id: kind,
          title: '月度学习',
          starts_on: day,
          ends_on: day,
          materials: [],
          logged_at: new Date(`${day}T09:00:00Z`),
        })),
      )
      .execute()
  })
  await work()
  await inTransaction(ctx, async ({ db }) => {
    await db.deleteFrom('records').where('title', '=', '月度学习').execute()
  })
}

onBothDatabases('facts', (kind) => {
  const database = shared(() => freshDatabase(kind))
  const office = shared(() => officeOn(database, { sample: true }))
  let facts: readonly Fact[]
  beforeAll(async () => {
    facts = await listFacts(office, { period: YEAR })
  })
  const valueOf = (key: string, of = facts): string | null => {
    const fact = of.find((one) => one.key === key)
    return fact === undefined ? null : `${fact.value}${fact.unit}`
  }

  it('gives the totals of the sample year', () => {
    const expected = {
      'essay.count:approved': '206篇',
      'essay.count:excellent': '83篇',
      'essay.issues': '7期',
      'essay.count:contest': '23篇',
      'study.count:传达学习': '63次',
      'study.count:党课': '8次',
      'study.count:警示教育': '7次',
      'study.count:交流讨论': '8次',
      'measure.sum:发布新闻动态': '262条',
      'measure.sum:赠阅': '2040册',
      'measure.sum:印发': '105份',
      'measure.sum:注册审核': '60人次',
      'measure.latest:关注人数': '98600人',
      'measure.latest:收藏图书': '2130册',
      'measure.ratio:注册率': '100%',
      'title.issues:《工作参阅》': '4期',
    }
    expect(Object.fromEntries(Object.keys(expected).map((key) => [key, valueOf(key)]))).toEqual(expected)
  })

  it('names in every count exactly the records it counted', () => {
    for (const fact of facts.filter(
      ({ aggregation, key }) => aggregation === 'count' && !key.startsWith('gap.'),
    )) {
      expect([fact.key, new Set(fact.recordIds).size]).toEqual([fact.key, fact.value])
    }
  })

  it('gives the same facts under the same ids when nothing changed', async () => {
    expect(await listFacts(office, { period: YEAR })).toEqual(facts)
  })

  it('feeds every fact into at least one section, in both languages', async () => {
    const sections = loadOutlines().all.find(({ locale }) => locale === 'zh')?.sections ?? []
    const fed = new Set<string>()
    for (const { id } of sections) {
      for (const fact of await listFacts(office, { period: YEAR, section: id })) fed.add(fact.id)
    }
    expect(facts.map(({ id }) => id).filter((id) => !fed.has(id))).toEqual([])
  })

  it('counts only what started within the period', async () => {
    const months = await Promise.all(
      ['2022Q1', '2022Q2', '2022Q3', '2022Q4'].map((quarter) =>
        listFacts(office, { period: parsePeriod(quarter) }),
      ),
    )
    const sum = months.reduce(
      (all, of) => all + (of.find(({ key }) => key === 'study.count:传达学习')?.value ?? 0),
      0,
    )
    expect(sum).toBe(63)
    expect(await listFacts(office, { period: parsePeriod('2021') })).toEqual([])
  })

  it('draws every composed section exactly from its facts', async () => {
    for (const { id } of loadOutlines().of('zh').sections) {
      const { text, verdict } = await draftSection(office, { section: id, period: YEAR, model: 'composer' })
      expect({ text, exact: verdict.summary.exact }).toEqual({ text, exact: verdict.summary.figures })
      expect(text).not.toMatch(/\{\{|undefined|，，|。。|null/)
    }
  })

  it('draws them in English in a workspace that speaks English', async () => {
    const english = await officeOn(database, { teamId: 'TENGLISH', sample: true })
    await inTransaction(english, async ({ db }) => {
      await db.updateTable('workspaces').set({ locale: 'en' }).execute()
    })
    const { text, verdict } = await draftSection(english, {
      section: 'learning',
      period: YEAR,
      model: 'composer',
    })
    expect(text).toContain(
      'The office held 63 sessions of relay study from January to October, with 2,255 attendances',
    )
    expect({ text, exact: verdict.summary.exact }).toEqual({ text, exact: verdict.summary.figures })
  })

  it('says of a changed figure that it does not match', async () => {
    const [verdict] = await checkTexts(office, { texts: ['全年开展党课9次。'], period: YEAR })
    expect(
      verdict?.spans.filter(({ state }) => state !== 'exact').map(({ text, state }) => [text, state]),
    ).toEqual([['9次', 'conflict']])
  })

  it('says what nobody recorded in the section that asks for it', async () => {
    const { text } = await draftSection(office, { section: 'organisation', period: YEAR, model: 'composer' })
    expect(text).toContain('【待补：检查考核、支部党员大会的记录】')
  })

  it('counts a merged kind under the one it was merged into, and a deleted record nowhere', async () => {
    const other = await officeOn(database, { teamId: 'TMERGE', sample: true })
    await inTransaction(other, async ({ db }) => {
      await insertKinds(db, [
        { id: 'old', family: 'study', nameZh: '老党课', nameEn: 'old lecture', aliases: ['讲座'] },
      ])
      await db.updateTable('kinds').set({ merged_into: 'party-lecture' }).where('id', '=', 'old').execute()
      const lectures = await db
        .selectFrom('records')
        .select('id')
        .where('kind_id', '=', 'party-lecture')
        .orderBy('number')
        .execute()
      const [first, second] = lectures
      await db
        .updateTable('records')
        .set({ kind_id: 'old' })
        .where('id', '=', first?.id ?? '')
        .execute()
      await db
        .updateTable('records')
        .set({ deleted_at: new Date() })
        .where('id', '=', second?.id ?? '')
        .execute()
    })
    const fact = (await listFacts(other, { period: YEAR })).find(({ key }) => key === 'study.count:党课')
    expect(fact?.value).toBe(7)
    expect(fact?.names).toContain('讲座')
    expect(valueOf('study.count:党课', await listFacts(office, { period: YEAR }))).toBe('8次')
  })

  it('takes the last value of a stock by its day, not by when it was logged', async () => {
    const other = await officeOn(database, { teamId: 'TSTOCK', sample: true })
    await inTransaction(other, async ({ db }) => {
      const [early] = await db
        .selectFrom('records')
        .selectAll()
        .where('title', '=', '微信公众号1月发布')
        .execute()
      await db
        .insertInto('record_quantities')
        .values({ record_id: early?.id ?? '', position: 5, measure_id: 'followers', value: 120_000 })
        .execute()
    })
    const of = await listFacts(other, { period: YEAR })
    expect(valueOf('measure.latest:关注人数', of)).toBe('98600人')
    expect(
      valueOf('measure.latest:关注人数', await listFacts(other, { period: parsePeriod('2022-01') })),
    ).toBe('120000人')
  })

  it('counts as missing what was owed in months that are over, and nothing of the running month', async () => {
    const keys = ['gap.essays-missing', 'gap.short-people', 'gap.short-months']
    expect(keys.map((key) => valueOf(key))).toEqual([null, null, null])
    const later = await officeOn(database, { clock: fixedClock('2023-02-01T09:00:00+08:00') })
    const empty = await listFacts(later, { period: YEAR })
    // Nothing at all is on record for the last two months: that is said of them, and no arrears are counted.
    expect(keys.map((key) => valueOf(key, empty))).toEqual([null, null, null])
    await withSessions(later, ['2022-11-10', '2022-12-08'], async () => {
      const of = await listFacts(later, { period: YEAR })
      expect(keys.map((key) => valueOf(key, of))).toEqual(['40篇', '20人次', '2个月'])
      const { text, verdict } = await draftSection(later, {
        section: 'gaps',
        period: YEAR,
        model: 'composer',
      })
      expect(text).toContain('应交未交习作40篇')
      expect(verdict.summary.exact).toBe(verdict.summary.figures)
    })
  })

  it('counts nothing as missing for a month in which the member was on leave every working day', async () => {
    const later = await officeOn(database, { clock: fixedClock('2023-02-01T09:00:00+08:00') })
    const missing = async (from: string) => {
      await inTransaction(later, async ({ db }) => {
        const { id } = await db
          .selectFrom('members')
          .select('id')
          .where('external_id', '=', 'M011')
          .executeTakeFirstOrThrow()
        await db.deleteFrom('leaves').where('id', '=', 'november').execute()
        await db
          .insertInto('leaves')
          .values({
            id: 'november',
            member_id: id,
            starts_on: from,
            ends_on: '2022-11-30',
            state: 'confirmed',
            asked_at: '2022-10-01T00:00:00Z',
          })
          .execute()
      })
      return valueOf('gap.essays-missing', await listFacts(later, { period: YEAR }))
    }
    await withSessions(later, ['2022-11-10', '2022-12-08'], async () => {
      expect(await missing('2022-11-02')).toBe('40篇')
      expect(await missing('2022-11-01')).toBe('38篇')
    })
    await inTransaction(later, async ({ db }) => {
      await db.deleteFrom('leaves').where('id', '=', 'november').execute()
    })
  })

  it('offers a prompt no more records when there are ten times as many', async () => {
    const basis = await basisFor(office, { section: 'learning', period: YEAR })
    expect(basis.notable.length).toBeLessThanOrEqual(40)
  })
})
