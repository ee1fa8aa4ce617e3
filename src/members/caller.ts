import { randomUUID } from 'node:crypto'
import { inTransaction, type Context } from '../context.ts'
import type { Locale } from '../locale.ts'
import type { Asking } from '../slack/listener.ts'
import { today } from '../time/clock.ts'
import { together } from '../together.ts'
import type { Member } from './member.ts'
import {
  findMemberByAnyName,
  findMemberBySlackId,
  findMembersBySlackIds,
  insertMember,
  updateMember,
} from './members-store.ts'
import { profileOf } from './slack-profile.ts'
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
  const known = await lookUp(ctx, asking.userId)
  const member = known.member ?? (await enrol(ctx, asking.userId, known.workspace))
  return {
    ctx,
    member,
    workspace: known.workspace,
    locale: member.locale ?? known.workspace.locale,
    requestId: asking.requestId,
  }
}

/** The workspace and the member of a Slack user, in one transaction for all who ask at the same time. */
const lookUp = together(
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
 * Slack's workspace owners and admins become Wenshu admins, so that a fresh installation has one.
 */
export async function enrol(ctx: Context, slackUserId: string, workspace: Workspace): Promise<Member> {
  const answer = await ctx.slack?.interactive.users.info({ user: slackUserId, include_locale: true })
  const profile = profileOf(slackUserId, answer?.user ?? {})
  return await inTransaction(ctx, async ({ db }) => {
    const imported = profile.email === null ? null : await findMemberByAnyName(db, profile.email)
    if (imported !== null && imported.slackUserId === null)
      await updateMember(db, imported.id, { slackUserId, ...profile.account })
    else {
      await insertMember(db, {
        id: randomUUID(),
        externalId: null,
        slackUserId,
        email: profile.email,
        name: profile.name,
        department: null,
        role: profile.isSlackAdmin ? 'admin' : 'member',
        ownZone: false,
        joinedOn: today(ctx.clock, workspace.zone).toString(),
        leftOn: null,
        ...profile.account,
      })
    }
    const member = await findMemberBySlackId(db, slackUserId)
    if (member === null) throw new Error(`the Slack user ${slackUserId} could not be made a member`)
    return member
  })
}
