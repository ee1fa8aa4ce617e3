import type { Transacting } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import type { JobData } from '../../jobs/queue.ts'
import type { Message } from '../../slack/blocks.ts'
import type { Mark, Place } from '../../slack/connection/delivery.ts'
import type { Box, Entry } from '../rows/box.ts'

/** The reason of a claimed message that may stand where the bot may not look: it says itself that it may stand twice. */
export const UNSEEN = 'unseen'

/** What is to be done about a claimed message now that its turn has come. */
export type Prepared =
  | { readonly kind: 'post'; readonly to: Place; readonly message: Message }
  /** Not at this moment: the claim is given up, and whoever planned it decides again. */
  | { readonly kind: 'later'; readonly code: string }
  | { readonly kind: 'cancel'; readonly reason: string }
  /** Nobody here knows what it is: it stays as it is, for a process that does. */
  | { readonly kind: 'unknown' }

/** One kind of message that is delivered by the outbox: where its rows are, and what they say when they are posted. */
export type Kind<E extends Entry = Entry> = {
  /** What the log calls one. */
  readonly name: string
  readonly box: Box<E>
  readonly queue: string
  readonly jobOf: (id: string) => Omit<JobData, 'teamId'>
  readonly idOf: (job: JobData) => string
  /** By what it is found again in the conversation. */
  mark(entry: E): Mark
  /** Before these rows are read and locked for posting. */
  refresh?(db: Db, ids: readonly string[]): Promise<void>
  /** What each claimed message says now, in their order; in the transaction that begins the posts. */
  prepare(ctx: Transacting, entries: readonly E[]): Promise<readonly Prepared[]>
  /** Where it stands, or would; null: nowhere any more. Without it: in its member's DM. */
  placeOf?(db: Db, entry: E): Promise<Place | null>
  /** Whom to tell when a conversation refuses it. */
  elsewhere?(db: Db, entry: E): Promise<{ readonly userId: string } | null>
}
