import { randomUUID } from 'node:crypto'
import { inTransaction, type Context } from '../context.ts'
import { localeOf, type Locale } from '../locale.ts'
import type { Asking } from '../slack/listener.ts'
import { today } from '../time/clock.ts'
import type { Member } from './member.ts'
import { findMemberBySlackId, insertMember } from './members-store.ts'
import { readWorkspace, type Workspace } from './workspace-store.ts'

/** Who asked, in which workspace, and Slack's id of the request: what every listener starts from. */
export type Caller = {
  readonly ctx: Context
  readonly member: Member
  readonly workspace: Workspace
  readonly locale: Locale
  readonly requestId: string
}

/** Finds the member who asks. A Slack user seen for the first time becomes a member, from their Slack profile. */
export async function identify(ctx: Context, asking: Asking): Promise<Caller> {
  const known = await inTransaction(ctx, async ({ db }) => ({
    member: await findMemberBySlackId(db, asking.userId),
    workspace: await readWorkspace(db),
  }))
  const member = known.member ?? (await enrol(ctx, asking.userId, known.workspace))
  return {
    ctx,
    member,
    workspace: known.workspace,
    locale: member.locale ?? known.workspace.locale,
    requestId: asking.requestId,
  }
}

/** Slack's workspace owners and admins become Wenshu admins, so that a fresh installation has one. */
export async function enrol(ctx: Context, slackUserId: string, workspace: Workspace): Promise<Member> {
  const { user } =
    (await ctx.slack?.interactive.users.info({ user: slackUserId, include_locale: true })) ?? {}
  const newcomer: Member = {
    id: randomUUID(),
    externalId: null,
    slackUserId,
    email: user?.profile?.email ?? null,
    name: user?.profile?.display_name || user?.real_name || user?.name || slackUserId,
    department: null,
    role: user?.is_admin === true || user?.is_owner === true ? 'admin' : 'member',
    locale: user?.locale === undefined ? null : localeOf(user.locale),
    zone: user?.tz ?? null,
    ownZone: false,
    joinedOn: today(ctx.clock, workspace.zone).toString(),
    leftOn: null,
    isBot: user?.is_bot ?? false,
    isGuest: user?.is_restricted ?? false,
    deactivated: user?.deleted ?? false,
  }
  return await inTransaction(ctx, async ({ db }) => {
    await insertMember(db, newcomer)
    return (await findMemberBySlackId(db, slackUserId)) ?? newcomer
  })
}
