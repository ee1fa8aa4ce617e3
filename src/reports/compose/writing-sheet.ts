import { unitWords } from '../../claims/claim/unit-words.ts'
import type { Fact } from '../../claims/facts/fact.ts'
import type { SlotPerson } from '../../claims/slots/slots.ts'
import type { Locale } from '../../locale.ts'
import type { DraftBasis, KindDigest, MeasureDigest, NotableRecord } from '../basis/draft-basis.ts'
import { chineseSteps } from './chinese/gaps.ts'
import { emptyMonths } from './matter/times.ts'
import { englishSteps } from './english/gaps.ts'
import { materialOf } from './matter/material.ts'
import { monthList, monthRange } from './matter/times.ts'
import { quartersOf } from './matter/times.ts'

/** A figure as a writer is offered it: its slot, what it is, its value and unit in the draft's language. */
type Figure = {
  readonly slot: string
  readonly is: string
  readonly value: number
  readonly unit: string
  readonly as?: string
}
/** What the sheet holds: plain JSON, grouped by what a paragraph is about. */
export type WritingSheet = Readonly<Record<string, unknown>>

/** Themes told by name where none came twice. */
const SINGLE_THEMES = 3

/**
 * What a section is written from, grouped: its totals, then each kind with its count, attendances, measures, themes and
 * records, essays, gaps. It grows with the kinds and measures, not with the records. Pure.
 */
export function writingSheet(basis: DraftBasis, people: readonly SlotPerson[]): WritingSheet {
  const own = factsOf(basis)
  const told = new Set<string>()
  const tell = (those: readonly Fact[]): Figure[] => {
    for (const { id } of those) told.add(id)
    return those.map((fact) => figure(fact, basis.locale))
  }
  const about = (fact: Fact) => basis.about[fact.id]
  const kindOf = (fact: Fact) => about(fact)?.kinds[0]
  const kinds = [...new Set(own.filter((fact) => fact.detail !== true).flatMap((fact) => kindOf(fact) ?? []))]
  const groups = kinds.map((kind) => kindSheet(kind, basis, own, { people, tell }))
  const free = own.filter(({ id }) => !told.has(id))
  return pruned({
    totals: tell(free.filter((fact) => isTotal(fact) && !fact.key.startsWith('quarter.') && !isMixed(fact))),
    by_quarter: quarters(free, basis, tell),
    kinds: groups,
    essays: tell(free.filter((fact) => about(fact)?.essays === true)),
    gaps: tell(free.filter((fact) => about(fact)?.gap === true)),
    ...gapSheet(basis),
  })

  /** Posts and registrations are no activities: where both were logged, their common number misleads. */
  function isMixed({ key }: Fact): boolean {
    return key === 'activity.records' && own.some((fact) => fact.key === 'activity.events')
  }
  function isTotal(fact: Fact): boolean {
    const of = about(fact)
    return (
      of !== undefined && !of.essays && !of.gap && (of.kinds.length === 0 || fact.key.startsWith('section.'))
    )
  }
}

function factsOf({ factIds, ledger }: DraftBasis): Fact[] {
  const wanted = new Set(factIds)
  return ledger.facts.filter(({ id }) => wanted.has(id))
}

type With = {
  readonly people: readonly SlotPerson[]
  readonly tell: (those: readonly Fact[]) => Figure[]
}

function kindSheet(
  kind: string,
  basis: DraftBasis,
  own: readonly Fact[],
  { people, tell }: With,
): WritingSheet {
  const { locale, about, kindNames } = basis
  const digest = basis.digest?.kinds[kind]
  const those = own.filter((fact) => about[fact.id]?.kinds[0] === kind)
  const isOfMeasure = (fact: Fact) => (about[fact.id]?.measure ?? null) !== null
  const plain = those.filter((fact) => fact.detail !== true)
  const details = those.filter(
    ({ detail, key }) => detail === true && !/^(?:record|theme|section)\b/.test(key),
  )
  // Entries are told by their measures: how many records there were of them, or of them and events, says nothing.
  const hasEntries = digest !== undefined && digest.entries > 0 && plain.some(isOfMeasure)
  const figures = [...plain, ...details].filter(
    (fact) =>
      !isOfMeasure(fact) && !(hasEntries && /^(?:(?:study|activity)\.count|kind\.entries):/.test(fact.key)),
  )
  const measures = [...new Set(plain.filter(isOfMeasure).map((fact) => about[fact.id]?.measure ?? ''))]
  return pruned({
    kind: locale === 'zh' ? kind : (kindNames[kind] ?? kind),
    ...(digest === undefined ? {} : sortOf(digest, locale)),
    figures: tell(figures),
    measures: measures.map((name) =>
      pruned({
        figures: tell(plain.filter((fact) => about[fact.id]?.measure === name)),
        ...monthsOfMeasure(name, details, basis.digest?.measures[name], { locale, tell }),
      }),
    ),
    ...(digest === undefined ? {} : themesOf(kind, digest, basis, tell)),
    records: basis.notable.flatMap((record, at) =>
      record.kind === kind ? [recordSheet(record, at, basis, { people, tell })] : [],
    ),
  })
}

/** An event is held, an entry only registered; figures of people are those of events. */
function sortOf({ events, entries, withoutHeads, months }: KindDigest, locale: Locale): WritingSheet {
  const sort = events === 0 ? 'entries' : entries === 0 ? 'events' : 'events and entries'
  const range = monthRange(months)
  return {
    sort,
    ...(range === null ? {} : { months: range[locale] }),
    ...(withoutHeads > 0 ? { attendances: 'at least: some events do not say who came' } : {}),
  }
}

