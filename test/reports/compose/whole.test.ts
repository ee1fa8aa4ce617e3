import { describe, expect, it } from 'vitest'
import { inTransaction } from '../../../src/context.ts'
import { composeSection } from '../../../src/reports/compose/compose-section.ts'
import { factSheet } from '../../../src/reports/sheet/fact-sheet.ts'
import type { DraftBasis } from '../../../src/reports/basis/draft-basis.ts'
import { draftSection } from '../../../src/reports/write/draft-section.ts'
import {
  ISSUES,
  MISSING,
  SETS,
  SHORT_PEOPLE,
  WRITERS,
  type Sort,
} from '../../../src/claims/claim/essay-words.ts'
import { loadOutlines } from '../../../src/reports/outline/load-outlines.ts'
import { rawFact } from '../../../src/claims/facts/raw-fact.ts'
import { fixedClock } from '../../../src/time/clock.ts'
import { parsePeriod } from '../../../src/time/parse-period.ts'
import { freshDatabase } from '../../helpers/databases.ts'
import { officeOn } from '../../helpers/office.ts'
import { smallBasis } from '../small-basis.ts'
import { shared } from '../../helpers/shared.ts'

const PERIOD = parsePeriod('2022')

/** A section on essays or gaps with every fact there can be of them. */
function everything(locale: 'zh' | 'en', sectionId: 'learning' | 'gaps'): DraftBasis {
  const outline = loadOutlines().of(locale)
  const fact = (sort: Sort, value: number, unit: string) =>
    rawFact(
      {
        ...sort,
        aggregation: 'count',
        value,
        unit,
        recordIds: [],
        about: sort.gap === true ? { gap: true } : { essays: true },
      },
      PERIOD,
      locale,
    )
  const months = (family: 'study' | 'activity', value: number) =>
    fact(
      {
        key: `gap.${family}-months`,
        label: {
          zh: `没有${family === 'study' ? '学习' : '活动'}记录的月数`,
          en: `Months without ${family}`,
        },
        of: { zh: '', en: '' },
        names:
          family === 'study'
            ? ['没有学习记录', 'without study', 'without a study record']
            : ['没有活动记录', 'without activities', 'without an activity record'],
        gap: true,
      },
      value,
      '个月',
    )
  const sheet = factSheet(
    [
      fact(SETS.submitted, 215, '篇'),
      fact(SETS.approved, 206, '篇'),
      fact(SETS.excellent, 83, '篇'),
      fact(SETS.contest, 23, '篇'),
      fact(SETS.returned, 5, '篇'),
      fact(SETS.waiting, 4, '篇'),
      fact(SETS.late, 3, '篇'),
      fact(WRITERS, 10, '人'),
      fact(ISSUES, 7, '期'),
      fact(MISSING, 40, '篇'),
      fact(SHORT_PEOPLE, 20, '人次'),
      months('study', 2),
      months('activity', 1),
    ],
    outline,
  )
  const section = outline.sections.find(({ id }) => id === sectionId)
  if (section === undefined) throw new Error(`no section ${sectionId}`)
  const small = smallBasis()
  return {
    ...small,
    locale,
    section,
    style: outline.style,
    ledger: { ...small.ledger, facts: sheet.facts },
    factIds: sheet.bySection[sectionId] ?? [],
    about: sheet.about,
    notable: [],
  }
}

describe('what the composer leaves out', () => {
  it.each([
    ['zh', 'gaps', 7],
    ['en', 'gaps', 7],
    ['zh', 'learning', 6],
    ['en', 'learning', 6],
  ] as const)('is nothing it knows a sentence for (%s, %s)', (locale, section, figures) => {
    const template = composeSection(everything(locale, section))
    expect([template, new Set(template.match(/\{\{f\d+\}\}/g)).size]).toEqual([template, figures])
  })
})

describe('the sample year, section by section', () => {
  const database = shared(() => freshDatabase('pglite'))
  const office = shared(() =>
    officeOn(database, { sample: true, clock: fixedClock('2023-02-01T09:00:00+08:00') }),
  )

  it.each([
    ['zh', '2022', [15, 46, 23, 36, 9]],
    ['en', '2022', [15, 46, 26, 37, 9]],
    ['zh', '2022Q3', [0, 38, 9, 22, 0]],
    ['en', '2022Q3', [0, 38, 9, 23, 0]],
  ] as const)('%s %s: as many figures as it has had, each traced', async (outline, label, figures) => {
    const counted: number[] = []
    for (const { id } of loadOutlines().of(outline).sections) {
      const wanted = { section: id, period: parsePeriod(label), outline }
      const { text, verdict } = await draftSection(office, { ...wanted, model: 'composer' })
      const { exact, derived } = verdict.summary
      expect({ text, traced: exact + derived }).toEqual({ text, traced: verdict.summary.figures })
      expect(verdict.spans.filter(({ doubt }) => doubt !== undefined)).toEqual([])
      expect(text).not.toMatch(/\{\{|undefined|null|，，|。。|\.\.|、、|“”| {2}/)
      counted.push(verdict.summary.figures)
    }
    expect(counted).toEqual(figures)
  })

  it('the section on gaps holds what editors note, and asks for next steps only where none are noted', async () => {
    await inTransaction(office, async ({ db }) => {
      const note = {
        outline_id: 'zh-annual',
        period: '2022',
        by_member: 'x',
        at: new Date(),
        removed_by: null,
      }
      await db
        .insertInto('report_notes')
        .values({ ...note, id: 'N-1', number: 1, text: '参与面不够广。' })
        .execute()
    })
    const draft = async () =>
      (await draftSection(office, { section: 'gaps', period: PERIOD, outline: 'zh', model: 'composer' })).text
    expect(await draft()).toMatch(/参与面不够广。\n\n下一步，建议从以下方面打算（由编辑核定）：一要/)
    await inTransaction(office, async ({ db }) => {
      const note = {
        outline_id: 'zh-annual',
        period: '2022',
        by_member: 'x',
        at: new Date(),
        removed_by: null,
      }
      await db
        .insertInto('report_notes')
        .values({ ...note, id: 'N-2', number: 2, text: '下一步，扩大参与面。' })
        .execute()
    })
    expect(await draft()).toMatch(/参与面不够广。\n\n下一步，扩大参与面。$/)
  })
})
