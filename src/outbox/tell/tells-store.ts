import type { Box, Entry } from '../rows/box.ts'

/** The queue on which people are told things. A job carries `messageId`. */
export const TELL_QUEUE = 'outbox.tell'

/** A row of the outbox: one person is told one thing. */
export type ToldEntry = Entry & {
  readonly memberId: string
  readonly kind: string
  readonly payload: Readonly<Record<string, unknown>>
}

export const tellBox: Box<ToldEntry> = {
  table: 'outbox',
  id: 'id',
  read: (entry, row) => ({ ...entry, memberId: row.member_id, kind: row.kind, payload: row.payload }),
}
