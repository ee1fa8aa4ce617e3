import { inTransaction, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { listMembers } from '../../members/members-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { listEvidence, type EvidenceRecord } from './appendix-store.ts'
import { figureClaim } from './figure-amounts.ts'
import { loadDraftEvidence } from '../basis/draft-evidence.ts'
import { findDraft, findVersion } from '../draft/drafts-store.ts'
import type { ClaimValue } from '../../claims/evidence/evidence.ts'
import type { Fact } from '../../claims/facts/fact.ts'
import { readReview } from '../review/review.ts'
import type { VerdictSpan } from '../../claims/bind/verify-text.ts'
import { findBasis } from '../draft/versions-store.ts'

/** A figure of the text with the fact and the first records behind it. `total`: how many there are in all. */
export type SourcedFigure = {
  readonly span: VerdictSpan
  readonly fact: Fact | null
  /** What it comes to by the records of now, with what each of them contributes. null: it rests on no claim. */
  readonly claim: ClaimValue | null
  readonly records: readonly EvidenceRecord[]
  readonly total: number
}

type Page = {
  readonly draftId: string
  readonly version: number
  readonly page: number
  readonly pages: number
  readonly zone: string
}

export type SourcesPage = Page & { readonly figures: readonly SourcedFigure[] }

/** The records behind one figure. `first`: how many stand on the pages before. */
export type FigureRecordsPage = Page & { readonly figure: SourcedFigure; readonly first: number }

const FIGURES_A_PAGE = 6
const RECORDS_SHOWN = 4
const RECORDS_A_PAGE = 15

type Wanted = { readonly id: string; readonly version: number; readonly page: number; readonly by: Member }

/**
 * One page of the sources of a version: every figure and date of the text, also those that nothing bears out, each with its
 * formula and its first records. null: there is no such version.
 */
export async function readSources(ctx: Context, wanted: Wanted): Promise<SourcesPage | null> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const found = await findFigures(db, wanted)
    if (found === null) return null
    const { spans } = found
    const pages = Math.max(1, Math.ceil(spans.length / FIGURES_A_PAGE))
    const page = Math.min(Math.max(0, wanted.page), pages - 1)
    const shown = spans.slice(page * FIGURES_A_PAGE, (page + 1) * FIGURES_A_PAGE)
    const records = await recordsOf(db, [
      ...new Set(shown.flatMap(({ recordIds }) => recordIds.slice(0, RECORDS_SHOWN))),
    ])
    const figures = shown.map((span) => ({
      span,
      fact: found.facts.get(span.fact?.id ?? '') ?? null,
      claim: found.claimOf(span),
      records: span.recordIds.slice(0, RECORDS_SHOWN).flatMap((id) => records.get(id) ?? []),
      total: span.recordIds.length,
    }))
    return { draftId: wanted.id, version: wanted.version, page, pages, zone: found.zone, figures }
  })
}

/** All records behind the figure that begins at `start`, page by page. null: there is no such figure. */
export async function readFigureRecords(
  ctx: Context,
  wanted: Wanted & { readonly start: number },
): Promise<FigureRecordsPage | null> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const found = await findFigures(db, wanted)
    const span = found?.spans.find(({ start }) => start === wanted.start)
    if (found === null || span === undefined) return null
    const total = span.recordIds.length
    const pages = Math.max(1, Math.ceil(total / RECORDS_A_PAGE))
    const page = Math.min(Math.max(0, wanted.page), pages - 1)
    const first = page * RECORDS_A_PAGE
    const ids = span.recordIds.slice(first, first + RECORDS_A_PAGE)
    const records = await recordsOf(db, ids)
    const fact = found.facts.get(span.fact?.id ?? '') ?? null
    const figure = {
      span,
      fact,
      claim: found.claimOf(span),
      records: ids.flatMap((id) => records.get(id) ?? []),
      total,
    }
    return { draftId: wanted.id, version: wanted.version, page, pages, zone: found.zone, figure, first }
  })
}

async function findFigures(db: Db, wanted: Wanted) {
  const draft = await findDraft(db, wanted.id)
  const version = draft === null ? null : await findVersion(db, wanted.id, wanted.version)
  const basis = draft === null ? null : await findBasis(db, draft, wanted.version)
  if (draft === null || basis === null || version === null) return null
  const members = new Map((await listMembers(db)).map((member) => [member.id, member]))
  const review = await readReview(db, draft.id, version, members)
  const { zone } = await readWorkspace(db)
  const asked = { period: draft.period, basis, asked: draft.requestedAt, zone }
  const evidence = await loadDraftEvidence(db, asked)
  return {
    spans: review.version.verdict.spans,
    facts: new Map(basis.ledger.facts.map((fact) => [fact.id, fact])),
    claimOf: (span: VerdictSpan) => figureClaim(span, basis, evidence),
    zone,
  }
}

async function recordsOf(db: Db, ids: readonly string[]): Promise<Map<string, EvidenceRecord>> {
  return new Map((await listEvidence(db, ids)).map((record) => [record.id, record]))
}
