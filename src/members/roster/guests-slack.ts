import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Locale } from '../../locale.ts'
import { message, type Message } from '../../slack/blocks.ts'
import type { CommandCall } from '../../slack/listener.ts'
import { audit } from '../audit-store.ts'
import type { Caller } from '../caller.ts'
import { requireAbility, type Member } from '../member.ts'
import { formatGuests, guestsWithRoles } from '../told/guests.ts'
import {
  GUEST_SETTING,
  letsGuestsIn,
  lockSettings,
  readWorkspace,
  updateSettings,
} from '../workspace-store.ts'

const MEMBERS = new Set(['members', 'member', '成员', '允许'])
const NOTHING = new Set(['nothing', 'none', '无', '禁止', '不允许'])

/** `/wenshu guests`: what guests and people of other organisations may do, and `members` or `nothing` to change it. */
export async function answerGuests({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  requireAbility(caller.member, 'administer')
  const word = rest.trim().toLowerCase()
  if (word !== '' && !MEMBERS.has(word) && !NOTHING.has(word)) {
    throw new MemberFacingError({
      zh: `“${rest}”请写成 members（像成员一样）或 nothing（不能使用）。例：/wenshu guests nothing`,
      en: `"${rest}" should be members (as members do) or nothing. Like /wenshu guests nothing`,
    })
  }
  const state = await inTransaction(
    caller.ctx,
    async (ctx) => {
      await lockSettings(ctx.db)
      const before = letsGuestsIn(await readWorkspace(ctx.db))
      const after = word === '' ? before : MEMBERS.has(word)
      if (after !== before) {
        await updateSettings(ctx.db, GUEST_SETTING, after ? 'members' : 'nothing')
        await audit(ctx, {
          by: caller.member.id,
          action: 'guests',
          subject: 'guests',
          details: { before, after },
        })
      }
      return { isIn: after, guests: await guestsWithRoles(ctx) }
    },
    { once: caller.requestId },
  )
  await reply(guestsShown(state, caller.locale))
}

function guestsShown(
  { isIn, guests }: { readonly isIn: boolean; readonly guests: readonly Member[] },
  locale: Locale,
): Message {
  const list = formatGuests(guests, locale)
  const [zh, en] =
    guests.length === 0
      ? ['其中没有人有角色。', 'None of them holds a role.']
      : [`其中有角色的：${list}。`, `Of them these hold roles: ${list}.`]
  return message(locale, {
    zh: `访客和其他组织的人${isIn ? '可以像成员一样使用文书' : '不能使用文书'}。${zh}改为${isIn ? '不能使用' : '像成员一样'}：/wenshu guests ${isIn ? 'nothing' : 'members'}`,
    en: `Guests and people of other organisations ${isIn ? 'may use Wenshu as members do' : 'cannot use Wenshu'}. ${en} To change it: /wenshu guests ${isIn ? 'nothing' : 'members'}`,
  })
}
