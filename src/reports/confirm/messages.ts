import { type Locale, translator } from '../../locale.ts'
import { actions, button, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import type { Confirmation } from '../review/confirmations-store.ts'
import type { FigureClick } from '../review/clicks-store.ts'
import type { LexiconTerm } from '../lexicon/lexicon-store.ts'
import { localMinute } from '../slack/local-minute.ts'
import type { Lexicon, NamedTerm } from '../lexicon/read-lexicon.ts'

const TERMS_A_PAGE = 15

/** To the person who confirmed a figure. */
export function figureConfirmed({ draftId, figure, source }: Confirmation, locale: Locale): Message {
  return message(locale, {
    zh: `已确认 ${draftId} 的“${escapeText(figure)}”，来源：${escapeText(source)}。它标着您的名字，不算作有记录为据；要撤回请用 /report show ${draftId}。`,
    en: `"${escapeText(figure)}" in ${draftId} is confirmed, from: ${escapeText(source)}. It is marked with your name and does not count as traced; /report show ${draftId} takes it back.`,
  })
}

export function figureRevoked({ draftId, figure }: Confirmation, locale: Locale): Message {
  return message(locale, {
    zh: `已撤回对 ${draftId} 中“${escapeText(figure)}”的确认。`,
    en: `The confirmation of "${escapeText(figure)}" in ${draftId} was taken back.`,
  })
}

/** To the person who said by a click what a figure is. */
export function figureClicked({ draftId, figure, says, label }: FigureClick, locale: Locale): Message {
  const [what, claim] = [escapeText(figure), escapeText(label)]
  return says === 'source'
    ? message(locale, {
        zh: `${draftId} 的“${what}”从此以“${claim}”为据，标着您的名字；要撤回请用 /report show ${draftId}。`,
        en: `"${what}" in ${draftId} stands for ${claim} from now on, by your name; /report show ${draftId} takes it back.`,
      })
    : message(locale, {
        zh: `${draftId} 的“${what}”（${claim}）仍然成立，标着您的名字；要撤回请用 /report show ${draftId}。`,
        en: `"${what}" in ${draftId} (${claim}) still holds, by your name; /report show ${draftId} takes it back.`,
      })
}

export function clickTakenBack({ draftId, figure }: FigureClick, locale: Locale): Message {
  return message(locale, {
    zh: `已撤回对 ${draftId} 中“${escapeText(figure)}”的点选。`,
    en: `What was said of "${escapeText(figure)}" in ${draftId} was taken back.`,
  })
}

export function termAdded(
  { term, isNew }: { readonly term: string; readonly isNew: boolean },
  locale: Locale,
): Message {
  const t = translator(locale)

  const name = escapeText(term)
  return {
    text: isNew
      ? t(
          `“${name}”已作为名称加入，其中的数字不再核对。用 /report lexicon 查看或移除。`,
          `"${name}" is a name from now on and its numerals are not checked. /report lexicon shows and removes names.`,
        )
      : t(`“${name}”此前已经加入。`, `"${name}" was a name before.`),
  }
}

export function termRemoved({ term }: LexiconTerm, locale: Locale): Message {
  return message(locale, {
    zh: `“${escapeText(term)}”已移除，其中的数字重新核对。`,
    en: `"${escapeText(term)}" was removed; its numerals are checked again.`,
  })
}

/** The workspace's names with who added them; those removed stay listed, struck. */
export function lexiconShown({ zone, terms }: Lexicon, wanted: number, locale: Locale): Message {
  const t = translator(locale)

  const head = t(
    `*作为名称、不核对的词语*，现有 ${terms.filter(({ removedAt }) => removedAt === null).length} 个。添加：/report lexicon add 三个一工程`,
    `*Names whose numerals are not checked*: ${terms.filter(({ removedAt }) => removedAt === null).length}. To add one: /report lexicon add NAME`,
  )
  const pages = Math.max(1, Math.ceil(terms.length / TERMS_A_PAGE))
  const page = Math.min(Math.max(0, wanted), pages - 1)
  const shown = terms.slice(page * TERMS_A_PAGE, (page + 1) * TERMS_A_PAGE)
  const lines = shown.map((term) => termLine(term, zone, locale))
  const turns = [
    ...(page > 0 ? [button(t('上一页', 'Back'), 'report.lexicon.back', String(page - 1))] : []),
    ...(page + 1 < pages ? [button(t('下一页', 'More'), 'report.lexicon.more', String(page + 1))] : []),
  ]
  const remove = t('移除', 'Remove')
  return {
    text: [head, ...lines].join('\n'),
    blocks: [
      section(head),
      ...shown.map(({ number, removedAt }, place) => ({
        ...section(lines[place] ?? ''),
        ...(removedAt === null ? { accessory: button(remove, 'report.lexicon.remove', String(number)) } : {}),
      })),
      ...(turns.length === 0 ? [] : [actions(...turns)]),
    ],
  }
}

function termLine(
  { term, adder, addedAt, remover, removedAt, draftId }: NamedTerm,
  zone: string,
  locale: Locale,
): string {
  const t = translator(locale)

  const name = escapeText(term)
  const who = adder === null ? '' : mention(adder)
  const from = draftId === null ? '' : ` (${draftId})`
  const when = localMinute(addedAt, zone)
  const added = t(`${who} ${when} 加入${from}`, `added by ${who} on ${when}${from}`)
  if (removedAt === null) return `*${name}* ${added}`
  const removedBy = remover === null ? '' : mention(remover)
  const then = localMinute(removedAt, zone)
  return t(
    `~${name}~ ${added}，${removedBy} ${then} 移除`,
    `~${name}~ ${added}, removed by ${removedBy} on ${then}`,
  )
}
