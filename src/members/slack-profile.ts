import { localeOf } from '../locale.ts'
import type { Member } from './member.ts'

/** A user as Slack describes one, in users.info, users.list and the event user_change; any part may be missing. */
export type SlackUser = {
  readonly id?: string | undefined
  readonly name?: string | undefined
  readonly real_name?: string | undefined
  readonly tz?: string | undefined
  readonly locale?: string | undefined
  readonly deleted?: boolean | undefined
  readonly is_bot?: boolean | undefined
  readonly is_admin?: boolean | undefined
  readonly is_owner?: boolean | undefined
  readonly is_restricted?: boolean | undefined
  readonly is_ultra_restricted?: boolean | undefined
  readonly profile?:
    | {
        readonly email?: string | undefined
        readonly display_name?: string | undefined
        readonly real_name?: string | undefined
      }
    | undefined
}

/** What Wenshu takes over from a Slack profile. `account` is what may change and is kept up to date. */
export type SlackProfile = {
  readonly name: string
  readonly email: string | null
  readonly isSlackAdmin: boolean
  readonly account: Pick<Member, 'locale' | 'zone' | 'isBot' | 'isGuest' | 'deactivated'>
}

export function profileOf(slackUserId: string, user: SlackUser): SlackProfile {
  const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name]
  return {
    name: names.find((name) => name !== undefined && name !== '') ?? slackUserId,
    email: user.profile?.email?.toLowerCase() ?? null,
    isSlackAdmin: user.is_admin === true || user.is_owner === true,
    account: {
      locale: user.locale === undefined ? null : localeOf(user.locale),
      zone: user.tz ?? null,
      isBot: user.is_bot ?? false,
      isGuest: user.is_restricted === true || user.is_ultra_restricted === true,
      deactivated: user.deleted ?? false,
    },
  }
}
