import { inTransaction, nowOf, type Context } from '../../context.ts'
import { today } from '../../time/clock.ts'
import type { Member } from '../member.ts'
import { findMembersByIds, listMembers } from '../members-store.ts'
import { readWorkspace } from '../workspace-store.ts'
import { askWhetherLeft } from './left-slack.ts'

/**
 * Asks the admins about members whose Slack account was deactivated and of whom nobody has said that they left: once for
 * each deactivation, whoever of several processes comes first. When no admin could be told, it is asked again next time.
 */
export async function askAboutDepartures(ctx: Context): Promise<void> {
  const client = ctx.slack?.bulk
  if (client === undefined) return
  const asked = await inTransaction(ctx, async (ctx) => {
    const rows = await ctx.db
      .updateTable('members')
      .set({ departure_asked_at: nowOf(ctx) })
      .where('deactivated', '=', true)
      .where('is_bot', '=', false)
      .where('left_on', 'is', null)
      .where('erased_at', 'is', null)
      .where('departure_asked_at', 'is', null)
      .returning('id')
      .execute()
    // Who came back may leave again.
    await ctx.db
      .updateTable('members')
      .set({ departure_asked_at: null })
      .where('deactivated', '=', false)
      .where('departure_asked_at', 'is not', null)
      .execute()
    if (rows.length === 0) return null
    const ids = rows.map(({ id }) => id)
    return { ids, members: await findMembersByIds(ctx.db, ids), admins: await adminsIn(ctx.db) }
  })
  if (asked === null) return
  const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
  const day = today(ctx.clock, workspace.zone).toString()
  let told = 0
  for (const admin of asked.admins) {
    const message = askWhetherLeft(asked.members, day, admin.locale ?? workspace.locale)
    try {
      await client.chat.postMessage({ channel: admin.slackUserId ?? '', ...message })
      told += 1
    } catch (error) {
      ctx.log.warn({ err: error, member: admin.id }, 'an admin could not be asked who has left')
    }
  }
  if (told === 0) await forgetAsked(ctx, asked.ids)
}

async function adminsIn(db: Parameters<typeof listMembers>[0]): Promise<Member[]> {
  const members = await listMembers(db)
  return members.filter(
    ({ role, slackUserId, deactivated, leftOn }) =>
      role === 'admin' && slackUserId !== null && !deactivated && leftOn === null,
  )
}

async function forgetAsked(ctx: Context, ids: readonly string[]): Promise<void> {
  await inTransaction(ctx, async ({ db }) => {
    await db.updateTable('members').set({ departure_asked_at: null }).where('id', 'in', ids).execute()
  })
}
