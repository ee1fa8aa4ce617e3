import type { KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { say, type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import {
  actions,
  button,
  context,
  input,
  section,
  textInput,
  type Message,
  modal,
} from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import type { Month } from '../../time/month.ts'
import { essayNamed, formatMonth, formatStage } from '../words/words.ts'
import type { Essay } from '../essay/essay.ts'
import { essayLine } from '../exchange/messages.ts'
import { groupsWithin } from '../words/fit-blocks.ts'
import type { Choice } from './store.ts'
import { LONGEST_CONTEST } from './select.ts'

export const CONTEST_FORM = 'essay.contest.form'

/** Of a message's blocks, what the essays to choose from may take; and their number, one block each. */
const CHOICE_CHARACTERS = 9000
export const CHOICES = 40

export const contestMemo = z.object({ id: z.string(), responseUrl: z.string().nullable() })
export type ContestMemo = z.infer<typeof contestMemo>

/** The exchanged essays of a month, each with a button: excellent, or no longer. */
export function choiceOfBest(
  month: Month,
  { essays, total, excellent }: Choice,
  authors: ReadonlyMap<string, Member>,
  locale: Locale,
): Message {
  const t = translator(locale)

  const name = formatMonth(month, locale)
  const head =
    total === 0
      ? t(
          `${name}还没有交流过的习作。先用 /essay exchange ${month}。`,
          `No essay of ${name} was exchanged yet. Begin with /essay exchange ${month}.`,
        )
      : t(
          `*${name}已交流的习作*，${excellent} 篇优秀`,
          `*Exchanged essays of ${name}*, ${excellent} excellent`,
        )
  const groups = essays.map((essay) => [choice(essay, authors, locale)])
  const shown = groupsWithin(groups, CHOICE_CHARACTERS)
  const more = total - shown.length
  const rest = t(
    `另有 ${more} 篇，用 /essay excellent E-编号`,
    `and ${more} more; use /essay excellent E-NUMBER`,
  )
  return {
    text: head,
    blocks: [section(head), ...shown.flat(), ...(more > 0 ? [context(rest)] : [])],
  }
}

function choice(essay: Essay, authors: ReadonlyMap<string, Member>, locale: Locale): KnownBlock {
  const t = translator(locale)

  const line = section(`${essayLine(essay, authors, locale)} · ${formatStage(essay, locale)}`)
  if (essay.anthologyIssue !== null) return line
  const look = essay.excellent
    ? button(t('取消优秀', 'Not excellent'), 'essay.unselect', essay.id)
    : button(t('评为优秀', 'Excellent'), 'essay.select', essay.id, 'primary')
  return { ...line, accessory: look }
}

/** What a decision about one essay did, with what can be done next. */
export function judged(essay: Essay, author: Member, what: string, locale: Locale): Message {
  const text = `${what}\n${essayNamed(essay)} · ${mention(author)} · ${formatStage(essay, locale)}`
  const next = essay.excellent
    ? [button(say(locale, { zh: '送去参赛', en: 'To a contest' }), 'essay.contest', essay.id)]
    : []
  return { text, blocks: [section(text), ...(next.length === 0 ? [] : [actions(...next)])] }
}

export function formatMarked(excellent: boolean, locale: Locale): string {
  const t = translator(locale)

  return excellent
    ? t(':star: 已评为优秀', ':star: Marked excellent')
    : t('已取消优秀', 'No longer excellent')
}

export function formatContest(contest: string, isEntered: boolean, locale: Locale): string {
  const t = translator(locale)

  const name = escapeText(contest)
  return isEntered
    ? t(`:trophy: 已记：送去参加“${name}”`, `:trophy: Noted: sent to “${name}”`)
    : t(`已取消：不参加“${name}”`, `Taken out of “${name}”`)
}

/** To the author of an excellent essay. */
export function excellentTold(essay: Essay, by: Member, locale: Locale): Message {
  const title = escapeText(essay.title)
  const text = say(locale, {
    zh: `:star: ${mention(by)} 把您的 ${essay.id}《${title}》评为优秀习作。`,
    en: `:star: ${mention(by)} has marked your ${essay.id}, “${title}”, as excellent.`,
  })
  return { text, blocks: [section(text)] }
}

/** Asks to which contest an essay was sent. */
export function contestForm(essay: Essay, responseUrl: string | null, locale: Locale): ModalView {
  const memo: ContestMemo = { id: essay.id, responseUrl }
  return modal(locale, {
    title: { zh: `参赛 ${essay.id}`, en: `Contest ${essay.id}` },
    id: CONTEST_FORM,
    submit: { zh: '记下', en: 'Note it' },
    memo,
    blocks: [
      section(essayNamed(essay)),
      input('contest', say(locale, { zh: '比赛名称', en: 'Name of the contest' }), {
        ...textInput(''),
        max_length: LONGEST_CONTEST,
      }),
    ],
  })
}
