import type { Context } from '../../context.ts'
import type { Message } from '../../slack/blocks.ts'
import type { Reply } from '../../slack/listener.ts'
import { replyTo } from '../../slack/replies.ts'

/**
 * Answers where a form was asked for; when that is no longer possible, in the person's DM. What the form did is stored
 * by then, so a failing answer must not look like a failed form; and nobody waits for it, since Slack gives a form three
 * seconds.
 */
export function answerAfterForm(
  { log }: Pick<Context, 'log'>,
  message: Message,
  responseUrl: string | null,
  dm: Reply,
): void {
  const reply = responseUrl === null ? dm : replyTo(responseUrl)
  reply(message)
    .catch(async () => await dm(message))
    .catch((error: unknown) => {
      log.error({ err: error, what: 'an essay form' }, 'the confirmation could not be said')
    })
}
