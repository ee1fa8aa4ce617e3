import type { Locale } from '../../locale.ts'
import { firstDay, monthOf } from '../../time/month.ts'
import { monthsOf, type Period } from '../../time/period.ts'
import type { countByFamily } from './facts-store.ts'
import { rawFact, type RawFact } from './raw-fact.ts'

type FamilyRow = Awaited<ReturnType<typeof countByFamily>>[number]

/** What study, or activities, came to in all: sessions, months, attendances, people, hours. */
export function familyFacts(row: FamilyRow, period: Period, locale: Locale): RawFact[] {
  const { family, ids } = row
  const isStudy = family === 'study'
  const about = { family }
  const facts = [
    rawFact(
      {
        key: isStudy ? 'study.sessions' : 'activity.records',
        label: isStudy
          ? { zh: '学习总次数', en: 'Study sessions in all' }
          : { zh: '活动总次数', en: 'Activities in all' },
        of: isStudy ? { zh: '学习记录', en: 'study records' } : { zh: '活动记录', en: 'activity records' },
        aggregation: 'count',
        value: ids.length,
        unit: '次',
        recordIds: ids,
        names: isStudy
          ? [
              '各类学习',
              '学习总次数',
              '理论学习',
              '各类学习活动',
              'study sessions',
              'study sessions in all',
              'learning sessions',
            ]
          : ['各类活动', '活动总次数', '各项活动', '专项活动', 'activities', 'activities in all'],
        about,
      },
      period,
      locale,
    ),
    rawFact(
      {
        key: `${family}.months`,
        label: isStudy
          ? { zh: '有学习记录的月数', en: 'Months with study' }
          : { zh: '有活动记录的月数', en: 'Months with activities' },
        of: isStudy
          ? { zh: '有学习记录的月份', en: 'months with a study record' }
          : { zh: '有活动记录的月份', en: 'months with an activity record' },
        aggregation: 'distinct',
        value: row.months,
        unit: '个月',
        recordIds: ids,
        names: isStudy
          ? ['学习覆盖', '学习覆盖月份', 'study covered', 'months with study']
          : ['活动覆盖', '活动覆盖月份', 'activities covered', 'months with activities'],
        about,
      },
      period,
      locale,
    ),
  ]
  return [...facts, ...peopleFacts(row, period, locale)]
}

function peopleFacts(row: FamilyRow, period: Period, locale: Locale): RawFact[] {
  const isStudy = row.family === 'study'
  const about = { family: row.family }
  const facts: RawFact[] = []
  if (row.heads > 0) {
    facts.push(
      rawFact(
        {
          key: isStudy ? 'study.attendance' : 'activity.attendance',
          label: isStudy
            ? { zh: '学习参学人次', en: 'Study attendances' }
            : { zh: '活动参加人次', en: 'Activity attendances' },
          of: isStudy
            ? { zh: '学习的到场人次', en: 'attendances of study sessions' }
            : { zh: '活动的到场人次', en: 'attendances of activities' },
          aggregation: 'sum',
          value: row.heads,
          unit: '人次',
          recordIds: row.head_ids,
          names: isStudy
            ? ['参学人次', '参学', '学习参加人次', 'study attendances', 'study attendance']
            : [
                '活动参加人次',
                '参加各类活动',
                '参与活动',
                'activity attendances',
                'attendances of activities',
              ],
          about,
        },
        period,
        locale,
      ),
    )
  }
  if (row.people > 0) {
    facts.push(
      rawFact(
        {
          key: `${row.family}.people`,
          label: isStudy
            ? { zh: '参学人数', en: 'People who studied' }
            : { zh: '参加活动的人数', en: 'People in activities' },
          of: isStudy
            ? { zh: '参加学习的不同成员', en: 'different members in study sessions' }
            : { zh: '参加活动的不同成员', en: 'different members in activities' },
          aggregation: 'distinct',
          value: row.people,
          unit: '人',
          recordIds: row.people_ids,
          names: isStudy
            ? ['参学人员', '参学人数', '参加学习', 'members took part in study', 'different members']
            : ['参加活动的人员', 'members took part in activities'],
          about,
        },
        period,
        locale,
      ),
    )
  }
  if (row.minutes > 0) {
    facts.push(
      rawFact(
        {
          key: `${row.family}.hours`,
          label: isStudy
            ? { zh: '学习时长', en: 'Hours of study' }
            : { zh: '活动时长', en: 'Hours of activities' },
          of: {
            zh: '记录的时长，折合小时，保留一位小数',
            en: 'the recorded minutes, as hours to one decimal',
          },
          aggregation: 'sum',
          value: Math.round(row.minutes / 6) / 10,
          unit: '小时',
          recordIds: row.timed_ids,
          names: isStudy
            ? ['学习时长', '学习总时长', 'hours of study', 'study hours']
            : ['活动时长', 'hours of activities'],
          about,
        },
        period,
        locale,
      ),
    )
  }
  return facts
}

/** How many of the months that were over on `asOf` have no record of the family. */
export function emptyMonths(
  { family, months_with: filled }: FamilyRow,
  period: Period,
  locale: Locale,
  asOf: Temporal.PlainDate,
): RawFact[] {
  const over = monthsOf(period).filter(
    (month) => month < monthOf(asOf) && Temporal.PlainDate.compare(firstDay(month), period.startsOn) >= 0,
  )
  const empty = over.filter((month) => !filled.includes(month)).length
  if (empty === 0) return []
  const isStudy = family === 'study'
  return [
    rawFact(
      {
        key: `gap.${family}-months`,
        label: isStudy
          ? { zh: '没有学习记录的月数', en: 'Months without study' }
          : { zh: '没有活动记录的月数', en: 'Months without activities' },
        of: isStudy
          ? { zh: '已结束而没有学习记录的月份', en: 'months that ended without a study record' }
          : { zh: '已结束而没有活动记录的月份', en: 'months that ended without an activity record' },
        aggregation: 'distinct',
        value: empty,
        unit: '个月',
        recordIds: [],
        names: isStudy
          ? ['没有学习记录', '无学习记录', 'without study', 'without a study record']
          : ['没有活动记录', '无活动记录', 'without activities', 'without an activity record'],
        about: { gap: true },
      },
      period,
      locale,
    ),
  ]
}
