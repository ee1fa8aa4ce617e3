import type { DraftBasis, KindDigest, MeasureDigest, NotableRecord } from '../../basis/draft-basis.ts'
import type { Fact, FeedOf } from '../../../claims/facts/fact.ts'
import type { LocalizedText } from '../../../locale.ts'
import { monthRange } from './times.ts'
import { sayable } from './sayable.ts'
import { THEMES, type Theme } from './themes.ts'

/** One record, ready to be put into a sentence. */
export type RecordMaterial = {
  /** r3, as in {{r3.day}}. */
  readonly slot: string
  /** null: it cannot be said in a sentence of ours. */
  readonly title: string | null
  readonly place: string | null
  readonly partner: string | null
  readonly heads: Fact | null
  readonly isEvent: boolean
  readonly measures: readonly { readonly name: string; readonly fact: Fact }[]
}

/** A measure of a kind: its total, what its months tell, and the records it stands in, where they are few. */
export type MeasureMaterial = {
  readonly name: string
  readonly fact: Fact
  readonly digest: MeasureDigest | null
  readonly records: readonly RecordMaterial[]
}

/** The facts and words of one kind, ready to be put into sentences. */
export type KindMaterial = {
  readonly zh: string
  readonly en: string
  readonly family: 'study' | 'activity'
  /** How many events; how many records where nothing says which of them are events. */
  readonly count: Fact | null
  readonly attendance: Fact | null
  readonly series: readonly Fact[]
  readonly measures: readonly MeasureMaterial[]
  readonly themes: readonly { readonly words: string; readonly times: Fact | null }[]
  readonly events: readonly RecordMaterial[]
  readonly digest: KindDigest | null
}

/** One paragraph: what belongs under one heading. */
export type Paragraph = { readonly theme: Theme; readonly kinds: readonly KindMaterial[] }

/** What the composer has to say something about, taken apart. Pure. */
export type Material = {
  readonly overall: ReadonlyMap<string, Fact>
  readonly paragraphs: readonly Paragraph[]
  readonly essays: ReadonlyMap<string, Fact>
  readonly gaps: ReadonlyMap<string, Fact>
  /** By how much a fact differs from the period before, by the fact's key. */
  readonly changes: ReadonlyMap<string, Fact>
  /** Figures of single records, of parts of the period, and worked out, by key. */
  readonly details: ReadonlyMap<string, Fact>
  /** How many months the period touches. */
  readonly months: number
}

/** So many events are told one by one. */
const FEW = 6

/** Whether a kind's events are told one by one: all are known, and they are no numbered series of one and the same. */
export function areFew({ events, digest }: KindMaterial): boolean {
  if (digest === null || events.length !== digest.events || events.length > FEW) return false
  const isNamed = events.every(({ title, partner }) => partner !== null || labelIn(title) !== null)
  return events.length === 1 || digest.eventSeries === null || isNamed
}

/** 南苑路社区共驻共建（春季）: what stands in brackets at the end tells it from its like. */
export function labelIn(title: string | null): string | null {
  return /[（(]([^（()）]{1,10})[)）]$/.exec(title ?? '')?.[1] ?? null
}

/** Months in a row as a range, where they are not simply the whole period. */
export function rangeWords(months: readonly string[], { months: all }: Material): LocalizedText | null {
  return months.length === all ? null : monthRange(months)
}

/** A kind's count is compared in prose only where it rose or fell by this share of what it was. */
const NOTEWORTHY = 0.25

/** The change of a kind's count, if it is worth a clause. */
export function noteworthyChange({ changes }: Material, count: Fact | null): Fact | null {
  const change = count === null ? undefined : changes.get(count.key)
  if (count === null || change === undefined) return null
  const before = count.value + (change.compares?.how === 'fewer' ? change.value : -change.value)
  return change.value >= NOTEWORTHY * before ? change : null
}

/** Sorts the section's facts by what they are about. */
export function materialOf(basis: DraftBasis): Material {
  const wanted = new Set(basis.factIds)
  const own = basis.ledger.facts.filter(({ id, value }) => wanted.has(id) && value > 0)
  const facts = own.filter(({ compares, detail }) => compares === undefined && detail === undefined)
  const about = (fact: Fact): FeedOf => basis.about[fact.id] ?? NOTHING
  const byKey = (those: readonly Fact[]) => new Map(those.map((fact) => [fact.key, fact]))
  const details = byKey(basis.ledger.facts.filter(({ detail }) => detail === true))
  return {
    overall: byKey(facts.filter((fact) => about(fact).family !== null && about(fact).kinds.length === 0)),
    paragraphs: paragraphsOf(basis, facts, details, about),
    essays: byKey(facts.filter((fact) => about(fact).essays)),
    gaps: byKey(facts.filter((fact) => about(fact).gap)),
    changes: new Map(
      own.flatMap((fact) =>
        fact.key.startsWith('change:') && fact.compares !== undefined
          ? [[fact.compares.of, fact] as const]
          : [],
      ),
    ),
    details,
    months: monthsTouched(basis.ledger.period),
  }
}

