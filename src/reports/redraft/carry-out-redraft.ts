import { inTransaction, nowOf, type Context, type Transacting } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { paragraphsOf } from '../paragraphs/changed-paragraphs.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import { findDraft, findVersion, type Draft, type DraftVersion } from '../draft/drafts-store.ts'
import { lockDraft } from '../draft/edit-draft.ts'
import { findRedraft, updateRedraft, type Redraft } from './redrafts-store.ts'
import { saveVersion } from '../draft/save-version.ts'
import { notifyThread } from '../tell/tell-news.ts'
import { findBasis } from '../draft/versions-store.ts'
import { writeParagraph, type WrittenParagraph } from './write-paragraph.ts'

/** How often a redraft that is being written is looked at: the button may have been pressed in another process. */
const LOOK_EVERY_MS = 500

type Begun = {
  readonly redraft: Redraft
  readonly basis: DraftBasis
  readonly version: DraftVersion
}

/**
 * Carries a redraft out: writes the paragraph, puts it in the place of the old one as a new version, and has the thread
 * told. When somebody has saved a version meanwhile, it still goes in if that left the paragraph as it was; if not, the
 * words are kept and shown. Nothing is put in after a cancel.
 */
export async function carryOutRedraft(
  ctx: Context,
  asked: { readonly draftId: string; readonly number: number },
  outer: AbortSignal,
): Promise<void> {
  const begun = await begin(ctx, asked)
  if (begun === null) return
  const { redraft, basis, version } = begun
  const cancelled = new AbortController()
  const timer = setInterval(() => {
    void abortWhenCancelled(ctx, asked, cancelled)
  }, LOOK_EVERY_MS)
  try {
    const { place, instruction } = redraft
    const signal = AbortSignal.any([outer, cancelled.signal])
    const purpose = `redraft ${asked.draftId}`
    const written = await writeParagraph({ basis, version, place, instruction }, ctx.model, purpose, signal)
    await putIn(ctx, redraft, version, written)
  } catch (error) {
    outer.throwIfAborted()
    if (!cancelled.signal.aborted) await fail(ctx, redraft, error, basis.locale)
  } finally {
    clearInterval(timer)
  }
}

async function begin(
  ctx: Context,
  { draftId, number }: { readonly draftId: string; readonly number: number },
): Promise<Begun | null> {
  return await inTransaction(ctx, async ({ db }) => {
    const redraft = await findRedraft(db, draftId, number, { lock: true })
    if (redraft === null || !isOpen(redraft)) return null
    const draft = await findDraft(db, draftId)
    const version = await findVersion(db, draftId, redraft.baseVersion)
    const basis = draft === null ? null : await findBasis(db, draft, redraft.baseVersion)
    if (version === null || basis === null) return null
    await updateRedraft(db, redraft, { state: 'writing' })
    return { redraft, basis, version }
  })
}

async function putIn(
  ctx: Context,
  asked: Redraft,
  base: DraftVersion,
  written: WrittenParagraph,
): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    const { draft, version: newest } = await lockDraft(ctx.db, asked.draftId)
    const redraft = await findRedraft(ctx.db, asked.draftId, asked.number, { lock: true })
    if (redraft === null || !isOpen(redraft)) return
    const old = paragraphsOf(base.text)[redraft.place] ?? ''
    const paragraphs = paragraphsOf(newest.text)
    const place = paragraphs[redraft.place] === old ? redraft.place : onlyPlace(paragraphs, old)
    const at = { finished_at: nowOf(ctx), prompt_hash: written.promptHash }
    if (place === null) await end(ctx, redraft, { ...at, state: 'stale', result: written.text })
    else if (written.text === old) await end(ctx, redraft, { ...at, state: 'same' })
    else {
      const text = paragraphs.with(place, written.text).join('\n\n')
      const version = await saveRedrafted(ctx, draft, redraft, text, written)
      await end(ctx, redraft, { ...at, state: 'done', result_version: version.version })
    }
  })
}

async function saveRedrafted(
  ctx: Transacting,
  draft: Draft,
  { instruction, requestedBy }: Redraft,
  text: string,
  written: WrittenParagraph,
): Promise<DraftVersion> {
  const origin = { kind: 'redrafted', instruction } as const
  const { writtenBy } = written
  return await saveVersion(ctx, draft, { text, byMember: requestedBy, writtenBy, origin, parents: [written] })
}

async function fail(ctx: Context, asked: Redraft, error: unknown, locale: 'zh' | 'en'): Promise<void> {
  const fault = error instanceof MemberFacingError ? error.in(locale) : (error as Error).message
  ctx.log.warn({ err: error, draft: asked.draftId }, 'a paragraph could not be redrafted')
  await inTransaction(ctx, async (ctx) => {
    const redraft = await findRedraft(ctx.db, asked.draftId, asked.number, { lock: true })
    if (redraft !== null && isOpen(redraft))
      await end(ctx, redraft, { state: 'failed', fault: fault.slice(0, 500), finished_at: nowOf(ctx) })
  })
}

async function end(
  ctx: Transacting,
  redraft: Redraft,
  change: Parameters<typeof updateRedraft>[2],
): Promise<void> {
  await updateRedraft(ctx.db, redraft, change)
  await notifyThread(ctx, { draftId: redraft.draftId, news: 'redraft', number: redraft.number })
}

/** Where the paragraph stands now, if it stands once. */
function onlyPlace(paragraphs: readonly string[], wanted: string): number | null {
  const first = paragraphs.indexOf(wanted)
  return first >= 0 && paragraphs.lastIndexOf(wanted) === first ? first : null
}

function isOpen({ state }: Redraft): boolean {
  return state === 'waiting' || state === 'writing'
}

async function abortWhenCancelled(
  ctx: Context,
  { draftId, number }: { readonly draftId: string; readonly number: number },
  controller: AbortController,
): Promise<void> {
  try {
    const redraft = await inTransaction(ctx, async ({ db }) => await findRedraft(db, draftId, number))
    if (redraft?.state === 'cancelled') controller.abort(new Error('cancelled'))
  } catch (error) {
    // The next look may do better; the last one is in the transaction that stores the text.
    ctx.log.warn({ err: error, draft: draftId }, 'whether a redraft was cancelled could not be read')
  }
}
