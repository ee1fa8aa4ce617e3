import type { WebClient } from '@slack/web-api'
import type { Log } from '../../log.ts'
import { UPDATE_BYTES, unitsWithin } from '../../slack/limits/fit-message.ts'
import { inertStream, inertText, piecesOf } from '../paragraphs/inert-text.ts'
import type { Sink } from './write-section.ts'

/** A thread that a draft is written into. */
export type ThreadAddress = {
  readonly channel: string
  readonly threadTs: string
  readonly teamId: string
  /** The person who asked; streaming to a channel needs one. null: the message is updated instead. */
  readonly recipient: string | null
  /** The message of an earlier attempt, which is taken up again. */
  readonly ts: string | null
}

export type ThreadWriter = Sink & {
  /** Ends the message with exactly this text; the rest of a long one follows in further messages. */
  finish(text: string): Promise<void>
  /** Ends the message as it stands. Returns whether any of it was shown. */
  abandon(): Promise<boolean>
}

/** Between two pieces sent: appendStream stands about 100 calls a minute, chat.update about 50. */
const STREAM_PAUSE = 600
const UPDATE_PAUSE = 1500
/** One stream takes 12,000 characters; escapes make a text longer. */
const STREAM = 9000

/**
 * Writes into a thread while the text comes: as a Slack stream, the first words at once; where streaming is refused, by
 * updating a message. What could not be shown on the way stands there when `finish` returns. `started` is told the
 * message's ts as soon as there is one, so that a restarted job takes it up again.
 */
export function openThreadWriter(
  client: WebClient,
  address: ThreadAddress,
  started: (ts: string) => Promise<void>,
  log: Log,
): ThreadWriter {
  const { channel, threadTs } = address
  let { ts } = address
  let streaming = ts === null && address.recipient !== null
  let text = ''
  let [unsent, sent, lastAt] = ['', 0, 0]
  let inert = inertStream()
  // The message no longer shows a beginning of `text`, so it is written whole at the end.
  let stale = ts !== null

  const startStream = async (): Promise<void> => {
    const { recipient, teamId } = address
    const answer = await client.chat.startStream({
      channel,
      thread_ts: threadTs,
      recipient_team_id: teamId,
      ...(recipient === null ? {} : { recipient_user_id: recipient }),
      markdown_text: unsent,
    })
    ts = answer.ts ?? null
    if (ts !== null) await started(ts)
  }
  const flushStream = async (): Promise<void> => {
    if (unsent === '') return
    if (ts === null) await startStream()
    else await client.chat.appendStream({ channel, ts, markdown_text: unsent })
    sent += unsent.length
    unsent = ''
  }
  const show = async (): Promise<void> => {
    const shown = inertText(text)
    if (ts === null) {
      const answer = await client.chat.postMessage({ channel, thread_ts: threadTs, text: shown })
      ts = answer.ts ?? null
      if (ts !== null) await started(ts)
    } else await client.chat.update({ channel, ts, text: shown })
  }
  const stopStreaming = async (why: unknown): Promise<void> => {
    log.info({ err: why }, 'streaming was refused; the message is updated instead')
    streaming = false
    stale = true
    await endStream(client, channel, ts)
  }

  return {
    append: async (piece) => {
      text += piece
      unsent += inert(piece)
      const pause = streaming ? STREAM_PAUSE : UPDATE_PAUSE
      if (Date.now() - lastAt < pause || unsent.trim() === '') return
      if (sent + unsent.length > STREAM) return
      try {
        if (streaming) await flushStream()
        else await show()
      } catch (error) {
        if (streaming) await stopStreaming(error)
        // Words that could not be shown on the way are shown at the end.
        else log.info({ err: error }, 'a piece of a draft could not be shown')
      }
      lastAt = Date.now()
    },
    restart: async () => {
      if (streaming && sent > 0) await stopStreaming('the text begins anew')
      ;[text, unsent, lastAt] = ['', '', 0]
      inert = inertStream()
    },
    abandon: async () => {
      if (streaming || stale) await endStream(client, channel, ts)
      return ts !== null
    },
    finish: async (whole) => {
      const continues = streaming && whole === text && sent + unsent.length <= STREAM
      if (continues) {
        try {
          await flushStream()
          await client.chat.stopStream({ channel, ts: ts ?? '' })
          return
        } catch (error) {
          await stopStreaming(error)
        }
      } else if (streaming || stale) await endStream(client, channel, ts)
      const [first = '', ...others] = piecesOf(inertText(whole), (rest) => unitsWithin(rest, UPDATE_BYTES))
      if (ts === null) {
        const answer = await client.chat.postMessage({ channel, thread_ts: threadTs, text: first })
        if (answer.ts !== undefined) await started(answer.ts)
      } else await client.chat.update({ channel, ts, text: first })
      for (const piece of others) await client.chat.postMessage({ channel, thread_ts: threadTs, text: piece })
    },
  }
}

/** A stream that was stopped, or never was one, needs no ending. */
async function endStream(client: WebClient, channel: string, ts: string | null): Promise<void> {
  if (ts === null) return
  await client.chat.stopStream({ channel, ts }).catch(() => {})
}
