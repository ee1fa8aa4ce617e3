import { inTransaction, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { listMembers } from '../../members/members-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { findApprovedVersion, type ApprovedVersion } from '../draft/approvals-store.ts'
import type { CorrectionFlag } from '../marks/changed-figures.ts'
import { findVersion, listNewestDrafts, type Draft, type DraftVersion } from '../draft/drafts-store.ts'
import { findMark } from '../marks/marks-store.ts'
import { readReview } from '../review/review.ts'
import type { Outline, Section } from '../outline/outline.ts'

/** How one section of a report stands: its newest draft, and the text of it that is approved. */
export type SectionStatus = {
  readonly section: Section
  readonly newest: {
    readonly draft: Draft
    readonly version: DraftVersion | null
    /** Records it rests on have changed since. */
    readonly mark: CorrectionFlag | null
  } | null
  readonly approved:
    | (ApprovedVersion & { readonly by: Member | null; readonly mark: CorrectionFlag | null })
    | null
}

/** Every section of a period's report, in the outline's order. */
export async function readReportStatus(
  ctx: Context,
  wanted: { readonly outline: Outline; readonly period: string; readonly by: Member },
): Promise<SectionStatus[]> {
  requireAbility(wanted.by, 'write reports')
  const { outline, period } = wanted
  return await inTransaction(ctx, async ({ db }) => {
    const drafts = await listNewestDrafts(db, outline.id, period)
    const members = new Map((await listMembers(db)).map((member) => [member.id, member]))
    const sections: SectionStatus[] = []
    for (const section of outline.sections) {
      const draft = drafts.find(({ sectionId }) => sectionId === section.id)
      const approved = await findApprovedVersion(db, outline.id, section.id, period)
      sections.push({
        section,
        newest:
          draft === undefined
            ? null
            : {
                draft,
                version: await reviewed(db, draft, members),
                mark: await findMark(db, draft.id, draft.version),
              },
        approved:
          approved === null
            ? null
            : {
                ...approved,
                by: members.get(approved.approval.by ?? '') ?? null,
                mark: await findMark(db, approved.draft.id, approved.version.version),
              },
      })
    }
    return sections
  })
}

async function reviewed(
  db: Db,
  draft: Draft,
  members: ReadonlyMap<string, Member>,
): Promise<DraftVersion | null> {
  const version = await findVersion(db, draft.id, draft.version)
  return version === null ? null : (await readReview(db, draft.id, version, members)).version
}
