import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import type { Message } from '../../slack/blocks.ts'
import type { Member } from '../member.ts'
import { insertUndelivered } from './undelivered-store.ts'

/** Keeps an answer that reached a member nowhere, until they open App Home. */
export async function keepAnswer(ctx: Context, memberId: string, { text }: Message): Promise<void> {
  await inTransaction(ctx, async (ctx) => {
    await insertUndelivered(ctx.db, { id: randomUUID(), memberId, at: nowOf(ctx), text })
  })
}

/** Tells a member in their DM what became of something they asked for; what does not get there is kept for App Home. */
export async function tellOrKeep(ctx: Context, member: Member, message: Message): Promise<void> {
  try {
    if (ctx.slack === null || member.slackUserId === null) throw new Error('there is no way to this member')
    await ctx.slack.bulk.chat.postMessage({ channel: member.slackUserId, ...message })
  } catch (error) {
    ctx.log.warn({ err: error, member: member.id }, 'a member could not be told; it is kept for App Home')
    await keepAnswer(ctx, member.id, message)
  }
}