function monthsTouched({ startsOn, endsOn }: DraftBasis['ledger']['period']): number {
  const [from, to] = [startsOn, endsOn].map((day) => 12 * Number(day.slice(0, 4)) + Number(day.slice(5, 7)))
  return (to ?? 0) - (from ?? 0) + 1
}

const NOTHING: FeedOf = { family: null, kinds: [], measure: null, essays: false, gap: false }

type Details = ReadonlyMap<string, Fact>
type About = (fact: Fact) => FeedOf

function paragraphsOf(
  basis: DraftBasis,
  facts: readonly Fact[],
  details: Details,
  about: About,
): Paragraph[] {
  const names = [...new Set(facts.flatMap((fact) => about(fact).kinds.slice(0, 1)))]
  const kinds = names.map((name) => kindMaterial(name, basis, facts, details, about))
  const themed = THEMES.map((theme) => ({
    theme,
    kinds: theme.kinds.flatMap((name) => kinds.find(({ zh }) => zh === name) ?? []),
  })).filter((paragraph) => paragraph.kinds.length > 0)
  const known = new Set(THEMES.flatMap(({ kinds }) => kinds))
  const others = kinds
    .filter(({ zh }) => !known.has(zh))
    .map((kind) => ({
      theme: { heading: { zh: kind.zh, en: capital(kind.en) }, kinds: [kind.zh] },
      kinds: [kind],
    }))
  return [...themed, ...others]
}

function kindMaterial(
  name: string,
  basis: DraftBasis,
  facts: readonly Fact[],
  details: Details,
  about: About,
): KindMaterial {
  const own = facts.filter((fact) => about(fact).kinds[0] === name)
  const family = own.map((fact) => about(fact).family).find((one) => one !== null) ?? 'activity'
  const digest = safeDigest(basis.digest?.kinds[name], basis)
  const records = basis.notable.flatMap((record, at) =>
    record.kind === name ? [recordMaterial(record, at, basis, details)] : [],
  )
  const find = (key: string) => own.find((fact) => fact.key === key) ?? null
  const { lexicon } = basis.ledger
  return {
    zh: name,
    en: basis.kindNames[name] ?? name,
    family,
    count:
      digest?.events === 0 ? null : (details.get(`kind.events:${name}`) ?? find(`${family}.count:${name}`)),
    attendance: find(`${family === 'study' ? 'study.attendance' : 'activity.headcount'}:${name}`),
    series: own.filter(({ key }) => key.startsWith('title.issues:')),
    measures: inOrderOf(
      basis.section.feeds.measures,
      own.filter(({ key }) => key.startsWith('measure.')),
    ).map((fact) => measureMaterial(fact, basis, records)),
    themes: (digest?.themes ?? []).flatMap((theme) => {
      const words = sayable(theme, lexicon)
      return words === null ? [] : [{ words, times: details.get(`theme.count:${name}:${theme}`) ?? null }]
    }),
    events: records.filter(({ isEvent }) => isEvent),
    digest,
  }
}

function safeDigest(digest: KindDigest | undefined, basis: DraftBasis): KindDigest | null {
  if (digest === undefined) return null
  return {
    ...digest,
    eventSeries: sayableOrNull(digest.eventSeries, basis),
    entrySeries: sayableOrNull(digest.entrySeries, basis),
  }
}

function sayableOrNull(words: string | null, { ledger: { lexicon } }: DraftBasis): string | null {
  return words === null ? null : sayable(words, lexicon)
}

function recordMaterial(
  { recordId, title, place, partner, isEvent, measures = [] }: NotableRecord,
  at: number,
  basis: DraftBasis,
  details: Details,
): RecordMaterial {
  const said = (words: string | null) => sayableOrNull(words, basis)
  return {
    slot: `r${at + 1}`,
    title: said(title),
    place: said(place),
    partner: said(partner),
    heads: details.get(`record.heads:${recordId}`) ?? null,
    isEvent: isEvent ?? true,
    measures: measures.flatMap((name) => {
      const fact = details.get(`record.measure:${recordId}:${name}`)
      return fact === undefined ? [] : [{ name, fact }]
    }),
  }
}

function measureMaterial(fact: Fact, basis: DraftBasis, records: readonly RecordMaterial[]): MeasureMaterial {
  const name = fact.key.slice(fact.key.indexOf(':') + 1)
  const digest = basis.digest?.measures[name]
  return {
    name,
    fact,
    digest: digest === undefined ? null : { ...digest, series: sayableOrNull(digest.series, basis) },
    records: records.filter(({ measures }) => measures.some((one) => one.name === name)),
  }
}

/** Facts of measures in the order in which the outline names them; the others after. */
function inOrderOf(names: readonly string[], facts: readonly Fact[]): Fact[] {
  const place = (fact: Fact): number => {
    const at = names.indexOf(fact.key.slice(fact.key.indexOf(':') + 1))
    return at < 0 ? names.length : at
  }
  return [...facts].sort((a, b) => place(a) - place(b))
}

/** {{f12}} */
export function slot({ id }: Fact): string {
  return `{{${id}}}`
}

/** With a capital letter. */
export function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
