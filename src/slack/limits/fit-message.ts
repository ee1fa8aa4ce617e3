import type { KnownBlock } from '@slack/types'
import { partBold } from './part-bold.ts'

/**
 * Bytes of text that chat.update takes; longer is `msg_too_long`. Slack's page says characters; measured by others,
 * 4,000 bytes pass and 4,002 do not (openclaw/openclaw PR 115027).
 */
export const UPDATE_BYTES = 4_000
/** Slack cuts a posted text here by itself, inside a word or a mark. */
const POST_BYTES = 40_000
/** All blocks of one message together, characters of JSON; about 13,200 are refused (user-reported, undocumented). */
const BLOCKS_CHARACTERS = 13_000
/** Texts are not made shorter than this; then blocks go. */
const SHORTEST = 120

/** What a call says, as far as Slack limits it. */
export type Fitted = { readonly text?: string; readonly blocks?: readonly KnownBlock[] }

/**
 * A message as Slack takes it: its text with bold parted and cut by bytes, its blocks by what they are together. What is cut ends in "…".
 * A message that fits is returned as it is.
 */
export function fitMessage<M extends Fitted>(message: M, how: 'post' | 'update'): M {
  const { text, blocks } = message
  return {
    ...message,
    ...(text !== undefined && {
      text: fitBytes(partBold(text), how === 'update' ? UPDATE_BYTES : POST_BYTES),
    }),
    ...(blocks !== undefined && { blocks: fitBlocks(blocks) }),
  }
}

/** Cuts escaped text or mrkdwn to a limit in bytes of UTF-8, with an ellipsis; never inside a character, a mention or an entity. */
export function fitBytes(text: string, bytes: number): string {
  if (Buffer.byteLength(text) <= bytes) return text
  return cutAfter(text, unitsWithin(text, bytes - Buffer.byteLength('…')))
}

/** The longest beginning that takes at most so many bytes of UTF-8, in UTF-16 units; never inside a surrogate pair. */
export function unitsWithin(text: string, bytes: number): number {
  return new TextEncoder().encodeInto(text, new Uint8Array(bytes)).read
}

/** What must not be cut in the middle: `<@U1|name>`, `&amp;`, half a surrogate pair. */
const BROKEN_END = /(?:<[^<>]*|&[a-z]{0,4}|[\uD800-\uDBFF])$/

function cutAfter(text: string, units: number): string {
  return `${text.slice(0, units).replace(BROKEN_END, '')}…`
}

/** The longest texts become shorter until all fits; if short texts are too many, the last blocks without buttons go. */
function fitBlocks(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  if (fits(blocks)) return blocks
  let [most, tooMuch] = [SHORTEST, BLOCKS_CHARACTERS]
  while (tooMuch - most > 1) {
    const between = Math.floor((most + tooMuch) / 2)
    if (fits(shortened(blocks, between))) most = between
    else tooMuch = between
  }
  return withoutLast(shortened(blocks, most))
}

function withoutLast(blocks: readonly KnownBlock[]): readonly KnownBlock[] {
  if (fits(blocks)) return blocks
  const kept = [...blocks]
  let at = kept.length
  while (!fits(kept) && kept.length > 0) {
    const last = kept.findLastIndex(({ type }) => type !== 'actions')
    at = last === -1 ? kept.length - 1 : last
    kept.splice(at, 1)
  }
  return kept.toSpliced(at, 0, { type: 'context', elements: [{ type: 'mrkdwn', text: '…' }] })
}

function fits(blocks: readonly KnownBlock[]): boolean {
  return JSON.stringify(blocks).length <= BLOCKS_CHARACTERS
}

/** The same JSON with every `text` cut to so many units. */
function shortened<Part>(part: Part, units: number): Part {
  // Only strings change, and they stay strings.
  return JSON.parse(
    JSON.stringify(part, (key, value: unknown) =>
      key === 'text' && typeof value === 'string' && value.length > units
        ? cutAfter(value, units - 1)
        : value,
    ),
  ) as Part
}
