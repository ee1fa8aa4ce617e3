import { claimsOfLedger } from '../../claims/ledger/claims-of-ledger.ts'
import { promptData } from '../../llm/prompts.ts'
import { writingSheet } from './writing-sheet.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { SlotNote, SlotPerson, SlotRecord, SlotSources } from '../../claims/slots/slots.ts'

/** The values of the drafting prompt, and what its slots stand for. */
export type DraftingPrompt = {
  readonly values: {
    readonly title: string
    readonly brief: string
    readonly period: string
    readonly length: string
    readonly sheet: string
    readonly people: string
    readonly delimiter: string
    readonly headings: string | null
    readonly mustUse: string | null
    readonly mustNotUse: string | null
    readonly gaps: string | null
    readonly notes: string | null
    readonly example: string | null
    readonly previous: string | null
    readonly faults: string | null
  }
  readonly sources: SlotSources
}

/** People offered at most. */
const PEOPLE = 20

/**
 * Puts the section's sheet and the few people it names into the prompt's values. It grows with the number of kinds and
 * measures, not with the number of records. Pure; `delimiter` must be random and new.
 */
export function buildDraftingPrompt(
  basis: DraftBasis,
  delimiter: string,
  repair: { readonly previous: string; readonly faults: readonly string[] } | null = null,
): DraftingPrompt {
  const { section, style, locale } = basis
  const sources = slotSources(basis)
  return {
    sources,
    values: {
      title: section.title,
      brief: section.brief,
      period: basis.periodWords[locale],
      length: formatLength(basis),
      sheet: promptData(writingSheet(basis, sources.people)),
      people: promptData(sources.people.map(({ id, name }) => ({ slot: id, name }))),
      delimiter,
      headings: style.headings.length === 0 ? null : style.headings.join(' '),
      mustUse: listed(style.mustUse),
      mustNotUse: listed(style.mustNotUse),
      gaps: gapsForPrompt(basis),
      notes: notesForPrompt(sources),
      example: basis.example ?? null,
      previous: repair?.previous ?? null,
      faults: repair === null ? null : promptData(repair.faults),
    },
  }
}

/** What slots stand for in this section: its facts, the notable records as r1…, the people they name as p1…. */
export function slotSources(basis: DraftBasis): SlotSources {
  const wanted = new Set(basis.factIds)
  const names = [...new Set(basis.notable.flatMap(({ people }) => people))].slice(0, PEOPLE)
  const { period, records } = basis.ledger
  return {
    days: { from: period.startsOn, to: period.endsOn },
    proven: claimsOfLedger(basis.ledger),
    facts: basis.ledger.facts.filter(({ id }) => wanted.has(id)),
    records: basis.notable.map(({ recordId }, place): SlotRecord => {
      const words = records.find(({ id }) => id === recordId)
      return { id: `r${place + 1}`, recordId, ...(words === undefined ? {} : { words }) }
    }),
    people: names.map((name, place): SlotPerson => ({ id: `p${place + 1}`, name })),
    notes: (basis.notes ?? []).map((text, place): SlotNote => ({ id: `n${place + 1}`, text })),
  }
}

function notesForPrompt({ notes = [] }: SlotSources): string | null {
  return notes.length === 0 ? null : promptData(notes.map(({ id, text }) => ({ slot: id, text })))
}

function formatLength({ section: { length }, locale }: DraftBasis): string {
  return locale === 'zh' ? `${length.from}至${length.to}字` : `${length.from} to ${length.to} words`
}

function listed(terms: readonly string[]): string | null {
  return terms.length === 0 ? null : promptData(terms)
}

function gapsForPrompt({ droppedKinds, missingKinds, kindNames, locale }: DraftBasis): string | null {
  const nameOf = (kind: string): string => (locale === 'zh' ? kind : (kindNames[kind] ?? kind))
  const gaps = {
    ...(missingKinds.length === 0 ? {} : { nothing_logged: missingKinds.map(nameOf) }),
    ...(droppedKinds.length === 0 ? {} : { logged_before_not_now: droppedKinds.map((kind) => kind[locale]) }),
  }
  return Object.keys(gaps).length === 0 ? null : promptData(gaps)
}
