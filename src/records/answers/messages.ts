import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, context, LIMITS, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import { UNDO_MINUTES } from '../change/correct-record.ts'
import type { Lookalike } from '../doubts/lookalike.ts'
import type { LoggedRecord } from '../record/record.ts'
import { formatRecord, type Audience } from '../words/in-words.ts'
import type { RecordView } from '../words/view.ts'

export type { Audience } from '../words/in-words.ts'

/**
 * What was understood and stored, as a person would read it, with Edit and Undo. `left`: what of the line is not in it;
 * `mayJoin`: who reads it is not among those named.
 */
export function recordLogged(
  view: RecordView,
  lookalike: { readonly record: Lookalike; readonly by: Member | null } | null,
  audience: Audience,
  { left = null, mayJoin = false }: { readonly left?: LocalizedText | null; readonly mayJoin?: boolean } = {},
): Message {
  const { record } = view
  const title = say(audience.locale, { zh: `已记录 ${record.id}`, en: `Logged ${record.id}` })
  return {
    text: `${title}: ${escapeText(record.title)}`,
    blocks: [
      section(`:white_check_mark: *${title}*\n${formatRecord(view, audience)}`),
      ...(left === null ? [] : [context(escapeText(say(audience.locale, left)))]),
      ...(lookalike === null ? [] : [context(likeness(lookalike, audience.locale))]),
      actions(
        ...(lookalike === null ? [] : lookalikeButtons(record.id, lookalike.record.id, audience.locale)),
        ...(mayJoin
          ? [
              button(
                say(audience.locale, { zh: '我也参加了', en: 'I took part too' }),
                'record.join',
                record.id,
              ),
            ]
          : []),
        button(say(audience.locale, { zh: '修改', en: 'Edit' }), 'record.edit', record.id),
        button(say(audience.locale, { zh: '撤销', en: 'Undo' }), 'record.undo', record.id),
      ),
    ],
  }
}

function lookalikeButtons(id: string, other: string, locale: Locale) {
  const t = translator(locale)

  return [
    button(t('两条都保留', 'Keep both'), 'record.keep', id),
    button(t(`打开 ${other}`, `Open ${other}`), 'record.open', other),
  ]
}

export function recordEdited(view: RecordView, audience: Audience): Message {
  const { id, revision, title } = view.record
  const head = say(audience.locale, {
    zh: `已修改 ${id}（第 ${revision} 版）`,
    en: `Changed ${id} (revision ${revision})`,
  })
  return {
    text: `${head}: ${escapeText(title)}`,
    blocks: [
      section(`:pencil2: *${head}*\n${formatRecord(view, audience)}`),
      actions(
        button(say(audience.locale, { zh: '修改', en: 'Edit' }), 'record.edit', id),
        button(say(audience.locale, { zh: '撤销', en: 'Undo' }), 'record.undo', id),
      ),
    ],
  }
}

export function recordUndone(record: LoggedRecord, locale: Locale): Message {
  return withRestore(record, locale, {
    zh: `已撤销 ${record.id}：${escapeText(record.title)}。它不再计入任何统计。`,
    en: `Undone: ${record.id}, ${escapeText(record.title)}. It counts nowhere any more.`,
  })
}

export function recordDeleted(record: LoggedRecord, reason: string, locale: Locale): Message {
  return withRestore(record, locale, {
    zh: `已删除 ${record.id}：${escapeText(record.title)}。原因：${escapeText(reason)}`,
    en: `Deleted ${record.id}, ${escapeText(record.title)}. Reason: ${escapeText(reason)}`,
  })
}

function withRestore({ id }: LoggedRecord, locale: Locale, said: LocalizedText): Message {
  const text = say(locale, said)
  return { text, blocks: [section(text), actions(restoreButton(id, locale))] }
}

function restoreButton(id: string, locale: Locale) {
  return button(say(locale, { zh: '恢复', en: 'Restore' }), 'record.restore', id)
}

/** A record is back as it was. */
export function recordRestored(view: RecordView, audience: Audience): Message {
  const { id, title } = view.record
  const head = say(audience.locale, { zh: `已恢复 ${id}`, en: `Restored ${id}` })
  return {
    text: `${head}: ${escapeText(title)}`,
    blocks: [
      section(`:leftwards_arrow_with_hook: *${head}*\n${formatRecord(view, audience)}`),
      actions(button(say(audience.locale, { zh: '修改', en: 'Edit' }), 'record.edit', id)),
    ],
  }
}

