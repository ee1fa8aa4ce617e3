import { inTransaction, type Context, type Transacting } from '../../context.ts'
import type { Message } from '../../slack/blocks.ts'
import type { Place } from '../../slack/connection/delivery.ts'
import type { Entry } from '../rows/box.ts'
import { findEntries, lockEntries, markSending, releaseClaim, settle, type Held } from '../rows/store.ts'
import type { Kind, Prepared } from './kind.ts'

/** What is to be done about a message whose turn has come. */
export type Begun<E extends Entry> =
  /** Its row says that it is being posted. */
  | { readonly kind: 'post'; readonly entry: E; readonly to: Place; readonly message: Message }
  /** Somebody else is at it for so many seconds. */
  | { readonly kind: 'held'; readonly seconds: number }
  /** It may have been posted. */
  | { readonly kind: 'doubtful'; readonly entry: E }
  | { readonly kind: 'nothing' }

const NOTHING = { kind: 'nothing' } as const
/** Somebody's transaction has the row: it ends soon, or PostgreSQL ends it. */
const LOCKED = { kind: 'held', seconds: 1 } as const

/**
 * Looks once more whether claimed messages are still due, and says in the rows that their posts begin: many in one
 * transaction. Rows that another transaction has are not waited for, since their process may be asleep.
 */
export async function beginPosts<E extends Entry>(
  ctx: Context,
  kind: Kind<E>,
  ids: readonly string[],
  lease: number,
): Promise<Begun<E>[]> {
  return await inTransaction(ctx, async (ctx) => {
    await kind.refresh?.(ctx.db, ids)
    const rows = await lockEntries(ctx.db, kind.box, ids, lease)
    const claimed = rows.map(({ entry }) => entry).filter(({ state }) => state === 'claimed')
    const begun = await beginClaimed(ctx, kind, claimed)
    const byId = new Map(rows.map((row) => [row.entry.id, begun.get(row.entry.id) ?? standingOf(row)]))
    const missing = ids.filter((id) => !byId.has(id))
    for (const { id } of await findEntries(ctx.db, kind.box, missing)) byId.set(id, LOCKED)
    return handOut(ids, byId)
  })
}

/** What is begun falls to one of those who ask: a message may have several jobs. */
function handOut<E extends Entry>(ids: readonly string[], begun: ReadonlyMap<string, Begun<E>>): Begun<E>[] {
  const taken = new Set<string>()
  return ids.map((id) => {
    if (taken.has(id)) return LOCKED
    taken.add(id)
    return begun.get(id) ?? NOTHING
  })
}

function standingOf<E extends Entry>({ entry, secondsHeld }: Held<E>): Begun<E> {
  if (entry.state === 'unknown') return { kind: 'doubtful', entry }
  if (entry.state !== 'sending') return NOTHING
  return secondsHeld > 0 ? { kind: 'held', seconds: secondsHeld } : { kind: 'doubtful', entry }
}

async function beginClaimed<E extends Entry>(
  ctx: Transacting,
  kind: Kind<E>,
  claimed: readonly E[],
): Promise<Map<string, Begun<E>>> {
  const begun = new Map<string, Begun<E>>()
  if (claimed.length === 0) return begun
  const prepared = await kind.prepare(ctx, claimed)
  for (const [index, seen] of claimed.entries()) {
    const one = prepared[index]!
    if (one.kind === 'post') {
      const entry: E = { ...seen, state: 'sending', attempts: seen.attempts + 1 }
      begun.set(seen.id, { ...one, entry })
      continue
    }
    await putAside(ctx, kind, seen, one)
    begun.set(seen.id, NOTHING)
  }
  const toSend = claimed.filter(({ id }) => begun.get(id)?.kind === 'post')
  const marked = new Set(await markSending(ctx.db, kind.box, toSend))
  for (const { id } of toSend) if (!marked.has(id)) begun.set(id, NOTHING)
  return begun
}

async function putAside(
  { db, log }: Transacting,
  { name, box }: Kind,
  seen: Entry,
  prepared: Exclude<Prepared, { kind: 'post' }>,
): Promise<void> {
  switch (prepared.kind) {
    case 'later':
      log.info({ [name]: seen.id, code: prepared.code }, 'a message is put off')
      await releaseClaim(db, box, seen)
      return
    case 'cancel':
      await settle(db, box, seen, { state: 'cancelled', reason: prepared.reason })
      return
    case 'unknown':
      log.error({ [name]: seen.id }, 'a message of a kind that this version does not know waits')
  }
}
