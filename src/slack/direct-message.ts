/** What of the event `message` is looked at; which of its many shapes it has is not known before. */
type MessageEvent = {
  readonly channel_type?: string
  readonly subtype?: string | undefined
  readonly bot_id?: string
  readonly user?: string
  readonly text?: string
}

/** A file may come along; every other subtype is an edit, a deletion, or something that nobody typed. */
const TYPED: ReadonlySet<string | undefined> = new Set([undefined, 'file_share', 'thread_broadcast'])

/** Who typed what in the DM with the bot; null for what bots and the bot itself said, and for edits. */
export function typedInDm(
  event: object,
  botUserId: string | null,
): { readonly userId: string; readonly text: string } | null {
  const { channel_type, subtype, bot_id, user, text }: MessageEvent = event
  if (channel_type !== 'im' || bot_id !== undefined || !TYPED.has(subtype)) return null
  if (user === undefined || user === botUserId || user === 'USLACKBOT') return null
  return { userId: user, text: text ?? '' }
}
