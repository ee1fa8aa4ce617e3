import { say, type Locale } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, section, type Message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import { formatDate, wallClockAt } from '../../time/clock.ts'
import type { WaitingEssay } from './plan-notices.ts'

/** Essays named in one message; the queue shows all. */
const LISTED = 10

export type WaitingWords = {
  /** Handed in, or handed in again, since they heard last. */
  readonly fresh: readonly WaitingEssay[]
  /** All that wait, the longest waiting first. */
  readonly waiting: readonly WaitingEssay[]
  readonly isMorning: boolean
  readonly reviewer: Member
  readonly authors: ReadonlyMap<string, Member>
  readonly zone: string
  readonly now: Temporal.Instant
}

/** To a reviewer: what was handed in, and in the morning how many wait and since when. */
export function essaysWait(words: WaitingWords, locale: Locale): Message {
  const { fresh } = words
  const heads = [
    ...(words.isMorning && words.waiting.length > 0 ? [waitingHead(words, locale)] : []),
    ...(fresh.length > 0 ? [freshHead(fresh.length, locale)] : []),
  ]
  const more = fresh.length - LISTED
  const lines = fresh.slice(0, LISTED).map((essay) => lineOf(essay, words, locale))
  return {
    text: heads.join(' '),
    blocks: [
      section(heads.map((head) => `*${head}*`).join('\n')),
      ...(lines.length > 0 ? [section(lines.join('\n'))] : []),
      ...(more > 0 ? [context(say(locale, { zh: `另有 ${more} 篇`, en: `and ${more} more` }))] : []),
      actions(button(say(locale, { zh: '去审阅', en: 'Review' }), 'essay.queue', 'open', 'primary')),
    ],
  }
}

function waitingHead({ waiting, zone, now }: WaitingWords, locale: Locale): string {
  const count = waiting.length
  const dayOf = (moment: Temporal.Instant) => wallClockAt(moment, zone).date
  const since = formatDate(dayOf(waiting[0]?.submittedAt ?? now), locale, dayOf(now))
  return say(locale, {
    zh: `${count} 篇习作等待审阅，最早的是${since}交的。`,
    en: `${count === 1 ? '1 essay waits' : `${count} essays wait`} for review, the oldest since ${since}.`,
  })
}

function freshHead(count: number, locale: Locale): string {
  return say(locale, {
    zh: `新交来 ${count} 篇习作。`,
    en: `${count === 1 ? '1 essay was' : `${count} essays were`} handed in.`,
  })
}

function lineOf(
  { id, title, month, authorId, returnedBy }: WaitingEssay,
  { reviewer, authors }: WaitingWords,
  locale: Locale,
): string {
  const author = authors.get(authorId)
  const by = author === undefined ? '' : ` · ${mention(author)}`
  const again =
    returnedBy === null
      ? ''
      : returnedBy === reviewer.id
        ? say(locale, { zh: ' · 您退回后重新提交', en: ' · handed in again after you returned it' })
        : say(locale, { zh: ' · 退回后重新提交', en: ' · handed in again' })
  // A title is the author's, and a section of ten lines holds so much of each.
  return `*${id}* ${escapeText(title.slice(0, 60))}${by} · ${month}${again}`
}
