import { MemberFacingError } from '../../errors.ts'
import { type Caller, dayOf } from '../../members/caller.ts'
import type { Listeners, ShortcutCall } from '../../slack/listener.ts'
import { fit, readableText } from '../../slack/mrkdwn.ts'
import { askedBy } from '../form/ask-in-words.ts'
import { takenByRules } from '../plain-words/fill.ts'
import { fittingMemo, type FormMemo } from '../form/memo.ts'
import { startFromLine } from '../form/start.ts'
import { recordForm } from '../form/form.ts'
import { askWithModel, type Waiting } from './log-line.ts'
import { peopleOf } from './people-source.ts'
import { fittingFamily, kindToStore, withPeople } from '../understand/understand-line.ts'
import { evidenceOf } from '../form/read.ts'
import { memoFor, type WordsFor } from '../answers/handler-context.ts'
import type { Evidence } from '../record/record.ts'
import type { Words } from '../words/vocabulary.ts'

export const LOG_MESSAGE = 'record.log.message'

type Message = NonNullable<ShortcutCall<Caller>['message']>

/** Registers the message shortcut "Log this". */
export function registerLogMessage(listeners: Listeners<Caller>, wordsFor: WordsFor, waiting: Waiting): void {
  listeners.shortcut(LOG_MESSAGE, async (call) => {
    if (call.message === null) {
      throw new MemberFacingError({
        zh: '请在一条消息的菜单里用“记录这条消息”。',
        en: 'Use "Log this" from the menu of a message.',
      })
    }
    await logMessage(call, call.message, await wordsFor(call.caller), waiting)
  })
}

/** Opens the form with what a message says: its text, author, day and files, and where it stands. Nothing is stored yet. */
async function logMessage(
  call: ShortcutCall<Caller>,
  message: Message,
  words: Words,
  waiting: Waiting,
): Promise<void> {
  const { caller, client } = call
  const day = dayOfMessage(message.ts, caller.workspace.zone) ?? dayOf(caller)
  const line = { text: message.text, today: day, region: caller.workspace.region }
  const { family, quick } = fittingFamily(line, words.vocabulary)
  const [link, understood] = await Promise.all([
    linkTo(client, message),
    withPeople(quick, peopleOf(caller, client, message.userId)),
  ])
  const author = message.userId === null ? [] : [message.userId]
  // A total that is stated holds whoever wrote the message and whom it names.
  const isCounted = quick.fields.headCount !== undefined
  const people = isCounted ? [] : [...new Set([...author, ...understood.userIds])]
  const files = message.files.map(({ title, url }): Evidence => ({ kind: 'file', title, url }))
  const memo: FormMemo = {
    ...memoFor(family, null),
    anyFamily: true,
    evidence: [link, ...files, ...evidenceOf(quick.fields)],
  }
  const dropped = memo.evidence.length - fittingMemo(memo).evidence.length
  const asked = askedBy({ questions: understood.questions, unplaced: quick.unplaced })
  const questions = [...asked.questions, ...(dropped === 0 ? [] : [tooMuchEvidence(dropped)])]
  const taken = takenByRules(quick)
  const start = {
    ...startFromLine(quick.fields, []),
    ...asked,
    questions,
    slackUserIds: people,
    taken,
  }
  if (kindToStore(understood) === null) {
    return await askWithModel(call, { typed: message.text, quick, start, memo }, words, waiting, day)
  }
  await call.openForm(recordForm(start, fittingMemo(memo), words, caller.locale))
}

/** The day of a message in a zone. `ts` is Slack's: seconds since 1970 with a fraction. null for anything else. */
export function dayOfMessage(ts: string, zone: string): Temporal.PlainDate | null {
  const seconds = /^(\d{9,11})(?:\.\d+)?$/.exec(ts)?.[1]
  if (seconds === undefined) return null
  return Temporal.Instant.fromEpochMilliseconds(Number(seconds) * 1000)
    .toZonedDateTimeISO(zone)
    .toPlainDate()
}

/** Where the bot is no member, Slack tells no link: then the channel and the message's own number are kept. */
async function linkTo(client: ShortcutCall<Caller>['client'], message: Message): Promise<Evidence> {
  const said = fit(readableText(message.text), 60)
  const request = { channel: message.channelId, message_ts: message.ts }
  const url = await client.chat.getPermalink(request).then(
    ({ permalink }) => permalink ?? '',
    () => '',
  )
  const place = `${message.channelId} ${message.ts}`
  return { kind: 'message', title: url === '' ? `${said} (${place})`.trim() : said || place, url }
}

function tooMuchEvidence(dropped: number) {
  return {
    zh: `这条消息的附件和链接太多，有 ${dropped} 个没有带上。`,
    en: `The message has more files and links than fit; ${dropped} of them are left out.`,
  }
}
