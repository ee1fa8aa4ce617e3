import { inTransaction } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import type { Caller } from '../members/caller.ts'
import { may, requireAbility } from '../members/member.ts'
import type { Message } from '../slack/blocks.ts'
import type { ActionCall, CommandCall, FormCall, Listeners, Reply } from '../slack/listener.ts'
import { replyTo } from '../slack/replies.ts'
import { today } from '../time/clock.ts'
import { monthOf, parseMonth, type Month } from '../time/month.ts'
import { parsePeriod } from '../time/parse-period.ts'
import { essayIdIn, type Essay } from './essay.ts'
import { stateAfter } from './essay-moves.ts'
import { essayNow } from './essay-now.ts'
import { monthsOf, officeStatus, ownStatus } from './essay-status.ts'
import type { Ear } from './essay-words.ts'
import { findReturnComment } from './essays-store.ts'
import { ESSAY_FORM, essayForm, monthAsked, readEssayForm, resubmitForm, type EssayMemo } from './form.ts'
import { isLate, type DeadlineFor } from './lateness.ts'
import { loadMemberMonths } from './member-months.ts'
import { essayHandedIn, essayHelp, essayWithdrawn } from './messages.ts'
import { registerReview, showQueue } from './review-slack.ts'
import { officeGridMessage, ownStatusMessage } from './status-messages.ts'
import { resubmitEssay, submitEssay, withdrawEssay } from './submit-essay.ts'

/**
 * Registers /essay, its forms and buttons. `deadlineFor` is the reminders' rule for deadlines; without it nothing is
 * called late.
 */
export function registerEssays(listeners: Listeners<Caller>, deadlineFor: DeadlineFor | null = null): void {
  listeners.command('/essay', async (call) => {
    await carryOut(call, deadlineFor)
  })
  listeners.action('essay.submit', async ({ caller, value, openForm, responseUrl }) => {
    await openEssayForm(caller, monthIn(value), responseUrl, openForm)
  })
  listeners.action('essay.resubmit', openResubmit)
  listeners.action('essay.withdraw', async ({ caller, value, reply }) => {
    await reply(await withdraw(caller, value), { replace: true })
  })
  listeners.form(ESSAY_FORM, async (call) => {
    await takeEssay(call, deadlineFor)
  })
  registerReview(listeners, deadlineFor)
}

async function carryOut(call: CommandCall<Caller>, deadlineFor: DeadlineFor | null): Promise<void> {
  const { caller, reply, openForm, responseUrl } = call
  const [word = '', ...rest] = call.text.split(/\s+/)
  switch (word.toLowerCase()) {
    case 'submit':
    case '提交':
    case '交':
      await openEssayForm(
        caller,
        rest.length === 0 ? null : parseMonth(rest.join(' ')),
        responseUrl,
        openForm,
      )
      return
    case 'status':
    case '进度':
      await showStatus(call, rest.join(' '), deadlineFor)
      return
    case 'review':
    case '审阅':
      requireAbility(caller.member, 'review essays')
      await showQueue(caller, reply, deadlineFor, null)
      return
    case 'withdraw':
    case '撤回':
      await reply(await withdraw(caller, rest.join(' ')))
      return
    case '':
    case 'help':
    case '帮助':
      await reply(essayHelp(earOf(caller), may(caller.member, 'review essays')))
      return
    default:
      throw new MemberFacingError({
        zh: `“${word}”不是 /essay 的用法。可用：submit、status、review、withdraw、help。`,
        en: `"${word}" is nothing /essay knows. It takes submit, status, review, withdraw or help.`,
      })
  }
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
    async (ctx) => await loadMemberMonths(ctx, member, workspace.zone),
  )
  await openForm(essayForm(months, wanted, responseUrl, locale))
}

async function openResubmit({ caller, value, openForm, responseUrl }: ActionCall<Caller>): Promise<void> {
  const { essay, comment } = await inTransaction(caller.ctx, async ({ db }) => {
    const essay = await essayNow(db, value)
    stateAfter('resubmit', essay, caller.member)
    return { essay, comment: await findReturnComment(db, essay.id) }
  })
  await openForm(resubmitForm(essay, comment, responseUrl, caller.locale))
}

async function takeEssay(
  { caller, values, metadata, reply: dm }: FormCall<Caller>,
  deadlineFor: DeadlineFor | null,
): Promise<void> {
  const memo = JSON.parse(metadata) as EssayMemo
  const { month, ...text } = readEssayForm(values)
  const { ctx, member: by, workspace, requestId } = caller
  const common = { by, text, zone: workspace.zone, requestId }
  const handedIn =
    memo.id === null
      ? await submitEssay(ctx, { ...common, month: monthAsked(month) })
      : await resubmitEssay(ctx, { ...common, id: memo.id, baseRevision: memo.baseRevision })
  const late = isEssayLate(handedIn.essay, caller, deadlineFor)
  await sayAfterwards(caller, essayHandedIn(handedIn, late, earOf(caller)), memo.responseUrl, dm)
}

/**
 * The answer goes where the form was asked for; when that is no longer possible, into the person's DM. The essay is
 * stored by then, so that a failing answer must not look like a failed hand-in.
 */
async function sayAfterwards(
  { ctx }: Caller,
  message: Message,
  responseUrl: string | null,
  dm: Reply,
): Promise<void> {
  const reply = responseUrl === null ? dm : replyTo(responseUrl)
  await reply(message)
    .catch(async () => {
      await dm(message)
    })
    .catch((error: unknown) => {
      ctx.log.error({ err: error, what: 'form essay.form' }, 'the confirmation could not be said')
    })
}

async function withdraw(caller: Caller, text: string): Promise<Message> {
  const { member: by, workspace, requestId } = caller
  const id = essayIdIn(text) ?? text
  const withdrawn = await withdrawEssay(caller.ctx, { id, by, zone: workspace.zone, requestId })
  return essayWithdrawn(withdrawn, earOf(caller))
}

async function showStatus(
  { caller, reply }: CommandCall<Caller>,
  text: string,
  deadlineFor: DeadlineFor | null,
): Promise<void> {
  const { ctx, member, workspace } = caller
  const ear = earOf(caller)
  const months = text === '' ? [monthOf(ear.today)] : monthsOf(parsePeriod(text, ear.today))
  const own = await ownStatus(ctx, { member, months, zone: workspace.zone })
  const mine = ownStatusMessage(own, ear)
  if (!may(member, 'see the whole office')) {
    await reply(mine)
    return
  }
  const office = officeGridMessage(await officeStatus(ctx, { months, workspace, deadlineFor }), ear)
  // Who leads and owes nothing came for the office.
  const owesNothing = own.essays.length === 0 && own.now.obligations.every(({ quota }) => quota === 0)
  const blocks = [...(office.blocks ?? []), ...(owesNothing ? [] : (mine.blocks ?? []))]
  await reply({ text: office.text, blocks })
}

function isEssayLate(essay: Essay, { workspace }: Caller, deadlineFor: DeadlineFor | null): boolean {
  return deadlineFor !== null && isLate(essay, deadlineFor(essay.month, workspace))
}

/** A button's month; null for what is none, so that a stale button still opens the form. */
function monthIn(value: string): Month | null {
  return /^\d{4}-(0[1-9]|1[0-2])$/.test(value) ? parseMonth(value) : null
}

function earOf({ ctx, workspace, locale }: Caller): Ear {
  return { locale, zone: workspace.zone, today: today(ctx.clock, workspace.zone) }
}
