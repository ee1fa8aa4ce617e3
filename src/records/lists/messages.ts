import { type Locale, plural, say, translator } from '../../locale.ts'
import { actions, button, context, LIMITS, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { formatPeriod } from '../../time/period.ts'
import type { Selection, Totals } from './list.ts'
import { packState, type ListState } from './state.ts'
import type { LoggedRecord } from '../record/record.ts'
import { formatAmount, formatDuration, kindOf, type Catalog } from '../words/view.ts'

/** Measures named with their totals before the rest becomes a number. */
const MEASURES_SHOWN = 12

/** A page of records, newest first: what was asked for, what it adds up to, the records, and where to go on. */
export function recordPage(
  page: { readonly state: ListState; readonly records: readonly LoggedRecord[]; readonly totals: Totals },
  catalog: Catalog,
  locale: Locale,
): Message {
  const { state, records, totals } = page
  const head = `*${formatSelection(state.selection, catalog, locale)}*`
  if (totals.records === 0) {
    const nothing = say(locale, { zh: `${head}：没有记录。`, en: `${head}: no records.` })
    return { text: nothing, blocks: [section(nothing), context(hint(state.selection, locale))] }
  }
  const summary = formatTotals(totals, locale, catalog)
  const lines = records.map((record) => lineOf(record, catalog, locale))
  return {
    text: `${head} ${summary}`,
    blocks: [
      section(`${head}\n${summary}`),
      section(lines.join('\n')),
      context(formatWhere(state, records.length, totals.records, locale)),
      ...buttonsOf(page, locale),
    ],
  }
}

/** 2022年 · 学习 · 党课 · @成员12 · 含“宪法”. mrkdwn. */
export function formatSelection(selection: Selection, catalog: Catalog, locale: Locale): string {
  const { family, period, kindIds, memberIds, words } = selection
  const families = {
    study: { zh: '学习', en: 'study sessions' },
    activity: { zh: '活动', en: 'activities' },
  } as const
  const kinds = kindIds.map((id) => {
    const kind = kindOf(catalog, id)
    return escapeText((locale === 'zh' ? kind?.nameZh : kind?.nameEn) ?? id)
  })
  const people = memberIds.flatMap((id) => {
    const member = catalog.members.get(id)
    return member === undefined ? [] : [mention(member)]
  })
  const found = words.map((word) =>
    say(locale, { zh: `含“${escapeText(word)}”`, en: `with “${escapeText(word)}”` }),
  )
  return [
    say(locale, period === null ? { zh: '全部时间', en: 'all time' } : formatPeriod(period)),
    say(locale, families[family]),
    kinds.join(locale === 'zh' ? '、' : ', '),
    ...people,
    ...found,
  ]
    .filter((piece) => piece !== '')
    .join(' · ')
}

function hint({ period }: Selection, locale: Locale): string {
  return say(
    locale,
    period === null
      ? { zh: '换个词试试，或少写一些条件。', en: 'Try another word, or ask for less at once.' }
      : {
          zh: '换个时段试试，例如 去年、2022-11，或加上 全部。',
          en: 'Try another period, like last year or 2022-11, or add “all”.',
        },
  )
}

/** Counts and totals of a selection. Persons, attendances and unnamed heads stay apart. */
export function formatTotals(
  totals: Totals,
  locale: Locale,
  catalog: Pick<Catalog, 'measures' | 'former'> = { measures: [] },
): string {
  const t = translator(locale)

  const number = (value: number) => value.toLocaleString(locale === 'zh' ? 'zh-CN' : 'en-US')
  const { records, members, attendances, heads, headTimes, minutes, measures } = totals
  const others = [
    heads > 0 ? t(`${number(heads)} 人`, plural(heads, 'person', 'people')) : '',
    headTimes > 0 ? t(`${number(headTimes)} 人次`, plural(headTimes, 'visit')) : '',
  ]
    .filter((piece) => piece !== '')
    .join(locale === 'zh' ? '、' : ', ')
  const shown = measures
    .slice(0, MEASURES_SHOWN)
    .map((measure) => escapeText(formatAmount(measure, number(measure.value), catalog, locale)))
  const left = measures.length - shown.length
  const pieces = [
    t(`${number(records)} 条记录`, plural(records, 'record')),
    members === 0
      ? ''
      : t(
          `成员 ${number(members)} 人、${number(attendances)} 人次`,
          `${plural(members, 'member')}, ${plural(attendances, 'attendance')}`,
        ),
    others === '' ? '' : t(`未列名 ${others}`, `${others} not named`),
    minutes === 0 ? '' : formatDuration(minutes, locale),
    ...shown,
    left === 0 ? '' : t(`另有 ${left} 项指标`, plural(left, 'more measure')),
  ]
  return pieces.filter((piece) => piece !== '').join(' · ')
}

function lineOf(record: LoggedRecord, catalog: Catalog, locale: Locale): string {
  const kind = kindOf(catalog, record.kindId)
  const name = (locale === 'zh' ? kind?.nameZh : kind?.nameEn) ?? record.kindId
  const days = record.endsOn === record.startsOn ? record.startsOn : `${record.startsOn} – ${record.endsOn}`
  return `• *${record.id}* ${days} ${escapeText(fit(name, 30))} · ${escapeText(fit(record.title, 60))}`
}

function formatWhere(state: ListState, shown: number, total: number, locale: Locale): string {
  const first = state.from + 1
  const last = state.from + shown
  return say(locale, {
    zh: `第 ${first}–${last} 条，共 ${total} 条；/${state.selection.family} show 编号 看一条`,
    en: `${first}–${last} of ${total}; /${state.selection.family} show NUMBER shows one`,
  })
}

function buttonsOf(
  page: Parameters<typeof recordPage>[0],
  locale: Locale,
): Message['blocks'] extends (infer Blocks) | undefined ? Exclude<Blocks, undefined> : never {
  const t = translator(locale)

  const { state, records, totals } = page
  const { selection } = state
  const [newest] = records
  const oldest = records.at(-1)
  if (newest === undefined || oldest === undefined) return []
  const turned = (to: 'older' | 'newer', { startsOn, number }: LoggedRecord, from: number) =>
    packState({ selection, from, turn: { to, cursor: { startsOn, number } } })
  const whole = packState({ selection, from: 0, turn: null })
  const back = Math.max(0, state.from - PAGE)
  const on = state.from + records.length
  return [
    actions(
      ...(state.from === 0
        ? []
        : [
            button(
              t('较新', 'Newer'),
              'record.list.newer',
              back === 0 ? whole : turned('newer', newest, back),
            ),
          ]),
      ...(on >= totals.records
        ? []
        : [button(t('较早', 'Older'), 'record.list.older', turned('older', oldest, on))]),
      button(t('导出 CSV', 'Export CSV'), 'record.list.csv', whole),
      button(t('导出 XLSX', 'Export XLSX'), 'record.list.xlsx', whole),
    ),
  ]
}

/** Records on a page: with the longest titles they stay below a section's 3,000 signs. */
export const PAGE = Math.min(15, Math.floor(LIMITS.section / 200))

/** Said where the button was pressed; the file itself comes into the DM. */
export function exportSent(count: number, name: string, locale: Locale): Message {
  return message(locale, {
    zh: `已把这 ${count} 条记录发到您和文书的私信里：${escapeText(name)}`,
    en: `What you asked for (${plural(count, 'record')}) is in your direct messages with Wenshu now: ${escapeText(name)}`,
  })
}
