import type { Db } from '../../db/tenant.ts'
import type { Member } from '../../members/member.ts'
import { say, type Locale } from '../../locale.ts'
import { context, section, type Message } from '../../slack/blocks.ts'
import { approvalGiven, approvalWithdrawn } from '../approve/messages.ts'
import { findApproval, listApprovals } from '../draft/approvals-store.ts'
import { changedParagraphs } from '../paragraphs/changed-paragraphs.ts'
import { findVersion, type Draft } from '../draft/drafts-store.ts'
import { findMark } from '../marks/marks-store.ts'
import type { NotificationItem } from '../tell/news-store.ts'
import { recordsChanged } from '../corrections/messages.ts'
import { redraftNotification } from '../redraft/messages.ts'
import { findRedraft } from '../redraft/redrafts-store.ts'
import { readReview } from '../review/review.ts'
import { draftVerdict } from '../verdict/messages.ts'
import { findBasis } from '../draft/versions-store.ts'

type Members = ReadonlyMap<string, Member>

/** What a piece of news says at this moment, from the rows it is about. null: there is nothing to say. */
export async function notificationMessage(
  db: Db,
  draft: Draft,
  { news, number }: NotificationItem,
  members: Members,
): Promise<Message | null> {
  switch (news) {
    case 'version':
      return await versionMessage(db, draft, number, members)
    case 'approved':
    case 'withdrawn':
      return await approvalMessage(db, draft, { news, number }, members)
    case 'redraft':
      return await redraftMessage(db, draft, number, members)
    case 'records':
      return await recordsMessage(db, draft, number, members)
  }
}

/** The same where an earlier attempt may have posted it, and the bot may not read to find out. */
export function mayStandTwice(message: Message, locale: Locale): Message {
  const note = say(locale, {
    zh: '这条消息可能发了两次：先前的一次没有得到回音，我看不到本频道的记录，无法核对。',
    en: 'This message may stand twice: an earlier attempt got no answer, and I cannot read this channel to check.',
  })
  return { ...message, blocks: [...(message.blocks ?? [section(message.text)]), context(note)] }
}

async function versionMessage(
  db: Db,
  draft: Draft,
  number: number,
  members: Members,
): Promise<Message | null> {
  const version = await findVersion(db, draft.id, number)
  const basis = await findBasis(db, draft, number)
  if (version === null || basis === null) return null
  const before = await findVersion(db, draft.id, number - 1)
  const by = members.get(version.byMember ?? '') ?? null
  const changes = before === null ? [] : changedParagraphs(before.text, version.text)
  const review = await readReview(db, draft.id, version, members)
  const change = by === null || before === null ? null : { by, changes }
  const isStale = (await findMark(db, draft.id, number)) !== null
  return draftVerdict({ draft, version: review.version, basis, change, review, isStale })
}

async function approvalMessage(
  db: Db,
  draft: Draft,
  { news, number }: { readonly news: 'approved' | 'withdrawn'; readonly number: number },
  members: Members,
): Promise<Message | null> {
  const approval = (await listApprovals(db, draft.id)).find((one) => one.number === number)
  if (approval === undefined) return null
  const locale = draft.basis?.locale ?? 'zh'
  if (news === 'approved')
    return approvalGiven({ draft, approval, by: members.get(approval.by ?? '') ?? null }, locale)
  return approvalWithdrawn({ draft, approval, by: members.get(approval.withdrawnBy ?? '') ?? null }, locale)
}

async function recordsMessage(
  db: Db,
  draft: Draft,
  number: number,
  members: Members,
): Promise<Message | null> {
  const version = await findVersion(db, draft.id, number)
  if (version === null) return null
  const approval = await findApproval(db, draft.id)
  return recordsChanged(
    {
      draft,
      version,
      mark: await findMark(db, draft.id, number),
      isApproved: approval?.version === number,
      asker: members.get(draft.requestedBy ?? '') ?? null,
      members,
    },
    draft.basis?.locale ?? 'zh',
  )
}

async function redraftMessage(
  db: Db,
  draft: Draft,
  number: number,
  members: Members,
): Promise<Message | null> {
  const redraft = await findRedraft(db, draft.id, number)
  if (redraft === null) return null
  const by = members.get(redraft.requestedBy) ?? null
  const canceller = members.get(redraft.cancelledBy ?? '') ?? null
  return redraftNotification({ redraft, by, canceller }, draft.basis?.locale ?? 'zh')
}
