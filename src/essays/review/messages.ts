import type { KnownBlock } from '@slack/types'
import { type Locale, say, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, type Message, section } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { formatMoment } from '../../time/clock.ts'
import { fileButton, readButton, reassignButton } from './detail-messages.ts'
import { type Audience, essayNamed, essayPlace } from '../words/words.ts'
import type { Essay } from '../essay/essay.ts'
import { groupsWithin } from '../words/fit-blocks.ts'
import { quoted } from '../words/messages.ts'

/** How much of an essay's text a card shows. */
const EXCERPT = 300

/** Of a message's blocks, what the cards may take. */
const CARDS_CHARACTERS = 9000

/** An essay that waits for a review. */
export type ReviewCard = {
  readonly essay: Essay
  readonly author: Member
  readonly isLate: boolean
  /** To whom it was passed on; null: to nobody. */
  readonly reviewer: Member | null
}

/**
 * What a reviewer's last click did, said above the queue. `told` is false when the author, or the reviewer to whom it was
 * passed on, could not be reached.
 */
export type ReviewDone = {
  readonly essay: Essay
  readonly author: Member
  readonly told: boolean
  readonly passedTo: Member | null
}

/** The essays that wait for this reviewer, one card each, the longest waiting first. */
export function reviewQueue(
  queue: { readonly cards: readonly ReviewCard[]; readonly total: number; readonly done: ReviewDone | null },
  audience: Audience,
): Message {
  const { cards, total, done } = queue
  const shown = groupsWithin(
    cards.map((card) => cardBlocks(card, audience)),
    CARDS_CHARACTERS,
  )
  const head =
    total === 0
      ? say(audience.locale, { zh: '没有待您审阅的习作。', en: 'No essay waits for your review.' })
      : say(audience.locale, { zh: `待审阅 ${total} 篇`, en: `${total} to review` })
  const rest = total - shown.length
  const more = say(audience.locale, {
    zh: `还有 ${rest} 篇，处理完上面的会接着显示。`,
    en: `${rest} more; they follow as you decide on these.`,
  })
  const doneText = done === null ? null : formatDone(done, audience.locale)
  return {
    text: doneText === null ? head : `${doneText} ${head}`,
    blocks: [
      ...(doneText === null ? [] : [section(doneText)]),
      section(`*${head}*`),
      ...shown.flat(),
      ...(rest > 0 ? [context(more)] : []),
    ],
  }
}

function formatDone({ essay, author, told, passedTo }: ReviewDone, locale: Locale): string {
  const t = translator(locale)

  const title = escapeText(essay.title)
  const name = mention(author)
  if (passedTo !== null) {
    const did = t(
      `:arrow_right: 已把 ${essay.id}《${title}》（${name}）转交 ${mention(passedTo)}。`,
      `:arrow_right: Passed ${essay.id}, “${title}”, by ${name}, on to ${mention(passedTo)}.`,
    )
    if (told) return did
    const unheard = t('对方没有收到消息，请当面告知。', 'They got no message; please tell them yourself.')
    return `${did} ${unheard}`
  }
  const did =
    essay.state === 'approved'
      ? t(
          `:white_check_mark: 已通过 ${essay.id}《${title}》（${name}）。`,
          `:white_check_mark: Approved ${essay.id}, “${title}”, by ${name}.`,
        )
      : t(
          `:leftwards_arrow_with_hook: 已退回 ${essay.id}《${title}》（${name}）。`,
          `:leftwards_arrow_with_hook: Returned ${essay.id}, “${title}”, by ${name}.`,
        )
  if (told) return did
  return `${did} ${t('作者没有收到消息（未关联 Slack 账号，或消息发不出），请当面告知。', 'The author got no message (no Slack account linked, or it could not be sent); please tell them yourself.')}`
}

/** To the reviewer to whom an essay was passed on, with its card. */
export function essayPassedOn(card: ReviewCard, by: Member, audience: Audience): Message {
  const text = say(audience.locale, {
    zh: `${mention(by)} 把 ${card.essay.id} 转交给您审阅。`,
    en: `${mention(by)} has passed ${card.essay.id} on to you for review.`,
  })
  return { text, blocks: [section(text), ...cardBlocks(card, audience)] }
}

/** One essay with what a reviewer can do about it: two blocks. */
export function cardBlocks(
  { essay, author, isLate, reviewer }: ReviewCard,
  audience: Audience,
): KnownBlock[] {
  const { locale } = audience
  const t = translator(locale)

  const value = `${essay.id}:${essay.revision}`
  const fromFile = essay.file?.state === 'read' ? essay.file.text : null
  const text = essay.body ?? fromFile
  const isLong = (text !== null && text.length > EXCERPT) || (essay.body !== null && fromFile !== null)
  const passed =
    reviewer === null ? '' : t(` · 审阅人 ${mention(reviewer)}`, ` · reviewer ${mention(reviewer)}`)
  return [
    section(
      [
        essayNamed(essay),
        `${mention(author)} · ${essayPlace(essay, locale)}`,
        `${handInWords(essay, isLate, audience)}${passed}`,
        ...(essay.file === null ? [] : [`:paperclip: ${escapeText(essay.file.name)}`]),
        ...(text === null ? [] : [quoted(fit(text, EXCERPT))]),
      ].join('\n'),
    ),
    actions(
      button(t('通过', 'Approve'), 'essay.approve', value, 'primary'),
      button(t('退回', 'Return'), 'essay.return', value),
      ...(isLong ? [readButton(essay, locale)] : []),
      ...(essay.file === null ? [] : [fileButton(essay, locale)]),
      reassignButton(essay, locale),
    ),
  ]
}

function handInWords(essay: Essay, isLate: boolean, { locale, zone, today }: Audience): string {
  const t = translator(locale)

  const moment = essay.submittedAt
  if (moment === null) return ''
  const at = formatMoment(Temporal.Instant.fromEpochMilliseconds(moment.getTime()), zone, locale, today)
  const isAgain = essay.firstSubmittedAt !== null && essay.firstSubmittedAt.getTime() < moment.getTime()
  const words = isAgain ? t(`修改后 ${at} 重交`, `handed in again ${at}`) : t(`${at} 提交`, `handed in ${at}`)
  return `${words}${isLate ? t(' · 迟交', ' · late') : ''}`
}
