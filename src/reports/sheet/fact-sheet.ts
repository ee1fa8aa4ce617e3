import type { Fact, FeedOf } from '../../claims/facts/fact.ts'
import { sectionsFedBy, type Outline } from '../outline/outline.ts'
import type { RawFact } from '../../claims/facts/raw-fact.ts'

/** The facts of a period, and which of them feed which section. */
export type FactSheet = {
  /** f1, f2 …: by the outline's sections, then by label; details after all others. */
  readonly facts: readonly Fact[]
  /** Ids of the facts of each section, by section id, in the sheet's order. */
  readonly bySection: Readonly<Record<string, readonly string[]>>
  /** What each fact is about, by fact id. */
  readonly about: Readonly<Record<string, FeedOf>>
}

/** Names the facts and deals them out to the sections. Pure. */
export function factSheet(raw: readonly RawFact[], outline: Outline): FactSheet {
  const places = new Map(outline.sections.map(({ id }, place) => [id, place]))
  const placed = raw
    .map((fact) => ({ fact, sections: sectionsFedBy(outline, fact.about) }))
    .map((one) => ({ ...one, place: places.get(one.sections[0] ?? '') ?? 0 }))
    .sort(
      (a, b) =>
        Number(a.fact.detail ?? false) - Number(b.fact.detail ?? false) ||
        a.place - b.place ||
        compare(a.fact.label, b.fact.label) ||
        compare(a.fact.key, b.fact.key),
    )
  const bySection: Record<string, string[]> = Object.fromEntries(outline.sections.map(({ id }) => [id, []]))
  const aboutById: Record<string, FeedOf> = {}
  const facts = placed.map(({ fact: { about, ...fact }, sections }, index) => {
    const id = `f${index + 1}`
    aboutById[id] = about
    for (const section of sections) bySection[section]?.push(id)
    return { id, ...fact }
  })
  return { facts, bySection, about: aboutById }
}

/** The facts of one section. */
export function factsOf(sheet: FactSheet, sectionId: string): Fact[] {
  const ids = new Set(sheet.bySection[sectionId] ?? [])
  return sheet.facts.filter(({ id }) => ids.has(id))
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0
}
