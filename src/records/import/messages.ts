import type { KnownBlock } from '@slack/types'
import { stillWaits } from '../../imports/messages.ts'
import { say, type Locale } from '../../locale.ts'
import { actions, button, context, LIMITS, section, type Message } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import type { RowIssue } from '../../tables/row-issues.ts'
import { choiceBlocks } from './choice-messages.ts'
import type { Tally } from './decide.ts'
import { tally } from './decide.ts'
import type { ImportCounts, ImportPlan } from './plan.ts'

/**
 * What importing would do as it is decided now: the new rows, those to be chosen, and the refused ones with their reasons.
 * Import and Cancel if there is anything to do.
 */
export function importPreview(
  { id, fileName }: { readonly id: string; readonly fileName: string },
  { plan, counts }: { readonly plan: ImportPlan; readonly counts: ImportCounts },
  locale: Locale,
): Message {
  const name = escapeText(fit(fileName, 100))
  const rows = tally(plan, counts)
  const { added, changed, unchanged, refused, open } = rows
  const head = say(locale, {
    zh: `*${name}*：新增 ${added} 条，修改 ${changed} 条，不变 ${unchanged} 条，拒绝 ${refused} 行${open > 0 ? `，待选 ${open} 行` : ''}`,
    en: `*${name}*: ${added} new, ${changed} changed, ${unchanged} unchanged, ${refused} refused${open > 0 ? `, ${open} to be chosen` : ''}`,
  })
  const isAnything = added + changed > 0
  const isAsking = plan.choices.length > 0
  const faults = formatFaults(counts, locale)
  return {
    text: head,
    blocks: [
      section(head),
      ...notRead(counts, locale).map((words) => context(words)),
      ...formatNews(counts, plan.added.length, locale),
      ...choiceBlocks(id, plan, locale),
      ...(faults === '' ? [] : [section(faults)]),
      ...(isAnything || isAsking ? formatDoubts(counts, locale) : []),
      context(whatNow(rows, isAsking, locale)),
      ...(isAnything || isAsking
        ? [
            actions(
              ...(isAnything ? [button(applyWords(rows, locale), 'record.import.apply', id, 'primary')] : []),
              button(say(locale, { zh: '下载清单', en: 'Get the list' }), 'record.import.list', id),
              button(say(locale, { zh: '取消', en: 'Cancel' }), 'record.import.cancel', id),
            ),
          ]
        : []),
    ],
  }
}

function applyWords({ added, changed }: Tally, locale: Locale): string {
  return say(locale, { zh: `导入 ${added + changed} 条`, en: `Import ${added + changed}` })
}

function whatNow({ added, changed, refused, open }: Tally, isAsking: boolean, locale: Locale): string {
  if (added + changed === 0 && !isAsking) {
    return refused === 0
      ? say(locale, {
          zh: '没有要导入的：都和已有的记录一样。',
          en: 'Nothing to import: all of it is here already.',
        })
      : say(locale, {
          zh: '没有能导入的行。请改好文件，再用 /wenshu import 上传。',
          en: 'No row can be imported. Mend the file and send it again with /wenshu import.',
        })
  }
  const undecided =
    open === 0
      ? ''
      : say(locale, {
          zh: '没有选择的行不会导入，已有的记录不变。',
          en: ' Rows that nobody chooses stay out, and their records stay as they are.',
        })
  const rest =
    refused === 0
      ? ''
      : say(locale, {
          zh: '被拒绝的行不会导入；改好后再上传整个文件，已导入的行不会重复。',
          en: ' Refused rows stay out; mend them and send the whole file again, nothing is imported twice.',
        })
  return `${stillWaits(locale)}${undecided}${rest}`
}

/** The first new rows, a line each. */
function formatNews({ news = [] }: ImportCounts, added: number, locale: Locale): KnownBlock[] {
  if (news.length === 0) return []
  const left = added - news.length
  const more = say(locale, { zh: `……另有 ${left} 条`, en: `… and ${left} more` })
  const lines = news.map((row) => `• ${escapeText(fit(say(locale, row), 150))}`)
  const head = say(locale, { zh: `*新增 ${added} 条*`, en: `*${added} new*` })
  return [section([head, ...lines, ...(left > 0 ? [more] : [])].join('\n'))]
}

/** Columns and sheets that are left out, what the file hides, and rows that say nothing new of a corrected record. */
function notRead(
  { unknownHeadings, otherSheets = [], hidden = [], corrected = 0 }: ImportCounts,
  locale: Locale,
): string[] {
  const columns = say(locale, {
    zh: `这些列不认识，没有读：${quoted(unknownHeadings)}`,
    en: `These columns are unknown and not read: ${quoted(unknownHeadings)}`,
  })
  const sheets = say(locale, {
    zh: `只读第一张工作表；这些工作表里也有内容，没有读：${quoted(otherSheets)}`,
    en: `Only the first sheet is read; these hold something too and are not read: ${quoted(otherSheets)}`,
  })
  const kept = say(locale, {
    zh: `${corrected} 行和上次导入时一样，而记录后来在 Slack 里改过：记录保持改过的样子`,
    en: `${corrected} ${corrected === 1 ? 'row says' : 'rows say'} what was imported before, and the records were corrected here since: they stay corrected`,
  })
  return [
    ...(unknownHeadings.length > 0 ? [columns] : []),
    ...(otherSheets.length > 0 ? [sheets] : []),
    ...hidden.map((words) => escapeText(fit(say(locale, words), 600))),
    ...(corrected > 0 ? [kept] : []),
  ]
}

