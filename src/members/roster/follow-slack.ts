import { type Context, inTransaction } from '../../context.ts'
import { profileOf, type SlackUser } from '../caller.ts'
import { askAboutDepartures } from '../appoint/departures.ts'
import { findMemberBySlackId, listMembers, updateAccount } from '../members-store.ts'
import { tellOfGuests } from '../told/guests.ts'
import { readWorkspace } from '../workspace-store.ts'
import { today } from '../../time/clock.ts'

/** Takes over what changed at one Slack account: language, zone, deactivated, guest. Strangers stay strangers. */
export async function followUser(ctx: Context, user: SlackUser): Promise<void> {
  const slackUserId = user.id
  if (slackUserId === undefined) return
  await inTransaction(ctx, async ({ db }) => {
    const member = await findMemberBySlackId(db, slackUserId)
    if (member === null) return
    const { account } = profileOf(slackUserId, user, ctx.teamId)
    // Some events leave the locale out; what is known stays then.
    const day = today(ctx.clock, (await readWorkspace(db)).zone).toString()
    await updateAccount(db, member, { ...account, locale: account.locale ?? member.locale }, day)
  })
  await inTransaction(ctx, async (ctx) => {
    await tellOfGuests(ctx)
  })
  if (user.deleted !== undefined) await askAboutDepartures(ctx)
}

/**
 * Walks through all Slack users: takes over what changed at members' accounts while the bot was away, and links
 * imported members to the account with their e-mail. Returns how many were linked.
 */
export async function followAllUsers(ctx: Context): Promise<number> {
  if (ctx.slack === null) return 0
  let linked = 0
  let cursor: string | undefined
  const listed = new Set<string>()
  do {
    const page = await ctx.slack.bulk.users.list({
      limit: 200,
      include_locale: true,
      ...(cursor === undefined ? {} : { cursor }),
    })
    linked += await followPage(ctx, page.members ?? [])
    for (const { id } of page.members ?? []) if (id !== undefined) listed.add(id)
    cursor = page.response_metadata?.next_cursor || undefined
  } while (cursor !== undefined)
  await followUnlisted(ctx, listed)
  await askAboutDepartures(ctx)
  await inTransaction(ctx, async (ctx) => {
    await tellOfGuests(ctx)
  })
  return linked
}

/** People of other organisations stand on no list of users: members who are not listed are looked at one by one. */
async function followUnlisted(ctx: Context, listed: ReadonlySet<string>): Promise<void> {
  const members = await inTransaction(ctx, async ({ db }) => await listMembers(db))
  for (const { slackUserId, isBot, leftOn } of members) {
    if (slackUserId === null || isBot || leftOn !== null || listed.has(slackUserId)) continue
    try {
      const { user } = (await ctx.slack?.bulk.users.info({ user: slackUserId, include_locale: true })) ?? {}
      if (user !== undefined) await followPage(ctx, [{ ...user, id: slackUserId }])
    } catch (error) {
      ctx.log.warn({ err: error, user: slackUserId }, 'Slack does not show a member')
    }
  }
}

async function followPage(ctx: Context, users: readonly SlackUser[]): Promise<number> {
  return await inTransaction(ctx, async ({ db }) => {
    const day = today(ctx.clock, (await readWorkspace(db)).zone).toString()
    const members = await listMembers(db)
    const bySlackId = new Map(members.map((member) => [member.slackUserId, member]))
    const unlinked = new Map(
      members.filter(({ slackUserId }) => slackUserId === null).map((member) => [member.email, member]),
    )
    let linked = 0
    for (const user of users) {
      if (user.id === undefined) continue
      const { account, email } = profileOf(user.id, user, ctx.teamId)
      const known = bySlackId.get(user.id)
      const imported = email === null ? undefined : unlinked.get(email)
      const member = known ?? imported
      if (member === undefined) continue
      const locale = account.locale ?? member.locale
      const isSame =
        member.slackUserId === user.id &&
        member.locale === locale &&
        member.zone === account.zone &&
        member.isGuest === account.isGuest &&
        member.deactivated === account.deactivated
      if (isSame) continue
      await updateAccount(db, member, { ...account, locale, slackUserId: user.id }, day)
      if (known === undefined) linked += 1
    }
    return linked
  })
}
