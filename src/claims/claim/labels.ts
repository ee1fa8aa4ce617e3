import type { LocalizedText } from '../../locale.ts'
import { claimPairs, type Operation, type PlainClaim, type Scope, type Stem } from './claim.ts'
import {
  genreLabel,
  genreWords,
  ISSUES,
  MISSING,
  SETS,
  SHORT_MONTHS,
  SHORT_PEOPLE,
  WRITERS,
} from './essay-words.ts'

/** What a claim's names are called in both languages: a kind 党课 / party lecture, a member, a measure. */
export type NameOf = (what: 'kind' | 'measure' | 'member', name: string) => LocalizedText

/** What the claim is called, without its days. Pure. */
export function claimLabel(claim: PlainClaim, nameOf: NameOf): LocalizedText {
  const bare = bareLabel(claim, nameOf)
  const narrowed = scopeWords(claim.scope, nameOf)
  if (narrowed.length === 0) return bare
  return {
    zh: `${narrowed.map(({ zh }) => zh).join('、')}的${bare.zh}`,
    en: `${bare.en}, ${narrowed.map(({ en }) => en).join(', ')}`,
  }
}

function bareLabel({ stem, name }: PlainClaim, nameOf: NameOf): LocalizedText {
  const pair = claimPairs[stem]
  if (pair.of === 'record') return ofRecord(stem, name ?? '')
  if (name === null) return WHOLE[stem] ?? WHOLE['study.sessions']!
  if (pair.of === 'measure') return capitalised(nameOf('measure', name))
  if (pair.of === 'series') return { zh: `${name}期数`, en: `Issues of ${name}` }
  if (stem === 'essay.kind') return genreLabel(name)
  if (pair.of === 'essays') return ofSet(stem, name)
  const { zh, en } = nameOf('kind', name)
  const of: Readonly<Partial<Record<string, LocalizedText>>> = {
    count: { zh: `${zh}次数`, en: `${capital(en)}: how often` },
    attendances: { zh: `${zh}参加人次`, en: `${capital(en)}: attendances` },
    people: { zh: `${zh}参加人数`, en: `${capital(en)}: different people` },
    hours: { zh: `${zh}时长`, en: `${capital(en)}: hours` },
    months: { zh: `有${zh}记录的月数`, en: `Months with ${en}` },
    'months without': { zh: `没有${zh}记录的月数`, en: `Months without ${en}` },
    materials: { zh: `${zh}内容数`, en: `${capital(en)}: different materials` },
  }
  return of[pair.tells] ?? { zh, en }
}

const WHOLE: Readonly<Partial<Record<Stem, LocalizedText>>> = {
  'study.sessions': { zh: '学习总次数', en: 'Study sessions in all' },
  'study.attendance': { zh: '学习参学人次', en: 'Study attendances' },
  'study.people': { zh: '参学人数', en: 'People who studied' },
  'study.hours': { zh: '学习时长', en: 'Hours of study' },
  'study.months': { zh: '有学习记录的月数', en: 'Months with study' },
  'study.materials': { zh: '学习内容数', en: 'Different materials studied' },
  'gap.study-months': { zh: '没有学习记录的月数', en: 'Months without study' },
  'activity.records': { zh: '活动总次数', en: 'Activities in all' },
  'activity.attendance': { zh: '活动参加人次', en: 'Activity attendances' },
  'activity.people': { zh: '参加活动的人数', en: 'People in activities' },
  'activity.hours': { zh: '活动时长', en: 'Hours of activities' },
  'activity.months': { zh: '有活动记录的月数', en: 'Months with activities' },
  'activity.materials': { zh: '活动内容数', en: 'Different materials of activities' },
  'gap.activity-months': { zh: '没有活动记录的月数', en: 'Months without activities' },
  'essay.writers': WRITERS.label,
  'essay.months': { zh: '有习作的月数', en: 'Months with essays' },
  'essay.issues': ISSUES.label,
  'gap.essays-missing': MISSING.label,
  'gap.short-people': SHORT_PEOPLE.label,
  'gap.short-months': SHORT_MONTHS.label,
}

function ofSet(stem: Stem, name: string): LocalizedText {
  const set = SETS[name as keyof typeof SETS]?.label ?? { zh: name, en: name }
  if (stem === 'essay.writers')
    return { zh: `${set.zh.replace(/篇数$/u, '')}的作者人数`, en: `Writers: ${set.en.toLowerCase()}` }
  if (stem === 'essay.months')
    return { zh: `有${set.zh.replace(/篇数$/u, '')}的月数`, en: `Months with: ${set.en.toLowerCase()}` }
  return set
}

