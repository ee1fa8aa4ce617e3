import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import type { Message } from '../../slack/blocks.ts'
import { mayCorrect } from '../change/correct-record.ts'
import { formatDifferences } from '../words/difference.ts'
import { recordShown } from './messages.ts'
import type { RecordDetails } from '../record/record.ts'
import { catalogFor, audienceOf } from './handler-context.ts'
import { noSuchRecord } from '../record/number.ts'
import { findRecord } from '../record/store.ts'
import { findDeletionReason, listRevisions } from '../record/revisions-store.ts'
import type { Words } from '../words/vocabulary.ts'

/** One record in full with its history: who changed what, from what to what. Throws what to say when there is none. */
export async function showRecord(caller: Caller, typed: string, words: Words): Promise<Message> {
  const id = typed.toUpperCase()
  const { record, revisions, reason } = await inTransaction(caller.ctx, async ({ db }) => ({
    record: await findRecord(db, id),
    revisions: await listRevisions(db, id),
    reason: await findDeletionReason(db, id),
  }))
  if (record === null) throw noSuchRecord(typed)
  const authors = revisions.map(({ by_member: by }) => by).filter((by) => by !== null)
  const wordings = revisions.flatMap(({ before, after }) => [before, after]).filter((one) => one !== null)
  const catalog = await catalogFor(caller, words, [record, ...(wordings as RecordDetails[])], authors)
  const audience = audienceOf(caller)
  const history = revisions.map(({ revision, action, at, by_member: by, before, after }) => ({
    revision,
    action,
    at,
    by: by === null ? null : (catalog.members.get(by) ?? null),
    reason: action === 'deleted' ? reason : null,
    changes:
      before === null || after === null
        ? []
        : formatDifferences(before as RecordDetails, after as RecordDetails, catalog, audience),
  }))
  return recordShown({ record, catalog }, history, {
    ...audience,
    zone: caller.workspace.zone,
    mayCorrect: mayCorrect(record, caller.member),
  })
}
