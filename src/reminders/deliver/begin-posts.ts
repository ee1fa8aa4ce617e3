import { inTransaction, type Context, type Transacting } from '../../context.ts'
import type { Message } from '../../slack/blocks.ts'
import { reminderMessage } from '../due/messages.ts'
import { loadPlan } from '../due/store.ts'
import { reminderWords } from '../due/reminder-words.ts'
import {
  findReminders,
  lockReminders,
  markSending,
  releaseClaim,
  settleReminder,
  type HeldReminder,
  type Reminder,
} from '../outbox/store.ts'
import { stillDue, type Verdict } from './still-due.ts'

/** What is to be done about a reminder whose turn has come. */
export type Begun =
  /** Its row says that it is being posted. */
  | { readonly kind: 'post'; readonly reminder: Reminder; readonly userId: string; readonly message: Message }
  /** Somebody else is at it for so many seconds. */
  | { readonly kind: 'held'; readonly seconds: number }
  /** It may have been posted. */
  | { readonly kind: 'doubtful'; readonly reminder: Reminder }
  | { readonly kind: 'nothing' }

const NOTHING: Begun = { kind: 'nothing' }
/** Somebody's transaction has the row: it ends soon, or PostgreSQL ends it. */
const LOCKED: Begun = { kind: 'held', seconds: 1 }

/**
 * Looks once more whether claimed reminders are still due, and says in the rows that their posts begin: many in one
 * transaction. Rows that another transaction has are not waited for, since their process may be asleep.
 */
export async function beginPosts(ctx: Context, ids: readonly string[], lease: number): Promise<Begun[]> {
  return await inTransaction(ctx, async (ctx) => {
    const rows = await lockReminders(ctx.db, ids, lease)
    const claimed = rows.filter(({ state }) => state === 'claimed')
    const begun = await beginClaimed(ctx, claimed)
    const byId = new Map(rows.map((row) => [row.id, begun.get(row.id) ?? standingOf(row)]))
    const missing = ids.filter((id) => !byId.has(id))
    for (const { id } of await findReminders(ctx.db, missing)) byId.set(id, LOCKED)
    return handOut(ids, byId)
  })
}

/** What is begun falls to one of those who ask: a reminder may have several jobs. */
function handOut(ids: readonly string[], begun: ReadonlyMap<string, Begun>): Begun[] {
  const taken = new Set<string>()
  return ids.map((id) => {
    if (taken.has(id)) return LOCKED
    taken.add(id)
    return begun.get(id) ?? NOTHING
  })
}

function standingOf(row: HeldReminder): Begun {
  if (row.state === 'unknown') return { kind: 'doubtful', reminder: row }
  if (row.state !== 'sending') return NOTHING
  return row.secondsHeld > 0
    ? { kind: 'held', seconds: row.secondsHeld }
    : { kind: 'doubtful', reminder: row }
}

async function beginClaimed(ctx: Transacting, claimed: readonly Reminder[]): Promise<Map<string, Begun>> {
  const begun = new Map<string, Begun>()
  if (claimed.length === 0) return begun
  const now = ctx.clock.now()
  const memberIds = [...new Set(claimed.map(({ memberId }) => memberId))]
  const { state } = await loadPlan(ctx.db, now, { memberIds, months: claimed.map(({ month }) => month) })
  const verdicts = stillDue(state, claimed, now)
  const people = new Map(state.members.map((person) => [person.id, person]))
  const toSend: (Reminder & { readonly owed: number })[] = []
  for (const [index, seen] of claimed.entries()) {
    const verdict = verdicts[index]!
    const person = people.get(seen.memberId)
    const userId = person?.slackUserId ?? null
    if (verdict.kind !== 'send' || person === undefined || userId === null) {
      await putAside(ctx, seen, verdict)
      begun.set(seen.id, NOTHING)
      continue
    }
    const { owed } = verdict.planned
    const words = reminderWords(verdict.planned, now, state.settings)
    const message = reminderMessage(words, person.locale)
    const reminder: Reminder = { ...seen, state: 'sending', attempts: seen.attempts + 1 }
    toSend.push({ ...seen, owed })
    begun.set(seen.id, { kind: 'post', reminder, userId, message })
  }
  const marked = new Set(await markSending(ctx.db, toSend))
  for (const { id } of toSend) if (!marked.has(id)) begun.set(id, NOTHING)
  return begun
}

async function putAside({ db, log }: Transacting, open: Reminder, verdict: Verdict): Promise<void> {
  if (verdict.kind === 'later') {
    log.info({ reminder: open.id, code: verdict.code }, 'a reminder is put off')
    await releaseClaim(db, open)
    return
  }
  const reason = verdict.kind === 'cancel' ? verdict.reason : 'not-linked'
  await settleReminder(db, open, { state: 'cancelled', reason })
}
