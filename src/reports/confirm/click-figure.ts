import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { audit } from '../../members/audit-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import type { ShownClaim, VerdictSpan } from '../../claims/bind/verify-text.ts'
import { withoutClicks, type Source } from '../../claims/sources/source.ts'
import { tokensOf } from '../../claims/sources/tokens.ts'
import { verifySection, withLexicon } from '../basis/verify-section.ts'
import { findApproval } from '../draft/approvals-store.ts'
import type { Draft, DraftVersion } from '../draft/drafts-store.ts'
import { lockDraft, lockSeen } from '../draft/edit-draft.ts'
import { findBasis, updateVerdict } from '../draft/versions-store.ts'
import { currentLexicon } from '../lexicon/lexicon-store.ts'
import { choicesOf } from '../review/may-leave.ts'
import { insertClick, listClicks, revokeClick, type FigureClick } from '../review/clicks-store.ts'
import { notifyThread } from '../tell/tell-news.ts'

type Clicking = {
  readonly id: string
  readonly seen: number
  /** Where the figure begins in the text, UTF-16. */
  readonly start: number
  readonly by: Member
  readonly requestId: string
}

/**
 * Says of a figure without a source which of the claims shown with it is meant: from now on it has that source, by name.
 * `choice`: its place among them. An approved version stays as it is. Throws StaleVersion when the draft was changed since
 * `seen`, MemberFacingError when there is nothing to say of the figure any more.
 */
export async function chooseClaim(
  ctx: Context,
  clicking: Clicking & { readonly choice: number },
): Promise<FigureClick> {
  return await click(ctx, clicking, 'source', (span, version) => {
    const claim = choicesOf(span)[clicking.choice]
    if (claim === undefined) throw nothingToSay(clicking.id)
    const source = (number: number): Source => ({
      ...numeralOf(version.text, span),
      key: claim.key,
      form: 'exact',
      value: claim.value,
      by: clicking.by.id,
      click: number,
    })
    return { claim, change: (sources, number) => [...sources, source(number)] }
  })
}

/** Says of a figure whose sentence gave rise to doubt that it still holds. Throws as `chooseClaim` does. */
export async function standBy(ctx: Context, clicking: Clicking): Promise<FigureClick> {
  return await click(ctx, clicking, 'stands', ({ doubt, claim, start, end }) => {
    if (doubt === undefined || !claim) throw nothingToSay(clicking.id)
    const isOwn = (source: Source): boolean => source.start < end && start < source.end
    return {
      claim,
      change: (sources, number) =>
        sources.map((source) => (isOwn(source) ? { ...source, stands: number } : source)),
    }
  })
}

type Said = {
  readonly claim: ShownClaim
  readonly change: (sources: readonly Source[], number: number) => Source[]
}

async function click(
  ctx: Context,
  { id, seen, start, by, requestId }: Clicking,
  says: FigureClick['says'],
  said: (span: VerdictSpan, version: DraftVersion) => Said,
): Promise<FigureClick> {
  requireAbility(by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft, version } = await lockSeen(ctx.db, id, seen)
      await mustBeOpen(ctx, draft, version)
      const span = version.verdict.spans.find((one) => one.start === start)
      if (span === undefined) throw nothingToSay(id)
      const { claim, change } = said(span, version)
      const stored = await insertClick(ctx.db, {
        draftId: draft.id,
        version: version.version,
        figure: span.text,
        says,
        claim: claim.key,
        label: claim.label,
        by: by.id,
        at: nowOf(ctx),
      })
      await judgeAgain(ctx, draft, version, change(version.sources ?? [], stored.number))
      await note(ctx, by, says === 'source' ? 'report.figure sourced' : 'report.figure stands', stored)
      return stored
    },
    { once: requestId },
  )
}

/** Takes a click back: what followed from it ends in the newest version, and no restore brings it back. Throws MemberFacingError. */
export async function takeBackClick(
  ctx: Context,
  revoking: {
    readonly id: string
    readonly number: number
    readonly by: Member
    readonly requestId: string
  },
): Promise<FigureClick> {
  requireAbility(revoking.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { draft, version } = await lockDraft(ctx.db, revoking.id)
      await mustBeOpen(ctx, draft, version)
      const found = (await listClicks(ctx.db, draft.id)).find(
        ({ number, revokedAt }) => number === revoking.number && revokedAt === null,
      )
      if (found === undefined) throw nothingToSay(draft.id)
      await revokeClick(ctx.db, found, { member: revoking.by.id, at: nowOf(ctx) })
      await judgeAgain(ctx, draft, version, withoutClicks(version.sources ?? [], new Set([found.number])))
      await note(ctx, revoking.by, 'report.figure click taken back', found)
      return found
    },
    { once: revoking.requestId },
  )
}

async function judgeAgain(
  ctx: Transacting,
  draft: Draft,
  { version, text }: DraftVersion,
  sources: readonly Source[],
): Promise<void> {
  const basis = await findBasis(ctx.db, draft, version)
  if (basis === null) throw new Error(`draft ${draft.id} has no fact sheet`)
  const verdict = verifySection(text, withLexicon(basis, await currentLexicon(ctx.db)), sources)
  await updateVerdict(ctx.db, draft.id, version, verdict, sources)
  await notifyThread(ctx, { draftId: draft.id, news: 'version', number: version })
}

async function note(
  ctx: Transacting,
  by: Member,
  action: string,
  { draftId, ...click }: FigureClick,
): Promise<void> {
  const { number, version, figure, claim } = click
  await audit(ctx, { by: by.id, action, subject: draftId, details: { number, version, figure, claim } })
}

/** What an approved text rests on was settled when it was approved. */
async function mustBeOpen(ctx: Transacting, { id }: Draft, { version }: DraftVersion): Promise<void> {
  if ((await findApproval(ctx.db, id))?.version !== version) return
  throw new MemberFacingError({
    zh: `${id} 第 ${version} 版已经定稿，依据不再改动。要改，请先 /report unapprove ${id}。`,
    en: `${id}, version ${version}, is approved, and what it rests on stays as it is. To change it, take the approval back first: /report unapprove ${id}.`,
  })
}

function numeralOf(
  text: string,
  { start, end }: VerdictSpan,
): { readonly start: number; readonly end: number } {
  const token = tokensOf(text).find((one) => one.figure !== null && one.start < end && start < one.end)
  return token === undefined ? { start, end } : { start: token.start, end: token.end }
}

function nothingToSay(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${id} 的这一处现在没有要点选的了。请用 /report show ${id} 查看。`,
    en: `There is nothing to say of that figure of ${id} any more. See /report show ${id}.`,
  })
}
