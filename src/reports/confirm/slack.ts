import { MemberFacingError, atField } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import type { ActionCall, CommandCall, FormCall, Listeners } from '../../slack/listener.ts'
import { readMemo, readNumber, readStamp } from '../../slack/memo.ts'
import { chooseClaim, standBy, takeBackClick } from './click-figure.ts'
import { addTerm, dropTerm } from './change-lexicon.ts'
import { confirmFigure, revokeFigure } from './confirm-figure.ts'
import { CONFIRM_FORM, confirmForm, NAME_FORM, nameForm, figureMemo } from './forms.ts'
import {
  clickTakenBack,
  figureClicked,
  figureConfirmed,
  figureRevoked,
  lexiconShown,
  termAdded,
  termRemoved,
} from './messages.ts'
import { isOpen } from '../review/confirmed-figures.ts'
import { readLexicon } from '../lexicon/read-lexicon.ts'
import type { ReportVerb } from '../slack/verb.ts'
import { readShown } from '../show/show-draft.ts'

/** `/report lexicon`, `/report lexicon add NAME`. */
export const lexiconVerbs: readonly ReportVerb[] = [{ names: ['lexicon', '名称'], carryOut: lexicon }]

/** Buttons under a verdict with figures that nothing bears out, and what takes their effects back. */
export function registerConfirming(listeners: Listeners<Caller>): void {
  listeners.action('report.confirm', async (call) => await openFor(call, confirmForm))
  listeners.form(CONFIRM_FORM, confirm)
  listeners.action('report.confirm.revoke', revoke)
  listeners.action(/^report\.claim(?:\.\d)?$/, chooseThat)
  listeners.action('report.stands', stand)
  listeners.action('report.click.revoke', takeBack)
  listeners.action('report.name', async (call) => await openFor(call, nameForm))
  listeners.form(NAME_FORM, addName)
  listeners.action('report.lexicon.remove', removeName)
  listeners.action(/^report\.lexicon\.(?:back|more)$/, async ({ caller, value, reply }) => {
    const found = await readLexicon(caller.ctx, caller.member)
    await reply(lexiconShown(found, readNumber(value), caller.locale), { replace: true })
  })
}

async function openFor(
  { caller, value, openForm }: ActionCall<Caller>,
  form: typeof confirmForm | typeof nameForm,
): Promise<void> {
  const [id, seen = 0] = readStamp(value)
  const { draft, version } = await readShown(caller.ctx, {
    id,
    version: seen,
    by: caller.member,
    compare: false,
  })
  const open = version.verdict.spans.filter(isOpen)
  if (open.length === 0)
    throw new MemberFacingError({
      zh: `${id} 第 ${seen} 版里没有要处理的数字了。`,
      en: `Nothing is open in ${id}, version ${seen}, any more.`,
    })
  await openForm(form({ id: draft.id, seen: version.version }, version.text, open, caller.locale))
}

async function confirm({ caller, values, metadata, reply }: FormCall<Caller>): Promise<void> {
  const { id, seen } = readMemo(figureMemo, metadata)
  const start = Number(values['figure']?.['value']?.selected_option?.value ?? '-1')
  const source = values['source']?.['value']?.value ?? ''
  const { ctx, member: by, requestId, locale } = caller
  const confirmation = await atField('source', async () =>
    confirmFigure(ctx, { id, seen, start, source, by, requestId }),
  )
  await reply(figureConfirmed(confirmation, locale))
}

async function revoke({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const [id, number = 0] = readStamp(value)
  const { ctx, member: by, requestId, locale } = caller
  const { confirmation } = await revokeFigure(ctx, { id, number, by, requestId })
  await reply(figureRevoked(confirmation, locale))
}

/** D-3:2:117:0: the version, where the figure begins, and which of its claims. */
async function chooseThat({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const [id, seen = 0, start = 0, choice = 0] = readStamp(value)
  const { ctx, member: by, requestId, locale } = caller
  await reply(figureClicked(await chooseClaim(ctx, { id, seen, start, choice, by, requestId }), locale))
}

async function stand({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const [id, seen = 0, start = 0] = readStamp(value)
  const { ctx, member: by, requestId, locale } = caller
  await reply(figureClicked(await standBy(ctx, { id, seen, start, by, requestId }), locale))
}

async function takeBack({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const [id, number = 0] = readStamp(value)
  const { ctx, member: by, requestId, locale } = caller
  await reply(clickTakenBack(await takeBackClick(ctx, { id, number, by, requestId }), locale))
}

async function addName({ caller, values, metadata, reply }: FormCall<Caller>): Promise<void> {
  const { id } = readMemo(figureMemo, metadata)
  const term = values['term']?.['value']?.value ?? ''
  const { ctx, member: by, requestId, locale } = caller
  const added = await atField('term', async () => addTerm(ctx, { term, draftId: id, by, requestId }))
  await reply(termAdded(added, locale))
}

async function removeName({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const { ctx, member: by, requestId, locale } = caller
  const removed = await dropTerm(ctx, { number: readNumber(value), by, requestId })
  await reply(termRemoved(removed, locale))
}

async function lexicon({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const { ctx, member: by, requestId, locale } = caller
  const [, verb = '', words = ''] = /^(\S*)\s*([\s\S]*)$/.exec(rest) ?? []
  if (verb === '') return await reply(lexiconShown(await readLexicon(ctx, by), 0, locale))
  if (verb.toLowerCase() !== 'add' && verb !== '添加')
    throw new MemberFacingError({
      zh: `“${verb.slice(0, 40)}”看不懂。请用 /report lexicon 查看，或 /report lexicon add 三个一工程 添加。`,
      en: `"${verb.slice(0, 40)}" is not understood. Use /report lexicon to see the names, or /report lexicon add NAME.`,
    })
  await reply(termAdded(await addTerm(ctx, { term: words, draftId: null, by, requestId }), locale))
}
