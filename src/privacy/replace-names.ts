import { inTransaction, type Context } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import { audit } from '../members/audit-store.ts'
import { requireAbility, type Member } from '../members/member.ts'
import { findMember } from '../members/members-store.ts'
import { findErasure } from './erase-store.ts'
import { findMentions, replaceMentions, type Mention } from './texts/mentions.ts'
import type { OldNames } from './texts/names.ts'

/** An erased person in texts: what they were called by, and the name they have now. */
export type Renamed = { readonly memberId: string; readonly names: OldNames; readonly newName: string }

/** Texts that still name an erased person. Only an admin may look. */
export async function listMentions(
  ctx: Context,
  { by, names }: { readonly by: Pick<Member, 'role'>; readonly names: OldNames },
): Promise<Mention[]> {
  requireAbility(by, 'administer')
  return await inTransaction(ctx, async ({ db }) => await findMentions(db, names))
}

/**
 * Writes an erased person's new name into the texts that an admin chose, and says in the audit log into which. Returns
 * what was changed and what still names them. Throws MemberFacingError for who was not erased: a forged form must not
 * rewrite what people wrote.
 */
export async function replaceNames(
  ctx: Context,
  change: {
    readonly memberId: string
    readonly names: OldNames
    readonly chosen: readonly string[]
    readonly by: Pick<Member, 'id' | 'role'>
    readonly requestId: string
  },
): Promise<{
  readonly newName: string
  readonly changed: readonly Mention[]
  readonly left: readonly Mention[]
}> {
  requireAbility(change.by, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { db } = ctx
      const member = await findMember(db, change.memberId)
      if (member === null || (await findErasure(db, change.memberId)) === null) throw notErased()
      const { names } = change
      const chosen = new Set(change.chosen)
      const changed = await replaceMentions(db, { names, newName: member.name, chosen })
      await audit(ctx, {
        by: change.by.id,
        action: 'privacy.names replaced',
        subject: change.memberId,
        details: { changed: changed.map(({ what, where }) => ({ what: what.en, where })) },
      })
      return { newName: member.name, changed, left: await findMentions(db, names) }
    },
    { once: change.requestId },
  )
}

function notErased(): MemberFacingError {
  return new MemberFacingError({
    zh: '这个人的个人信息没有删除，不能改文字里的名字。',
    en: 'The personal data of this person were not erased, so their name in texts stays.',
  })
}
