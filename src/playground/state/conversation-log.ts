import type { StoredMessage } from '../protocol/protocol.ts'

/** The messages of one conversation, found by ts, in order, replies apart. Nothing here walks over all of them. */
export class ConversationLog {
  readonly #byTs = new Map<string, StoredMessage>()
  readonly #roots: string[] = []
  readonly #replies = new Map<string, string[]>()

  get(ts: string): StoredMessage | undefined {
    return this.#byTs.get(ts)
  }

  /** Adds the message, or takes it in the place of the one with its ts. */
  put(message: StoredMessage): void {
    if (!this.#byTs.has(message.ts)) insert(this.#orderOf(message), message.ts)
    this.#byTs.set(message.ts, message)
  }

  remove(ts: string): void {
    const message = this.#byTs.get(ts)
    if (message === undefined) return
    this.#byTs.delete(ts)
    const order = this.#orderOf(message)
    const at = lowerBound(order, ts)
    if (order[at] === ts) order.splice(at, 1)
  }

  /** All messages, oldest first, replies after the last root. For tests and for writing the journal anew. */
  all(): StoredMessage[] {
    return [...this.#byTs.values()].toSorted((a, b) => (a.ts < b.ts ? -1 : 1))
  }

  /** Replies to a root, oldest first. */
  repliesTo(ts: string): StoredMessage[] {
    return (this.#replies.get(ts) ?? []).map((reply) => this.#byTs.get(reply)!)
  }

  /** Roots after `oldest` and before `latest` (both exclusive unless `inclusive`), newest first, lazily. */
  *newestFirst(
    from: { oldest?: string; latest?: string; inclusive?: boolean } = {},
  ): Generator<StoredMessage> {
    const { oldest, latest, inclusive = false } = from
    let at = this.#roots.length - 1
    if (latest !== undefined) {
      at = lowerBound(this.#roots, latest)
      if (!(inclusive && this.#roots[at] === latest)) at -= 1
    }
    for (; at >= 0; at -= 1) {
      const ts = this.#roots[at]!
      if (oldest !== undefined && (ts < oldest || (ts === oldest && !inclusive))) return
      yield this.#byTs.get(ts)!
    }
  }

  #orderOf(message: StoredMessage): string[] {
    if (message.threadTs === null || message.threadTs === message.ts) return this.#roots
    const replies = this.#replies.get(message.threadTs) ?? []
    this.#replies.set(message.threadTs, replies)
    return replies
  }
}

function insert(order: string[], ts: string): void {
  const last = order.at(-1)
  if (last === undefined || last < ts) order.push(ts)
  else order.splice(lowerBound(order, ts), 0, ts)
}

/** Index of the first entry that is not before `ts`. */
function lowerBound(order: readonly string[], ts: string): number {
  let low = 0
  let high = order.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (order[middle]! < ts) low = middle + 1
    else high = middle
  }
  return low
}
