import { say, type Locale, type LocalizedText } from '../../locale.ts'
import type { Period } from '../../time/period.ts'
import type { Aggregation, Fact, FeedOf } from './fact.ts'

/** A fact before it has its slot name, with what sections choose it by. */
export type RawFact = Omit<Fact, 'id'> & { readonly about: FeedOf }

export type FactWords = {
  readonly key: string
  readonly label: LocalizedText
  /** What is counted, for the formula: 传达学习 study sessions. */
  readonly of: LocalizedText
  readonly aggregation: Aggregation
  readonly value: number
  readonly unit: string
  readonly recordIds: readonly string[]
  readonly names: readonly string[]
  readonly about: Partial<FeedOf>
}

/** Other spellings of a unit that mean the same when something of that unit is counted. */
const UNIT_ALIASES: Readonly<Record<string, readonly string[]>> = {
  次: [
    '场',
    '场次',
    '期',
    '回',
    '遍',
    '项',
    '批',
    '批次',
    'batches',
    'batch',
    'rounds',
    'round',
    'sessions',
    'session',
    'times',
    'time',
    'events',
    'event',
    'activities',
    'activity',
    'meetings',
    'lectures',
    'occasions',
    'discussions',
  ],
  项: ['次', '场', '场次', '个', 'items', 'activities', 'activity', 'events', 'event'],
  人次: ['attendances', 'attendance', 'person-times', 'participants'],
  人: ['名', '位', 'people', 'person', 'members', 'persons'],
  名: ['人', '位', 'people', 'person', 'members', 'writers'],
  篇: [
    '件',
    '份',
    'essays',
    'essay',
    'articles',
    'article',
    'pieces',
    'papers',
    'reports',
    'entries',
    'entry',
  ],
  条: ['则', '篇', 'items', 'item', 'posts', 'post', 'stories', 'pieces', 'news'],
  册: ['本', 'copies', 'copy', 'books', 'book', 'volumes', 'volume'],
  份: ['册', '本', 'copies', 'copy', 'handbooks'],
  期: ['issues', 'issue', 'editions', 'edition'],
  个: ['项', '份', '块', 'plans', 'plan', 'pieces', 'badges', 'plates'],
  块: ['个', '处', 'boards', 'board', 'panels'],
  类: ['项', '个', '种', 'categories', 'category', 'kinds'],
  个月: ['月', 'months', 'month'],
  小时: ['学时', 'hours', 'hour', 'h'],
  '%': ['％', 'percent', 'per cent'],
}

/** Puts a fact's words together in the workspace's language. */
export function rawFact(words: FactWords, period: Period, locale: Locale): RawFact {
  const { key, label, of, aggregation, value, unit, recordIds, names, about } = words
  return {
    key,
    label: say(locale, label),
    aggregation,
    value,
    unit,
    period: period.label,
    formula: `${say(locale, FORMULAS[aggregation])}${say(locale, { zh: `（${of.zh}）`, en: ` of ${of.en}` })}${say(locale, { zh: '，', en: ', ' })}${period.label}`,
    recordIds,
    names: [...new Set(names.filter((name) => name !== ''))],
    unitAliases: UNIT_ALIASES[unit] ?? [],
    about: { family: null, kinds: [], measure: null, essays: false, gap: false, ...about },
  }
}

const FORMULAS: Readonly<Record<Aggregation, LocalizedText>> = {
  count: { zh: '计数', en: 'count' },
  sum: { zh: '求和', en: 'sum' },
  latest: { zh: '最近一次的值', en: 'latest value' },
  distinct: { zh: '去重计数', en: 'distinct count' },
  ratio: { zh: '最近一次的比率', en: 'latest percentage' },
  before: { zh: '上期的值', en: 'value in the period before' },
  change: { zh: '与上期之差', en: 'difference to the period before' },
  average: { zh: '平均', en: 'average' },
  share: { zh: '占比', en: 'share' },
  highest: { zh: '最大值', en: 'highest' },
  lowest: { zh: '最小值', en: 'lowest' },
}
