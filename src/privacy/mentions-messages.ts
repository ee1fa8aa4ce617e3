import type { Checkboxes, KnownBlock, ModalView } from '@slack/types'
import { z } from 'zod'
import { say, translator, type Locale } from '../locale.ts'
import {
  actions,
  button,
  context,
  input,
  LIMITS,
  modal,
  option,
  plain,
  section,
  type Message,
} from '../slack/blocks.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import type { Mention } from './texts/mentions.ts'
import { oldNames } from './texts/names.ts'

export const NAMES_FORM = 'privacy.names'
export const NAMES_ACTION = 'privacy.names'
/** Fields of the form are this and a number; each has at most so many ticks (Slack, "checkboxes"). */
export const CHOSEN_FIELD = 'chosen.'
const TICKS = 10
/** Texts that are shown, or offered in the form, at once. */
const SHOWN = 50
/** Lines of one paragraph of a message. */
const LINES = 20

/** What the button and the form carry: the only place where the old names still are. */
export const namesMemo = z.object({ memberId: z.string(), names: oldNames })
export type NamesMemo = z.infer<typeof namesMemo>

/** Where a person is still named, by what sort of text it is, and a button to change it; nothing without mentions. */
export function mentionBlocks(mentions: readonly Mention[], memo: NamesMemo, locale: Locale): KnownBlock[] {
  if (mentions.length === 0) return []
  const t = translator(locale)
  const shown = mentions.slice(0, SHOWN)
  const [all, some] = [mentions.length, shown.length]
  const title = t(
    `:warning: 人写的 ${all} 处文字里还有这个人：`,
    `:warning: ${all === 1 ? 'One text' : `${all} texts`} that people wrote still ${all === 1 ? 'names' : 'name'} the person:`,
  )
  const value = JSON.stringify({ memberId: memo.memberId, names: memo.names } satisfies NamesMemo)
  return [
    section(title),
    ...paragraphs(shown, locale).map((lines) => section(lines)),
    ...(all > some
      ? [context(t(`只列出前 ${some} 处，共 ${all} 处。`, `The first ${some} of ${all}.`))]
      : []),
    actions(button(t('选择要改的文字', 'Choose what to change'), NAMES_ACTION, value)),
  ]
}

/** The texts with ticks; each that is chosen gets the new name. */
export function namesForm(
  mentions: readonly Mention[],
  memo: NamesMemo & { readonly responseUrl: string | null },
  locale: Locale,
): ModalView {
  const t = translator(locale)
  const offered = mentions.slice(0, SHOWN)
  const groups = Array.from({ length: Math.ceil(offered.length / TICKS) }, (_, nth) =>
    offered.slice(nth * TICKS, (nth + 1) * TICKS),
  )
  const explained =
    mentions.length === 0
      ? t('没有文字再写着这个人了。', 'No text names the person any more.')
      : t(
          `选中的文字里，名字、邮箱、Slack 账号和编号都会改成新的名字；没选的不动。同名的人也会被找到，请逐条看。不能撤销。${mentions.length > offered.length ? `\n这里是前 ${offered.length} 处，共 ${mentions.length} 处；改完再点一次按钮。` : ''}`,
          `In the chosen texts the name, e-mail, Slack account and number become the new name; the others stay. People of the same name are found too, so look at each. This cannot be undone.${mentions.length > offered.length ? `\nThese are the first ${offered.length} of ${mentions.length}; press the button again afterwards.` : ''}`,
        )
  return modal(locale, {
    title: { zh: '文字里的名字', en: 'Names in texts' },
    id: NAMES_FORM,
    submit: mentions.length === 0 ? null : { zh: '改成新名字', en: 'Replace' },
    memo,
    blocks: [
      section(explained),
      ...groups.map((group, nth) =>
        input(
          `${CHOSEN_FIELD}${nth}`,
          t(`第 ${nth * TICKS + 1} 处起`, `From ${nth * TICKS + 1} on`),
          ticks(group, locale),
          { optional: true },
        ),
      ),
    ],
  })
}

function ticks(group: readonly Mention[], locale: Locale): Checkboxes {
  return {
    type: 'checkboxes',
    options: group.map(({ id, what, where, excerpt }) => ({
      ...option(`${where} · ${say(locale, what)}`, id),
      description: plain(excerpt, LIMITS.option),
    })),
  }
}

/** What was changed, and what still names the person. */
export function namesReplaced(
  done: { readonly newName: string; readonly changed: readonly Mention[]; readonly left: readonly Mention[] },
  memo: NamesMemo,
  locale: Locale,
): Message {
  const t = translator(locale)
  const places = paragraphs(done.changed, locale, { excerpts: false })
  const text =
    done.changed.length === 0
      ? t('没有选文字，都保持原样。', 'No text was chosen, so all stay as they are.')
      : t(
          `已在 ${done.changed.length} 处改成“${done.newName}”。`,
          `Changed to “${done.newName}” in ${done.changed.length === 1 ? 'one text' : `${done.changed.length} texts`}.`,
        )
  return {
    text,
    blocks: [
      section(text),
      ...places.map((lines) => section(lines)),
      ...mentionBlocks(done.left, memo, locale),
    ],
  }
}

/** `*Records*` and below it a line each: `S-42: …由李明主讲…`. */
function paragraphs(
  mentions: readonly Mention[],
  locale: Locale,
  { excerpts = true }: { readonly excerpts?: boolean } = {},
): string[] {
  const groups = Map.groupBy(mentions, ({ what }) => say(locale, what))
  return [...groups].flatMap(([what, group]) => {
    const lines = group.map(({ where, excerpt }) =>
      excerpts ? `• ${escapeText(where)}　${escapeText(fit(excerpt, 80))}` : `• ${escapeText(where)}`,
    )
    return Array.from({ length: Math.ceil(lines.length / LINES) }, (_, nth) =>
      [`*${escapeText(what)}*`, ...lines.slice(nth * LINES, (nth + 1) * LINES)].join('\n'),
    )
  })
}