function ofRecord(stem: Stem, id: string): LocalizedText {
  const of: Readonly<Partial<Record<Stem, LocalizedText>>> = {
    'record.people': { zh: `${id} 的人数`, en: `People at ${id}` },
    'record.minutes': { zh: `${id} 的时长`, en: `Length of ${id}` },
    'record.hours': { zh: `${id} 的时长`, en: `Length of ${id}` },
    'record.day': { zh: `${id} 的日期`, en: `Day of ${id}` },
  }
  return of[stem] ?? { zh: `${id} 的数量`, en: `Quantity of ${id}` }
}

function scopeWords(scope: Scope, nameOf: NameOf): LocalizedText[] {
  const words: Readonly<Record<keyof Scope, (value: string) => LocalizedText>> = {
    measure: (name) => nameOf('measure', name),
    genre: (genre) => ({ zh: genre, en: genreWords(genre).many }),
    by: (axis) =>
      axis === 'decided'
        ? { zh: '按审定日期', en: 'by the day of the decision' }
        : { zh: '按提交日期', en: 'by the day handed in' },
    member: (id) => nameOf('member', id),
    reviewer: (id) => {
      const { zh, en } = nameOf('member', id)
      return { zh: `${zh}审阅`, en: `reviewed by ${en}` }
    },
    department: (name) => ({ zh: name, en: name }),
    place: (name) => ({ zh: `在${name}`, en: `at ${name}` }),
    partner: (name) => ({ zh: `与${name}`, en: `with ${name}` }),
    material: (name) => ({ zh: `关于${name}`, en: `on ${name}` }),
  }
  return (Object.keys(words) as (keyof Scope)[]).flatMap((one) => {
    const value = scope[one]
    return value === undefined ? [] : [words[one](value)]
  })
}

/** What a formula is called, of what its parts are called. `than`: the time compared with. Pure. */
export function formulaLabel(
  op: Operation,
  parts: readonly LocalizedText[],
  of: { readonly than: LocalizedText | null; readonly per: LocalizedText | null; readonly isMore: boolean },
): LocalizedText {
  const [first = { zh: '', en: '' }, second = { zh: '', en: '' }] = parts
  const { than, per, isMore } = of
  switch (op) {
    case 'sum':
      return joined(parts, '、', ' and ', { zh: '合计', en: ', together' })
    case 'difference':
      return { zh: `${first.zh}与${second.zh}之差`, en: `${first.en} less ${second.en}` }
    case 'share':
      return { zh: `${first.zh}占${second.zh}的比例`, en: `${first.en} as a share of ${second.en}` }
    case 'average':
      return { zh: `${first.zh}按${second.zh}平均`, en: `${first.en} on average per ${second.en}` }
    case 'before':
      return {
        zh: `${first.zh}（${than?.zh ?? '上期'}）`,
        en: `${first.en} (${than?.en ?? 'the period before'})`,
      }
    case 'change':
      return {
        zh: `${first.zh}比${than?.zh ?? '上期'}${isMore ? '增加' : '减少'}`,
        en: `${first.en}: how many ${isMore ? 'more' : 'fewer'} than ${than?.en ?? 'the period before'}`,
      }
    case 'percent':
      return {
        zh: `${first.zh}比${than?.zh ?? '上期'}${isMore ? '增加' : '减少'}（百分比）`,
        en: `${first.en}: per cent ${isMore ? 'more' : 'fewer'} than ${than?.en ?? 'the period before'}`,
      }
    case 'largest':
      return { zh: `${first.zh}最多的${per?.zh ?? ''}`, en: `${first.en}, the most in one ${per?.en ?? ''}` }
    case 'smallest':
      return {
        zh: `${first.zh}最少的${per?.zh ?? ''}`,
        en: `${first.en}, the fewest in one ${per?.en ?? ''}`,
      }
    case 'each':
      return per === null
        ? joined(parts, '、', ' and ', { zh: '各', en: ', each' })
        : { zh: `每${per.zh}${first.zh}`, en: `${first.en}, each ${per.en}` }
  }
}

function joined(parts: readonly LocalizedText[], zh: string, en: string, tail: LocalizedText): LocalizedText {
  return {
    zh: parts.map((one) => one.zh).join(zh) + tail.zh,
    en: parts.map((one) => one.en).join(en) + tail.en,
  }
}

function capitalised({ zh, en }: LocalizedText): LocalizedText {
  return { zh, en: capital(en) }
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
