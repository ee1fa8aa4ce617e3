import type { KnownBlock } from '@slack/types'
import { type Locale, type LocalizedText, plural, say, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { context, LIMITS, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import type { KindChanged } from './plan-kind-change.ts'
import type { Aggregation, MeasureChanged } from './plan-measure-change.ts'
import type { KindState, MeasureState } from '../vocabulary/words-store.ts'

/** What one list may take, in UTF-16 units; the rest is said as a number. Slack refuses blocks of about 13,000 as JSON. */
const MOST = 9000

const FAMILIES: Readonly<Record<KindState['family'], LocalizedText>> = {
  study: { zh: '学习 /study', en: 'Study: /study' },
  activity: { zh: '活动 /activity', en: 'Activities: /activity' },
}

const AGGREGATIONS: Readonly<Record<Aggregation, LocalizedText>> = {
  sum: { zh: '累加', en: 'added up' },
  latest: { zh: '取最新值', en: 'the latest counts' },
  ratio: { zh: '比率，取最新值', en: 'a percentage, the latest counts' },
}

/** All kinds by family, with their other names and how many records stand under them; former ones at the end. */
export function kindList(
  kinds: readonly KindState[],
  uses: ReadonlyMap<string, number>,
  locale: Locale,
): Message {
  const t = translator(locale)

  const followers = (kind: KindState) => kinds.filter(({ mergedInto }) => mergedInto === kind.id)
  const count = (kind: KindState) =>
    [kind, ...followers(kind)].reduce((sum, { id }) => sum + (uses.get(id) ?? 0), 0)
  const inUse = kinds.filter(({ retired, mergedInto }) => !retired && mergedInto === null)
  const lines = (['study', 'activity'] as const).flatMap((family) => [
    `*${say(locale, FAMILIES[family])}*`,
    ...inUse
      .filter((kind) => kind.family === family)
      .map((kind) => `• ${kindLine(kind, locale)} · ${records(count(kind), locale)}`),
  ])
  const former = kinds.filter((kind) => !inUse.includes(kind)).map((kind) => formerLine(kind, kinds, locale))
  const formerHead = t('*不再使用*', '*No longer in use*')
  return listed(
    t(`类别 ${inUse.length} 个`, plural(inUse.length, 'kind')),
    [...lines, ...(former.length === 0 ? [] : [formerHead, ...former])],
    locale,
  )
}

/** All measures with unit, aggregation and other names; former ones at the end. */
export function measureList(
  measures: readonly MeasureState[],
  uses: ReadonlyMap<string, number>,
  locale: Locale,
): Message {
  const t = translator(locale)

  const inUse = measures.filter(({ retired }) => !retired)
  const line = (measure: MeasureState) =>
    `• ${measureLine(measure, locale)} · ${records(uses.get(measure.id) ?? 0, locale)}`
  const former = measures.filter(({ retired }) => retired)
  const formerHead = t('*已停用*', '*Retired*')
  return listed(
    t(`指标 ${inUse.length} 个`, plural(inUse.length, 'measure')),
    [...inUse.map(line), ...(former.length === 0 ? [] : [formerHead, ...former.map(line)])],
    locale,
  )
}

/** What a kind is now, and what becomes of its records. */
export function kindChanged({ before, after, target }: KindChanged, locale: Locale): Message {
  const name = (kind: KindState) => escapeText(locale === 'zh' ? kind.nameZh : kind.nameEn)
  const line = kindLine(after, locale)
  if (before === null) return message(locale, { zh: `已新增类别：${line}`, en: `New kind: ${line}` })
  if (after.mergedInto !== null && target !== null) {
    return message(locale, {
      zh: `“${name(after)}”已并入“${name(target)}”：以前的记录今后按“${name(target)}”统计，它的名称也都可用来记“${name(target)}”。要分开，用 /wenshu kind restore ${escapeText(after.nameZh)}`,
      en: `“${name(after)}” is merged into “${name(target)}”: its records count as “${name(target)}” from now on, and its names lead there. To part them: /wenshu kind restore ${escapeText(after.nameEn)}`,
    })
  }
  if (after.retired) {
    return message(locale, {
      zh: `类别“${name(after)}”已停用：不能再选，旧记录不变。要恢复，用 /wenshu kind restore ${escapeText(after.nameZh)}`,
      en: `The kind “${name(after)}” is retired: nobody can choose it, and old records stay as they are. To bring it back: /wenshu kind restore ${escapeText(after.nameEn)}`,
    })
  }
  return message(locale, { zh: `类别现在是：${line}`, en: `The kind is now: ${line}` })
}

/** What a measure is now; of a new unit, that the values were not converted. */
export function measureChanged({ before, after, uses }: MeasureChanged, locale: Locale): Message {
  const line = measureLine(after, locale)
  if (before === null) return message(locale, { zh: `已新增指标：${line}`, en: `New measure: ${line}` })
  if (after.retired) {
    return message(locale, {
      zh: `指标“${escapeText(after.name)}”已停用：不能再填，旧记录不变。要恢复，用 /wenshu measure restore ${escapeText(after.name)}`,
      en: `The measure “${escapeText(after.name)}” is retired: nobody can use it, and old records stay as they are. To bring it back: /wenshu measure restore ${escapeText(after.name)}`,
    })
  }
  const unconverted =
    before.unit === after.unit || uses === 0
      ? ''
      : say(locale, {
          zh: `\n:warning: 已有 ${uses} 条记录的数值没有换算，单位从“${escapeText(before.unit)}”改写为“${escapeText(after.unit)}”。`,
          en: `\n:warning: The values of ${uses} record(s) were not converted; they now read “${escapeText(after.unit)}” instead of “${escapeText(before.unit)}”.`,
        })
  return message(locale, {
    zh: `指标现在是：${line}${unconverted}`,
    en: `The measure is now: ${line}${unconverted}`,
  })
}

export type WordRevision = {
  readonly revision: number
  readonly action: string
  readonly at: Date
  readonly by: Member | null
  readonly before: KindState | MeasureState | null
  readonly after: KindState | MeasureState
}

/** A kind or a measure with all its changes, the newest last. */
export function wordShown(
  word: KindState | MeasureState,
  revisions: readonly WordRevision[],
  locale: Locale,
): Message {
  const lines = revisions.map(({ revision, action, at, by, before, after }) => {
    const who = by === null ? '' : ` · ${mention(by)}`
    const day = at.toISOString().slice(0, 16).replace('T', ' ')
    const was = before === null ? '' : `${wordLine(before, locale)} → `
    return `${revision}. ${say(locale, ACTIONS[action] ?? { zh: action, en: action })}${who} · ${day} UTC\n      ${was}${wordLine(after, locale)}`
  })
  const none = say(locale, { zh: '没有改动过。', en: 'Never changed.' })
  const line = wordLine(word, locale)
  return {
    text: line,
    blocks: [section(`*${line}*`), ...paged(lines.length === 0 ? [none] : lines, locale)],
  }
}

const ACTIONS: Readonly<Record<string, LocalizedText>> = {
  add: { zh: '新增', en: 'added' },
  rename: { zh: '改名', en: 'renamed' },
  alias: { zh: '加别名', en: 'alias added' },
  unalias: { zh: '去别名', en: 'alias taken away' },
  merge: { zh: '合并', en: 'merged' },
  retire: { zh: '停用', en: 'retired' },
  restore: { zh: '恢复', en: 'brought back' },
  unit: { zh: '改单位', en: 'unit changed' },
  aggregation: { zh: '改汇总方式', en: 'aggregation changed' },
}

function wordLine(word: KindState | MeasureState, locale: Locale): string {
  return 'family' in word ? kindLine(word, locale) : measureLine(word, locale)
}

function kindLine({ nameZh, nameEn, aliases }: KindState, locale: Locale): string {
  const names = locale === 'zh' ? [nameZh, nameEn] : [nameEn, nameZh]
  return withAliases([...new Set(names)].map(escapeText).join(' / '), aliases, locale)
}

function measureLine({ name, unit, aggregation, aliases }: MeasureState, locale: Locale): string {
  const how = say(locale, AGGREGATIONS[aggregation])
  const head = say(locale, {
    zh: `${escapeText(name)}（${escapeText(unit)}，${how}）`,
    en: `${escapeText(name)} (${escapeText(unit)}, ${how})`,
  })
  return withAliases(head, aliases, locale)
}

function withAliases(head: string, aliases: readonly string[], locale: Locale): string {
  if (aliases.length === 0) return head
  const list = aliases.map(escapeText).join(locale === 'zh' ? '、' : ', ')
  return say(locale, { zh: `${head} · 也叫：${list}`, en: `${head} · also: ${list}` })
}

function formerLine(kind: KindState, kinds: readonly KindState[], locale: Locale): string {
  const t = translator(locale)

  const target = kinds.find(({ id }) => id === kind.mergedInto)
  const fate =
    target === undefined
      ? t('已停用', 'retired')
      : t(`并入“${escapeText(target.nameZh)}”`, `merged into “${escapeText(target.nameEn)}”`)
  const name = locale === 'zh' ? kind.nameZh : kind.nameEn
  return `• ${escapeText(name)} · ${fate}`
}

function records(count: number, locale: Locale): string {
  return say(locale, { zh: `${count} 条记录`, en: count === 1 ? '1 record' : `${count} records` })
}

function listed(head: string, lines: readonly string[], locale: Locale): Message {
  return { text: head, blocks: [section(`*${head}*`), ...paged(lines, locale)] }
}

/** Whole lines, as many as a section takes in each section, and as many sections as a message may have. */
function paged(lines: readonly string[], locale: Locale): KnownBlock[] {
  const pages: string[] = []
  let room = MOST
  let left = lines.length
  for (const line of lines) {
    // As it is sent, a quote or a line's end takes two.
    room -= JSON.stringify(line).length
    if (room < 0 || line.length > LIMITS.section) break
    const page = pages.at(-1)
    if (page !== undefined && page.length + line.length + 1 <= LIMITS.section)
      pages[pages.length - 1] = `${page}\n${line}`
    else pages.push(line)
    left -= 1
  }
  const rest = say(locale, { zh: `……另有 ${left} 行`, en: `… and ${left} more lines` })
  return [...pages.map((page) => section(page)), ...(left === 0 ? [] : [context(rest)])]
}
