import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import type { KindChange } from './plan-kind-change.ts'
import type { Aggregation, MeasureChange } from './plan-measure-change.ts'
import { foldName } from '../../text/names.ts'
import type { Family } from '../record/record.ts'

/** Asks for the history of one kind or measure. */
export type ShowWord = { readonly verb: 'show'; readonly name: string }

const VERBS = {
  add: ['add', '新增', '添加'],
  rename: ['rename', '改名'],
  alias: ['alias', '别名'],
  unalias: ['unalias', '去别名'],
  merge: ['merge', '合并'],
  retire: ['retire', '停用'],
  restore: ['restore', '恢复'],
  unit: ['unit', '单位'],
  aggregation: ['aggregation', '汇总'],
  show: ['show', '查看'],
} as const
type Verb = keyof typeof VERBS

const FAMILIES: Readonly<Record<string, Family>> = {
  study: 'study',
  学习: 'study',
  activity: 'activity',
  活动: 'activity',
}

const AGGREGATIONS: Readonly<Record<string, Aggregation>> = {
  sum: 'sum',
  累加: 'sum',
  latest: 'latest',
  最新: 'latest',
  ratio: 'ratio',
  比率: 'ratio',
}

/**
 * Reads what follows /wenshu kind: `add study 专题研讨 / thematic seminar`, `rename 党课 → 党课学习`, `merge 微党课 → 党课`,
 * `alias 党课 = 支部党课, talk`, `retire 检查考核`. `names` are the known ones: they tell where a name ends when no arrow
 * stands behind it. Throws how to write it.
 */
export function readKindCommand(text: string, names: readonly string[]): KindChange | ShowWord {
  const { verb, rest } = verbOf(text)
  switch (verb) {
    case 'add': {
      const [, first = '', named = ''] = /^(\S+)\s+(.*)$/su.exec(rest) ?? []
      const family = FAMILIES[first.toLowerCase()]
      if (family === undefined) throw howTo(text, KIND_EXAMPLES.add)
      const [nameZh = '', nameEn = null] = inTwoLanguages(named)
      return { verb, family, nameZh, nameEn }
    }
    case 'rename': {
      const { name, other } = twoParts(text, rest, names, KIND_EXAMPLES.rename)
      const [first = '', second = null] = inTwoLanguages(other)
      if (second !== null) return { verb, name, nameZh: first === '' ? null : first, nameEn: second }
      // A name without a Chinese sign takes the place of the English one, when that one was named.
      const isEnglish = !/\p{Script=Han}/u.test(name + first)
      return { verb, name, nameZh: isEnglish ? null : first, nameEn: isEnglish ? first : null }
    }
    case 'alias':
    case 'unalias': {
      const { name, other } = twoParts(text, rest, names, KIND_EXAMPLES[verb])
      return { verb, name, aliases: listed(other) }
    }
    case 'merge': {
      const { name, other } = twoParts(text, rest, names, KIND_EXAMPLES.merge)
      return { verb, name, into: other }
    }
    case 'retire':
    case 'restore':
    case 'show':
      if (rest === '') throw howTo(text, KIND_EXAMPLES[verb])
      return { verb, name: rest }
    case 'unit':
    case 'aggregation':
    case null:
      throw howTo(text, KIND_EXAMPLES.add, KIND_EXAMPLES.rename, KIND_EXAMPLES.merge, KIND_EXAMPLES.retire)
    default:
      return verb satisfies never
  }
}

/** Reads what follows /wenshu measure: `add 发布短视频 条 sum`, `unit 发布短视频 = 个`, `aggregation 藏书 = latest`. */
export function readMeasureCommand(text: string, names: readonly string[]): MeasureChange | ShowWord {
  const { verb, rest } = verbOf(text)
  switch (verb) {
    case 'add': {
      const words = rest.replaceAll(/[=＝]/g, ' ').trim().split(/\s+/)
      const aggregation = AGGREGATIONS[words.at(-1)?.toLowerCase() ?? '']
      if (aggregation !== undefined) words.pop()
      const unit = words.pop() ?? ''
      if (words.length === 0) throw howTo(text, MEASURE_EXAMPLES.add)
      return { verb, name: words.join(' '), unit, aggregation: aggregation ?? 'sum' }
    }
    case 'rename': {
      const { name, other } = twoParts(text, rest, names, MEASURE_EXAMPLES.rename)
      return { verb, name, to: other }
    }
    case 'alias':
    case 'unalias': {
      const { name, other } = twoParts(text, rest, names, MEASURE_EXAMPLES[verb])
      return { verb, name, aliases: listed(other) }
    }
    case 'unit': {
      const { name, other } = twoParts(text, rest, names, MEASURE_EXAMPLES.unit)
      return { verb, name, unit: other }
    }
    case 'aggregation': {
      const { name, other } = twoParts(text, rest, names, MEASURE_EXAMPLES.aggregation)
      const aggregation = AGGREGATIONS[other.toLowerCase()]
      if (aggregation === undefined) throw howTo(text, MEASURE_EXAMPLES.aggregation)
      return { verb, name, aggregation }
    }
    case 'retire':
    case 'restore':
    case 'show':
      if (rest === '') throw howTo(text, MEASURE_EXAMPLES[verb])
      return { verb, name: rest }
    case 'merge':
    case null:
      throw howTo(text, MEASURE_EXAMPLES.add, MEASURE_EXAMPLES.unit, MEASURE_EXAMPLES.retire)
    default:
      return verb satisfies never
  }
}

