import type { Locale } from '../../locale.ts'
import type { RawFact } from '../../claims/facts/raw-fact.ts'
import type { RecordRow } from '../../claims/facts/period-records.ts'
import type { Period } from '../../time/period.ts'
import { english, ENOUGH, makerFor, oneDecimal, sum, type Make, type Words } from './detail-maker.ts'
import { THEMES_TOLD } from './digest.ts'
import { familyDetails, measureDetails } from './time-details.ts'
import { frequent, headsOf, isEvent } from './record-words.ts'

/** A kind's share is told from this on. */
const NOTABLE_SHARE = 0.2

/**
 * Figures beyond the facts: of single records (`chosen`), of kinds by events and entries, of themes, by quarter; averages,
 * shares, highest and lowest. `facts`: those they are worked out of. Each has a key that stays the same over sheets.
 * Pure; bounded by kinds and measures.
 */
export function detailFacts(
  rows: readonly RecordRow[],
  chosen: readonly RecordRow[],
  facts: readonly RawFact[],
  { period, locale }: { readonly period: Period; readonly locale: Locale },
): RawFact[] {
  const make = makerFor(period, locale)
  const kinds = [...new Set(rows.map(({ kind }) => kind))]
  const measures = [...new Set(rows.flatMap(({ quantities }) => quantities.map(({ name }) => name)))]
  return [
    ...chosen.flatMap((row) => recordDetails(row, make)),
    ...kinds.flatMap((kind) => kindDetails(kind, rows, make)),
    ...(['study', 'activity'] as const).flatMap((family) => familyDetails(family, rows, period, make)),
    ...measures.flatMap((name) => measureDetails(name, rows, make)),
    ...essayDetails(facts, make),
  ]
}

/** How many of the approved essays are excellent. */
function essayDetails(facts: readonly RawFact[], make: Make): RawFact[] {
  const [part, whole] = ['excellent', 'approved'].map((set) =>
    facts.find(({ key }) => key === `essay.count:${set}`),
  )
  if (part === undefined || whole === undefined || whole.value < 2 * ENOUGH) return []
  return [
    make({
      key: 'share.essay:excellent',
      label: { zh: '优秀习作占审核通过习作的比重', en: 'Excellent essays: share of those approved' },
      aggregation: 'share',
      value: oneDecimal((100 * part.value) / whole.value),
      unit: '%',
      recordIds: whole.recordIds,
      about: { essays: true },
    }),
  ]
}

/** Heads and measures of one record. */
function recordDetails(row: RecordRow, make: Make): RawFact[] {
  const { id, kind, family, title, starts_on: day } = row
  const about = { family, kinds: [kind] }
  const of = (zh: string, en: string) => ({ zh: `${title}（${day}）：${zh}`, en: `${title} (${day}): ${en}` })
  const heads = headsOf(row)
  const common = { aggregation: 'sum', recordIds: [id], about } as const
  const unit = row.head_unit === '人次' ? '人次' : '人'
  return [
    ...(heads === 0
      ? []
      : [make({ ...common, key: `record.heads:${id}`, label: of('参加', 'heads'), value: heads, unit })]),
    ...row.quantities.map(({ name, aliases, unit, value }) =>
      make({
        ...common,
        key: `record.measure:${id}:${name}`,
        label: of(name, english(name, aliases)),
        value,
        unit,
        about: { ...about, measure: name },
      }),
    ),
  ]
}

function kindDetails(kind: string, rows: readonly RecordRow[], make: Make): RawFact[] {
  const own = rows.filter((row) => row.kind === kind)
  const [first] = own
  if (first === undefined) return []
  const { family } = first
  const en = first.kind_names.find((name) => /^[a-z]/i.test(name)) ?? kind
  const about = { family, kinds: [kind] }
  const events = own.filter(isEvent)
  const entries = own.filter((row) => !isEvent(row))
  const counted = (key: string, zh: string, words: string, those: readonly RecordRow[]) =>
    make({
      key: `${key}:${kind}`,
      label: { zh: `${kind}${zh}`, en: `${en}: ${words}` },
      aggregation: 'count',
      value: those.length,
      unit: '次',
      recordIds: those.map(({ id }) => id),
      about,
    })
  return [
    ...(events.length > 0 && entries.length > 0
      ? [
          counted('kind.events', '活动次数', 'events', events),
          counted('kind.entries', '登记条数', 'entries', entries),
        ]
      : []),
    ...themeDetails({ kind, en, about }, own, make),
    ...shareDetails({ kind, en, about }, own, rows, make),
  ]
}

type Of = { readonly kind: string; readonly en: string; readonly about: Words['about'] }

function themeDetails({ kind, en, about }: Of, own: readonly RecordRow[], make: Make): RawFact[] {
  const themes = frequent(own.flatMap(({ materials }) => materials))
  if (themes.length < 2) return []
  const under = (word: string) => own.filter(({ materials }) => materials.some((one) => one.trim() === word))
  const number = make({
    key: `themes:${kind}`,
    label: { zh: `${kind}的学习专题数`, en: `${en}: different themes` },
    aggregation: 'distinct',
    value: themes.length,
    unit: '个',
    recordIds: own.filter(({ materials }) => materials.length > 0).map(({ id }) => id),
    about,
  })
  const each = themes.slice(0, THEMES_TOLD).map(({ words, times }) =>
    make({
      key: `theme.count:${kind}:${words}`,
      label: { zh: `${kind}学习${words}的次数`, en: `${en} on ${words}: how often` },
      aggregation: 'count',
      value: times,
      unit: '次',
      recordIds: under(words).map(({ id }) => id),
      about,
    }),
  )
  return [number, ...each]
}

/** What part of its family's sessions, and of those who came, is of this kind. */
function shareDetails(
  { kind, en, about }: Of,
  own: readonly RecordRow[],
  rows: readonly RecordRow[],
  make: Make,
): RawFact[] {
  const all = rows.filter((row) => row.family === own[0]?.family && isEvent(row))
  const those = own.filter(isEvent)
  if (all.length < 2 * ENOUGH || those.length === all.length || those.length < NOTABLE_SHARE * all.length)
    return []
  const share = (key: string, zh: string, words: string, part: number, whole: number): RawFact[] =>
    whole === 0 || part === 0
      ? []
      : [
          make({
            key: `${key}:${kind}`,
            label: { zh: `${kind}占${zh}的比重`, en: `${en}: share of ${words}` },
            aggregation: 'share',
            value: oneDecimal((100 * part) / whole),
            unit: '%',
            recordIds: all.map(({ id }) => id),
            about,
          }),
        ]
  return [
    ...share('share.count', '总次数', 'all sessions', those.length, all.length),
    ...share('share.heads', '总人次', 'all attendances', sum(those.map(headsOf)), sum(all.map(headsOf))),
  ]
}
