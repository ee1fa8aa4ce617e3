import { say, type Locale } from '../locale.ts'
import type { Member } from '../members/member.ts'
import { actions, button, context, section, type Message } from '../slack/blocks.ts'
import { escapeText, fit, mention } from '../slack/mrkdwn.ts'
import { changeLines } from './change-words.ts'
import type { Change } from './changed-paragraphs.ts'
import type { DraftBasis } from './draft-basis.ts'
import type { Draft, DraftVersion } from './drafts-store.ts'
import type { Verdict, VerdictSpan } from './verify-text.ts'

/** Faults, notes and kinds told before the rest becomes a number. */
const TOLD = 8
/** Changed paragraphs told before the rest becomes a number. */
const CHANGES_TOLD = 5

/** How a version stands to the records, with Edit, Sources and Redraft. `change`: what an edit changed, and who did. */
export function draftVerdict(of: {
  readonly draft: Draft
  readonly version: DraftVersion
  readonly basis: DraftBasis
  readonly change: { readonly by: Member; readonly changes: readonly Change[] } | null
}): Message {
  const { draft, version, basis, change } = of
  const { locale } = basis
  const { verdict } = version
  const head = headline(draft, version, locale)
  const faults = faultLines(verdict, locale)
  const parts = [
    ...(change === null ? [] : [section(changeSaid(draft, version, change, locale))]),
    section(head),
    ...(faults.length === 0 ? [] : [section(faults.join('\n'))]),
    ...smallPrint(draft, version, basis).map((line) => context(line)),
    actions(
      button(say(locale, { zh: '修改', en: 'Edit' }), 'report.edit', draft.id),
      button(
        say(locale, { zh: '查看依据', en: 'Sources' }),
        'report.sources',
        `${draft.id}:${version.version}:0`,
      ),
      button(say(locale, { zh: '重新起草', en: 'Redraft' }), 'report.redraft', draft.id),
      button(say(locale, { zh: '定稿', en: 'Approve' }), 'report.approve', `${draft.id}:${version.version}`),
    ),
  ]
  return { text: [head, ...faults].join('\n'), blocks: parts }
}

function headline({ id }: Draft, { version, verdict }: DraftVersion, locale: Locale): string {
  const { figures } = verdict.summary
  const traced = tracedOf(verdict)
  const mark = traced === figures ? ':white_check_mark:' : ':warning:'
  return say(locale, {
    zh: `${mark} *${id} 第 ${version} 版*：数字和日期共 ${figures} 处，${traced} 处有记录为据${derivedNote(verdict, 'zh')}${figures > traced ? `，*${figures - traced} 处没有*：` : '。'}`,
    en: `${mark} *${id}, version ${version}*: ${figures} figures and dates, ${traced} traced to the records${derivedNote(verdict, 'en')}${figures > traced ? `, *${figures - traced} not*:` : '.'}`,
  })
}

/** Figures that rest on records: the same, rounded, or worked out. */
export function tracedOf({ summary }: Verdict): number {
  return summary.exact + summary.approximate + summary.derived
}

function derivedNote({ summary }: Verdict, locale: Locale): string {
  const { approximate, derived } = summary
  if (approximate + derived === 0) return ''
  return say(locale, {
    zh: `（其中约数 ${approximate} 处、推算 ${derived} 处）`,
    en: ` (${approximate} rounded, ${derived} worked out)`,
  })
}

function faultLines({ spans }: Verdict, locale: Locale): string[] {
  const faults = spans.filter(({ state }) => state === 'conflict' || state === 'unsupported')
  const rest = faults.length - TOLD
  return [
    ...faults.slice(0, TOLD).map((span) => faultLine(span, locale)),
    ...(rest > 0 ? [say(locale, { zh: `……另有 ${rest} 处。`, en: `… and ${rest} more.` })] : []),
  ]
}

function faultLine({ text, state, reason }: VerdictSpan, locale: Locale): string {
  const what = escapeText(fit(text, 40))
  const why = escapeText(fit(reason, 300))
  return state === 'conflict'
    ? say(locale, {
        zh: `• *${what}* 与记录不符：${why}`,
        en: `• *${what}* does not match the records: ${why}`,
      })
    : say(locale, { zh: `• *${what}* 没有记录为据：${why}`, en: `• *${what}* is not in the records: ${why}` })
}