function verbOf(text: string): { readonly verb: Verb | null; readonly rest: string } {
  const [, word = '', rest = ''] = /^(\S+)\s*(.*)$/su.exec(unescapeText(text).trim()) ?? []
  const found = (Object.keys(VERBS) as Verb[]).find((verb) =>
    VERBS[verb].some((known) => known === word.toLowerCase()),
  )
  return { verb: found ?? null, rest: rest.trim() }
}

const ARROW = /\s*(?:→|⇒|->|=>|＝|=|：|\s:\s)\s*/u

/** A name and what stands behind an arrow, or behind the longest known name that the text begins with. */
function twoParts(
  text: string,
  rest: string,
  names: readonly string[],
  example: Example,
): { readonly name: string; readonly other: string } {
  const arrow = ARROW.exec(rest)
  if (arrow !== null) {
    const name = rest.slice(0, arrow.index).trim()
    const other = rest.slice(arrow.index + arrow[0].length).trim()
    if (name !== '' && other !== '') return { name, other }
    throw howTo(text, example)
  }
  const folded = foldName(rest)
  const known = names.map(foldName).filter((name) => folded.startsWith(`${name} `))
  const longest = known.sort((one, other) => other.length - one.length)[0]
  if (longest === undefined) throw howTo(text, example)
  const words = longest.split(' ').length
  const pieces = rest.split(/\s+/)
  return { name: pieces.slice(0, words).join(' '), other: pieces.slice(words).join(' ') }
}

/** 专题研讨 / thematic seminar */
function inTwoLanguages(text: string): string[] {
  const [zh = '', en, ...more] = text.split(/\s*[/／]\s*/)
  return en === undefined ? [zh.trim()] : [zh.trim(), [en, ...more].join('/').trim()]
}

function listed(text: string): string[] {
  return text
    .split(/[,，、;；]/)
    .map((name) => name.trim())
    .filter((name) => name !== '')
}

type Example = string

const KIND_EXAMPLES = {
  add: '/wenshu kind add study 专题研讨 / thematic seminar',
  rename: '/wenshu kind rename 党课 → 党课学习',
  alias: '/wenshu kind alias 党课 = 支部党课, branch lecture',
  unalias: '/wenshu kind unalias 党课 = 支部党课',
  merge: '/wenshu kind merge 专题党课 → 党课',
  retire: '/wenshu kind retire 检查考核',
  restore: '/wenshu kind restore 检查考核',
  show: '/wenshu kind show 党课',
} as const

const MEASURE_EXAMPLES = {
  add: '/wenshu measure add 发布短视频 条 sum',
  rename: '/wenshu measure rename 发布短视频 → 短视频',
  alias: '/wenshu measure alias 发布短视频 = 视频, videos',
  unalias: '/wenshu measure unalias 发布短视频 = 视频',
  unit: '/wenshu measure unit 发布短视频 = 个',
  aggregation: '/wenshu measure aggregation 收藏图书 = latest',
  retire: '/wenshu measure retire 发布短视频',
  restore: '/wenshu measure restore 发布短视频',
  show: '/wenshu measure show 发布短视频',
} as const

function howTo(text: string, ...examples: readonly Example[]): MemberFacingError {
  const said: LocalizedText = {
    zh: `${text.trim() === '' ? '' : `“${unescapeText(text)}”看不懂。`}请这样写：${examples.join('；')}`,
    en: `${text.trim() === '' ? '' : `"${unescapeText(text)}" cannot be read. `}Write it like: ${examples.join('; ')}`,
  }
  return new MemberFacingError(said)
}