/** In how many records, averages, the highest and lowest month with their names. */
function monthsOfMeasure(
  name: string,
  details: readonly Fact[],
  digest: MeasureDigest | undefined,
  { locale, tell }: { readonly locale: Locale; readonly tell: With['tell'] },
): WritingSheet {
  const named = (months: readonly string[] = []) =>
    months.length === 0 || months.length > 3 ? undefined : monthList(months)[locale]
  const figure = (key: string) => {
    const fact = details.find((one) => one.key === `${key}:${name}`)
    return fact === undefined ? undefined : bare(tell([fact])[0])
  }
  const [high, low] = [named(digest?.high), named(digest?.low)]
  return pruned({
    from: digest?.series,
    records: figure('measure.records'),
    average_by_issue: figure('average.issue'),
    average_by_month: figure('average.month'),
    ...(high === undefined || low === undefined
      ? {}
      : {
          highest: figure('highest.month'),
          highest_in: high,
          lowest: figure('lowest.month'),
          lowest_in: low,
        }),
  })
}

function quarters(free: readonly Fact[], basis: DraftBasis, tell: With['tell']): WritingSheet[] {
  const details = new Map(free.map((fact) => [fact.key, fact]))
  return (['study', 'activity'] as const).flatMap((family) =>
    quartersOf(family, details).map(({ words, count, heads }) =>
      pruned({
        of: family,
        in: words[basis.locale],
        times: bare(tell([count])[0]),
        attendances: heads === null ? undefined : bare(tell([heads])[0]),
      }),
    ),
  )
}

/** Most frequent first; of those that came once only a few. */
function themesOf(kind: string, digest: KindDigest, basis: DraftBasis, tell: With['tell']): WritingSheet {
  const details = new Map(
    basis.ledger.facts.flatMap((fact) => (fact.detail === true ? [[fact.key, fact]] : [])),
  )
  const counted = digest.themes.map((name) => ({ name, times: details.get(`theme.count:${kind}:${name}`) }))
  const often = counted.filter(({ times }) => (times?.value ?? 1) > 1)
  const once = counted.filter(({ times }) => (times?.value ?? 1) === 1)
  const told = [...often, ...once.slice(0, Math.max(0, SINGLE_THEMES - often.length))]
  const number = details.get(`themes:${kind}`)
  return {
    themes: told.map(({ name, times }) =>
      times === undefined || times.value === 1 ? { name } : { name, times: tell([times])[0]?.slot },
    ),
    ...(number === undefined ? {} : { different_themes: bare(tell([number])[0]) }),
    ...(told.length < counted.length + digest.moreThemes ? { more_themes: true } : {}),
  }
}

function recordSheet(
  record: NotableRecord,
  at: number,
  { ledger }: DraftBasis,
  { people, tell }: With,
): WritingSheet {
  const { recordId, day, title, materials, place, partner, measures = [] } = record
  const details = new Map(ledger.facts.map((fact) => [fact.key, fact]))
  const heads = details.get(`record.heads:${recordId}`)
  const stated = measures.flatMap((name) => details.get(`record.measure:${recordId}:${name}`) ?? [])
  return pruned({
    slot: `r${at + 1}`,
    day,
    title,
    materials,
    place,
    partner,
    people: record.people.flatMap((name) => people.find((person) => person.name === name)?.id ?? []),
    ...(heads === undefined ? {} : { took_part: short(tell([heads])[0]) }),
    measures: tell(stated).map(short),
  })
}

/** What its place in the sheet explains. */
function bare(figure: Figure | undefined): Pick<Figure, 'slot' | 'value'> | undefined {
  return figure === undefined ? undefined : { slot: figure.slot, value: figure.value }
}

/** What stands in a record needs no words: the record says them. */
function short(figure: Figure | undefined): Pick<Figure, 'slot' | 'value' | 'unit'> | undefined {
  return figure === undefined ? undefined : { slot: figure.slot, value: figure.value, unit: figure.unit }
}

function figure(fact: Fact, locale: Locale): Figure {
  const { id, label, value, unit, aggregation, key } = fact
  const sort = key.startsWith('essay')
    ? 'essays'
    : key.startsWith('gap')
      ? 'owed'
      : /^(?:measure|record\.measure)/.test(key)
        ? 'measure'
        : key.includes('study')
          ? 'study'
          : 'activity'
  const words = unitWords(unit, sort)
  const isPlain = aggregation === 'count' || aggregation === 'sum' || fact.detail === true
  return {
    slot: id,
    is: label,
    value,
    unit: locale === 'zh' ? words.zh : value === 1 ? words.one : words.many,
    ...(isPlain ? {} : { as: aggregation }),
  }
}

/** Months and kinds without records by name, and next steps as a skeleton, each tied to a gap. */
function gapSheet(basis: DraftBasis): WritingSheet {
  if (!basis.section.feeds.gaps) return {}
  const { locale } = basis
  const material = materialOf(basis)
  const steps = locale === 'zh' ? chineseSteps(basis, material) : englishSteps(basis, material)
  return {
    months_without_any_record: emptyMonths(basis).map(({ months, families }) => ({
      months: monthList(months)[locale],
      of: families,
    })),
    next_steps_proposed: steps,
  }
}

/** Without what is empty. */
function pruned(sheet: WritingSheet): WritingSheet {
  return Object.fromEntries(
    Object.entries(sheet).filter(
      ([, value]) => value !== undefined && value !== null && !(Array.isArray(value) && value.length === 0),
    ),
  )
}
