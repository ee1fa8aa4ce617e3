import { inTransaction, nowOf, type Context } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import { requireAbility, type Member } from '../members/member.ts'
import { changedParagraphs, type Change } from './changed-paragraphs.ts'
import { findDraft, findVersion, insertVersion, type Draft, type DraftVersion } from './drafts-store.ts'
import { verifySection } from './verify-section.ts'

/** A draft with the version in question. */
export type DraftText = { readonly draft: Draft; readonly version: DraftVersion }

/** The newest version of a draft, for someone who may write reports. Throws MemberFacingError. */
export async function readDraft(ctx: Context, id: string, by: Member): Promise<DraftText> {
  requireAbility(by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const draft = await findDraft(db, id)
    const version = draft === null ? null : await findVersion(db, id, draft.version)
    if (draft === null || version === null) throw unknownDraft(id)
    return { draft, version }
  })
}

/**
 * Saves an edited text as the draft's next version and verifies it against the records the draft was frozen with. The
 * same text changes nothing. Throws MemberFacingError when the draft has a newer version than `baseVersion`, and says
 * what that one changed.
 */
export async function editDraft(
  ctx: Context,
  edit: {
    readonly id: string
    readonly baseVersion: number
    readonly text: string
    readonly by: Member
    readonly requestId: string
  },
): Promise<DraftText & { readonly changes: readonly Change[] }> {
  requireAbility(edit.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const draft = await findDraft(ctx.db, edit.id, { lock: true })
      const base = draft === null ? null : await findVersion(ctx.db, edit.id, edit.baseVersion)
      if (draft === null || draft.basis === null || base === null) throw unknownDraft(edit.id)
      if (draft.version !== edit.baseVersion) {
        const newest = await findVersion(ctx.db, edit.id, draft.version)
        throw staleVersion(draft, changedParagraphs(base.text, newest?.text ?? ''))
      }
      const changes = changedParagraphs(base.text, edit.text)
      if (changes.length === 0) return { draft, version: base, changes }
      const version: DraftVersion = {
        version: draft.version + 1,
        text: edit.text,
        verdict: verifySection(edit.text, draft.basis),
        byMember: edit.by.id,
        writtenBy: 'editor',
        at: nowOf(ctx),
      }
      await insertVersion(ctx.db, draft.id, version)
      return { draft: { ...draft, version: version.version }, version, changes }
    },
    { once: edit.requestId },
  )
}

function unknownDraft(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `没有可用的草稿“${id}”。请用 /report status 查看已有的草稿。`,
    en: `There is no draft "${id}" to use. See what there is with /report status.`,
  })
}

function staleVersion({ id, version }: Draft, changes: readonly Change[]): MemberFacingError {
  const shown = changes
    .slice(0, 3)
    .map(({ before, after }) => `“${before.slice(0, 80)}” → “${after.slice(0, 80)}”`)
    .join('\n')
  return new MemberFacingError({
    zh: `${id} 刚才有人改过，现在是第 ${version} 版，您的修改没有保存。改动是：\n${shown}\n请复制您的文字，重新打开后再改。`,
    en: `Someone has just changed ${id}; it is at version ${version} now and your edit was not saved. The change:\n${shown}\nCopy your words, open it again and edit that.`,
  })
}
