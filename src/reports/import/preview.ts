import { say, type Locale } from '../../locale.ts'
import { actions, button, context, section, type Message } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import { stillWaits } from '../../imports/messages.ts'
import { changeLines } from '../paragraphs/change-words.ts'
import type { Section } from '../outline/outline.ts'
import { changedSections, type ChangedSection, type ReportImportPlan, type SectionPlan } from './plan.ts'

/** Changes shown of one section before the rest becomes a number: as many as leave the message short enough. */
const CHANGES_TOLD = [6, 3, 1, 0] as const
const FAULTS_TOLD = 3
/** Characters of what is said of all sections. Source: Slack refuses blocks of some 13,000 in all. */
const MOST_SAID = 9_000

/** What each section changes, how its figures check, and what stays out; Import and Cancel if there is anything to do. */
export function reportImportPreview(
  { id, fileName }: { readonly id: string; readonly fileName: string },
  plan: ReportImportPlan,
  sections: readonly Section[],
  locale: Locale,
): Message {
  const titles = new Map(sections.map((one) => [one.id, escapeText(one.title)]))
  const changed = changedSections(plan)
  const head = say(locale, {
    zh: `*${escapeText(fit(fileName, 100))}*（${plan.period}）：${changed.length} 个部分有改动`,
    en: `*${escapeText(fit(fileName, 100))}* (${plan.period}): ${changed.length} section${changed.length === 1 ? '' : 's'} changed`,
  })
  const buttons = actions(
    button(
      say(locale, { zh: `导入 ${changed.length} 个部分`, en: `Import ${changed.length}` }),
      'report.import.apply',
      id,
      'primary',
    ),
    button(say(locale, { zh: '取消', en: 'Cancel' }), 'report.import.cancel', id),
  )
  return {
    text: head,
    blocks: [
      section(head),
      ...(plan.isMarked ? [] : [context(unmarked(plan, locale))]),
      ...sectionsSaid(plan, titles, locale).map((words) => section(words)),
      context(whatNow(changed.length, locale)),
      ...(changed.length === 0 ? [] : [buttons]),
    ],
  }
}

/** What is said of each section of which there is something to say, short enough for one message. */
function sectionsSaid(
  { sections }: ReportImportPlan,
  titles: ReadonlyMap<string, string>,
  locale: Locale,
): string[] {
  let said: string[] = []
  for (const told of CHANGES_TOLD) {
    said = sections.flatMap((one) => {
      return sectionWords(one, { title: titles.get(one.sectionId) ?? one.sectionId, told }, locale) ?? []
    })
    if (said.join('').length <= MOST_SAID) return said
  }
  return said.map((words) => fit(words, Math.floor(MOST_SAID / said.length)))
}

/** null: there is nothing to say of it. `told`: how many of its changes. */
function sectionWords(
  plan: SectionPlan,
  { title, told }: { readonly title: string; readonly told: number },
  locale: Locale,
): string | null {
  switch (plan.kind) {
    case 'unchanged':
      return null
    case 'changed':
      return changedWords(plan, { title, told }, locale)
    case 'conflict':
      return [
        say(locale, {
          zh: `:no_entry: *${title}*（${plan.draftId}）*不导入*：您的文件出自第 ${plan.baseVersion} 版，后来有人改到第 ${plan.seenVersion} 版，改了同一处。现在的文字 → 您的文字：`,
          en: `:no_entry: *${title}* (${plan.draftId}) *stays out*: your file was made from version ${plan.baseVersion}, and somebody has since changed the same place (version ${plan.seenVersion}). Text now → your text:`,
        }),
        ...changeLines(plan.changes, locale, told),
        say(locale, {
          zh: `请用 \`/report show ${plan.draftId}\` 看现在的文字，在 Slack 里改，或重新导出后再改。`,
          en: `See the text as it is with \`/report show ${plan.draftId}\`, and edit it here or in a fresh export.`,
        }),
      ].join('\n')
    case 'undrafted':
      return say(locale, {
        zh: `:no_entry: *${title}* *不导入*：这一部分还没有草稿。先用 \`/report draft ${plan.sectionId}\` 起草，再把文字改进去。`,
        en: `:no_entry: *${title}* *stays out*: this section has no draft. Start one with \`/report draft ${plan.sectionId}\`, then put your text there.`,
      })
    case 'emptied':
      return say(locale, {
        zh: `:no_entry: *${title}*（${plan.draftId}）*不导入*：标题下面的文字全没有了。正文不能全部清空。`,
        en: `:no_entry: *${title}* (${plan.draftId}) *stays out*: nothing is left below its heading, and the text cannot be emptied altogether.`,
      })
  }
}

function changedWords(
  plan: ChangedSection,
  { title, told }: { readonly title: string; readonly told: number },
  locale: Locale,
): string {
  const { draftId, seenVersion, baseVersion, verdict, changes, newerDraft } = plan
  const open = verdict.places ?? verdict.figures - verdict.traced
  const { confirmed = 0 } = verdict
  const byHand =
    confirmed === 0
      ? { zh: '', en: '' }
      : { zh: `，${confirmed} 处由编辑确认`, en: `, ${confirmed} confirmed by hand` }
  const lines = [
    say(locale, {
      zh: `*${title}*：${draftId} 第 ${seenVersion} 版 → 第 ${seenVersion + 1} 版，数字和日期 ${verdict.figures} 处，${verdict.traced} 处有据${byHand.zh}${open > 0 ? `，*${open} 处不能作准*` : ''}`,
      en: `*${title}*: ${draftId}, version ${seenVersion} → ${seenVersion + 1}; ${verdict.figures} figures and dates, ${verdict.traced} traced${byHand.en}${open > 0 ? `, *${open} not settled*` : ''}`,
    }),
    ...changeLines(changes, locale, told),
    ...verdict.faults
      .slice(0, FAULTS_TOLD)
      .map(({ text, reason }) => `:warning: *${escapeText(fit(text, 40))}* ${escapeText(fit(reason, 200))}`),
  ]
  if (baseVersion !== seenVersion) {
    lines.push(
      say(locale, {
        zh: `您的文件出自第 ${baseVersion} 版；别人后来改的也保留，两边没有改到同一处。`,
        en: `Your file was made from version ${baseVersion}; what others changed since is kept, nobody changed the same place.`,
      }),
    )
  }
  if (newerDraft !== null) {
    lines.push(
      say(locale, {
        zh: `注意：这一部分还有更新的草稿 ${newerDraft}；${draftId} 不定稿的话，报告用的是 ${newerDraft}。`,
        en: `Mind that there is a newer draft ${newerDraft} of this section; unless ${draftId} is approved, the report takes ${newerDraft}.`,
      }),
    )
  }
  return lines.join('\n')
}

function unmarked({ period }: ReportImportPlan, locale: Locale): string {
  return say(locale, {
    zh: `文件里没有文书的标记（可能经别的软件另存过），所以按 ${period} 报告现在的文字来比较：后来别人改过的地方会显示成您的改动，请留意。`,
    en: `The file does not say what it was made from (another program may have dropped that), so it is compared with the ${period} report as it is now: what others changed since will look like your changes.`,
  })
}

function whatNow(changed: number, locale: Locale): string {
  if (changed === 0) {
    return say(locale, { zh: '没有要导入的。', en: 'There is nothing to import.' })
  }
  const stays = say(locale, { zh: '定稿不会因此改变。', en: ' Approved texts stay as they are.' })
  return `${stillWaits(locale)}${stays}`
}
