import { nowOf, type Transacting } from '../../context.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { insertVersion, updateDraft, type Draft, type DraftVersion } from './drafts-store.ts'
import { currentLexicon } from '../lexicon/lexicon-store.ts'
import { CHECKS, retellRecords, notifyThread } from '../tell/tell-news.ts'
import { verifySection, withLexicon } from '../basis/verify-section.ts'
import { carry, type Parent } from '../../claims/sources/carry.ts'
import { settled } from '../../claims/sourced/judge-sources.ts'
import { keepBasis, listParents } from './versions-store.ts'

/**
 * Stores a text as the draft's next version, verified, and has its thread told. Where its figures come from is carried
 * from the texts it was made from: `parents`, the nearest first, then the draft's last versions. With `basis`, the draft
 * is checked against that fact sheet from now on; earlier versions keep theirs. The caller holds the draft's lock.
 */
export async function saveVersion(
  ctx: Transacting,
  draft: Draft,
  next: Pick<DraftVersion, 'text' | 'byMember' | 'writtenBy' | 'origin'> & {
    readonly basis?: DraftBasis
    readonly parents?: readonly Parent[]
  },
): Promise<DraftVersion> {
  const { text, byMember, writtenBy, origin = null, parents = [] } = next
  const basis = next.basis ?? draft.basis
  if (basis === null) throw new Error(`draft ${draft.id} has no fact sheet to be checked against`)
  if (next.basis !== undefined && draft.basis !== null) {
    await keepBasis(ctx.db, draft, draft.basis)
    await updateDraft(ctx.db, draft.id, { ledger: JSON.stringify(next.basis) })
  }
  const carried = carry(text, [...parents, ...(await listParents(ctx.db, draft.id, draft.version))])
  const verdict = verifySection(text, withLexicon(basis, await currentLexicon(ctx.db)), carried)
  const version: DraftVersion = {
    version: draft.version + 1,
    text,
    verdict,
    sources: settled(carried, verdict.spans),
    byMember,
    writtenBy,
    at: nowOf(ctx),
    origin,
  }
  await insertVersion(ctx.db, draft.id, version)
  await notifyThread(ctx, { draftId: draft.id, news: 'version', number: version.version })
  await retellRecords(ctx, draft.id, draft.version)
  // A version that was edited while its records had changed is as marked as the one before.
  await ctx.enqueue(CHECKS, { draftId: draft.id })
  return version
}
