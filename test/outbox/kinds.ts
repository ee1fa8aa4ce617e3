import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { inTransaction, type Context } from '../../src/context.ts'
import { nextNumber } from '../../src/db/tenant.ts'
import { reviewEssay } from '../../src/essays/review/review.ts'
import { submitEssay } from '../../src/essays/hand-in/submit.ts'
import type { Member } from '../../src/members/member.ts'
import { findMemberByAnyName } from '../../src/members/members-store.ts'
import { setRole } from '../../src/members/appoint/set-role.ts'
import type { Playground } from '../../src/playground/server/playground.ts'
import { askForLeave } from '../../src/reminders/leave/ask.ts'
import { insertDraft, insertVersion, updateDraft } from '../../src/reports/draft/drafts-store.ts'
import { insertNotification } from '../../src/reports/tell/news-store.ts'
import { NEWS } from '../../src/reports/tell/tell-news.ts'
import { basisFor } from '../../src/reports/write/draft-section.ts'
import { writeSection } from '../../src/reports/write/write-section.ts'
import { parsePeriod } from '../../src/time/parse-period.ts'

export async function memberOf(ctx: Context, number: string): Promise<Member> {
  const member = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, number))
  if (member === null) throw new Error(`no member ${number}`)
  return member
}

/** Makes the bot owe messages of one kind. With no queue only the rows are written. */
export type Cause = (ctx: Context) => Promise<void>

/** A leave that reviewers and admins are asked about. */
export const askLeave: Cause = async (ctx) => {
  const member = await memberOf(ctx, 'M012')
  const days = { startsOn: '2022-12-05', endsOn: '2022-12-06', reason: null }
  await askForLeave(ctx, { member, ...days, requestId: randomUUID() })
}

/** An essay that is handed in and approved, of which its author is told. */
export const approveEssay: Cause = async (ctx) => {
  const by = await memberOf(ctx, 'M013')
  const text = { kind: '其他', title: '心得', body: '一段话', link: null, file: null }
  const entry = { by, month: '2022-12' as const, text, zone: 'Asia/Shanghai' }
  const { essay } = await submitEssay(ctx, { ...entry, requestId: randomUUID() })
  const reviewer = await memberOf(ctx, 'M001')
  const { id, revision } = essay
  await reviewEssay(ctx, {
    id,
    revision,
    decision: 'approve',
    comment: null,
    by: reviewer,
    requestId: randomUUID(),
  })
}

/** A role that is given. */
export const giveRole: Cause = async (ctx) => {
  const by = await memberOf(ctx, 'M001')
  const { id } = await memberOf(ctx, 'M014')
  await setRole(ctx, { memberId: id, role: 'editor', by })
}

/** A draft's first version; its news goes to the DM of who asked, or into a thread of the channel. */
export async function draftFor(
  ctx: Context,
  channel: string | null,
  threadTs: string | null,
): Promise<string> {
  const asker = await memberOf(ctx, 'M001')
  const basis = await basisFor(ctx, { section: 'learning', period: parsePeriod('2022') })
  const sink = { append: async () => {}, restart: async () => {} }
  const { text, verdict, sources } = await writeSection(basis, null, sink, new AbortController().signal)
  const at = new Date(ctx.clock.now().epochMilliseconds)
  return await inTransaction(ctx, async ({ db }) => {
    const number = await nextNumber(db, 'draft')
    const id = `D-${number}`
    const of = { outlineId: 'zh-annual', sectionId: basis.section.id, period: '2022', channel }
    await insertDraft(db, { ...of, id, number, requestedBy: asker.id, requestedAt: at })
    await insertVersion(db, id, {
      version: 1,
      text,
      verdict,
      sources,
      byMember: null,
      writtenBy: 'composer',
      at,
    })
    await updateDraft(db, id, {
      state: 'ready',
      ledger: JSON.stringify(basis),
      ...(threadTs === null ? {} : { thread_ts: threadTs }),
    })
    return id
  })
}

/** News of a draft, told or told again. */
export async function tellVersion(ctx: Context, draftId: string): Promise<void> {
  const item = { draftId, news: 'version', number: 1 } as const
  await inTransaction(ctx, async (ctx) => {
    await insertNotification(ctx.db, item, new Date(ctx.clock.now().epochMilliseconds))
    if (ctx.hasQueue) await ctx.enqueue(NEWS, item)
  })
}

export const tellDraft: Cause = async (ctx) => {
  await tellVersion(ctx, await draftFor(ctx, null, null))
}

export type OutRow = {
  readonly id: string
  readonly state: string
  readonly channel: string | null
  readonly ts: string | null
}

/** The rows of every kind of message. */
export async function outRows(ctx: Context): Promise<readonly OutRow[]> {
  return await inTransaction(ctx, async ({ db }) => {
    const { rows } = await sql<OutRow>`
      select reminder_id as id, state, channel, message_ts as ts from reminders
      union all select digest_id, state, channel, message_ts from digests
      union all select news_id, state, channel, message_ts from draft_news
      union all select id, state, channel, message_ts from outbox`.execute(db)
    return rows
  })
}

export function isUnderWay({ state }: OutRow): boolean {
  return state === 'claimed' || state === 'sending' || state === 'unknown'
}

/** What stands in Slack by the outbox: conversation, timestamp and mark. */
export function marked(slack: Playground): { readonly at: string; readonly mark: string }[] {
  return slack.allMessages().flatMap(({ channel, ts, metadata }) => {
    const known = metadata as { event_type?: string; event_payload?: { id?: string } } | null
    if (known?.event_type?.startsWith('wenshu_') !== true) return []
    return [{ at: `${channel} ${ts}`, mark: `${known.event_type} ${known.event_payload?.id} in ${channel}` }]
  })
}
