import { inTransaction, type Context } from '../../context.ts'
import type { LocalizedText } from '../../locale.ts'
import type { SettingName } from './words.ts'

/** Changes shown at once, newest first. */
const SHOWN = 20

/** One change: who (null: no longer known), when, each setting as it read before and after, and local days. */
export type PastChange = {
  readonly at: Date
  readonly by: { readonly name: string; readonly slackUserId: string | null } | null
  readonly before: Readonly<Record<SettingName, LocalizedText>>
  readonly after: Readonly<Record<SettingName, LocalizedText>>
  /** Local days that were set or removed, as they read. */
  readonly days: readonly LocalizedText[]
}

export type History = { readonly changes: readonly PastChange[]; readonly total: number }

export async function loadHistory(ctx: Context): Promise<History> {
  return await inTransaction(ctx, async ({ db }) => {
    const events = db
      .selectFrom('audit_events')
      .where('action', '=', 'settings')
      .where('subject', '=', 'reminders')
    const rows = await events
      .leftJoin('members', 'members.id', 'audit_events.by_member')
      .select(['at', 'details', 'members.name', 'members.slack_user_id'])
      .orderBy('at', 'desc')
      .limit(SHOWN)
      .execute()
    const { total } = await events
      .select((eb) => eb.fn.countAll<number>().as('total'))
      .executeTakeFirstOrThrow()
    return { changes: rows.map(changeOf), total }
  })
}

function changeOf(row: {
  readonly at: Date
  readonly details: Record<string, unknown>
  readonly name: string | null
  readonly slack_user_id: string | null
}): PastChange {
  const details = row.details as unknown as Pick<PastChange, 'before' | 'after'> &
    Partial<Pick<PastChange, 'days'>>
  return {
    at: row.at,
    by: row.name === null ? null : { name: row.name, slackUserId: row.slack_user_id },
    before: details.before,
    after: details.after,
    days: details.days ?? [],
  }
}
