import { notStored, storedAsVersion } from '../../storage-words.ts'
import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import {
  actions,
  button,
  input,
  LIMITS,
  option,
  section,
  textInput,
  type Message,
  modal,
  choice,
} from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { paragraphsOf } from '../paragraphs/changed-paragraphs.ts'
import type { DraftText } from '../draft/edit-draft.ts'
import { inertText } from '../paragraphs/inert-text.ts'
import { INSTRUCTION_LENGTH } from './redraft-paragraph.ts'
import type { Redraft } from './redrafts-store.ts'

export const REDRAFT_FORM = 'report.paragraph'

/** What the form carries along. */
export const redraftMemo = z.object({ id: z.string(), seen: z.int() })
export type RedraftMemo = z.infer<typeof redraftMemo>

/** Chooses a paragraph and says how it should be. */
export function redraftForm({ draft, version }: DraftText, hasModel: boolean, locale: Locale): ModalView {
  const t = translator(locale)

  const memo: RedraftMemo = { id: draft.id, seen: version.version }
  const options = paragraphsOf(version.text)
    .slice(0, LIMITS.options)
    .map((paragraph, place) =>
      option(`${place + 1}. ${fit(paragraph.replaceAll(/\s+/g, ' '), LIMITS.option - 5)}`, String(place)),
    )
  const note = t(
    '现在没有连接模型：会换成内置撰写器写的同一内容的段落，不按要求行文。',
    'No model is connected: the composer’s paragraph on the same matter is put in, and the wording asked for is not followed.',
  )
  return modal(locale, {
    title: { zh: '重写一段', en: 'Redraft a paragraph' },
    id: REDRAFT_FORM,
    submit: { zh: '重写', en: 'Redraft' },
    memo,
    blocks: [
      ...(hasModel ? [] : [section(note)]),
      input('paragraph', t('哪一段', 'Paragraph'), choice(options)),
      input('instruction', t('怎么改', 'What to change'), textInput('', { multiline: true }), {
        hint: t(
          `例如：写短一些，先写次数。数字仍然只来自记录。至多 ${INSTRUCTION_LENGTH.to} 字。`,
          `Like: shorter, the count first. Figures still come from the records only. At most ${INSTRUCTION_LENGTH.to} characters.`,
        ),
      }),
    ],
  })
}

/** In the thread: what becomes of the request, from asked to done. The same message is brought up to date. */
export function redraftNotification(
  of: { readonly redraft: Redraft; readonly by: Member | null; readonly canceller: Member | null },
  locale: Locale,
): Message {
  const t = translator(locale)

  const { redraft } = of
  const what = t(
    `${redraft.draftId} 第 ${redraft.baseVersion} 版第 ${redraft.place + 1} 段`,
    `paragraph ${redraft.place + 1} of ${redraft.draftId}, version ${redraft.baseVersion}`,
  )
  const asked = t(
    `要求是：${escapeText(fit(redraft.instruction, 300))}`,
    `Asked for: ${escapeText(fit(redraft.instruction, 300))}`,
  )
  const text = `${stateWords(of, what, locale)}\n${asked}`
  const isOpen = redraft.state === 'waiting' || redraft.state === 'writing'
  const cancel = button(
    t('取消', 'Cancel'),
    'report.paragraph.cancel',
    `${redraft.draftId}:${redraft.number}`,
  )
  return { text, blocks: [section(text), ...(isOpen ? [actions(cancel)] : [])] }
}

function stateWords(
  { redraft, by, canceller }: Parameters<typeof redraftNotification>[0],
  what: string,
  locale: Locale,
): string {
  const t = translator(locale)

  const who = by === null ? '' : mention(by)
  switch (redraft.state) {
    case 'waiting':
    case 'writing':
      return t(
        `:hourglass_flowing_sand: 正在为 ${who} 重写 ${what}。`,
        `:hourglass_flowing_sand: Redrafting ${what} for ${who}.`,
      )
    case 'done':
      return t(
        `:writing_hand: 已重写 ${what}，${storedAsVersion(redraft.resultVersion ?? 0).zh}。`,
        `:writing_hand: Redrafted ${what}; ${storedAsVersion(redraft.resultVersion ?? 0).en}.`,
      )
    case 'same':
      return t(
        `重写 ${what} 的结果与原文相同，${notStored.sameWords.zh}。`,
        `Redrafting ${what} gave the same words; ${notStored.sameWords.en}.`,
      )
    case 'stale':
      return t(
        `:warning: ${what} 在重写期间已被改动，没有替换。重写的文字是：\n${fit(inertText(redraft.result ?? ''), 2000)}`,
        `:warning: ${what} was changed meanwhile, so it was not replaced. The redrafted words are:\n${fit(inertText(redraft.result ?? ''), 2000)}`,
      )
    case 'failed':
      return t(
        `:warning: ${what} 没有重写成，原文不变：${escapeText(fit(redraft.fault ?? '', 300))}`,
        `:warning: ${what} could not be redrafted and stays as it was: ${escapeText(fit(redraft.fault ?? '', 300))}`,
      )
    case 'cancelled': {
      const stopper = canceller === null ? '' : mention(canceller)
      return t(
        `${stopper} 取消了重写 ${what}，原文不变。`,
        `${stopper} cancelled redrafting ${what}; it stays as it was.`,
      )
    }
  }
}

/** To the person who asked. */
export function redraftRequested(
  { redraft, joined }: { readonly redraft: Redraft; readonly joined: boolean },
  locale: Locale,
): Message {
  const t = translator(locale)

  const { draftId, place, instruction } = redraft
  return {
    text: joined
      ? t(
          `${draftId} 第 ${place + 1} 段正在重写，您的请求并入其中。先前的要求是：${escapeText(fit(instruction, 200))}`,
          `Paragraph ${place + 1} of ${draftId} is being redrafted already; your request has joined it. What was asked for first: ${escapeText(fit(instruction, 200))}`,
        )
      : t(
          `开始重写 ${draftId} 第 ${place + 1} 段，完成后在草稿的讨论串里告知。`,
          `Redrafting paragraph ${place + 1} of ${draftId}; its thread will tell when it is done.`,
        ),
  }
}
