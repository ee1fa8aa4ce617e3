import type { MessageMetadata } from '@slack/types'
import { isRecord, parseJson, textIn, type JsonRecord } from '../protocol/json.ts'
import type { StoredConversation, StoredUser } from '../protocol/protocol.ts'
import type { Tier } from '../behaviour/rate-limits.ts'
import { SlackRefusal } from '../protocol/refusal.ts'
import type { World } from '../state/world.ts'

/** One Web API method: what it needs, how often it may be called, what it does. */
export type WebApiMethod = {
  /** Which token it takes. */
  token: 'bot' | 'app'
  /** Scope it cannot do without; what depends on the arguments it asks for itself with `needScope`. */
  scope?: string
  tier: Tier
  /** Does it and gives the answer without `ok`. Refuses by throwing {@link SlackRefusal}. */
  run(world: World, args: Arguments): JsonRecord | Promise<JsonRecord>
}

export type MethodTable = Record<string, WebApiMethod>

/** A call's arguments, from a form (everything text, structures as JSON text) or from JSON. */
export class Arguments {
  readonly #given: JsonRecord

  constructor(given: JsonRecord) {
    this.#given = given
  }

  has(name: string): boolean {
    return this.#given[name] !== undefined && this.#given[name] !== null
  }

  /** Text, '' if it is not given. */
  text(name: string): string {
    const value = this.#given[name]
    if (typeof value === 'string') return value
    return typeof value === 'number' || typeof value === 'boolean' ? String(value) : ''
  }

  /** Text that must be there. */
  need(name: string): string {
    const value = this.text(name)
    if (value === '') throw missing(name)
    return value
  }

  flag(name: string): boolean {
    return ['true', '1'].includes(this.text(name))
  }

  /** A whole number from 1 to `most`, or `usual` if it is not given. */
  count(name: string, usual: number, most: number): number {
    if (!this.has(name) || this.text(name) === '0') return usual
    const value = Number(this.text(name))
    if (!Number.isInteger(value) || value < 1) throw new SlackRefusal('invalid_limit')
    return Math.min(value, most)
  }

  /** A structure; undefined if it is not given. Text that is not JSON is refused with `error`. */
  structure(name: string, error = 'invalid_arguments'): unknown {
    const value = this.#given[name]
    if (value === undefined || value === null || value === '') return undefined
    if (typeof value !== 'string') return value
    const parsed = parseJson(value)
    if (parsed === undefined) throw new SlackRefusal(error, [`[ERROR] not JSON [json-pointer:/${name}]`])
    return parsed
  }
}

export function missing(name: string): SlackRefusal {
  return new SlackRefusal('invalid_arguments', [
    `[ERROR] missing required field: ${name} [json-pointer:/${name}]`,
  ])
}

export function needScope(world: World, ...anyOf: readonly string[]): void {
  if (anyOf.some((scope) => world.scopes.has(scope))) return
  throw new SlackRefusal('missing_scope', [], {
    needed: anyOf.join(','),
    provided: [...world.scopes].join(','),
  })
}

/** The conversation with this id as far as the bot may know of it. */
export function needConversation(world: World, id: string): StoredConversation {
  const conversation = world.store.conversations.get(id)
  const hidden = conversation?.isPrivate === true && !world.store.isMember(world.identity.bot.userId, id)
  if (conversation === undefined || hidden) throw new SlackRefusal('channel_not_found')
  return conversation
}

export function needUser(world: World, id: string): StoredUser {
  const user = world.store.users.get(id)
  if (user === undefined) throw new SlackRefusal('user_not_found')
  return user
}

export function needMember(world: World, conversation: StoredConversation): void {
  if (!world.store.isMember(world.identity.bot.userId, conversation.id))
    throw new SlackRefusal('not_in_channel')
}

/** The metadata argument in its form, null if it is not given. */
export function metadataIn(args: Arguments): MessageMetadata | null {
  const metadata = args.structure('metadata', 'invalid_metadata_format')
  if (metadata === undefined) return null
  const payload = isRecord(metadata) ? metadata['event_payload'] : undefined
  if (textIn(metadata, 'event_type') === '' || !isRecord(payload)) {
    throw new SlackRefusal('invalid_metadata_format')
  }
  // Slack: metadata may hold 16 kB of JSON.
  if (JSON.stringify(metadata).length > 16_384) throw new SlackRefusal('metadata_too_large')
  return {
    event_type: textIn(metadata, 'event_type'),
    event_payload: payload as MessageMetadata['event_payload'],
  }
}

/** One page of a list, by a cursor that hides the position. */
export function pageOf<T>(
  all: readonly T[],
  args: Arguments,
  usual: number,
): { page: T[]; nextCursor: string } {
  const limit = args.count('limit', usual, 1000)
  const start = positionIn(args)
  const end = start + limit
  return { page: all.slice(start, end), nextCursor: end < all.length ? cursorOf(String(end)) : '' }
}

export function cursorOf(position: string): string {
  return Buffer.from(`next:${position}`).toString('base64')
}

/** What `cursorOf` hid; '' if there is no cursor. Anything else is refused. */
export function positionTextIn(args: Arguments): string {
  const cursor = args.text('cursor')
  if (cursor === '') return ''
  const position = /^next:([\d.]+)$/.exec(Buffer.from(cursor, 'base64').toString('utf8'))?.[1]
  if (position === undefined) throw new SlackRefusal('invalid_cursor')
  return position
}

function positionIn(args: Arguments): number {
  return Number(positionTextIn(args) || '0')
}
