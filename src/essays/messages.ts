import { say, type Locale } from '../locale.ts'
import type { Member } from '../members/member.ts'
import { actions, button, context, section, type Message } from '../slack/blocks.ts'
import { escapeText, mention } from '../slack/mrkdwn.ts'
import type { Essay } from './essay.ts'
import { essayNamed, essayPlace, owedInWords, type Ear } from './essay-words.ts'
import type { MemberMonths } from './member-months.ts'

/** What was handed in, whether late, and what is still owed; with a button for the next one. */
export function essayHandedIn(
  { essay, months }: { readonly essay: Essay; readonly months: MemberMonths },
  isLate: boolean,
  { locale }: Ear,
): Message {
  const head =
    essay.revision === 1
      ? say(locale, { zh: `已提交 ${essay.id}`, en: `Handed in ${essay.id}` })
      : say(locale, { zh: `已重新提交 ${essay.id}`, en: `Handed in again: ${essay.id}` })
  const late = say(locale, {
    zh: ' · 已过截止时间，记为迟交',
    en: ' · after the deadline, so it counts as late',
  })
  const next = months.owed[0]
  return {
    text: `${head}: ${escapeText(essay.title)}`,
    blocks: [
      section(
        [
          `:white_check_mark: *${head}*`,
          essayNamed(essay),
          `${essayPlace(essay, locale)}${isLate ? late : ''}`,
          owedInWords(months.owed, locale),
        ].join('\n'),
      ),
      actions(
        ...(next === undefined
          ? []
          : [button(say(locale, { zh: '再交一篇', en: 'Hand in another' }), 'essay.submit', next.month)]),
        button(say(locale, { zh: '撤回这篇', en: 'Withdraw it' }), 'essay.withdraw', essay.id),
      ),
    ],
  }
}

export function essayWithdrawn(
  { essay, months }: { readonly essay: Essay; readonly months: MemberMonths },
  { locale }: Ear,
): Message {
  const head = say(locale, {
    zh: `已撤回 ${essay.id}：${escapeText(essay.title)}。它不再计入任何统计。`,
    en: `Withdrawn: ${essay.id}, ${escapeText(essay.title)}. It counts nowhere any more.`,
  })
  const text = `${head}\n${owedInWords(months.owed, locale)}`
  return { text, blocks: [section(text)] }
}

/** To the author, the moment a reviewer has decided. */
export function essayDecided(
  essay: Essay,
  decision: { readonly by: Member; readonly comment: string | null },
  locale: Locale,
): Message {
  const by = mention(decision.by)
  const title = escapeText(essay.title)
  if (essay.state === 'approved') {
    const head = say(locale, {
      zh: `${essay.id}《${title}》已由 ${by} 审阅通过。`,
      en: `${by} has approved ${essay.id}, “${title}”.`,
    })
    return { text: head, blocks: [section(`:tada: ${head}`), context(essayPlace(essay, locale))] }
  }
  const head = say(locale, {
    zh: `${essay.id}《${title}》由 ${by} 退回，请修改后再交。`,
    en: `${by} has returned ${essay.id}, “${title}”, for changes.`,
  })
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

/** Opens a returned essay again. */
export function resubmitButton({ id }: Pick<Essay, 'id'>, locale: Locale) {
  return button(say(locale, { zh: `修改 ${id}`, en: `Revise ${id}` }), 'essay.resubmit', id, 'primary')
}

/** A person's text as a quotation, escaped, at most as long as one block holds. */
export function quoted(text: string): string {
  return escapeText(text)
    .split('\n')
    .map((line) => `>${line}`)
    .join('\n')
}
