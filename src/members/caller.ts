import { randomUUID } from 'node:crypto'
import { type Context, inTransaction } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import { type Locale, localeOf } from '../locale.ts'
import type { Asking, CommandCall } from '../slack/listener.ts'
import { today } from '../time/clock.ts'
import { inBatches } from '../batch.ts'
import type { Member } from './member.ts'
import {
  changeRole,
  findMemberByAnyName,
  findMemberBySlackId,
  findMembersBySlackIds,
  insertMember,
  updateAccount,
} from './members-store.ts'
import { letsGuestsIn, readWorkspace, type Workspace } from './workspace-store.ts'

/** Who asked, in which workspace, and Slack's id of the request: what every listener starts from. */
export type Caller = {
  readonly ctx: Context
  readonly member: Member
  readonly workspace: Workspace
  readonly locale: Locale
  readonly requestId: string
}

/** A word after a command: its names in both languages, lower case, and what is done with the words that follow. */
export type Verb = {
  readonly names: readonly string[]
  readonly carryOut: (call: CommandCall<Caller>, rest: string) => Promise<void>
}

/** The day on the wall of the caller's office. */
export function dayOf({ ctx, workspace }: Pick<Caller, 'ctx' | 'workspace'>): Temporal.PlainDate {
  return today(ctx.clock, workspace.zone)
}

const GUESTS_KEPT_OUT = {
  zh: '访客和其他组织的人不能在这里使用文书。管理员可以用 /wenshu guests members 允许。',
  en: 'Guests and people of other organisations cannot use Wenshu here. An admin can allow it with /wenshu guests members.',
}

/**
 * Finds the member who asks. A Slack user seen for the first time becomes a member, from their Slack profile. Throws
 * MemberFacingError to guests, unless the workspace lets them in.
 */
export async function identify(ctx: Context, asking: Asking): Promise<Caller> {
  const known = await lookUp(ctx, asking.userId)
  const member = known.member ?? (await enrol(ctx, asking.userId, known.workspace))
  if (member.isGuest && !letsGuestsIn(known.workspace)) throw new MemberFacingError(GUESTS_KEPT_OUT)
  return {
    ctx: { ...ctx, requestId: asking.requestId },
    member,
    workspace: known.workspace,
    locale: member.locale ?? known.workspace.locale,
    requestId: asking.requestId,
  }
}

/** The workspace and the member of a Slack user, in one transaction for all who ask at the same time. */
const lookUp = inBatches(
  async (ctx, slackUserIds: readonly string[]) =>
    await inTransaction(ctx, async ({ db }) => {
      const members = await findMembersBySlackIds(db, [...new Set(slackUserIds)])
      const byUser = new Map(members.map((member) => [member.slackUserId, member]))
      const workspace = await readWorkspace(db)
      return slackUserIds.map((id) => ({ member: byUser.get(id) ?? null, workspace }))
    }),
  100,
)

/**
 * Makes a Slack user a member: the imported one with the same e-mail, else a new one from the Slack profile.
 * Slack's workspace owners and admins become Wenshu admins, so that a fresh installation has one. Guests and people of
 * other organisations are nobody's import and no admins, whatever their own Slack says of them.
 */
export async function enrol(ctx: Context, slackUserId: string, workspace: Workspace): Promise<Member> {
  const answer = await ctx.slack?.interactive.users.info({ user: slackUserId, include_locale: true })
  const profile = profileOf(slackUserId, answer?.user ?? {}, ctx.teamId)
  const day = today(ctx.clock, workspace.zone).toString()
  return await inTransaction(ctx, async ({ db }) => {
    const imported = profile.email === null ? null : await findMemberByAnyName(db, profile.email)
    if (imported !== null && imported.slackUserId === null)
      await updateAccount(db, imported, { slackUserId, ...profile.account }, day)
    else {
      const id = randomUUID()
      await insertMember(db, {
        id,
        externalId: null,
        slackUserId,
        email: profile.email,
        name: profile.name,
        department: null,
        role: profile.isSlackAdmin ? 'admin' : 'member',
        ownZone: false,
        joinedOn: day,
        leftOn: null,
        ...profile.account,
      })
      if (profile.isSlackAdmin) await changeRole(db, id, 'admin', { inSlack: true })
    }
    const member = await findMemberBySlackId(db, slackUserId)
    if (member === null) throw new Error(`the Slack user ${slackUserId} could not be made a member`)
    return member
  })
}

/** A user as Slack describes one, in users.info, users.list and the event user_change; any part may be missing. */
export type SlackUser = {
  readonly id?: string | undefined
  readonly team_id?: string | undefined
  readonly enterprise_user?: { readonly teams?: readonly string[] | undefined } | undefined
  readonly is_stranger?: boolean | undefined
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

/** `teamId`: the workspace that looks at the user. */
export function profileOf(slackUserId: string, user: SlackUser, teamId: string): SlackProfile {
  const names = [user.profile?.display_name, user.profile?.real_name, user.real_name, user.name]
  const isGuest = user.is_restricted === true || user.is_ultra_restricted === true || isOutsider(user, teamId)
  return {
    name: names.find((name) => name !== undefined && name !== '') ?? slackUserId,
    email: isGuest ? null : (user.profile?.email?.toLowerCase() ?? null),
    isSlackAdmin: !isGuest && (user.is_admin === true || user.is_owner === true),
    account: {
      locale: user.locale === undefined ? null : localeOf(user.locale),
      zone: user.tz ?? null,
      isBot: user.is_bot ?? false,
      isGuest,
      deactivated: user.deleted ?? false,
    },
  }
}

/** `is_stranger` is false for those in a shared channel, so the team decides; in a Grid, any of the user's teams. */
function isOutsider({ team_id, enterprise_user, is_stranger }: SlackUser, teamId: string): boolean {
  if (is_stranger === true) return true
  const teams = [...(team_id === undefined ? [] : [team_id]), ...(enterprise_user?.teams ?? [])]
  return teams.length > 0 && !teams.includes(teamId)
}
