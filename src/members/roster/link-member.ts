import { notStored } from '../../storage-words.ts'
import { inTransaction, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { audit } from '../audit-store.ts'
import type { Member } from '../member.ts'
import { findMemberByAnyName, findMemberBySlackId, updateMember } from '../members-store.ts'

export type Link = {
  /** The office's number, or the e-mail. */
  readonly member: string
  readonly slackUserId: string
  /** Takes the place of another account that the member is linked to; it was asked for in so many words. */
  readonly replace?: boolean
  /** The member id of who links; null or none: the operator. */
  readonly by?: string | null
}

/** `before`: the account that the member was linked to until now; null: none, or this one. */
export type Linked = { readonly member: Member; readonly before: string | null }

/**
 * Links a member who was imported under the office's own number or an e-mail to a Slack account.
 * Throws when there is no such member, when the account already belongs to another one, and when the member is linked to
 * another account that is not to be replaced: everything they are sent would go to somebody else from then on.
 */
export async function linkMember(ctx: Context, link: Link): Promise<Linked> {
  return await inTransaction(
    ctx,
    async (ctx) => {
      const { db } = ctx
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
      const { slackUserId: before } = member
      if (before === link.slackUserId) return { member, before: null }
      if (before !== null && link.replace !== true) throw isLinkedAlready(member, before)
      await updateMember(db, member.id, { slackUserId: link.slackUserId })
      await audit(ctx, {
        by: link.by ?? null,
        action: 'member.link',
        subject: member.id,
        details: { before, after: link.slackUserId },
      })
      if (before !== null)
        ctx.log.info({ member: member.externalId, before, after: link.slackUserId }, 'link replaced')
      return { member: { ...member, slackUserId: link.slackUserId }, before }
    },
    { isRequest: true },
  )
}

function isLinkedAlready({ name, externalId, id }: Member, account: string): MemberFacingError {
  const who = `${name}（${externalId ?? id}）`
  return new MemberFacingError({
    zh: `${who}已关联到 Slack 账号 ${account}，${notStored.link.zh}。确要换成另一个账号：/wenshu link 编号 @某人 replace；命令行用 --replace。`,
    en: `${name} (${externalId ?? id}) is linked to the Slack account ${account} already; ${notStored.link.en}. To replace it: /wenshu link NUMBER @someone replace, or --replace on the command line.`,
  })
}
