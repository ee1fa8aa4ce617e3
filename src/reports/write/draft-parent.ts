import { notStored } from '../../storage-words.ts'
import type { DraftState } from '../../db/schema.ts'
import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import type { DraftBasis } from '../basis/draft-basis.ts'
import type { Draft } from '../draft/drafts-store.ts'

/** The message under which a draft is written: what it is, who asked, and Cancel as long as it is being written. */
export function draftParent(of: {
  readonly id: string
  readonly basis: DraftBasis
  readonly asker: Member | null
  readonly state: DraftState
  readonly cancelledBy: Member | null
  readonly fault: string | null
}): Message {
  const { id, basis, asker, state } = of
  const { locale } = basis
  const t = translator(locale)

  const title = escapeText(basis.section.title)
  const who = asker === null ? '' : mention(asker)
  const head = t(
    `:memo: *${title}*（${basis.periodWords.zh}）草稿 ${id}${who === '' ? '' : `，${who} 提出`}。`,
    `:memo: *${title}* (${basis.periodWords.en}), draft ${id}${who === '' ? '' : `, asked for by ${who}`}.`,
  )
  const how = say(locale, standing(of))
  const text = `${head}${locale === 'en' ? ' ' : ''}${how}`
  if (state !== 'waiting' && state !== 'writing') return { text, blocks: [section(text)] }
  const cancel = button(t('取消', 'Cancel'), 'report.cancel', id)
  return { text, blocks: [section(text), actions(cancel)] }
}

function standing(of: Parameters<typeof draftParent>[0]): LocalizedText {
  switch (of.state) {
    case 'waiting':
    case 'writing':
      return { zh: '正文写在本条消息的讨论串里。', en: 'The text is being written in this thread.' }
    case 'ready':
      return { zh: '正文在本条消息的讨论串里。', en: 'The text is in this thread.' }
    case 'cancelled': {
      const by = of.cancelledBy === null ? '' : mention(of.cancelledBy)
      return {
        zh: `${by === '' ? '' : `${by} `}已取消，${notStored.nothingSaved.zh}。`,
        en: `Cancelled${by === '' ? '' : ` by ${by}`}; ${notStored.nothingSaved.en}.`,
      }
    }
    case 'failed': {
      const why = of.fault === null ? '' : escapeText(fit(of.fault, 300))
      return {
        zh: `没有写成${why === '' ? '' : `：${why}`}。请重新起草。`,
        en: `It could not be written${why === '' ? '' : `: ${why}`}. Draft it again.`,
      }
    }
    default:
      return of.state satisfies never
  }
}

/** In the thread of a message that an earlier attempt may have posted too, where the bot cannot look. */
export const MAY_STAND_TWICE: LocalizedText = {
  zh: '先前的一次尝试可能也在这里发过这条消息，我看不到本频道的记录，无法核对。若上面还有一条，以本条为准。',
  en: 'An earlier attempt may have posted this message here too; I cannot read this channel to check. If there is another above, this one counts.',
}

/** Under what had been streamed when Cancel was pressed. */
export function cancelledInThread(locale: Locale): Message {
  return message(locale, {
    zh: `已取消。上面写出的文字没有写完，${notStored.unchecked.zh}。`,
    en: `Cancelled. What was written above is unfinished, ${notStored.unchecked.en}.`,
  })
}

/** To whoever pressed Cancel. */
export function cancelAnswer({ id }: Draft, was: DraftState, locale: Locale): Message {
  const said: LocalizedText =
    was === 'waiting' || was === 'writing'
      ? {
          zh: `草稿 ${id} 已取消，可以重新起草这一部分。`,
          en: `Draft ${id} is cancelled; the section is free.`,
        }
      : was === 'cancelled'
        ? { zh: `草稿 ${id} 先前已经取消。`, en: `Draft ${id} was cancelled before.` }
        : {
            zh: `草稿 ${id} 已经写完或已经停止，没有什么可取消的。`,
            en: `Draft ${id} is finished or has stopped already; there is nothing to cancel.`,
          }
  return message(locale, said)
}
