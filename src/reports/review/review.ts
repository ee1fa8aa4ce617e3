import type { Db } from '../../db/tenant.ts'
import type { Member } from '../../members/member.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { listClicks, type FigureClick } from './clicks-store.ts'
import { listConfirmations, type Confirmation } from './confirmations-store.ts'
import { lapsedConfirmations, withConfirmations } from './confirmed-figures.ts'
import { verifySection, withLexicon } from '../basis/verify-section.ts'
import { findApproval } from '../draft/approvals-store.ts'
import { findDraft, type DraftVersion } from '../draft/drafts-store.ts'
import { findBasis, updateVerdict } from '../draft/versions-store.ts'
import { localMinute } from '../slack/local-minute.ts'
import { currentLexicon, listTerms, type LexiconTerm } from '../lexicon/lexicon-store.ts'

/** What people have said of a version's figures, laid over its verdict. */
export type Review = {
  /** The version; figures that an editor confirmed carry who, when and from where. */
  readonly version: DraftVersion
  /** Confirmations of the draft that no longer apply: the figure or its sentence has changed. */
  readonly lapsed: readonly Confirmation[]
  /** What people said of its figures by a click, as far as it holds in this version. */
  readonly clicks: readonly (FigureClick & { readonly member: Member | null })[]
  /** Names in the text that editors say are no figures. */
  readonly terms: readonly (LexiconTerm & { readonly by: Member | null })[]
}

/** Reads what editors have confirmed in a version, and which names they took from checking. */
export async function readReview(
  db: Db,
  draftId: string,
  stored: DraftVersion,
  members: ReadonlyMap<string, Member>,
): Promise<Review> {
  const version = stored.sources === null ? await judgedByWords(db, draftId, stored) : stored
  const confirmations = await listConfirmations(db, draftId)
  const { zone } = await readWorkspace(db)
  const nameOf = (id: string) => {
    const member = members.get(id)
    return member === undefined ? null : { name: member.name, slackUserId: member.slackUserId }
  }
  const verdict = withConfirmations(version.text, version.verdict, confirmations, {
    nameOf,
    timeOf: (at) => localMinute(at, zone),
  })
  const text = plain(version.text)
  const terms = (await listTerms(db))
    .filter(({ term, removedAt }) => removedAt === null && text.includes(plain(term)))
    .map((term) => ({ ...term, by: members.get(term.addedBy) ?? null }))
  const held = new Set((version.sources ?? []).flatMap(({ click, stands }) => [click, stands]))
  const clicks = (await listClicks(db, draftId))
    .filter(({ number, revokedAt }) => held.has(number) && revokedAt === null)
    .map((click) => ({ ...click, member: members.get(click.by) ?? null }))
  return {
    version: { ...version, verdict },
    lapsed: lapsedConfirmations(verdict, confirmations),
    clicks,
    terms,
  }
}

/**
 * A version from before sources were kept: its verdict was guessed from words, so it is judged by them as words are judged
 * now, once. An approved one stays as it was approved.
 */
async function judgedByWords(db: Db, draftId: string, version: DraftVersion): Promise<DraftVersion> {
  const draft = await findDraft(db, draftId)
  const basis = draft === null ? null : await findBasis(db, draft, version.version)
  const approval = await findApproval(db, draftId)
  if (basis === null || approval?.version === version.version) return version
  const verdict = verifySection(version.text, withLexicon(basis, await currentLexicon(db)))
  await updateVerdict(db, draftId, version.version, verdict, [])
  return { ...version, verdict, sources: [] }
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')
}
