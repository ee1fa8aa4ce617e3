import { inTransaction, type Context } from '../../context.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { today } from '../../time/clock.ts'
import type { Period } from '../../time/period.ts'
import { loadEvidence } from '../../claims/evidence/load-evidence.ts'
import { collectFacts } from '../../claims/facts/collect-facts.ts'
import { factSheet, factsOf } from '../sheet/fact-sheet.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Fact } from '../../claims/facts/fact.ts'
import { loadDraftBasis, loadLedger } from '../sheet/load-ledger.ts'
import { findSection, type Outline } from '../outline/outline.ts'
import { withinSection } from '../basis/verify-section.ts'
import { verifierFor, type Verdict } from '../../claims/bind/verify-text.ts'
import { outlineFor, outlineNamed } from '../outline/workspace-outlines.ts'
import { writeSection, type WrittenSection } from './write-section.ts'

/** The workspace's outline of this id or language, with the terms its admin has set. */
async function outlineOf(ctx: Context, name: string | undefined): Promise<Outline> {
  const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
  if (name === undefined) return outlineFor(workspace)
  return outlineNamed(workspace, name) ?? outlineFor(workspace, name)
}

/** By id or language (`en`); none: the workspace's language. */
type InOutline = { readonly outline?: string }

/** Every fact of the period, or those of one section, computed now. `section`: an id, number or title. */
export async function listFacts(
  ctx: Context,
  wanted: { readonly period: Period; readonly section?: string } & InOutline,
): Promise<readonly Fact[]> {
  const outline = await outlineOf(ctx, wanted.outline)
  return await inTransaction(ctx, async ({ db, clock }) => {
    const { zone } = await readWorkspace(db)
    const { locale } = outline
    const raw = await collectFacts(db, wanted.period, { locale, zone, asOf: today(clock, zone) })
    const sheet = factSheet(raw, outline)
    return wanted.section === undefined
      ? sheet.facts
      : factsOf(sheet, findSection(outline, wanted.section).id)
  })
}

/** What a section would be drafted from at this moment. */
export async function basisFor(
  ctx: Context,
  wanted: { readonly section: string; readonly period: Period } & InOutline,
): Promise<DraftBasis> {
  const outline = await outlineOf(ctx, wanted.outline)
  const section = findSection(outline, wanted.section)
  return await inTransaction(ctx, async ({ db, clock }) => {
    const { zone } = await readWorkspace(db)
    return await loadDraftBasis(db, { period: wanted.period, outline, section, asOf: today(clock, zone) })
  })
}

/** Writes a section without Slack and stores nothing. `composer` writes it without the model. */
export async function draftSection(
  ctx: Context,
  wanted: {
    readonly section: string
    readonly period: Period
    readonly model: 'composer' | 'configured'
  } & InOutline,
  signal: AbortSignal = new AbortController().signal,
): Promise<WrittenSection> {
  const basis = await basisFor(ctx, wanted)
  const sink = { append: async () => {}, restart: async () => {} }
  return await writeSection(basis, wanted.model === 'composer' ? null : ctx.model, sink, signal)
}

/**
 * Verifies texts against the records of the period, read once for all. With a section, the records left unused are those
 * that feed it.
 */
export async function checkTexts(
  ctx: Context,
  wanted: {
    readonly texts: readonly string[]
    readonly period: Period
    readonly section?: string
  } & InOutline,
): Promise<readonly Verdict[]> {
  const outline = await outlineOf(ctx, wanted.outline)
  const section = wanted.section === undefined ? null : findSection(outline, wanted.section)
  const { ledger, sheet, evidence } = await inTransaction(ctx, async ({ db, clock }) => {
    const { zone } = await readWorkspace(db)
    const { period } = wanted
    const asOf = today(clock, zone)
    const read = await loadLedger(db, { period, outline, asOf })
    return { ...read, evidence: await loadEvidence(db, { period, asOf, zone }) }
  })
  const verify = verifierFor(ledger, evidence)
  const own =
    section === null ? null : new Set(factsOf(sheet, section.id).flatMap(({ recordIds }) => recordIds))
  return wanted.texts.map((text) => {
    const verdict = verify(text, { locale: outline.locale })
    return own === null ? verdict : withinSection(verdict, own)
  })
}
