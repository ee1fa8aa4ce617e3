import { isDeepStrictEqual } from 'node:util'
import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import { findApproval } from '../draft/approvals-store.ts'
import { asOfDraft, loadDraftEvidence } from '../basis/draft-evidence.ts'
import { changedFigures, withChanges, type CorrectionFlag } from '../marks/changed-figures.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { outlineFor } from '../outline/workspace-outlines.ts'
import { findDraft, findVersion, type Draft, type DraftVersion } from '../draft/drafts-store.ts'
import { lockSeen } from '../draft/edit-draft.ts'
import { loadDraftBasis } from '../sheet/load-ledger.ts'
import { findMark, listRecordChanges, storeMark } from '../marks/marks-store.ts'
import { saveVersion } from '../draft/save-version.ts'
import { notifyThread } from '../tell/tell-news.ts'
import { findBasis } from '../draft/versions-store.ts'

/** What a draft would be frozen with at this moment, months counted as over up to the same day as when it was. */
export async function freshBasis(db: Db, draft: Draft, frozen: DraftBasis): Promise<DraftBasis> {
  const workspace = await readWorkspace(db)
  const asOf = asOfDraft({ basis: frozen, asked: draft.requestedAt, zone: workspace.zone })
  return await loadDraftBasis(db, {
    period: parsePeriod(draft.period),
    outline: outlineFor(workspace, draft.outlineId),
    section: frozen.section,
    asOf,
  })
}

/** How a version stands to the records as they are now; null: as it did when it was verified. */
export async function compareWithRecords(
  db: Db,
  draft: Draft,
  version: DraftVersion,
): Promise<CorrectionFlag | null> {
  const frozen = await findBasis(db, draft, version.version)
  if (frozen === null) return null
  return await markOf(db, { draft, version, frozen, fresh: await freshBasis(db, draft, frozen) })
}

/** What has changed for a version, with what was done to which record, and by whom. */
async function markOf(
  db: Db,
  of: {
    readonly draft: Draft
    readonly version: DraftVersion
    readonly frozen: DraftBasis
    readonly fresh: DraftBasis
  },
): Promise<CorrectionFlag | null> {
  const { draft, version, frozen, fresh } = of
  const { zone } = await readWorkspace(db)
  const asked = { period: draft.period, basis: frozen, asked: draft.requestedAt, zone }
  const mark = changedFigures(version, frozen, fresh, await loadDraftEvidence(db, asked))
  if (mark === null || mark.recordIds.length === 0) return mark
  return { ...mark, done: await listRecordChanges(db, mark.recordIds, version.at) }
}

/**
 * Looks a draft through after records have changed: its newest version, and the approved one. A version whose figures
 * changed is marked and its thread told, once, however many records were corrected; a mark that no longer holds is taken
 * away. The text is never changed here.
 */
export async function flagDraft(ctx: Context, draftId: string): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const draft = await findDraft(ctx.db, draftId, { lock: true })
    if (draft === null || draft.version === 0) return
    const approval = await findApproval(ctx.db, draft.id)
    for (const number of new Set([draft.version, approval?.version ?? draft.version])) {
      const version = await findVersion(ctx.db, draft.id, number)
      if (version !== null) await flagVersion(ctx, draft, version)
    }
  })
}

async function flagVersion(ctx: Transacting, draft: Draft, version: DraftVersion): Promise<void> {
  const before = await findMark(ctx.db, draft.id, version.version)
  const mark = await compareWithRecords(ctx.db, draft, version)
  if (isDeepStrictEqual(before, mark === null ? null : JSON.parse(JSON.stringify(mark)))) return
  await storeMark(ctx.db, { draftId: draft.id, version: version.version, at: nowOf(ctx) }, mark)
  await notifyThread(ctx, { draftId: draft.id, news: 'records', number: version.version })
}

/** What became of an update: `changed` figures were brought up to the records, `left` have to be changed by a person. */
export type Followed = {
  readonly draft: Draft
  readonly version: DraftVersion
  readonly changed: number
  readonly left: number
}

/**
 * Brings the figures of a draft up to the records as they are now: a new version, not approved, in which each changed
 * figure stands in the form it had. What cannot be put that way is left and shown by the verdict. Throws StaleVersion
 * when somebody has saved a version since `seen`.
 */
export async function followRecords(
  ctx: Context,
  following: {
    readonly id: string
    readonly seen: number
    readonly by: Member
    readonly requestId: string
  },
): Promise<Followed> {
  requireAbility(following.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft, version } = await lockSeen(ctx.db, following.id, following.seen)
      const frozen = await findBasis(ctx.db, draft, version.version)
      if (frozen === null) throw new Error(`draft ${draft.id} has no fact sheet`)
      const fresh = await freshBasis(ctx.db, draft, frozen)
      const mark = await markOf(ctx.db, { draft, version, frozen, fresh })
      if (mark === null) return { draft, version, changed: 0, left: 0 }
      const saved = await saveVersion(ctx, draft, {
        text: withChanges(version.text, mark),
        byMember: following.by.id,
        writtenBy: 'editor',
        origin: { kind: 'records', recordIds: mark.recordIds },
        basis: fresh,
      })
      const changed = mark.changes.filter(({ rewritten }) => rewritten !== null).length
      const left = mark.changes.length - changed + mark.lost.length
      return { draft: { ...draft, version: saved.version }, version: saved, changed, left }
    },
    { once: following.requestId },
  )
}
