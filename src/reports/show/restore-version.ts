import { inTransaction, type Context } from '../../context.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { listApprovals, type Approval } from '../draft/approvals-store.ts'
import { changedParagraphs, type Change } from '../paragraphs/changed-paragraphs.ts'
import { findDraft, findVersion, type Draft, type DraftVersion } from '../draft/drafts-store.ts'
import { lockSeen, unknownDraft, type DraftText } from '../draft/edit-draft.ts'
import { saveVersion } from '../draft/save-version.ts'
import { listVersions, parentOf } from '../draft/versions-store.ts'

/** A version in a draft's history: what it changed against the one before, and whether it was approved. */
export type HistoryEntry = {
  readonly version: DraftVersion
  readonly by: Member | null
  readonly changes: readonly Change[]
  readonly approvals: readonly Approval[]
}

export type DraftHistory = {
  readonly draft: Draft
  readonly zone: string
  /** Newest first. */
  readonly entries: readonly HistoryEntry[]
}

/** Every version of a draft, newest first. Throws MemberFacingError when there is none. */
export async function readHistory(
  ctx: Context,
  wanted: { readonly id: string; readonly by: Member },
): Promise<DraftHistory> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const draft = await findDraft(db, wanted.id)
    const versions = await listVersions(db, wanted.id)
    if (draft === null || versions.length === 0) throw unknownDraft(wanted.id)
    const members = new Map((await listMembers(db)).map((member) => [member.id, member]))
    const approvals = await listApprovals(db, draft.id)
    const entries = versions.map((version, place) => ({
      version,
      by: members.get(version.byMember ?? '') ?? null,
      changes: place === 0 ? [] : changedParagraphs(versions[place - 1]?.text ?? '', version.text),
      approvals: approvals.filter((approval) => approval.version === version.version),
    }))
    return { draft, zone: (await readWorkspace(db)).zone, entries: entries.reverse() }
  })
}

/**
 * Brings an older version's text back as the newest version; nothing in between is lost. It is verified against the
 * records that the draft follows now. Throws StaleVersion when somebody has saved a version since `seen`.
 */
export async function restoreVersion(
  ctx: Context,
  restoring: {
    readonly id: string
    readonly version: number
    readonly seen: number
    readonly by: Member
    readonly requestId: string
  },
): Promise<DraftText> {
  requireAbility(restoring.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft, version: newest } = await lockSeen(ctx.db, restoring.id, restoring.seen)
      const old = await findVersion(ctx.db, draft.id, restoring.version)
      if (old === null) throw unknownDraft(`${draft.id} v${restoring.version}`)
      if (old.text === newest.text) return { draft, version: newest }
      const version = await saveVersion(ctx, draft, {
        text: old.text,
        byMember: restoring.by.id,
        writtenBy: 'editor',
        origin: { kind: 'restored', version: old.version },
        parents: [await parentOf(ctx.db, draft.id, old)],
      })
      return { draft: { ...draft, version: version.version }, version }
    },
    { once: restoring.requestId },
  )
}
