import { ISSUES, MISSING, SETS, SHORT_MONTHS, SHORT_PEOPLE, WRITERS } from '../claim/essay-words.ts'
import type { Stem } from '../claim/claim.ts'

/** Words that name a whole claim, in both languages, most specific first. */
export type ClaimNames = {
  readonly stem: Stem
  readonly name: string | null
  readonly words: readonly string[]
}

const essays: readonly ClaimNames[] = Object.entries(SETS).map(([set, { names }]) => ({
  stem: 'essay.count',
  name: set,
  words: names,
}))

/** What the claims that name no kind, measure or title of the office's own are called. */
export const claimNames: readonly ClaimNames[] = [
  whole('study.sessions', [
    '各类学习',
    '学习总次数',
    '理论学习',
    '各类学习活动',
    'study sessions',
    'study sessions in all',
    'learning sessions',
  ]),
  whole('study.months', ['学习覆盖', '学习覆盖月份', 'study covered', 'months with study']),
  whole('study.attendance', ['参学人次', '参学', '学习参加人次', 'study attendances', 'study attendance']),
  whole('study.people', [
    '参学人员',
    '参学人数',
    '参加学习',
    'members took part in study',
    'different members',
  ]),
  whole('study.hours', ['学习时长', '学习总时长', 'hours of study', 'study hours']),
  whole('gap.study-months', ['没有学习记录', '无学习记录', 'without study', 'without a study record']),
  whole('activity.records', [
    '各类活动',
    '活动总次数',
    '各项活动',
    '专项活动',
    'activities',
    'activities in all',
  ]),
  whole('activity.months', ['活动覆盖', '活动覆盖月份', 'activities covered', 'months with activities']),
  whole('activity.attendance', [
    '活动参加人次',
    '参加各类活动',
    '参与活动',
    'activity attendances',
    'attendances of activities',
  ]),
  whole('activity.people', ['参加活动的人员', 'members took part in activities']),
  whole('activity.hours', ['活动时长', 'hours of activities']),
  whole('gap.activity-months', [
    '没有活动记录',
    '无活动记录',
    'without activities',
    'without an activity record',
  ]),
  ...essays,
  whole('essay.writers', WRITERS.names),
  whole('essay.issues', ISSUES.names),
  whole('gap.essays-missing', MISSING.names),
  whole('gap.short-people', SHORT_PEOPLE.names),
  whole('gap.short-months', SHORT_MONTHS.names),
]

function whole(stem: Stem, words: readonly string[]): ClaimNames {
  return { stem, name: null, words }
}