/** One record in full, with all its revisions. */
export function recordShown(
  view: RecordView,
  revisions: readonly {
    readonly revision: number
    readonly action: string
    readonly at: Date
    /** null: the operator's import. */
    readonly by: Member | null
    readonly reason?: string | null
    /** A line each part that changed, mrkdwn. */
    readonly changes?: readonly string[]
  }[],
  audience: Audience & { readonly zone: string; readonly mayCorrect: boolean },
): Message {
  const { record } = view
  const gone = record.deletedAt === null ? '' : say(audience.locale, { zh: '（已删除）', en: ' (deleted)' })
  const history = revisions.map(({ revision, action, at, by, reason = null, changes = [] }) => {
    const what = ACTIONS[action]?.[audience.locale] ?? action
    const pieces = [
      what,
      by === null ? '' : mention(by),
      formatMoment(at, audience.zone),
      escapeText(reason ?? ''),
    ]
    const head = `${revision}. ${pieces.filter((piece) => piece !== '').join(' · ')}`
    return [head, ...changes.map((change) => `      ${change}`)].join('\n')
  })
  return {
    text: `${record.id} ${escapeText(record.title)}`,
    blocks: [
      section(`*${record.id}*${gone}\n${formatRecord(view, audience)}`),
      context(newestThatFit(history, audience.locale)),
      ...(record.deletedAt === null && audience.mayCorrect
        ? [
            actions(
              button(say(audience.locale, { zh: '修改', en: 'Edit' }), 'record.edit', record.id),
              button(say(audience.locale, { zh: '删除', en: 'Delete' }), 'record.delete', record.id),
            ),
          ]
        : audience.mayCorrect
          ? [actions(restoreButton(record.id, audience.locale))]
          : []),
    ],
  }
}

/** 2022-11-18 09:00, as the clock on the office's wall showed it. */
function formatMoment(at: Date, zone: string): string {
  const moment = Temporal.Instant.fromEpochMilliseconds(at.getTime()).toZonedDateTimeISO(zone)
  return `${moment.toPlainDate().toString()} ${moment.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** Of a long history the newest part, in whole lines: cut anywhere else, a mention could be broken. */
function newestThatFit(history: readonly string[], locale: Locale): string {
  const room = LIMITS.context - 60
  const shown: string[] = []
  let length = 0
  for (const entry of history.toReversed()) {
    if (length + entry.length + 1 > room) {
      if (shown.length === 0) shown.push(linesThatFit(entry, room))
      break
    }
    length += entry.length + 1
    shown.unshift(entry)
  }
  const left = history.length - shown.length
  if (left === 0) return shown.join('\n')
  return [
    say(locale, { zh: `（更早的 ${left} 版略）`, en: `(${left} earlier ones left out)` }),
    ...shown,
  ].join('\n')
}

function linesThatFit(text: string, room: number): string {
  const lines = text.split('\n')
  while (lines.length > 1 && lines.join('\n').length > room - 2) lines.pop()
  return `${lines.join('\n')}\n…`
}

const ACTIONS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  logged: { zh: '记录', en: 'logged' },
  edited: { zh: '修改', en: 'edited' },
  undone: { zh: '撤销', en: 'undone' },
  deleted: { zh: '删除', en: 'deleted' },
  restored: { zh: '恢复', en: 'restored' },
  imported: { zh: '导入', en: 'imported' },
}

function likeness(
  { record, by }: { readonly record: Lookalike; readonly by: Member | null },
  locale: Locale,
): string {
  const t = translator(locale)

  const who = by === null ? t('导入的', 'imported') : mention(by)
  return t(
    `:eyes: 看起来和 ${record.id}（${who}）“${escapeText(record.title)}”是同一件事：两条都保留，还是打开那一条看看？重复就点撤销。`,
    `:eyes: Looks like ${record.id} (${who}), “${escapeText(record.title)}”: keep both, or open that one? Undo this one if it is the same event.`,
  )
}

/** What can be typed after /study or /activity. */
export function recordHelp(family: 'study' | 'activity', locale: Locale): Message {
  const examples = {
    study: {
      zh: '`/study 集中学习 《习近平谈治国理政》第四卷 昨天 2h @成员`',
      en: '`/study group study "Annual plan" yesterday 2h @Mika`',
    },
    activity: {
      zh: '`/activity 志愿服务 交通文明劝导 28人 上周六`\n`/activity 新闻宣传 十一月推送 发布新闻动态=24条`',
      en: '`/activity volunteering traffic duty 28 people last Saturday`\n`/activity publicity November posts 24 news items`',
    },
  }[family]
  return message(locale, {
    zh: [
      `*/${family} 一行记一件事*，顺序随意：类别、日期（默认今天）、时长、人员、地点、材料、数量，其余是标题。`,
      examples.zh,
      `只打 \`/${family}\` 会打开表单；在一条消息的菜单里选“记录这条消息”，表单里就有它的内容。`,
      `\`/${family} list [时段] [类别] [@成员] [词]\` 列出、合计和导出；\`/${family} mine\` 列出我的；\`/${family} show 编号\` 看一条和它的修改历史；\`/${family} edit 编号\` 修改；\`/${family} delete 编号 原因\` 删除；\`/${family} restore 编号\` 恢复；记下后 ${UNDO_MINUTES} 分钟内可撤销。`,
    ].join('\n'),
    en: [
      `*/${family} logs one event a line*, in any order: kind, date (today by default), duration, people, place, materials, quantities; the rest is the title.`,
      examples.en,
      `\`/${family}\` alone opens a form; “Log this” in a message’s menu opens it with what the message says.`,
      `\`/${family} list [period] [kind] [@person] [words]\` lists, adds up and exports; \`/${family} mine\` lists mine; \`/${family} show NUMBER\` shows one with its history; \`/${family} edit NUMBER\` corrects it; \`/${family} delete NUMBER reason\` deletes; \`/${family} restore NUMBER\` brings it back; Undo works for ${UNDO_MINUTES} minutes.`,
    ].join('\n'),
  })
}
