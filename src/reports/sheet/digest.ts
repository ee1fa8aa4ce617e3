import { firstDay, monthOf, type Month } from '../../time/month.ts'
import { monthsOf, type Period } from '../../time/period.ts'
import type { EssayRow, RecordRow } from '../../claims/facts/period-records.ts'
import type { Digest, KindDigest, MeasureDigest } from '../basis/draft-basis.ts'
import { frequent, headsOf, isEvent, monthOfRow, seriesOf } from './record-words.ts'

/** Themes of a kind told by name. */
export const THEMES_TOLD = 12

/**
 * What the records of a section tell beside its facts. `kinds`: those it speaks of; `asOf`: the day up to which months
 * count as over. Pure; bounded by the kinds and measures, not by the records.
 */
export function digestOf(
  rows: readonly RecordRow[],
  essays: readonly EssayRow[],
  of: { readonly period: Period; readonly asOf: Temporal.PlainDate; readonly kinds: ReadonlySet<string> },
): Digest {
  const own = rows.filter(({ kind }) => of.kinds.has(kind))
  const measures = [...new Set(own.flatMap(({ quantities }) => quantities.map(({ name }) => name)))]
  const with_ = (family: RecordRow['family']) =>
    distinct(rows.filter((row) => row.family === family).map(monthOfRow))
  const over = monthsOf(of.period).filter(
    (month) =>
      month < monthOf(of.asOf) && Temporal.PlainDate.compare(firstDay(month), of.period.startsOn) >= 0,
  )
  const [study, activity] = [with_('study'), with_('activity')]
  const written = distinct(essays.map(({ month }) => month))
  // A family without a single record is no gap of months: nobody keeps it here.
  const empty = (filled: readonly string[]): Month[] =>
    filled.length === 0 ? [] : over.filter((month) => !filled.includes(month))
  return {
    kinds: Object.fromEntries(
      [...of.kinds].flatMap((kind) => {
        const those = own.filter((row) => row.kind === kind)
        return those.length === 0 ? [] : [[kind, kindDigest(those)] as const]
      }),
    ),
    measures: Object.fromEntries(measures.map((name) => [name, measureDigest(name, own)])),
    months: { study, activity },
    empty: { study: empty(study), activity: empty(activity), essays: empty(written) },
  }
}

function kindDigest(rows: readonly RecordRow[]): KindDigest {
  const events = rows.filter(isEvent)
  const entries = rows.filter((row) => !isEvent(row))
  const themes = frequent(rows.flatMap(({ materials }) => materials)).map(({ words }) => words)
  return {
    events: events.length,
    entries: entries.length,
    withoutHeads: events.filter((row) => headsOf(row) === 0).length,
    months: distinct(rows.map(monthOfRow)),
    themes: themes.slice(0, THEMES_TOLD),
    moreThemes: Math.max(0, themes.length - THEMES_TOLD),
    eventSeries: seriesOf(events.map(({ title }) => title)),
    entrySeries: seriesOf(entries.map(({ title }) => title)),
  }
}

function measureDigest(name: string, rows: readonly RecordRow[]): MeasureDigest {
  const those = rows.filter(({ quantities }) => quantities.some((one) => one.name === name))
  const totals = monthTotals(name, those)
  const values = [...totals.values()]
  const [high, low] = [Math.max(...values), Math.min(...values)]
  const at = (value: number) => [...totals].flatMap(([month, total]) => (total === value ? [month] : []))
  return {
    series: seriesOf(those.map(({ title }) => title)),
    records: those.length,
    months: distinct(those.map(monthOfRow)),
    high: high === low ? [] : at(high),
    low: high === low ? [] : at(low),
  }
}

/** A measure added up by month, in the order of the months. */
export function monthTotals(name: string, rows: readonly RecordRow[]): Map<string, number> {
  const totals = new Map<string, number>()
  for (const row of rows) {
    for (const one of row.quantities.filter((quantity) => quantity.name === name)) {
      totals.set(monthOfRow(row), (totals.get(monthOfRow(row)) ?? 0) + one.value)
    }
  }
  return totals
}

function distinct(words: readonly string[]): string[] {
  return [...new Set(words)].sort()
}
