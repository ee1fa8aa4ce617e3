import { MemberFacingError } from '../../errors.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { deleteWithReason } from '../change/correct-record.ts'
import { recordForm } from '../form/form.ts'
import { emptyStart } from '../form/start.ts'
import { registerRecordImports } from '../import/slack.ts'
import { answerList, registerLists } from '../lists/slack.ts'
import { logLine, type Waiting } from './log-line.ts'
import { registerLogMessage } from './log-message.ts'
import { registerLookalike } from './lookalike.ts'
import { recordDeleted, recordHelp } from '../answers/messages.ts'
import type { Family } from '../record/record.ts'
import { numberOf } from '../record/number.ts'
import { memoFor, type WordsFor } from '../answers/handler-context.ts'
import { openEdit, registerRecordForm } from './form.ts'
import { showRecord } from '../answers/show-record.ts'
import { registerUndo, restore } from './undo.ts'
import { verbOf } from '../understand/verb.ts'
import { keepWords } from '../words/vocabulary.ts'

const FAMILIES: readonly Family[] = ['study', 'activity']

/** Registers /study and /activity, their form and their buttons. */
export function registerRecords(listeners: Listeners<Caller>): void {
  const wordsFor = keepWords()
  const waiting: Waiting = new Map()
  for (const family of FAMILIES) {
    listeners.command(`/${family}`, async (call) => await carryOut(family, call, wordsFor, waiting))
    listeners.shortcut(`record.log.${family}`, async (call) => await openWithoutPlace(family, call, wordsFor))
    listeners.action(`record.log.${family}`, async (call) => await openWithoutPlace(family, call, wordsFor))
  }
  registerRecordForm(listeners, wordsFor)
  registerLogMessage(listeners, wordsFor, waiting)
  registerUndo(listeners, wordsFor)
  registerLookalike(listeners, wordsFor)
  registerLists(listeners, wordsFor)
  registerRecordImports(listeners, wordsFor)
  listeners.action('record.words.skip', async ({ value }) => {
    const reading = waiting.get(value)
    if (reading === undefined) throw nothingIsRead()
    reading.abort(new Error('the person did not wait for the model'))
    await Promise.resolve()
  })
}

/** Of a form whose reading has ended: it was replaced, unless the program was stopped meanwhile. */
function nothingIsRead(): MemberFacingError {
  return new MemberFacingError({
    zh: '这里已经不在等模型了。如果表单还没有换成可以填写的，请关掉它，再用一次命令。',
    en: 'Nothing is being read here any more. If the form has not been replaced by one to fill in, close it and use the command again.',
  })
}

async function carryOut(
  family: Family,
  call: CommandCall<Caller>,
  wordsFor: WordsFor,
  waiting: Waiting,
): Promise<void> {
  const { verb, rest } = verbOf(call.text)
  const number = (): string => numberOf(rest[0] ?? '', family)
  switch (verb) {
    case 'form':
      return await openEmpty(family, call, wordsFor)
    case 'help':
      return await call.reply(recordHelp(family, call.caller.locale))
    case 'list':
    case 'mine':
      return await answerList(family, call, { text: rest.join(' '), mine: verb === 'mine' }, wordsFor)
    case 'show':
      return await call.reply(await showRecord(call.caller, number(), await wordsFor(call.caller)))
    case 'edit':
      return await openEdit(call, number(), wordsFor)
    case 'delete':
      return await remove(call, number(), rest.slice(1).join(' '))
    case 'restore':
      return await call.reply(await restore(call.caller, number(), wordsFor))
    case 'log':
      return await logLine(family, call, wordsFor, waiting)
  }
}

/** From a shortcut or from App Home, where nobody can be answered: the answer goes into the person's DM. */
async function openWithoutPlace(
  family: Family,
  { caller, openForm }: Pick<ActionCall<Caller>, 'caller' | 'openForm'>,
  wordsFor: WordsFor,
): Promise<void> {
  const start = emptyStart(dayOf(caller))
  await openForm(recordForm(start, memoFor(family, null), await wordsFor(caller), caller.locale))
}

async function openEmpty(family: Family, call: CommandCall<Caller>, wordsFor: WordsFor): Promise<void> {
  const { caller, openForm, responseUrl } = call
  const start = emptyStart(dayOf(caller))
  await openForm(recordForm(start, memoFor(family, responseUrl), await wordsFor(caller), caller.locale))
}

async function remove({ caller, reply }: CommandCall<Caller>, id: string, reason: string): Promise<void> {
  const removal = { id, reason, by: caller.member, requestId: caller.requestId }
  await reply(recordDeleted(await deleteWithReason(caller.ctx, removal), reason, caller.locale))
}
