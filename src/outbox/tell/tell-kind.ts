import type { Transacting } from '../../context.ts'
import type { Message } from '../../slack/blocks.ts'
import type { Mark } from '../../slack/connection/delivery.ts'
import type { Kind, Prepared } from '../deliver/kind.ts'
import { findHearers, type Hearer } from '../rows/hearers.ts'
import { tellBox, TELL_QUEUE, type ToldEntry } from './tells-store.ts'

/** How one sort of thing is told: its words are made from the rows as they are when it is posted. */
export type Telling = {
  readonly kind: string
  /**
   * Null: there is nothing to say any more. `later`: not at this hour; whoever planned it plans it again. `payload` is what
   * `tell` was given.
   */
  message(ctx: Transacting, told: ToldEntry, hearer: Hearer): Promise<Message | 'later' | null>
  /** By what it is found again in the DM; without it, by the row. */
  mark?(told: ToldEntry): Mark
}

/** What people are told in their DMs, by these tellings. */
export function tellKind(tellings: readonly Telling[]): Kind<ToldEntry> {
  const byKind = new Map(tellings.map((telling) => [telling.kind, telling]))
  return {
    name: 'tell',
    box: tellBox,
    queue: TELL_QUEUE,
    jobOf: (messageId) => ({ messageId }),
    idOf: (job) => String(job['messageId']),
    mark: (told) =>
      byKind.get(told.kind)?.mark?.(told) ?? {
        event_type: 'wenshu_tell',
        event_payload: { id: told.id },
      },
    async prepare(ctx, entries) {
      const hearers = await findHearers(
        ctx.db,
        entries.map(({ memberId }) => memberId),
      )
      const prepared: Prepared[] = []
      for (const told of entries)
        prepared.push(await prepareOne(ctx, told, hearers.get(told.memberId), byKind.get(told.kind)))
      return prepared
    },
  }
}

async function prepareOne(
  ctx: Transacting,
  told: ToldEntry,
  hearer: Hearer | undefined,
  telling: Telling | undefined,
): Promise<Prepared> {
  if (telling === undefined) return { kind: 'unknown' }
  if (hearer === undefined) return { kind: 'cancel', reason: 'not-linked' }
  if (hearer.deactivated) return { kind: 'cancel', reason: 'deactivated' }
  const message = await telling.message(ctx, told, hearer)
  if (message === 'later') return { kind: 'later', code: 'closed' }
  if (message === null) return { kind: 'cancel', reason: 'over' }
  return { kind: 'post', to: { userId: hearer.userId }, message }
}
