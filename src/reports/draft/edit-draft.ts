import { notStored } from '../../storage-words.ts'
import { inTransaction, type Context } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { changedParagraphs, type Change } from '../paragraphs/changed-paragraphs.ts'
import { findDraft, findVersion, type Draft, type DraftVersion } from './drafts-store.ts'
import { saveVersion } from './save-version.ts'

/** A draft with the version in question. */
export type DraftText = { readonly draft: Draft; readonly version: DraftVersion }

/** Somebody else has saved a version since. Nothing was overwritten; `changes` says what that one changed. */
export class StaleVersion extends MemberFacingError {
  readonly draft: Draft
  readonly changes: readonly Change[]

  constructor(draft: Draft, changes: readonly Change[]) {
    const { id, version } = draft
    const shown = changes
      .slice(0, 3)
      .map(({ before, after }) => `“${before.slice(0, 80)}” → “${after.slice(0, 80)}”`)
      .join('\n')
    super({
      zh: `${id} 刚才有人改过，现在是第 ${version} 版，${notStored.operation.zh}。改动是：\n${shown}\n请看过第 ${version} 版再操作：/report show ${id}`,
      en: `Someone has just changed ${id}; it is at version ${version} now and ${notStored.operation.en}. The change:\n${shown}\nLook at version ${version} first: /report show ${id}`,
    })
    this.draft = draft
    this.changes = changes
  }
}

/** The newest version of a draft, or the one asked for, for someone who may write reports. Throws MemberFacingError. */
export async function readDraft(ctx: Context, id: string, by: Member, version?: number): Promise<DraftText> {
  requireAbility(by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const draft = await findDraft(db, id)
    const found = draft === null ? null : await findVersion(db, id, version ?? draft.version)
    if (draft === null || found === null) throw unknownDraft(id)
    return { draft, version: found }
  })
}

/** A draft and its newest version, held until the commit. Throws MemberFacingError when it has no text. */
export async function lockDraft(db: Db, id: string): Promise<DraftText> {
  const draft = await findDraft(db, id, { lock: true })
  const version = draft === null ? null : await findVersion(db, id, draft.version)
  if (draft === null || version === null) throw unknownDraft(id)
  return { draft, version }
}

/** The same, if its newest version is the one that the person has looked at. Throws StaleVersion otherwise. */
export async function lockSeen(db: Db, id: string, seen: number): Promise<DraftText> {
  const locked = await lockDraft(db, id)
  if (locked.version.version === seen) return locked
  const base = await findVersion(db, id, seen)
  if (base === null) throw unknownDraft(id)
  throw new StaleVersion(locked.draft, changedParagraphs(base.text, locked.version.text))
}

/**
 * Saves an edited text as the draft's next version and verifies it against the records the draft was frozen with; its
 * thread is told. The same text changes nothing. Throws StaleVersion when the draft has a newer version than
 * `baseVersion`.
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
      const { draft, version: base } = await lockSeen(ctx.db, edit.id, edit.baseVersion)
      const changes = changedParagraphs(base.text, edit.text)
      if (changes.length === 0) return { draft, version: base, changes }
      const version = await saveVersion(ctx, draft, {
        text: edit.text,
        byMember: edit.by.id,
        writtenBy: 'editor',
      })
      return { draft: { ...draft, version: version.version }, version, changes }
    },
    { once: edit.requestId },
  )
}

export function unknownDraft(id: string): MemberFacingError {
  return new MemberFacingError({
    zh: `没有可用的草稿“${id}”。请用 /report status 查看已有的草稿。`,
    en: `There is no draft "${id}" to use. See what there is with /report status.`,
  })
}
