import type { Transacting } from '../../context.ts'
import { may } from '../../members/member.ts'
import { findMember } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Kind, Prepared } from '../../outbox/deliver/kind.ts'
import { digestBox, type Digest } from '../outbox/digests-store.ts'
import { loadDigest } from './load-digest.ts'
import { digestMessage } from './messages.ts'

/** The leaders' digests of a month; they carry the same mark as reminders. */
export const digestKind: Kind<Digest> = {
  name: 'digest',
  box: digestBox,
  // A job carries `digestId`.
  queue: 'reminders.digest',
  jobOf: (digestId) => ({ digestId }),
  idOf: (job) => String(job['digestId']),
  mark: ({ id }) => ({ event_type: 'wenshu_reminder', event_payload: { id } }),
  async prepare(ctx, claimed) {
    const prepared: Prepared[] = []
    for (const digest of claimed) prepared.push(await prepareOne(ctx, digest))
    return prepared
  },
}

/** The digest is made at this moment, so that it is true when it is read. */
async function prepareOne({ db, clock }: Transacting, { memberId, month }: Digest): Promise<Prepared> {
  const leader = memberId === null ? null : await findMember(db, memberId)
  const userId = leader?.slackUserId ?? null
  if (leader === null || userId === null) return { kind: 'cancel', reason: 'not-linked' }
  if (leader.deactivated || !may(leader, 'review essays')) return { kind: 'cancel', reason: 'left' }
  const { locale, zone } = await readWorkspace(db)
  const now = clock.now()
  const digest = await loadDigest(db, month, now)
  const message = digestMessage(digest, { from: 0, now, zone }, leader.locale ?? locale)
  return { kind: 'post', to: { userId }, message }
}