function quoted(names: readonly string[]): string {
  return names
    .slice(0, 10)
    .map((name) => `“${escapeText(fit(name, 40))}”`)
    .join(' ')
}

/** As many faults as fit, in whole lines. */
function formatFaults({ faults, refused }: ImportCounts, locale: Locale): string {
  const lines: string[] = []
  let room = LIMITS.section - 100
  for (const fault of faults) {
    const line = formatFault(fault, locale)
    if (line.length + 1 > room) break
    room -= line.length + 1
    lines.push(line)
  }
  if (lines.length === 0) return ''
  const more = say(locale, { zh: `……共拒绝 ${refused} 行`, en: `… ${refused} rows refused in all` })
  const isAll = lines.length === faults.length && new Set(faults.map(({ line }) => line)).size === refused
  return [...lines, ...(isAll ? [] : [more])].join('\n')
}

/** What is far from the usual: whoever presses Import says that it is right. */
function formatDoubts({ doubts = [], doubtful = 0 }: ImportCounts, locale: Locale): KnownBlock[] {
  if (doubts.length === 0) return []
  const lines = doubts.map(({ line, question }) => {
    const said = escapeText(fit(say(locale, question), 300))
    return say(locale, { zh: `• 第 ${line} 行：${said}`, en: `• line ${line}: ${said}` })
  })
  const left = doubtful - doubts.length
  const more = say(locale, { zh: `……另有 ${left} 处`, en: `… and ${left} more` })
  const head = say(locale, {
    zh: ':warning: 请核对，点“导入”就是确认：',
    en: ':warning: Check these; Import confirms them:',
  })
  return [section([head, ...lines, ...(left > 0 ? [more] : [])].join('\n'))]
}

function formatFault({ line, column, value, reason }: RowIssue, locale: Locale): string {
  const shown = value === '' ? '' : ` \`${escapeText(fit(value.replaceAll(/[`\n]/g, ' '), 60))}\``
  const place = say(locale, {
    zh: `第 ${line} 行 ${escapeText(fit(column, 40))}`,
    en: `line ${line}, ${escapeText(fit(column, 40))}`,
  })
  return `• ${place}${shown}${locale === 'zh' ? '：' : ': '}${escapeText(fit(say(locale, reason), 200))}`
}

/** What was stored, and under which numbers; `open`: rows that nobody decided on. */
export function importApplied(
  fileName: string,
  done: { readonly numbers: readonly string[]; readonly changed: readonly string[]; readonly open: number },
  locale: Locale,
): Message {
  const name = escapeText(fit(fileName, 100))
  const ranges = rangesOf(done.numbers)
  const added = done.numbers.length
  const changed = done.changed.length
  const { open } = done
  return {
    text: say(locale, {
      zh: `:white_check_mark: 已导入 *${name}*：新增 ${added} 条${ranges === '' ? '' : `（${ranges}）`}，修改 ${changed} 条${open === 0 ? '' : `；没有选择的 ${open} 行没有导入，已有的记录不变`}。`,
      en: `:white_check_mark: Imported *${name}*: ${added} new${ranges === '' ? '' : ` (${ranges})`}, ${changed} changed${open === 0 ? '' : `; ${open} ${open === 1 ? 'row that nobody chose stays out, and its record is' : 'rows that nobody chose stay out, and their records are'} as before`}.`,
    }),
  }
}

/** The list of new rows and of those to be chosen is in the person's DM. */
export function listSent(locale: Locale): Message {
  return {
    text: say(locale, {
      zh: '清单已发到您和文书的私信里。',
      en: 'The list is in your direct messages with Wenshu.',
    }),
  }
}

/** Said above that list. */
export function listWords(fileName: string, locale: Locale): string {
  const name = escapeText(fit(fileName, 100))
  return say(locale, {
    zh: `*${name}* 的新增行和待选行。在“决定”一列写：保留（现有的不变）、用文件的（记录改成这一行）或 都留（另存一条），再用 \`/wenshu import\` 传回。`,
    en: `The new rows of *${name}* and those to be chosen. Write in the column Decision: keep (what is here stays), take (the record becomes this row) or both (a record of its own), and send it back with \`/wenshu import\`.`,
  })
}

/** S-101–S-112, A-44. Numbers of one import follow each other within a family. */
function rangesOf(numbers: readonly string[]): string {
  return ['S', 'A']
    .map((prefix) => numbers.filter((number) => number.startsWith(prefix)))
    .filter((some) => some.length > 0)
    .map((some) => (some.length === 1 ? (some[0] ?? '') : `${some[0] ?? ''}–${some.at(-1) ?? ''}`))
    .join(', ')
}

/** Said above the template. */
export function templateWords(locale: Locale): string {
  return say(locale, {
    zh: '导入用的模板：第一张表填记录，第二张表有每一列的说明、类别和指标。填好后用 `/wenshu import` 上传。',
    en: 'A template to import: fill in the first sheet; the second explains every column, the kinds and the measures. Send it with `/wenshu import`.',
  })
}

export function templateSent(locale: Locale): Message {
  return {
    text: say(locale, {
      zh: '模板已发到您和文书的私信里。',
      en: 'The template is in your direct messages with Wenshu.',
    }),
  }
}
