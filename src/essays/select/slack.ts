import { inTransaction } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import { requireAbility } from '../../members/member.ts'
import { findMembersByIds } from '../../members/members-store.ts'
import type { ActionCall, FormCall, Listeners } from '../../slack/listener.ts'
import { readMemo } from '../../slack/memo.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import { type Month, monthOf, parseMonth } from '../../time/month.ts'
import { requireMove } from '../essay/moves.ts'
import { essayIdIn } from '../essay/essay.ts'
import { essayNow } from '../essay/store.ts'
import { enterContest, leaveContest, markExcellent } from './select.ts'
import {
  choiceOfBest,
  CHOICES,
  CONTEST_FORM,
  contestForm,
  formatContest,
  contestMemo,
  judged,
  formatMarked,
} from './messages.ts'
import { listExchanged } from './store.ts'
import { audienceOf, type EssayVerb } from '../slack/verb.ts'

const NO = new Set(['no', 'remove', 'undo', '取消', '不'])

/** `/essay excellent 2026-11`: choose among what was exchanged; `/essay excellent E-12`, `/essay excellent E-12 no`. */
export const excellentVerb: EssayVerb = {
  names: ['excellent', '优秀', '评优'],
  carryOut: async ({ caller, reply }, rest) => {
    const [first = '', word = ''] = rest.split(/\s+/)
    const id = essayIdIn(first)
    if (id !== null) {
      await reply(await mark(caller, id, !NO.has(word.toLowerCase())))
      return
    }
    const month = first === '' ? monthOf(audienceOf(caller).today) : parseMonth(first)
    await reply(await choice(caller, month))
  },
}

/** `/essay contest E-12 NAME`; `/essay contest remove E-12 NAME`. */
export const contestVerb: EssayVerb = {
  names: ['contest', '参赛'],
  carryOut: async ({ caller, reply, openForm, responseUrl }, rest) => {
    const words = rest.split(/\s+/)
    const isRemoval = NO.has((words[0] ?? '').toLowerCase())
    const [first = '', ...others] = isRemoval ? words.slice(1) : words
    const id = essayIdIn(first)
    if (id === null) throw howToContest(rest)
    const contest = unescapeText(others.join(' '))
    if (contest === '' && !isRemoval) {
      await openForm(contestForm(await contestable(caller, id), responseUrl, caller.locale))
      return
    }
    const wish = { id, contest, by: caller.member, requestId: caller.requestId }
    const { essay, author } = await (isRemoval ? leaveContest : enterContest)(caller.ctx, wish)
    await reply(judged(essay, author, formatContest(contest, !isRemoval, caller.locale), caller.locale))
  },
}

/** Registers the buttons and the form that select essays. */
export function registerSelecting(listeners: Listeners<Caller>): void {
  for (const [actionId, excellent] of [
    ['essay.select', true],
    ['essay.unselect', false],
  ] as const) {
    listeners.action(actionId, async ({ caller, value, reply }) => {
      await reply(await mark(caller, value, excellent))
    })
  }
  listeners.action('essay.contest', async ({ caller, value, openForm, responseUrl }: ActionCall<Caller>) => {
    await openForm(contestForm(await contestable(caller, value), responseUrl, caller.locale))
  })
  listeners.form(CONTEST_FORM, takeContest)
}

async function mark(caller: Caller, id: string, excellent: boolean) {
  const { ctx, member: by, requestId, locale } = caller
  const { essay, author } = await markExcellent(ctx, { id, excellent, by, requestId })
  return judged(essay, author, formatMarked(excellent, locale), locale)
}

async function choice({ ctx, member, locale }: Caller, month: Month) {
  requireAbility(member, 'exchange and select essays')
  const { exchanged, authors } = await inTransaction(ctx, async ({ db }) => {
    const exchanged = await listExchanged(db, month, CHOICES)
    const ids = exchanged.essays.map(({ memberId }) => memberId)
    const authors = await findMembersByIds(db, [...new Set(ids)])
    return { exchanged, authors: new Map(authors.map((author) => [author.id, author])) }
  })
  return choiceOfBest(month, exchanged, authors, locale)
}

async function contestable({ ctx, member }: Caller, id: string) {
  return await inTransaction(ctx, async ({ db }) => {
    const essay = await essayNow(db, id)
    requireMove('contest', essay, member)
    return essay
  })
}

async function takeContest({ caller, values, metadata, replyAt }: FormCall<Caller>): Promise<void> {
  const { id, responseUrl } = readMemo(contestMemo, metadata)
  const { ctx, member: by, requestId, locale } = caller
  const contest = (values['contest']?.['value']?.value ?? '').trim().replaceAll(/\s+/gu, ' ')
  const { essay, author } = await enterContest(ctx, { id, contest, by, requestId })
  const message = judged(essay, author, formatContest(contest, true, locale), locale)
  await replyAt(responseUrl)(message)
}

function howToContest(typed: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${typed === '' ? '' : `“${typed}”看不懂。`}请写：/essay contest E-12 比赛名称，或 /essay contest remove E-12 比赛名称。`,
    en: `${typed === '' ? '' : `"${typed}" is not clear. `}Write /essay contest E-12 NAME, or /essay contest remove E-12 NAME.`,
  })
}
