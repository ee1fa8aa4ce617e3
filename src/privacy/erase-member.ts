import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../context.ts'
import { nextNumber, type Db } from '../db/tenant.ts'
import { MemberFacingError } from '../errors.ts'
import { recordAudit } from '../members/audit-store.ts'
import { requireAbility, type Member } from '../members/member.ts'
import { findMember } from '../members/members-store.ts'
import { touchWorkspace } from '../members/workspace-store.ts'
import { eraseRows, findErasure, readFootprint, type Footprint } from './erase-store.ts'
import { noteErasures } from './erasures-file.ts'
import { findMentions, type Mention } from './texts/mentions.ts'

/** A member whose personal data may be erased, and how much there is. */
export type Erasable = { readonly member: Member; readonly footprint: Footprint }

/** What was erased; `member` is as before. `mentions`: every text that people wrote and that still names the person. */
export type Erased = Erasable & { readonly newName: string; readonly mentions: readonly Mention[] }

/** Looks whether a member may be erased: they left or their account is deactivated, and it was not done before. */
export async function findErasable(db: Db, memberId: string, today: Temporal.PlainDate): Promise<Erasable> {
  const member = await findMember(db, memberId)
  if (member === null) {
    throw new MemberFacingError({
      zh: '名册里没有这个成员了，什么都没有删除。编号见 /wenshu members。',
      en: 'This member is not on the roster any more; nothing was erased. See the numbers with /wenshu members.',
    })
  }
  requireDeparted(member, today)
  if ((await findErasure(db, memberId)) !== null) {
    throw new MemberFacingError({
      zh: `${member.name}的个人信息已经删除过了。`,
      en: `The personal data of ${member.name} were erased before.`,
    })
  }
  return { member, footprint: await readFootprint(db, memberId) }
}

/** Throws for who is still a member. The day they left counts as gone. */
export function requireDeparted(
  member: Pick<Member, 'name' | 'leftOn' | 'deactivated'>,
  today: Temporal.PlainDate,
): void {
  const hasLeft = member.leftOn !== null && member.leftOn <= today.toString()
  if (hasLeft || member.deactivated) return
  throw new MemberFacingError({
    zh: `${member.name}还是成员，不能删除个人信息。只有已离开或账号已停用的人可以。`,
    en: `${member.name} still is a member, so their personal data stay. Only those who left, or whose account is deactivated, can be erased.`,
  })
}

/**
 * Erases a departed member's personal data: name, numbers, e-mail, texts of essays, reasons, comments. What they took
 * part in stays, under a name like 已删除成员 #3, and counts as before. It cannot be undone; the audit log tells who did
 * it. Only an admin may.
 */
export async function eraseMember(
  ctx: Context,
  erasure: {
    readonly memberId: string
    readonly by: Pick<Member, 'id' | 'role'>
    readonly today: Temporal.PlainDate
    readonly requestId: string
  },
): Promise<Erased> {
  requireAbility(erasure.by, 'administer')
  const erased = await inTransaction(
    ctx,
    async (ctx) => {
      const { db } = ctx
      // Before anything is read: of two at once the second sees what the first did.
      await touchWorkspace(db)
      const { member, footprint } = await findErasable(db, erasure.memberId, erasure.today)
      if (member.id === erasure.by.id) throw ownData()
      const number = await nextNumber(db, 'erased')
      const newName = `已删除成员 #${number}`
      const at = nowOf(ctx)
      await eraseRows(db, member, { name: newName, at })
      await recordAudit(db, {
        id: randomUUID(),
        at,
        by: erasure.by.id,
        action: 'privacy.erase',
        subject: member.id,
        details: { number, ...footprint },
      })
      return { member, footprint, newName, mentions: await findMentions(db, member) }
    },
    { once: erasure.requestId },
  )
  // It is done, whatever becomes of the note: the next one is made within a day.
  await noteErasures(ctx).catch((error: unknown) => {
    ctx.log.error({ err: error }, 'an erasure could not be noted beside the backups')
  })
  return erased
}

function ownData(): MemberFacingError {
  return new MemberFacingError({
    zh: '不能删除自己的个人信息，请另一位管理员来做。',
    en: 'You cannot erase your own data. Ask another admin.',
  })
}
