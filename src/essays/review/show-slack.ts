import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import { findMember } from '../../members/members-store.ts'
import { fetchFile } from '../../slack/files/fetch-file.ts'
import type { ActionCall, Listeners } from '../../slack/listener.ts'
import { sendFileToPerson } from '../../slack/files/send-file.ts'
import { essayShown, fileSent } from './detail-messages.ts'
import { requireReadable } from './access.ts'
import { essayDetail } from './detail.ts'
import { essayIdIn } from '../essay/essay.ts'
import { essayNow } from '../essay/store.ts'
import { MOST_FILE_BYTES } from '../hand-in/read-file.ts'
import { essayTextView } from './forms.ts'
import { audienceOf, type EssayVerb } from '../slack/verb.ts'

/** `/essay show E-12`: where it stands, its history, and what can be done with it. */
export const showVerb: EssayVerb = {
  names: ['show', '查看'],
  carryOut: async ({ caller, reply }, rest) => {
    const detail = await essayDetail(caller.ctx, essayIdIn(rest) ?? rest, caller.member)
    await reply(essayShown(detail, caller.member, audienceOf(caller)))
  },
}

/** Registers the buttons that read an essay's text and fetch its file. */
export function registerShowing(listeners: Listeners<Caller>): void {
  listeners.action('essay.read', async ({ caller, value, openForm }) => {
    const { essay } = await readable(caller, value)
    await openForm(essayTextView(essay, caller.locale))
  })
  listeners.action('essay.file', sendFile)
}

/** Slack shows a file of a form to its author alone, so it is sent again, into the DM of who asked for it. */
async function sendFile({ caller, value, client, userId }: ActionCall<Caller>): Promise<void> {
  const { essay, author } = await readable(caller, value)
  if (essay.file === null) {
    throw new MemberFacingError({
      zh: `${essay.id} 没有文件（可能已换成别的，或已按规定删除）。`,
      en: `${essay.id} has no file: it was taken away, or erased.`,
    })
  }
  const wanted = { id: essay.file.id, of: author?.slackUserId ?? null, most: MOST_FILE_BYTES }
  const { bytes, name } = await fetchFile(client, wanted)
  await sendFileToPerson(client, userId, { name, bytes }, fileSent(essay, caller.locale))
}

async function readable({ ctx, member }: Caller, id: string) {
  return await inTransaction(ctx, async ({ db }) => {
    const essay = await essayNow(db, id)
    requireReadable(essay, member)
    return { essay, author: await findMember(db, essay.memberId) }
  })
}
