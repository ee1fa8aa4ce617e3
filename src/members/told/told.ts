import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Transacting } from '../../context.ts'
import { say, type Locale } from '../../locale.ts'
import type { Telling } from '../../outbox/tell/tell-kind.ts'
import { tell } from '../../outbox/tell/tell.ts'
import { message, type Message } from '../../slack/blocks.ts'
import { mention } from '../../slack/mrkdwn.ts'
import { today } from '../../time/clock.ts'
import { roleName, type Member, type Role } from '../member.ts'
import { findMember } from '../members-store.ts'
import { guestTelling } from './guests.ts'
import { scopeTelling } from './scopes.ts'
import { readWorkspace } from '../workspace-store.ts'

const roleChange = z.object({
  by: z.string(),
  from: z.enum(['member', 'reviewer', 'editor', 'admin']),
  to: z.enum(['member', 'reviewer', 'editor', 'admin']),
})
const quotaChange = z.object({
  by: z.string().nullable(),
  fromMonth: z.string(),
  before: z.number().nullable(),
  quota: z.number(),
})

/** Has a member told of the role that somebody has given them; nobody is told what they did themselves. */
export async function tellRole(
  ctx: Transacting,
  memberId: string,
  change: { readonly by: string; readonly from: Role; readonly to: Role },
): Promise<void> {
  if (change.by === memberId || change.from === change.to) return
  await tell(ctx, { kind: 'role', key: randomUUID(), memberId, payload: change })
}

/** Has a member told how many essays a month they owe from a month on. `by` null: their user group decides. */
export async function tellQuota(
  ctx: Transacting,
  memberId: string,
  change: {
    readonly by: string | null
    readonly fromMonth: string
    readonly before: number | null
    readonly quota: number
  },
): Promise<void> {
  if (change.by === memberId || (change.before ?? 0) === change.quota) return
  await tell(ctx, { kind: 'quota', key: randomUUID(), memberId, payload: change })
}

/** How members are told what was decided for them. */
export const memberTellings: readonly Telling[] = [
  {
    kind: 'role',
    async message({ db }, { payload, memberId }, { locale }) {
      const change = roleChange.parse(payload)
      const by = await findMember(db, change.by)
      // Given another one since: that is told by itself.
      const isStill = (await findMember(db, memberId))?.role === change.to
      if (by === null || !isStill) return null
      const [from, to] = [roleName(change.from, locale), roleName(change.to, locale)]
      return {
        text: say(locale, {
          zh: `${mention(by)} 把您的角色从${from}改为${to}。现在可以做什么，见 /wenshu help。`,
          en: `${mention(by)} changed your role from ${from} to ${to}. See what you can do now with /wenshu help.`,
        }),
      }
    },
  },
  {
    kind: 'quota',
    async message(ctx, { payload, memberId }, { locale }) {
      const member = await findMember(ctx.db, memberId)
      const day = today(ctx.clock, (await readWorkspace(ctx.db)).zone).toString()
      if (member === null || (member.leftOn !== null && member.leftOn <= day)) return null
      const change = quotaChange.parse(payload)
      const by = change.by === null ? null : await findMember(ctx.db, change.by)
      return quotaTold({ ...change, by }, locale)
    },
  },
  {
    // Written by migration 047 where nobody had chosen.
    kind: 'names hidden',
    message: async (_ctx, _told, { locale }) => await Promise.resolve(namesHidden(locale)),
  },
  guestTelling,
  scopeTelling,
]

function namesHidden(locale: Locale): Message {
  return message(locale, {
    zh: '从现在起，成员姓名不再照原样发给语言模型：发出前换成代号，收到后换回。本单位此前没有选过，因此已替您打开；要改用 /wenshu model。',
    en: 'From now on names of members do not go to the language model as they are: stand-ins go instead and are put back in the answer. Nobody had chosen here, so this is switched on; change it with /wenshu model.',
  })
}

function quotaTold(
  change: Omit<z.infer<typeof quotaChange>, 'by'> & { readonly by: Member | null },
  locale: Parameters<typeof say>[0],
): Message {
  const { fromMonth, before, quota, by } = change
  const was =
    before === null ? { zh: '', en: '' } : { zh: `（原为 ${before} 篇）`, en: ` (before: ${before})` }
  const essays = quota === 1 ? '1 essay' : `${quota} essays`
  const [zh, en] =
    by === null
      ? ['按您所在的用户组，', 'By your user group, you owe']
      : [`${mention(by)} 决定：`, `${mention(by)} decided: you owe`]
  return {
    text: say(locale, {
      zh: `${zh}从 ${fromMonth} 起您每月应交习作 ${quota} 篇${was.zh}。见 /essay quota。`,
      en: `${en} ${essays} a month from ${fromMonth} on${was.en}. See /essay quota.`,
    }),
  }
}
