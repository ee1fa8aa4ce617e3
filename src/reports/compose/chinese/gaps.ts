import { slot, type Material } from '../matter/material.ts'
import { monthList } from '../matter/times.ts'
import { quartersOf, thinQuarter } from '../matter/times.ts'
import type { DraftBasis } from '../../basis/draft-basis.ts'
import { emptyMonths, type EmptyMonths } from '../matter/times.ts'

/** Kinds named in one sentence. */
const NAMED = 8

const FAMILIES = { study: '学习', activity: '活动', essays: '习作' } as const

/** What the records show missing, a paragraph each. */
export function chineseGaps(basis: DraftBasis, { gaps, details }: Material): string[] {
  const get = (key: string) => gaps.get(key)
  const [missing, people] = [get('gap.essays-missing'), get('gap.short-people')]
  const owed = [
    missing === undefined ? '' : `应交未交习作${slot(missing)}篇`,
    people === undefined ? '' : `未足额交稿${slot(people)}人次`,
  ].filter((clause) => clause !== '')
  const review = [
    ['跨月补交的', get('essay.count:late')],
    ['退回修改、尚未再交的', get('essay.count:returned')],
    ['已交待审的', get('essay.count:waiting')],
  ] as const
  const pending = review.flatMap(([words, fact]) => (fact === undefined ? [] : [`${words}有${slot(fact)}篇`]))
  const quarters = quartersOf('study', details)
  const thin = thinQuarter(quarters)
  return [
    owed.length === 0 ? '' : `习作没有交齐。已结束的月份中，${owed.join('，')}。`,
    pending.length === 0 ? '' : `部分习作尚未审改完毕。${pending.join('，')}。`,
    monthGap(basis, emptyMonths(basis), get),
    thin === null
      ? ''
      : `学习安排前后不够均衡。各季度分别组织学习${quarters.map(({ count }) => slot(count)).join('次、')}次，${thin.words.zh}只有${slot(thin.count)}次。`,
    ...kindGaps(basis),
  ].filter((body) => body !== '')
}

function monthGap(
  basis: DraftBasis,
  empty: readonly EmptyMonths[],
  get: (key: string) => Parameters<typeof slot>[0] | undefined,
): string {
  const heading = '有的月份没有记录。'
  if (basis.digest !== undefined) {
    const said = empty.map(
      ({ months, families }) =>
        `${monthList(months).zh}没有${families.map((family) => FAMILIES[family]).join('、')}记录`,
    )
    return said.length === 0 ? '' : `${heading}${said.join('，')}，是没有开展还是没有登记，需要逐项核实。`
  }
  const counted = [
    ['没有学习记录的有', get('gap.study-months')],
    ['没有活动记录的有', get('gap.activity-months')],
  ] as const
  const said = counted.flatMap(([words, fact]) => (fact === undefined ? [] : [`${words}${slot(fact)}个月`]))
  return said.length === 0 ? '' : `${heading}${said.join('，')}。`
}

function kindGaps({ droppedKinds, missingKinds }: DraftBasis): string[] {
  const unlogged = missingKinds.filter((kind) => !droppedKinds.some(({ zh }) => zh === kind)).slice(0, NAMED)
  const dropped = droppedKinds.slice(0, NAMED).map(({ zh }) => zh)
  return [
    dropped.length === 0 ? '' : `有的工作没有接续。以往开展过的${dropped.join('、')}，本期没有记录。`,
    unlogged.length === 0 ? '' : `有的工作没有记录。本期没有${unlogged.join('、')}的记录，开展情况无从说明。`,
  ]
}

/** Next steps as a skeleton: each tied to a gap, none decided. */
export function chineseSteps(basis: DraftBasis, { gaps, details }: Material): string[] {
  const { missingKinds, droppedKinds } = basis
  const has = (...keys: readonly string[]) => keys.some((key) => gaps.has(key))
  const months = [...new Set(emptyMonths(basis).flatMap((one) => one.months))].sort()
  const thin = thinQuarter(quartersOf('study', details))
  const kinds = [...new Set([...droppedKinds.map(({ zh }) => zh), ...missingKinds])].slice(0, NAMED)
  const steps = [
    has('gap.essays-missing', 'gap.short-people') ? '补交没有交齐的习作，【待补：时限】' : '',
    has('essay.count:returned', 'essay.count:waiting') ? '改完、审完退回和待审的习作，【待补：时限】' : '',
    months.length === 0 ? '' : `核实没有记录的${monthList(months).zh}，开展了的补登，【待补：负责人】`,
    thin === null ? '' : '均衡安排各季度的学习，【待补：怎样安排】',
    kinds.length === 0 ? '' : `安排${kinds.join('、')}，【待补：时间】`,
  ].filter((step) => step !== '')
  if (steps.length === 0) return ['下一步，【待补：打算，由编辑填写】。']
  const numbered = steps.length === 1 ? steps : steps.map((step, at) => `${ORDER[at] ?? ''}${step}`)
  return [`下一步，建议从以下方面打算（由编辑核定）：${numbered.join('；')}。`]
}

const ORDER = ['一要', '二要', '三要', '四要', '五要']
