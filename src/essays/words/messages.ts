import { stored } from '../../storage-words.ts'
import type { MemberFacingError } from '../../errors.ts'
import { say, type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, section, type Message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import type { Essay } from '../essay/essay.ts'
import { essayNamed, essayPlace, formatOwed, type Audience } from './words.ts'
import type { MemberMonths } from '../duties/member-months.ts'

/** What was handed in, whether late, and what is still owed; with a button for the next one. */
export function essayHandedIn(
  { essay, months }: { readonly essay: Essay; readonly months: MemberMonths },
  isLate: boolean,
  { locale }: Audience,
): Message {
  const t = translator(locale)

  const isFirst = essay.submittedAt?.getTime() === essay.firstSubmittedAt?.getTime()
  const head = isFirst
    ? t(`已提交 ${essay.id}`, `Handed in ${essay.id}`)
    : t(`已重新提交 ${essay.id}`, `Handed in again: ${essay.id}`)
  const late = t(' · 已过截止时间，记为迟交', ' · after the deadline, so it counts as late')
  const next = months.owed[0]
  return {
    text: `${head}: ${escapeText(essay.title)}`,
    blocks: [
      section(
        [
          `:white_check_mark: *${head}*`,
          essayNamed(essay),
          `${essayPlace(essay, locale)}${isLate ? late : ''}`,
          formatOwed(months.owed, locale),
        ].join('\n'),
      ),
      actions(
        ...(next === undefined ? [] : [button(t('再交一篇', 'Hand in another'), 'essay.submit', next.month)]),
        button(t('撤回这篇', 'Withdraw it'), 'essay.withdraw', essay.id),
      ),
    ],
  }
}

/** What was kept as a draft: nobody else sees it and it counts nowhere until it is handed in. */
export function essayKept(essay: Essay, { locale }: Audience): Message {
  const t = translator(locale)

  const head =
    essay.state === 'draft'
      ? t(
          `草稿 ${essay.id} ${stored.draftKept.zh}；只有您自己能看到。`,
          `Draft ${essay.id} ${stored.draftKept.en}; only you can see it.`,
        )
      : t(`${essay.id} ${stored.changesKept.zh}。`, `Your changes to ${essay.id} ${stored.changesKept.en}.`)
  return {
    text: head,
    blocks: [
      section(`:memo: ${head}\n${essayNamed(essay)}\n${essayPlace(essay, locale)}`),
      actions(
        resubmitButton(essay, locale),
        button(t('撤回这篇', 'Withdraw it'), 'essay.withdraw', essay.id),
      ),
    ],
  }
}

/** To the author: their file is kept, but its words could not be read. */
export function fileNotRead(essay: Essay, fault: MemberFacingError, locale: Locale): Message {
  const text = `*${essay.id}* ${escapeText(fault.in(locale))}`
  return { text, blocks: [section(text)] }
}

export function essayWithdrawn(
  { essay, months }: { readonly essay: Essay; readonly months: MemberMonths },
  { locale }: Audience,
): Message {
  const head = say(locale, {
    zh: `已撤回 ${essay.id}：${escapeText(essay.title)}。它不再计入任何统计。`,
    en: `Withdrawn: ${essay.id}, ${escapeText(essay.title)}. It counts nowhere any more.`,
  })
  const text = `${head}\n${formatOwed(months.owed, locale)}`
  return { text, blocks: [section(text)] }
}

/** To the author, the moment a reviewer has decided. */
export function essayDecided(
  essay: Essay,
  decision: { readonly by: Member; readonly comment: string | null },
  locale: Locale,
): Message {
  const t = translator(locale)

  const by = mention(decision.by)
  const title = escapeText(essay.title)
  if (essay.state === 'approved') {
    const head = t(
      `${essay.id}《${title}》已由 ${by} 审阅通过。`,
      `${by} has approved ${essay.id}, “${title}”.`,
    )
    return { text: head, blocks: [section(`:tada: ${head}`), context(essayPlace(essay, locale))] }
  }
  const head = t(
    `${essay.id}《${title}》由 ${by} 退回，请修改后再交。`,
    `${by} has returned ${essay.id}, “${title}”, for changes.`,
  )
  return {
    text: head,
    blocks: [
      section(`:leftwards_arrow_with_hook: ${head}`),
      section(quoted(decision.comment ?? '')),
      context(essayPlace(essay, locale)),
      actions(resubmitButton(essay, locale)),
    ],
  }
}

/** Opens a returned essay or a draft again. */
export function resubmitButton({ id, state }: Pick<Essay, 'id' | 'state'>, locale: Locale) {
  const t = translator(locale)

  const words = state === 'draft' ? t(`继续写 ${id}`, `Go on with ${id}`) : t(`修改 ${id}`, `Revise ${id}`)
  return button(words, 'essay.resubmit', id, 'primary')
}

/** A person's text as a quotation, escaped, at most as long as one block holds. */
export function quoted(text: string): string {
  return escapeText(text)
    .split('\n')
    .map((line) => `>${line}`)
    .join('\n')
}
