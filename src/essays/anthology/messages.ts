import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { type Locale, plural, say, translator } from '../../locale.ts'
import {
  actions,
  button,
  context,
  input,
  type Message,
  section,
  textInput,
  modal,
} from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import { formatDate } from '../../time/clock.ts'
import type { Anthology, AnthologyListed } from './store.ts'
import { type AnthologyPlan, LONGEST_ANTHOLOGY_TITLE, MOST_IN_ISSUE } from './compile.ts'
import { type Audience, formatMonth } from '../words/words.ts'
import { essayLine } from '../exchange/messages.ts'
import { linesInSections } from '../words/fit-blocks.ts'

export const ANTHOLOGY_FORM = 'essay.anthology.form'

/** Essays and issues listed in one view or message. */
const ESSAYS_LISTED = 60
const ISSUES_LISTED = 20

export const anthologyMemo = z.object({ stamp: z.string(), responseUrl: z.string().nullable() })
export type AnthologyMemo = z.infer<typeof anthologyMemo>

/** Shows which issue of which essays will be made, and asks its title. Submitting it makes it. */
export function anthologyForm(
  { issue, essays, authors, empty, stamp }: AnthologyPlan,
  title: string,
  responseUrl: string | null,
  locale: Locale,
): ModalView {
  const t = translator(locale)

  const memo: AnthologyMemo = { stamp, responseUrl }
  const lines = essays
    .slice(0, ESSAYS_LISTED)
    .map((essay) => `${essayLine(essay, authors, locale)} · ${formatMonth(essay.month, locale)}`)
  const more = essays.length - lines.length
  const isFull = essays.length >= MOST_IN_ISSUE
  return modal(locale, {
    title: { zh: `文集第 ${issue} 期`, en: `Anthology, issue ${issue}` },
    id: ANTHOLOGY_FORM,
    submit: { zh: '编印', en: 'Compile' },
    memo,
    blocks: [
      section(
        t(
          `将把还没入集的 ${essays.length} 篇优秀习作编成第 ${issue} 期（封面、目录、正文），以 DOCX 发给您；这些习作标为已入集。${isFull ? `一期最多 ${MOST_IN_ISSUE} 篇，其余留给下一期。` : ''}`,
          `This compiles the ${essays.length} excellent essays that stand in no issue yet into issue ${issue} (cover, contents, essays), sends it to you as DOCX, and marks the essays.${isFull ? ` An issue holds ${MOST_IN_ISSUE}; the rest waits for the next.` : ''}`,
        ),
      ),
      ...linesInSections(lines),
      ...(more > 0 ? [context(t(`另有 ${more} 篇`, `and ${more} more`))] : []),
      ...(empty.length === 0
        ? []
        : [
            context(
              t(
                `:warning: ${empty.length} 篇没有正文、文件或链接，只会印出标题：${empty.slice(0, 20).join('、')}${empty.length > 20 ? ' 等' : ''}`,
                `:warning: ${plural(empty.length, 'essay')} without text, file or link, of which only the title is printed: ${empty.slice(0, 20).join(', ')}${empty.length > 20 ? ' and more' : ''}`,
              ),
            ),
          ]),
      input('title', t('文集名称', 'Title of the anthology'), {
        ...textInput(title),
        max_length: LONGEST_ANTHOLOGY_TITLE,
      }),
    ],
  })
}

/** No excellent essay waits to be compiled. */
export function nothingToCompile(locale: Locale): Message {
  const text = say(locale, {
    zh: '没有待编入文集的优秀习作。先用 /essay excellent 2026-11 这样评优；已编的见 /essay anthology list。',
    en: 'No excellent essay waits to be compiled. Mark the best with /essay excellent 2026-11 or the like; issues made so far: /essay anthology list.',
  })
  return { text, blocks: [section(text)] }
}

export function anthologyCompiled(
  { issue, title, essays }: Anthology & { readonly essays: number },
  locale: Locale,
): Message {
  const text = say(locale, {
    zh: `:books: 已编成《${escapeText(title)}》第 ${issue} 期，${essays} 篇。文件正在生成，马上发到您和我的私聊。`,
    en: `:books: Compiled “${escapeText(title)}”, issue ${issue}, with ${plural(essays, 'essay')}. The file is being made and comes into your DM with me.`,
  })
  return { text, blocks: [section(text)] }
}

export function anthologyOnItsWay({ issue, title }: Anthology, locale: Locale): Message {
  const text = say(locale, {
    zh: `《${escapeText(title)}》第 ${issue} 期正在生成，马上发到您和我的私聊。`,
    en: `“${escapeText(title)}”, issue ${issue}, is being made and comes into your DM with me.`,
  })
  return { text, blocks: [section(text)] }
}

/** The issue could not be made or sent; it stays compiled, and the button sends it again. */
export function anthologyNotSent(issue: number, locale: Locale): Message {
  const text = say(locale, {
    zh: `第 ${issue} 期文集的文件没能发给您：Slack 没有收下。`,
    en: `The file of issue ${issue} could not be sent to you: Slack did not take it.`,
  })
  const again = say(locale, { zh: '再试一次', en: 'Try again' })
  return {
    text,
    blocks: [section(text), actions(button(again, 'essay.anthology', String(issue), 'primary'))],
  }
}

/** What stands above the file. */
export function anthologySent({ issue, title }: Anthology, essays: number, locale: Locale): string {
  return say(locale, {
    zh: `《${escapeText(title)}》第 ${issue} 期，${essays} 篇`,
    en: `“${escapeText(title)}”, issue ${issue}, ${plural(essays, 'essay')}`,
  })
}

/** Every issue with a button that sends it again; the newest first. */
export function anthologyList(
  issues: readonly AnthologyListed[],
  { locale, zone, today }: Audience,
): Message {
  const t = translator(locale)

  const head =
    issues.length === 0
      ? t('还没有编过文集。', 'No anthology was made yet.')
      : t(`*文集 ${issues.length} 期*`, `*${plural(issues.length, 'issue')}*`)
  const lines = issues.slice(0, ISSUES_LISTED).map(({ issue, title, compiledAt, essays }) => {
    const name = title === null ? '' : t(`《${escapeText(title)}》`, ` “${escapeText(title)}”`)
    const day =
      compiledAt === null
        ? t('导入', 'imported')
        : formatDate(
            Temporal.Instant.fromEpochMilliseconds(compiledAt.getTime())
              .toZonedDateTimeISO(zone)
              .toPlainDate(),
            locale,
            today,
          )
    const line = t(
      `第 ${issue} 期${name} · ${essays} 篇 · ${day}`,
      `Issue ${issue}${name} · ${plural(essays, 'essay')} · ${day}`,
    )
    const send = button(t('发给我', 'Send it to me'), 'essay.anthology', String(issue))
    return { ...section(line), accessory: send }
  })
  const more = issues.length - lines.length
  return {
    text: head,
    blocks: [
      section(head),
      ...lines,
      ...(more > 0
        ? [context(t(`更早的 ${more} 期：/essay anthology 期号`, `${more} earlier: /essay anthology NUMBER`))]
        : []),
      actions(button(t('编下一期', 'Compile the next'), 'essay.anthology.next', 'next')),
    ],
  }
}
