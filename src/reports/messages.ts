import { say, type Locale } from '../locale.ts'
import type { Member } from '../members/member.ts'
import { actions, button, context, section, type Message } from '../slack/blocks.ts'
import { escapeText, fit, mention } from '../slack/mrkdwn.ts'
import type { Change } from './changed-paragraphs.ts'
import type { DraftBasis } from './draft-basis.ts'
import type { Draft, DraftVersion } from './drafts-store.ts'
import { bareTitle, type Outline } from './outline.ts'
import type { Verdict, VerdictSpan } from './verify-text.ts'

/** Faults, notes and kinds told before the rest becomes a number. */
const TOLD = 8

/** The message under which a draft is written. */
export function draftParent(of: {
  readonly id: string
  readonly basis: DraftBasis
  readonly asker: Member | null
}): Message {
  const { id, basis, asker } = of
  const title = escapeText(basis.section.title)
  const who = asker === null ? '' : mention(asker)
  const text = say(basis.locale, {
    zh: `:memo: *${title}*（${basis.periodWords.zh}）草稿 ${id}${who === '' ? '' : `，${who} 提出`}。正文写在本条消息的讨论串里。`,
    en: `:memo: *${title}* (${basis.periodWords.en}), draft ${id}${who === '' ? '' : `, asked for by ${who}`}. The text is being written in this thread.`,
  })
  return { text }
}

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
    section(change === null ? head : `${changeLine(draft, version, change.by, locale)}\n${head}`),
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

function tracedOf({ summary }: Verdict): number {
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

function changeLine({ id }: Draft, { version }: DraftVersion, by: Member, locale: Locale): string {
  return say(locale, {
    zh: `:pencil2: ${mention(by)} 修改了 ${id}，存为第 ${version} 版。`,
    en: `:pencil2: ${mention(by)} changed ${id}; saved as version ${version}.`,
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

/** To the person who asked: it is on its way, or somebody else's request is. */
export function draftRequested(draft: Draft, title: string, joined: boolean, locale: Locale): Message {
  const name = escapeText(bareTitle(title))
  const text = joined
    ? say(locale, {
        zh: `“${name}”（${draft.period}）正在起草，草稿是 ${draft.id}，您的请求并入其中。`,
        en: `"${name}" (${draft.period}) is already being drafted as ${draft.id}; your request has joined it.`,
      })
    : say(locale, {
        zh: `开始起草“${name}”（${draft.period}），草稿 ${draft.id}。能在这个频道发言就写在这里，否则写到您与我的私信里。`,
        en: `Drafting "${name}" (${draft.period}) as ${draft.id}: here if I may post in this channel, else in your direct messages with me.`,
      })
  return { text }
}

/** Every section's newest draft. */
export function reportStatus(
  outline: Outline,
  period: string,
  drafts: readonly { readonly draft: Draft; readonly version: DraftVersion | null }[],
  locale: Locale,
): Message {
  const head = say(locale, { zh: `${period} 报告各部分：`, en: `Sections of the ${period} report:` })
  const lines = outline.sections.map(({ id, title }) => {
    const found = drafts.find(({ draft }) => draft.sectionId === id)
    return `• *${escapeText(title)}* (\`${id}\`) ${found === undefined ? say(locale, { zh: '还没有草稿', en: 'no draft yet' }) : statusOf(found, locale)}`
  })
  return { text: head, blocks: [section([head, ...lines].join('\n'))] }
}

function statusOf(
  { draft, version }: { readonly draft: Draft; readonly version: DraftVersion | null },
  locale: Locale,
): string {
  if (version === null) return `${draft.id} · ${STATES[draft.state][locale]}`
  const { verdict, text } = version
  const length =
    locale === 'zh' ? `${text.replaceAll(/\s/g, '').length} 字` : `${text.split(/\s+/).length} words`
  return say(locale, {
    zh: `${draft.id} 第 ${version.version} 版 · ${STATES[draft.state].zh} · ${length} · 有据 ${tracedOf(verdict)}/${verdict.summary.figures}`,
    en: `${draft.id}, version ${version.version} · ${STATES[draft.state].en} · ${length} · ${tracedOf(verdict)} of ${verdict.summary.figures} figures traced`,
  })
}

const STATES = {
  waiting: { zh: '等待起草', en: 'waiting' },
  writing: { zh: '正在起草', en: 'being written' },
  ready: { zh: '已起草', en: 'drafted' },
  failed: { zh: '没有写成', en: 'failed' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} as const

export function reportHelp(outline: Outline, locale: Locale): Message {
  const ids = outline.sections.map(({ id }) => id).join(', ')
  const text = say(locale, {
    zh: [
      '*/report* 根据记录起草工作报告，每个数字都有依据。',
      '• `/report draft` 选择部分和期间，开始起草',
      '• `/report draft learning 2022` 直接起草；期间可写 2022、2022H1、2022Q3、2022-11，不写就是今年',
      '• `/report status 2022` 查看各部分的草稿',
      `部分的代号：${ids}`,
      '草稿下面有三个按钮：修改（保存为新版本并重新核对）、查看依据（每个数字的算法和记录）、重新起草。',
    ].join('\n'),
    en: [
      '*/report* drafts the work report from the records; every figure can be traced.',
      '• `/report draft` choose a section and a period',
      '• `/report draft learning 2022` start at once; a period is 2022, 2022H1, 2022Q3, 2022-11; none means this year',
      '• `/report status 2022` the drafts of every section',
      `Sections: ${ids}`,
      'Under a draft: Edit (saves a new version and checks it again), Sources (formula and records of each figure), Redraft.',
    ].join('\n'),
  })
  return { text, blocks: [section(text)] }
}
