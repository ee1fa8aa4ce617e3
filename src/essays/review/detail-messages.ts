import type { Button } from '@slack/types'
import { type Locale, type LocalizedText, say, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, type Message, section } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { formatMoment } from '../../time/clock.ts'
import type { EssayDetail, MoveSeen } from './detail.ts'
import { movesOf } from '../essay/moves.ts'
import { type Audience, essayNamed, essayPlace, formatStage } from '../words/words.ts'
import type { Essay } from '../essay/essay.ts'
import { linesInSections, newestWithin } from '../words/fit-blocks.ts'
import { resubmitButton } from '../words/messages.ts'

/** Entries of the history shown: the newest. */
const MOVES_SHOWN = 20
const COMMENT_SHOWN = 200
/** Of a message's blocks, what the history may take. */
const HISTORY_CHARACTERS = 6000

const DONE: Readonly<Record<string, LocalizedText>> = {
  import: { zh: '导入', en: 'imported' },
  save: { zh: '存为草稿', en: 'kept as a draft' },
  submit: { zh: '提交', en: 'handed in' },
  resubmit: { zh: '重新提交', en: 'handed in again' },
  withdraw: { zh: '撤回', en: 'withdrawn' },
  approve: { zh: '通过', en: 'approved' },
  return: { zh: '退回', en: 'returned' },
  reassign: { zh: '转交', en: 'passed on' },
  exchange: { zh: '交流', en: 'exchanged' },
  select: { zh: '评为优秀', en: 'marked excellent' },
  unselect: { zh: '取消优秀', en: 'no longer excellent' },
  compile: { zh: '编入文集', en: 'compiled' },
  contest: { zh: '送去参赛', en: 'sent to a contest' },
  uncontest: { zh: '取消参赛', en: 'taken out of a contest' },
}

/** One essay: how far it has come, everything that was done with it and by whom, and what this member may do now. */
export function essayShown(detail: EssayDetail, member: Member, audience: Audience): Message {
  const { locale } = audience
  const t = translator(locale)

  const { essay, author, reviewer } = detail
  const by = author === null ? '–' : mention(author)
  const passed =
    reviewer === null ? '' : t(` · 审阅人 ${mention(reviewer)}`, ` · reviewer ${mention(reviewer)}`)
  const head = [
    essayNamed(essay),
    `${by} · ${essayPlace(essay, locale)}`,
    `*${formatStage(essay, locale)}*${passed}`,
    ...(essay.file === null ? [] : [`:paperclip: ${escapeText(essay.file.name)}`]),
  ].join('\n')
  const shown = newestWithin(
    detail.moves.slice(-MOVES_SHOWN).map((move) => formatMove(move, audience)),
    HISTORY_CHARACTERS,
  )
  const more = detail.moves.length - shown.length
  const buttons = buttonsFor(essay, member, locale)
  return {
    text: `${essay.id} ${escapeText(essay.title)}`,
    blocks: [
      section(head),
      ...(more > 0 ? [context(t(`更早的 ${more} 步未列出`, `${more} earlier steps not shown`))] : []),
      ...linesInSections(shown),
      ...(buttons.length === 0 ? [] : [actions(...buttons)]),
    ],
  }
}

function formatMove({ move, at, by, comment, to }: MoveSeen, { locale, zone, today }: Audience): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at.getTime())
  const when = formatMoment(moment, zone, locale, today)
  const did = say(locale, DONE[move] ?? { zh: move, en: move })
  const whom =
    to === null ? '' : say(locale, { zh: `给 ${escapeText(to.name)}`, en: ` to ${escapeText(to.name)}` })
  const words =
    comment === null ? '' : `${locale === 'zh' ? '：' : ': '}${escapeText(fit(comment, COMMENT_SHOWN))}`
  return `• ${when} ${by === null ? '' : `${escapeText(by.name)} `}${did}${whom}${words.replaceAll('\n', ' ')}`
}

/** What this member may do with it now, as buttons; five at most, as a row shows. */
function buttonsFor(essay: Essay, member: Member, locale: Locale): Button[] {
  const t = translator(locale)

  const moves = new Set(movesOf(essay, member))
  const stamp = `${essay.id}:${essay.revision}`
  const hasWords = essay.body !== null || essay.file?.state === 'read'
  const all: (Button | null)[] = [
    hasWords ? readButton(essay, locale) : null,
    essay.file === null ? null : fileButton(essay, locale),
    moves.has('submit') || moves.has('resubmit') ? resubmitButton(essay, locale) : null,
    moves.has('approve') ? button(t('通过', 'Approve'), 'essay.approve', stamp, 'primary') : null,
    moves.has('return') ? button(t('退回', 'Return'), 'essay.return', stamp) : null,
    moves.has('reassign') ? reassignButton(essay, locale) : null,
    moves.has('select') ? button(t('评为优秀', 'Excellent'), 'essay.select', essay.id, 'primary') : null,
    moves.has('unselect') ? button(t('取消优秀', 'Not excellent'), 'essay.unselect', essay.id) : null,
    moves.has('contest') ? button(t('送去参赛', 'To a contest'), 'essay.contest', essay.id) : null,
    moves.has('withdraw') ? button(t('撤回', 'Withdraw'), 'essay.withdraw', essay.id) : null,
  ]
  return all.filter((one) => one !== null)
}

export function readButton({ id }: Pick<Essay, 'id'>, locale: Locale): Button {
  return button(say(locale, { zh: '阅读全文', en: 'Read it all' }), 'essay.read', id)
}

export function fileButton({ id }: Pick<Essay, 'id'>, locale: Locale): Button {
  return button(say(locale, { zh: '取文件', en: 'Get the file' }), 'essay.file', id)
}

export function reassignButton({ id, revision }: Pick<Essay, 'id' | 'revision'>, locale: Locale): Button {
  return button(say(locale, { zh: '转交', en: 'Pass on' }), 'essay.reassign', `${id}:${revision}`)
}

/** What is said above a file that is sent to who asked for it. */
export function fileSent(essay: Essay, locale: Locale): string {
  return say(locale, {
    zh: `*${essay.id}* ${escapeText(essay.title)} 的文件`,
    en: `The file of *${essay.id}* ${escapeText(essay.title)}`,
  })
}
