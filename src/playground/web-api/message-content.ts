import type { KnownBlock } from '@slack/types'
import { checkMessage, faultLine, MARKDOWN_CHARACTERS, POST_TEXT_BYTES } from '../shapes/limits.ts'
import { withIds } from '../shapes/elements-of.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { StoredMessage } from '../protocol/protocol.ts'
import type { Arguments } from './method.ts'

export type MessageContent = Pick<StoredMessage, 'text' | 'blocks' | 'attachments'>

/** What a posting or updating call says, refused as Slack refuses it. `markdown_text` becomes a markdown block. */
export function contentIn(args: Arguments, how: { update?: boolean; files?: boolean } = {}): MessageContent {
  const markdown = args.text('markdown_text')
  const given = args.structure('blocks', 'invalid_blocks_format')
  if (markdown !== '' && (given !== undefined || args.text('text') !== '')) {
    throw new SlackRefusal('markdown_text_conflict')
  }
  if (markdown.length > MARKDOWN_CHARACTERS) throw new SlackRefusal('msg_too_long')
  const text = markdown === '' ? args.text('text') : markdown
  const blocks =
    markdown === '' ? acceptedBlocks(text, given, how) : [{ type: 'markdown' as const, text: markdown }]
  const attachments = args.structure('attachments', 'invalid_attachments') ?? []
  if (!Array.isArray(attachments)) throw new SlackRefusal('invalid_attachments')
  if (text.trim() === '' && blocks.length === 0 && attachments.length === 0 && how.files !== true) {
    throw new SlackRefusal('no_text')
  }
  return { text: truncated(text), blocks, attachments }
}

function truncated(text: string): string {
  const { read } = new TextEncoder().encodeInto(text, new Uint8Array(POST_TEXT_BYTES))
  return text.slice(0, read)
}

/** Blocks that Slack takes, each with its ids. */
export function acceptedBlocks(text: string, given: unknown, how: { update?: boolean } = {}): KnownBlock[] {
  const refusal = checkMessage({ text, blocks: given }, how)
  if (refusal !== null) throw new SlackRefusal(refusal.error, refusal.faults.map(faultLine))
  // Checked above against every limit that the types stand for.
  return Array.isArray(given) ? withIds(given as KnownBlock[]) : []
}
