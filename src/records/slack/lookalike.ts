import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import type { ActionCall, Listeners } from '../../slack/listener.ts'
import { joinRecord } from '../change/join-record.ts'
import { recordLogged } from '../answers/messages.ts'
import { noSuchRecord } from '../record/number.ts'
import { catalogFor, audienceOf, type WordsFor } from '../answers/handler-context.ts'
import { findRecord } from '../record/store.ts'
import { showRecord } from '../answers/show-record.ts'

/** Registers the two answers to "Looks like S-41", keep both or open that one, and "I took part too". */
export function registerLookalike(listeners: Listeners<Caller>, wordsFor: WordsFor): void {
  listeners.action('record.keep', async (call) => await keepBoth(call, wordsFor))
  listeners.action('record.join', async (call) => await join(call, wordsFor))
  listeners.action('record.open', async ({ caller, value, reply }) => {
    await reply(await showRecord(caller, value, await wordsFor(caller)))
  })
}

/** Says the confirmation again, as the record is now, without the hint. */
async function keepBoth({ caller, value, reply }: ActionCall<Caller>, wordsFor: WordsFor): Promise<void> {
  const record = await inTransaction(caller.ctx, async ({ db }) => await findRecord(db, value))
  if (record === null || record.deletedAt !== null) throw noSuchRecord(value)
  const catalog = await catalogFor(caller, await wordsFor(caller), [record])
  const mayJoin = !record.people.includes(caller.member.id)
  await reply(recordLogged({ record, catalog }, null, audienceOf(caller), { mayJoin }), { replace: true })
}

/** Names who logged it as one who took part, and says the confirmation again. */
async function join({ caller, value, reply }: ActionCall<Caller>, wordsFor: WordsFor): Promise<void> {
  const record = await joinRecord(caller.ctx, { id: value, by: caller.member })
  const catalog = await catalogFor(caller, await wordsFor(caller), [record])
  await reply(recordLogged({ record, catalog }, null, audienceOf(caller)), { replace: true })
}
