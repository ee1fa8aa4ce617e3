import { inTransaction, type Context } from '../../context.ts'
import { listMembers } from '../../members/members-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { findApproval, type Approval } from '../draft/approvals-store.ts'
import type { CorrectionFlag } from '../marks/changed-figures.ts'
import { compareWithRecords } from '../corrections/corrected-records.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { findDraft, findVersion, type Draft, type DraftVersion } from '../draft/drafts-store.ts'
import { unknownDraft } from '../draft/edit-draft.ts'
import { readReview, type Review } from '../review/review.ts'
import { findBasis } from '../draft/versions-store.ts'

/** A version to be read, with what it is worth. */
export type ShownDraft = {
  readonly draft: Draft
  readonly version: DraftVersion
  readonly review: Review
  readonly basis: DraftBasis
  readonly approval: Approval | null
  /** Who made this version; null: a model or the composer, for nobody known. */
  readonly by: Member | null
  /** What the records say otherwise by now; null: nothing. */
  readonly mark: CorrectionFlag | null
}

/** One version of a draft; `version` null: the newest. Throws MemberFacingError when there is none. */
export async function readShown(
  ctx: Context,
  wanted: {
    readonly id: string
    readonly version: number | null
    readonly by: Member
    /** false: without looking at the records as they are now, for a form that must open at once. */
    readonly compare?: boolean
  },
): Promise<ShownDraft> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const draft = await findDraft(db, wanted.id)
    const version = draft === null ? null : await findVersion(db, draft.id, wanted.version ?? draft.version)
    if (draft === null || version === null) throw unknownDraft(wanted.id)
    const basis = await findBasis(db, draft, version.version)
    if (basis === null) throw unknownDraft(wanted.id)
    const members = new Map((await listMembers(db)).map((member) => [member.id, member]))
    const review = await readReview(db, draft.id, version, members)
    return {
      draft,
      version: review.version,
      review,
      basis,
      approval: await findApproval(db, draft.id),
      by: members.get(version.byMember ?? '') ?? null,
      mark: wanted.compare === false ? null : await compareWithRecords(db, draft, version),
    }
  })
}
