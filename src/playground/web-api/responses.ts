import { listIn, textIn, type JsonRecord } from '../protocol/json.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { ResponseUrl } from '../state/state.ts'
import { Arguments, metadataIn } from './method.ts'
import { contentIn } from './message-content.ts'
import { addMessage, type World } from '../state/world.ts'

/** Whom and where an answer to an interaction goes. */
export type AnswerTo = Pick<ResponseUrl, 'user' | 'channel' | 'messageTs' | 'threadTs'>

/** Whether an acknowledgement or response says anything. */
export function saysSomething(body: JsonRecord): boolean {
  return (
    textIn(body, 'text') !== '' || listIn(body, 'blocks').length > 0 || listIn(body, 'attachments').length > 0
  )
}

/**
 * Carries out what was posted to a response_url or came with the acknowledgement of a command: a new message, by
 * default for the person alone, or the original replaced or deleted.
 */
export function answerInteraction(world: World, to: AnswerTo, body: JsonRecord): void {
  const args = new Arguments(body)
  const original = to.messageTs === null ? undefined : world.store.message(to.channel, to.messageTs)
  if (args.flag('delete_original')) {
    if (original === undefined) throw new SlackRefusal('message_not_found')
    world.store.apply({ kind: 'deleted', channel: to.channel, ts: original.ts })
    return
  }
  const content = contentIn(args)
  if (args.flag('replace_original') && to.messageTs !== null) {
    if (original === undefined) throw new SlackRefusal('message_not_found')
    const editedTs = world.timestamps.next(world.clock.now())
    world.store.apply({ kind: 'message', message: { ...original, ...content, editedTs } })
    return
  }
  const isPublic = args.text('response_type') === 'in_channel'
  const threadTs = args.text('thread_ts') || (args.flag('reply_in_thread') ? to.messageTs : to.threadTs)
  addMessage(world, {
    ...content,
    channel: to.channel,
    user: world.identity.bot.userId,
    metadata: metadataIn(args),
    threadTs,
    ephemeralFor: isPublic ? null : to.user,
  })
}

/** A post to a response_url. Refuses when it is unknown, too old or used up. */
export function useResponseUrl(world: World, id: string, body: JsonRecord): void {
  const url = world.store.responseUrls.get(id)
  if (url === undefined || url.expires < Date.now()) throw new SlackRefusal('expired_url')
  if (url.usesLeft < 1) throw new SlackRefusal('used_url')
  answerInteraction(world, url, body)
  world.store.apply({ kind: 'responseUrl', url: { ...url, usesLeft: url.usesLeft - 1 } })
}
