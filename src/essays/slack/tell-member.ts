import type { Locale } from '../../locale.ts'
import type { Caller } from '../../members/caller.ts'
import type { Member } from '../../members/member.ts'
import type { Message } from '../../slack/blocks.ts'

/**
 * Tells a member at once, in their language, in their DM. A message that fails is logged; returns whether it went, so
 * that who caused it can be told.
 */
export async function tellMember(
  { ctx, workspace }: Pick<Caller, 'ctx' | 'workspace'>,
  member: Member,
  message: (locale: Locale) => Message,
): Promise<boolean> {
  if (member.slackUserId === null || ctx.slack === null) return false
  try {
    const text = message(member.locale ?? workspace.locale)
    await ctx.slack.interactive.chat.postMessage({ channel: member.slackUserId, ...text })
    return true
  } catch (error) {
    ctx.log.warn({ err: error, member: member.id }, 'a member could not be told about an essay')
    return false
  }
}
