import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Member } from '../member.ts'
import { findMemberByAnyName, findMemberBySlackId, updateMember } from '../members-store.ts'

/**
 * Links a member who was imported under the office's own number or an e-mail to a Slack account.
 * Throws when there is no such member, or when the account already belongs to another one.
 */
export async function linkMember(
  ctx: Context,
  link: { readonly member: string; readonly slackUserId: string },
): Promise<Member> {
  return await inTransaction(ctx, async ({ db }) => {
    const member = await findMemberByAnyName(db, link.member)
    if (member === null) {
      throw new MemberFacingError({
        zh: `没有编号为“${link.member}”的成员。用 /wenshu members 查看编号。`,
        en: `There is no member "${link.member}". See the numbers with /wenshu members.`,
      })
    }
    const holder = await findMemberBySlackId(db, link.slackUserId)
    if (holder !== null && holder.id !== member.id) {
      throw new MemberFacingError({
        zh: `该 Slack 账号已属于${holder.name}（${holder.externalId ?? holder.id}）。`,
        en: `That Slack account already belongs to ${holder.name} (${holder.externalId ?? holder.id}).`,
      })
    }
    await updateMember(db, member.id, { slackUserId: link.slackUserId })
    return { ...member, slackUserId: link.slackUserId }
  })
}
