import type { ModalView } from '@slack/types'
import type { MemberFacingError } from '../errors.ts'
import { say, type Locale, type Said } from '../locale.ts'
import {
  actions,
  button,
  context,
  input,
  LIMITS,
  plain,
  section,
  textInput,
  type Message,
} from '../slack/blocks.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import { IMPORT_HOURS, type AppliedImport } from './apply-report-import.ts'
import { changeLines } from './change-words.ts'
import type { Section } from './outline.ts'
import {
  changedSections,
  type ChangedSection,
  type ReportImportPlan,
  type SectionPlan,
} from './report-import-plan.ts'
import type { ReportImport } from './report-imports-store.ts'
import { tracedOf } from './verdict-messages.ts'

export const REPORT_IMPORT_FORM = 'report.import'

/** Bytes of one document. */
export const MOST_BYTES = 20_000_000

export const TOO_LARGE: Said = {
  zh: '请删掉里面的图片，只留正文。',
  en: 'Take pictures out and keep the text.',
}

/** Changes shown of one section before the rest becomes a number. */
const CHANGES_TOLD = 6
const FAULTS_TOLD = 3

/** Asks for the document. */
export function reportImportForm(period: string, locale: Locale): ModalView {
  const what = say(locale, {
    zh: '选在 Word 里改过的 .docx（由 `/report export` 导出，不超过 20 MB）。读完先在私信里给您看每个部分改了什么、数字核对得怎样，您点“导入”才保存为新版本。\n请保留各部分的标题。修订按已接受处理；批注、图片和脚注不读。',
    en: 'Choose the .docx you have edited (from `/report export`, at most 20 MB). You are first shown in your direct messages what each section changes and how its figures check; nothing is stored until you press Import.\nKeep the headings of the sections. Tracked changes count as accepted; comments, pictures and footnotes are not read.',
  })
  return {
    type: 'modal',
    callback_id: REPORT_IMPORT_FORM,
    title: plain(say(locale, { zh: '导入改过的报告', en: 'Bring a report back' }), LIMITS.modalTitle),
    submit: plain(say(locale, { zh: '预览', en: 'Preview' }), LIMITS.modalTitle),
    close: plain(say(locale, { zh: '取消', en: 'Cancel' }), LIMITS.modalTitle),
    blocks: [
      section(what),
      input('file', say(locale, { zh: 'Word 文件', en: 'Word file' }), {
        type: 'file_input',
        filetypes: ['docx'],
        max_files: 1,
      }),
      input('period', say(locale, { zh: '期间', en: 'Period' }), textInput(period), {
        hint: say(locale, {
          zh: '文件一般自己记着；只有经别的软件另存、丢了标记时才用这里的。',
          en: 'The file knows it; this counts only where another program has dropped that.',
        }),
      }),
    ],
  }
}

/** What each section changes, how its figures check, and what stays out; Import and Cancel if there is anything to do. */
export function reportImportPreview(
  { id, fileName }: Pick<ReportImport, 'id' | 'fileName'>,
  plan: ReportImportPlan,
  sections: readonly Section[],
  locale: Locale,
): Message {
  const titles = new Map(sections.map((one) => [one.id, escapeText(one.title)]))
  const changed = changedSections(plan)
  const head = say(locale, {
    zh: `*${escapeText(fit(fileName, 100))}*（${plan.period}）：${changed.length} 个部分有改动`,
    en: `*${escapeText(fit(fileName, 100))}* (${plan.period}): ${changed.length} sections changed`,
  })
  const said = plan.sections.flatMap((one) => {
    const words = sectionWords(one, titles.get(one.sectionId) ?? one.sectionId, locale)
    return words === null ? [] : [section(words)]
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
      ...said,
      context(whatNow(changed.length, locale)),
      ...(changed.length === 0 ? [] : [buttons]),
    ],
  }
}

/** null: there is nothing to say of it. */
function sectionWords(plan: SectionPlan, title: string, locale: Locale): string | null {
  switch (plan.kind) {
    case 'unchanged':
      return null
    case 'changed':
      return changedWords(plan, title, locale)
    case 'conflict':
      return [
        say(locale, {
          zh: `:no_entry: *${title}*（${plan.draftId}）*不导入*：您的文件出自第 ${plan.baseVersion} 版，后来有人改到第 ${plan.seenVersion} 版，改了同一处。现在的文字 → 您的文字：`,
          en: `:no_entry: *${title}* (${plan.draftId}) *stays out*: your file was made from version ${plan.baseVersion}, and somebody has since changed the same place (version ${plan.seenVersion}). Text now → your text:`,
        }),
        ...changeLines(plan.changes, locale, CHANGES_TOLD),
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

function changedWords(plan: ChangedSection, title: string, locale: Locale): string {
  const { draftId, seenVersion, baseVersion, verdict, changes, newerDraft } = plan
  const open = verdict.figures - verdict.traced
  const lines = [
    say(locale, {
      zh: `*${title}*：${draftId} 第 ${seenVersion} 版 → 第 ${seenVersion + 1} 版，数字和日期 ${verdict.figures} 处，${verdict.traced} 处有据${open > 0 ? `，*${open} 处没有*` : ''}`,
      en: `*${title}*: ${draftId}, version ${seenVersion} → ${seenVersion + 1}; ${verdict.figures} figures and dates, ${verdict.traced} traced${open > 0 ? `, *${open} not*` : ''}`,
    }),
    ...changeLines(changes, locale, CHANGES_TOLD),
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
  return say(locale, {
    zh: `现在还什么都没有保存。${IMPORT_HOURS} 小时内有效。定稿不会因此改变。`,
    en: `Nothing is stored yet. Valid for ${IMPORT_HOURS} hours. Approved texts stay as they are.`,
  })
}

/** The file is no document, or none whose sections can be told. */
export function reportImportRefused(fileName: string, error: MemberFacingError, locale: Locale): Message {
  const name = escapeText(fit(fileName, 100))
  const why = escapeText(fit(error.in(locale), 2000))
  return {
    text: say(locale, { zh: `*${name}* 不能导入。${why}`, en: `*${name}* cannot be brought back. ${why}` }),
  }
}

/** What was stored, or that it is being compared anew. */
export function reportImportApplied(applied: AppliedImport, locale: Locale): Message {
  const name = escapeText(fit(applied.pending.fileName, 100))
  if (applied.kind === 'again') {
    return {
      text: say(locale, {
        zh: `预览之后有人改过草稿，*${name}* 还没有导入；正在重新比较，新的预览马上发到私信。`,
        en: `Somebody has changed a draft since the preview, so *${name}* was not stored; it is being compared anew, and a new preview will come to your direct messages.`,
      }),
    }
  }
  const saved = applied.saved.map(({ draftId, version }) => {
    const { figures } = version.verdict.summary
    const traced = tracedOf(version.verdict)
    return say(locale, {
      zh: `${draftId} 第 ${version.version} 版（有据 ${traced}/${figures}）`,
      en: `${draftId}, version ${version.version} (${traced} of ${figures} figures traced)`,
    })
  })
  return {
    text: say(locale, {
      zh: `:white_check_mark: 已导入 *${name}*：${saved.join('、')}。`,
      en: `:white_check_mark: Brought back *${name}*: ${saved.join('; ')}.`,
    }),
  }
}

export function reportImportCancelled(fileName: string, locale: Locale): Message {
  const name = escapeText(fit(fileName, 100))
  return {
    text: say(locale, {
      zh: `已取消 *${name}* 的导入，什么都没有保存。`,
      en: `The import of *${name}* was cancelled; nothing was stored.`,
    }),
  }
}
