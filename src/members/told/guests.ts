import { createHash } from 'node:crypto'
import type { Transacting } from '../../context.ts'
import { say, type Locale } from '../../locale.ts'
import type { Telling } from '../../outbox/tell/tell-kind.ts'
import { tellAdmins } from './admins.ts'
import { mention } from '../../slack/mrkdwn.ts'
import { roleName, type Member } from '../member.ts'
import { listMembers } from '../members-store.ts'
import { letsGuestsIn, readWorkspace } from '../workspace-store.ts'

/** Guests, and people of other organisations, who hold more than a member's role. */
export async function guestsWithRoles({ db }: Pick<Transacting, 'db'>): Promise<Member[]> {
  return (await listMembers(db)).filter(
    ({ isGuest, role, leftOn, deactivated }) =>
      isGuest && role !== 'member' && leftOn === null && !deactivated,
  )
}

const KIND = 'guests kept out'

/** Has the admins told of guests with roles who may do nothing any more: once for each set of them. */
export async function tellOfGuests(ctx: Transacting): Promise<void> {
  const guests = await guestsWithRoles(ctx)
  if (guests.length === 0 || letsGuestsIn(await readWorkspace(ctx.db))) return
  const ids = guests.map(({ id, role }) => `${id} ${role}`).sort()
  const who = createHash('sha256').update(ids.join()).digest('hex').slice(0, 16)
  await tellAdmins(ctx, KIND, who)
}

export const guestTelling: Telling = {
  kind: KIND,
  async message(ctx, _told, { locale }) {
    const guests = await guestsWithRoles(ctx)
    if (guests.length === 0 || letsGuestsIn(await readWorkspace(ctx.db))) return null
    const list = formatGuests(guests, locale)
    return {
      text: say(locale, {
        zh: `访客和其他组织的人现在不能使用文书。其中有角色的是：${list}。要让访客像成员一样使用：/wenshu guests members；收回角色：/wenshu role @某人 member。`,
        en: `Guests and people of other organisations cannot use Wenshu now. These of them hold roles: ${list}. Let guests use it as members do with /wenshu guests members; take a role back with /wenshu role @someone member.`,
      }),
    }
  },
}

/** Named in a message; more is said as a number. */
const NAMED = 30

export function formatGuests(guests: readonly Member[], locale: Locale): string {
  const named = guests.slice(0, NAMED).map((guest) =>
    say(locale, {
      zh: `${mention(guest)}（${roleName(guest.role, 'zh')}）`,
      en: `${mention(guest)} (${guest.role})`,
    }),
  )
  const left = guests.length - named.length
  const more = left > 0 ? [say(locale, { zh: `另 ${left} 人`, en: `${left} more` })] : []
  return [...named, ...more].join(say(locale, { zh: '、', en: ', ' }))
}
