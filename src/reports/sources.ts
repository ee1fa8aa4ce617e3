import { inTransaction, type Context } from '../context.ts'
import type { Member } from '../members/member.ts'
import { requireAbility } from '../members/member.ts'
import { readWorkspace } from '../members/workspace-store.ts'
import type { Fact } from './fact.ts'
import { findDraft, findVersion } from './drafts-store.ts'
import { listSources } from './ledger-store.ts'
import type { VerdictSpan } from './verify-text.ts'

/** A record as a source: what it says of itself, who logged it and when. */
export type Source = {
  readonly id: string
  readonly day: string
  readonly title: string
  readonly by: string | null
  readonly at: Date | null
  readonly evidence: readonly string[]
}

/** A figure of the text with the fact and the records behind it. `more`: records that are not shown. */
export type SourcedFigure = {
  readonly span: VerdictSpan
  readonly fact: Fact | null
  readonly records: readonly Source[]
  readonly more: readonly string[]
}

export type SourcesPage = {
  readonly draftId: string
  readonly version: number
  readonly page: number
  readonly pages: number
  readonly zone: string
  readonly figures: readonly SourcedFigure[]
}

const FIGURES_A_PAGE = 6
const RECORDS_SHOWN = 4

/** One page of the sources of a version: for each figure its formula and its records. null: there is no such version. */
export async function readSources(
  ctx: Context,
  wanted: { readonly id: string; readonly version: number; readonly page: number; readonly by: Member },
): Promise<SourcesPage | null> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const draft = await findDraft(db, wanted.id)
    const version = draft === null ? null : await findVersion(db, wanted.id, wanted.version)
    if (draft === null || draft.basis === null || version === null) return null
    const { spans } = version.verdict
    const pages = Math.max(1, Math.ceil(spans.length / FIGURES_A_PAGE))
    const page = Math.min(Math.max(0, wanted.page), pages - 1)
    const shown = spans.slice(page * FIGURES_A_PAGE, (page + 1) * FIGURES_A_PAGE)
    const ids = [...new Set(shown.flatMap(({ recordIds }) => recordIds.slice(0, RECORDS_SHOWN)))]
    const sources = new Map((await listSources(db, ids)).map((source) => [source.id, source]))
    const facts = new Map(draft.basis.ledger.facts.map((fact) => [fact.id, fact]))
    const figures = shown.map((span) => ({
      span,
      fact: span.fact === null ? null : (facts.get(span.fact.id) ?? null),
      records: span.recordIds.slice(0, RECORDS_SHOWN).flatMap((id) => sources.get(id) ?? []),
      more: span.recordIds.slice(RECORDS_SHOWN),
    }))
    const { zone } = await readWorkspace(db)
    return { draftId: draft.id, version: version.version, page, pages, zone, figures }
  })
}
