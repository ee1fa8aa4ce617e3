import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import type { Message } from '../../slack/blocks.ts'
import type { ActionCall, FormCall, Listeners } from '../../slack/listener.ts'
import { readMemo } from '../../slack/memo.ts'
import { type Month, parseMonth } from '../../time/month.ts'
import { requireMove } from '../essay/moves.ts'
import { essayIdIn } from '../essay/essay.ts'
import { essayNow, findReturnComment } from '../essay/store.ts'
import {
  draftForm,
  ESSAY_FORM,
  essayForm,
  essayMemo,
  monthAsked,
  readEssayForm,
  resubmitForm,
} from './form.ts'
import { isLate } from '../essay/lateness.ts'
import { essayDeadline } from '../../deadlines/settings/essay-deadline.ts'
import { loadMemberMonths } from '../duties/member-months.ts'
import { essayHandedIn, essayKept, essayWithdrawn } from '../words/messages.ts'
import { reviseEssay, submitEssay, withdrawEssay } from './submit.ts'
import { audienceOf, type EssayVerb } from '../slack/verb.ts'

/** `/essay submit 2026-11`: the form for a new essay. */
export const submitVerb: EssayVerb = {
  names: ['submit', '提交', '交'],
  carryOut: async ({ caller, responseUrl, openForm }, rest) => {
    await openEssayForm(caller, rest === '' ? null : parseMonth(rest), responseUrl, openForm)
  },
}

/** `/essay withdraw E-12`. */
export const withdrawVerb: EssayVerb = {
  names: ['withdraw', '撤回'],
  carryOut: async ({ caller, reply }, rest) => await reply(await withdraw(caller, rest)),
}

/** Registers the author's buttons and the form that hands an essay in. */
export function registerHandingIn(listeners: Listeners<Caller>): void {
  listeners.action('essay.submit', async ({ caller, value, openForm, responseUrl }) => {
    await openEssayForm(caller, monthIn(value), responseUrl, openForm)
  })
  listeners.action('essay.resubmit', openAgain)
  listeners.action('essay.withdraw', async ({ caller, value, reply }) => {
    await reply(await withdraw(caller, value), { replace: true })
  })
  listeners.form(ESSAY_FORM, async (call) => await takeEssay(call))
}

async function openEssayForm(
  caller: Caller,
  wanted: Month | null,
  responseUrl: string | null,
  openForm: ActionCall<Caller>['openForm'],
): Promise<void> {
  const { member, workspace, locale } = caller
  const months = await inTransaction(
    caller.ctx,
    async (ctx) => await loadMemberMonths(ctx, member, workspace.zone, wanted === null ? [] : [wanted]),
  )
  await openForm(essayForm(months, wanted, responseUrl, locale))
}

/** Opens a returned essay or a draft again, filled with what it says now. */
async function openAgain({ caller, value, openForm, responseUrl }: ActionCall<Caller>): Promise<void> {
  const { member, workspace, locale } = caller
  const { essay, comment, months } = await inTransaction(caller.ctx, async (ctx) => {
    const essay = await essayNow(ctx.db, value)
    requireMove(essay.state === 'draft' ? 'submit' : 'resubmit', essay, member)
    const comment = await findReturnComment(ctx.db, essay.id)
    return { essay, comment, months: await loadMemberMonths(ctx, member, workspace.zone) }
  })
  await openForm(
    essay.state === 'draft'
      ? draftForm(essay, months, responseUrl, locale)
      : resubmitForm(essay, comment, responseUrl, locale),
  )
}

async function takeEssay({ caller, values, metadata, replyAt }: FormCall<Caller>): Promise<void> {
  const memo = readMemo(essayMemo, metadata)
  const { month, asDraft, dropsFile, keepsBoth, kind, title, body, link, ...entry } = readEssayForm(values)
  const { ctx, member: by, workspace, requestId } = caller
  const file = entry.file ?? (dropsFile ? null : memo.file)
  const common = { by, text: { kind, title, body, link, file }, asDraft, zone: workspace.zone, requestId }
  const handedIn =
    memo.id === null
      ? await submitEssay(ctx, { ...common, month: monthAsked(month) })
      : await reviseEssay(ctx, { ...common, id: memo.id, baseRevision: memo.baseRevision, month, keepsBoth })
  const { essay } = handedIn
  const late = isLate(essay, essayDeadline(essay.month, workspace))
  const audience = audienceOf(caller)
  const message = asDraft ? essayKept(essay, audience) : essayHandedIn(handedIn, late, audience)
  await replyAt(memo.responseUrl)(message)
}

async function withdraw(caller: Caller, text: string): Promise<Message> {
  const { member: by, workspace, requestId } = caller
  const id = essayIdIn(text) ?? text
  const withdrawn = await withdrawEssay(caller.ctx, { id, by, zone: workspace.zone, requestId })
  return essayWithdrawn(withdrawn, audienceOf(caller))
}

/** A button's month; null for what is none, so that a stale button still opens the form. */
function monthIn(value: string): Month | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? parseMonth(value) : null
}
