import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { audit } from '../../members/audit-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { findDraft, findVersion } from '../draft/drafts-store.ts'
import { readTerm } from '../lexicon/lexicon-rule.ts'
import {
  currentLexicon,
  insertTerm,
  listTerms,
  removeTerm,
  type LexiconTerm,
} from '../lexicon/lexicon-store.ts'
import { listCurrentDrafts } from '../marks/marks-store.ts'
import { notifyThread } from '../tell/tell-news.ts'
import { verifySection, withLexicon } from '../basis/verify-section.ts'
import { findBasis, updateVerdict } from '../draft/versions-store.ts'

/**
 * Adds a name that holds a numeral to the workspace's lexicon; with a draft, the name must stand in its text. Drafts in
 * which it stands are verified anew and their threads told. Throws MemberFacingError for what is no such name.
 */
export async function addTerm(
  ctx: Context,
  adding: {
    readonly term: string
    readonly draftId: string | null
    readonly by: Member
    readonly requestId: string
  },
): Promise<{ readonly term: string; readonly isNew: boolean }> {
  const { by, draftId, requestId } = adding
  requireAbility(by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const draft = draftId === null ? null : await findDraft(ctx.db, draftId)
      const term = readTerm(adding.term, draft?.basis?.ledger ?? (await anyLedger(ctx)))
      if (draft !== null) await mustStand(ctx, draft.id, draft.version, term)
      const isNew = await insertTerm(ctx.db, { term, draftId, addedBy: by.id, addedAt: nowOf(ctx) })
      if (!isNew) return { term, isNew }
      await audit(ctx, {
        by: by.id,
        action: 'report.name added',
        subject: term,
        details: { term, draft: draftId },
      })
      await renewVerdicts(ctx, term)
      return { term, isNew }
    },
    { once: requestId },
  )
}

/** Takes a term out again: its figures are checked from now on, in drafts that hold it at once. */
export async function dropTerm(
  ctx: Context,
  dropping: { readonly number: number; readonly by: Member; readonly requestId: string },
): Promise<LexiconTerm> {
  requireAbility(dropping.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const found = (await listTerms(ctx.db)).find(
        ({ number, removedAt }) => number === dropping.number && removedAt === null,
      )
      if (found === undefined) throw noSuchTerm()
      await removeTerm(ctx.db, found.number, { member: dropping.by.id, at: nowOf(ctx) })
      await audit(ctx, {
        by: dropping.by.id,
        action: 'report.name removed',
        subject: found.term,
        details: { term: found.term },
      })
      await renewVerdicts(ctx, found.term)
      return found
    },
    { once: dropping.requestId },
  )
}

/** The newest draft's records are as good as any to tell whether a name states a figure. */
async function anyLedger(ctx: Transacting) {
  const [id] = (await listCurrentDrafts(ctx.db)).toSorted((a, b) => Number(b.slice(2)) - Number(a.slice(2)))
  const draft = id === undefined ? null : await findDraft(ctx.db, id)
  return draft?.basis?.ledger ?? null
}

async function mustStand(ctx: Transacting, id: string, newest: number, term: string): Promise<void> {
  const version = await findVersion(ctx.db, id, newest)
  if (version !== null && holds(version.text, term)) return
  throw new MemberFacingError({
    zh: `${id} 的正文里没有“${term}”。请照正文里的写法填写。`,
    en: `"${term}" does not stand in ${id}. Write it as it stands there.`,
  })
}

async function renewVerdicts(ctx: Transacting, term: string): Promise<void> {
  const lexicon = await currentLexicon(ctx.db)
  for (const id of (await listCurrentDrafts(ctx.db)).toSorted()) {
    const draft = await findDraft(ctx.db, id, { lock: true })
    const version = draft === null ? null : await findVersion(ctx.db, id, draft.version)
    if (draft === null || version === null || !holds(version.text, term)) continue
    const basis = await findBasis(ctx.db, draft, version.version)
    if (basis === null) continue
    const verdict = verifySection(version.text, withLexicon(basis, lexicon), version.sources)
    await updateVerdict(ctx.db, draft.id, version.version, verdict)
    await notifyThread(ctx, { draftId: draft.id, news: 'version', number: version.version })
  }
}

function holds(text: string, term: string): boolean {
  return plain(text).includes(plain(term))
}

function plain(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/\s+/g, ' ')
}

function noSuchTerm(): MemberFacingError {
  return new MemberFacingError({
    zh: '这个名称已经移除。请用 /report lexicon 查看现有的。',
    en: 'That name was removed before. See what there is with /report lexicon.',
  })
}
