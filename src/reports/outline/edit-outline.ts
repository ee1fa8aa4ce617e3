import { notStored } from '../../storage-words.ts'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { lockSettings, readWorkspace, updateSettings } from '../../members/workspace-store.ts'
import { loadOutlines } from './load-outlines.ts'
import { outlineSchema, type Outline } from './outline.ts'
import {
  insertOutlineRevision,
  lastOutlineRevision,
  listOutlineRevisions,
  type OutlineRevision,
} from './store.ts'
import { changedOutlines, noSuchOutline, OUTLINE_SETTINGS, plainOutlines } from './workspace-outlines.ts'

/** An outline as its admins see it, and how often it was changed. */
export type OutlineState = { readonly outline: Outline; readonly revision: number }

/** The outline of this id; none: that in the workspace's language. For those who write reports. Throws MemberFacingError. */
export async function readOutline(
  ctx: Context,
  wanted: { readonly id: string | undefined; readonly by: Member },
): Promise<OutlineState> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const all = plainOutlines(await readWorkspace(db))
    const outline = wanted.id === undefined ? all[0] : all.find(({ id }) => id === wanted.id)
    if (outline === undefined) throw noSuchOutline(wanted.id ?? '', all)
    return { outline, revision: await lastOutlineRevision(db, outline.id) }
  })
}

/**
 * Changes an outline for the whole workspace and keeps who did, when, and both forms. Drafts that were written keep the
 * outline they were written by. `baseRevision`: what the admin saw; a newer one is not overwritten. Throws
 * MemberFacingError, also what `change` throws.
 */
export async function changeOutline(
  ctx: Context,
  edit: {
    readonly id: string
    readonly baseRevision: number | null
    readonly action: 'add' | 'change' | 'remove' | 'style' | 'restore' | 'reset'
    readonly sectionId: string | null
    /** `revision`: the number that this change gets. */
    readonly change: (outline: Outline, revision: number) => Outline
    readonly by: Member
    readonly requestId: string
  },
): Promise<OutlineState> {
  requireAbility(edit.by, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      await lockSettings(ctx.db)
      const workspace = await readWorkspace(ctx.db)
      const all = plainOutlines(workspace)
      const before = all.find(({ id }) => id === edit.id)
      if (before === undefined) throw noSuchOutline(edit.id, all)
      const last = await lastOutlineRevision(ctx.db, edit.id)
      if (edit.baseRevision !== null && edit.baseRevision !== last) throw changedMeanwhile()
      const after = outlineSchema.parse(edit.change(before, last + 1))
      if (JSON.stringify(after) === JSON.stringify(before)) return { outline: before, revision: last }
      const outlines = { ...changedOutlines(workspace.settings), [edit.id]: after }
      await updateSettings(ctx.db, OUTLINE_SETTINGS, outlines)
      await insertOutlineRevision(ctx.db, edit.id, {
        revision: last + 1,
        action: edit.action,
        sectionId: edit.sectionId,
        by: edit.by.id,
        at: nowOf(ctx),
        before,
        after,
      })
      return { outline: after, revision: last + 1 }
    },
    { once: edit.requestId },
  )
}

/** Brings an outline back to how it was before a change. The way back is a change itself, and can be undone too. */
export async function restoreOutline(
  ctx: Context,
  wanted: { readonly id: string; readonly revision: number; readonly by: Member; readonly requestId: string },
): Promise<OutlineState> {
  requireAbility(wanted.by, 'administer')
  const revisions = await inTransaction(
    ctx,
    async ({ db }) => await listOutlineRevisions(db, wanted.id, 10_000),
  )
  const found = revisions.find(({ revision }) => revision === wanted.revision)
  if (found === undefined) {
    throw new MemberFacingError({
      zh: `提纲“${wanted.id}”没有第 ${wanted.revision} 次改动。`,
      en: `The outline "${wanted.id}" has no change number ${wanted.revision}.`,
    })
  }
  const change = (): Outline => found.before
  const { id, by, requestId } = wanted
  return await changeOutline(ctx, {
    id,
    by,
    requestId,
    change,
    baseRevision: null,
    action: 'restore',
    sectionId: null,
  })
}

/** Brings an outline back to how it ships. */
export async function resetOutline(
  ctx: Context,
  wanted: { readonly id: string; readonly by: Member; readonly requestId: string },
): Promise<OutlineState> {
  const change = (outline: Outline): Outline =>
    loadOutlines().all.find(({ id }) => id === outline.id) ?? outline
  return await changeOutline(ctx, {
    ...wanted,
    change,
    baseRevision: null,
    action: 'reset',
    sectionId: null,
  })
}

/** The newest changes of an outline. */
export async function readOutlineHistory(
  ctx: Context,
  wanted: { readonly id: string; readonly by: Member },
): Promise<OutlineRevision[]> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => await listOutlineRevisions(db, wanted.id, 12))
}

function changedMeanwhile(): MemberFacingError {
  return new MemberFacingError({
    zh: `提纲刚才被别人改过，${notStored.outline.zh}。请关闭后用 /report outline 重新打开再改。`,
    en: `Somebody has just changed the outline, and ${notStored.outline.en}. Close this, open it again with /report outline and change that.`,
  })
}