function changeSaid(
  { id }: Draft,
  { version, origin }: DraftVersion,
  { by, changes }: { readonly by: Member; readonly changes: readonly Change[] },
  locale: Locale,
): string {
  const who = mention(by)
  const done =
    origin?.kind === 'restored'
      ? say(locale, {
          zh: `:rewind: ${who} 把 ${id} 恢复为第 ${origin.version} 版的文字，存为第 ${version} 版。`,
          en: `:rewind: ${who} brought version ${origin.version} of ${id} back; saved as version ${version}.`,
        })
      : origin?.kind === 'records'
        ? say(locale, {
            zh: `:arrows_counterclockwise: ${who} 按更正后的记录更新了 ${id} 的数字，存为第 ${version} 版。`,
            en: `:arrows_counterclockwise: ${who} brought the figures of ${id} up to the records; saved as version ${version}.`,
          })
        : origin?.kind === 'redrafted'
          ? say(locale, {
              zh: `:writing_hand: 应 ${who} 的要求重写了 ${id} 的一段，存为第 ${version} 版。要求是：${escapeText(fit(origin.instruction, 200))}`,
              en: `:writing_hand: One paragraph of ${id} was redrafted for ${who}; saved as version ${version}. Asked for: ${escapeText(fit(origin.instruction, 200))}`,
            })
          : origin?.kind === 'imported'
            ? importedSaid({ id, version, who, fileName: origin.fileName }, locale)
            : say(locale, {
                zh: `:pencil2: ${who} 修改了 ${id}，存为第 ${version} 版。`,
                en: `:pencil2: ${who} changed ${id}; saved as version ${version}.`,
              })
  return [done, ...changeLines(changes, locale, CHANGES_TOLD)].join('\n')
}

function importedSaid(
  of: { readonly id: string; readonly version: number; readonly who: string; readonly fileName: string },
  locale: Locale,
): string {
  const { id, version, who } = of
  const file = escapeText(fit(of.fileName, 80))
  return say(locale, {
    zh: `:inbox_tray: ${who} 从 Word 文件“${file}”导入了 ${id}，存为第 ${version} 版。`,
    en: `:inbox_tray: ${who} brought ${id} back from the Word file "${file}"; saved as version ${version}.`,
  })
}

function smallPrint(draft: Draft, version: DraftVersion, basis: DraftBasis): string[] {
  const { locale } = basis
  const { verdict } = version
  const notes = verdict.notes
    .slice(0, TOLD)
    .map(({ text, reason }) => `“${escapeText(fit(text, 30))}” ${escapeText(fit(reason, 120))}`)
  return [
    ...(notes.length === 0
      ? []
      : [`${say(locale, { zh: '请留意：', en: 'For your eye: ' })}${notes.join(' ')}`]),
    unusedLine(verdict, basis),
    ...(version.writtenBy === 'editor' ? [] : [writerLine(draft, version, locale)]),
  ]
}

/** Which records the text leaves out, by kind. */
function unusedLine({ unusedRecordIds }: Verdict, basis: DraftBasis): string {
  const { locale } = basis
  if (unusedRecordIds.length === 0) {
    return say(locale, { zh: '本部分的记录都用到了。', en: 'Every record of this section is used.' })
  }
  const kindOf = new Map<string, string>()
  for (const fact of basis.ledger.facts) {
    const kind =
      fact.key.includes('.count:') && !fact.key.startsWith('essay.')
        ? basis.about[fact.id]?.kinds[0]
        : undefined
    if (kind === undefined) continue
    const name = locale === 'zh' ? kind : (basis.kindNames[kind] ?? kind)
    for (const id of fact.recordIds) kindOf.set(id, name)
  }
  const essays = say(locale, { zh: '习作', en: 'essays' })
  const counts = new Map<string, number>()
  for (const id of unusedRecordIds) {
    const kind = kindOf.get(id) ?? essays
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
  }
  const kinds = [...counts].slice(0, TOLD).map(([kind, count]) => `${escapeText(kind)} ${count}`)
  return say(locale, {
    zh: `没有用到的记录 ${unusedRecordIds.length} 条：${kinds.join('、')}。`,
    en: `Records not used: ${unusedRecordIds.length} (${kinds.join(', ')}).`,
  })
}

function writerLine({ fault }: Draft, { writtenBy }: DraftVersion, locale: Locale): string {
  if (writtenBy !== 'composer') {
    return say(locale, {
      zh: `模型 ${escapeText(writtenBy)} 起草。`,
      en: `Written by the model ${escapeText(writtenBy)}.`,
    })
  }
  if (fault === null) return say(locale, { zh: '内置撰写器起草。', en: 'Written by the built-in composer.' })
  return say(locale, {
    zh: `模型没有写成（${escapeText(fit(fault, 200))}），改由内置撰写器起草。`,
    en: `The model did not deliver (${escapeText(fit(fault, 200))}), so the built-in composer wrote it.`,
  })
}
