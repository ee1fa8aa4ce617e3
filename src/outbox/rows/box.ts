import type { Selectable } from 'kysely'
import type { Schema, ReminderState } from '../../db/schema.ts'

/** One message that was decided, and what became of it. */
export type Entry = {
  readonly id: string
  /** Whose DM it goes to; null: elsewhere. */
  readonly memberId: string | null
  readonly state: ReminderState
  readonly decidedAt: Date
  /** Posts begun so far. */
  readonly attempts: number
  /** The conversation it stands in, or may stand in. */
  readonly channel: string | null
  /** Which message it is there. */
  readonly ts: string | null
  /** Why it was not sent, as a code: `handed-in`, `slack:cannot_dm_bot`. */
  readonly reason: string | null
}

/** The tables whose rows are messages, with the column that names a row. All have the columns of `StoredEntry`. */
type Tables = {
  readonly reminders: 'reminder_id'
  readonly digests: 'digest_id'
  readonly draft_news: 'news_id'
  readonly outbox: 'id'
}

/** A table of messages, and how one of its rows is read. */
export type Box<E extends Entry = Entry> = {
  readonly [T in keyof Tables]: {
    readonly table: T
    readonly id: Tables[T]
    /** What a kind of message keeps in its rows besides. */
    read(entry: Entry, row: Selectable<Schema[T]>): E
  }
}[keyof Tables]

export type StoredEntry = {
  readonly entry_id: string
  readonly member_id?: string
  readonly state: ReminderState
  readonly decided_at: Date
  readonly attempts: number
  readonly channel: string | null
  readonly message_ts: string | null
  readonly reason: string | null
}

export function entryOf<E extends Entry>(box: Box<E>, row: StoredEntry): E {
  const entry: Entry = {
    id: row.entry_id,
    memberId: row.member_id ?? null,
    state: row.state,
    decidedAt: row.decided_at,
    attempts: row.attempts,
    channel: row.channel,
    ts: row.message_ts,
    reason: row.reason,
  }
  return box.read(entry, row as never)
}
