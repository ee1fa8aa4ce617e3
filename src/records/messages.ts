import { say, type Locale } from '../locale.ts'
import type { Member } from '../members/member.ts'
import { actions, button, context, section, type Message } from '../slack/blocks.ts'
import { escapeText, fit, mention } from '../slack/mrkdwn.ts'
import { dateInWords } from '../time/zones.ts'
import { UNDO_MINUTES } from './correct-record.ts'
import type { Lookalike } from './lookalike.ts'
import type { LoggedRecord, RecordDetails } from './record.ts'
import {
  durationInWords,
  kindOf,
  quantitiesInWords,
  type RecordView,
  type RecordWordsBook,
} from './record-view.ts'

/** Who hears it, and what today is for them. */
export type Ear = { readonly locale: Locale; readonly today: Temporal.PlainDate }

/** Names shown before the rest becomes a number. */
const NAMES_SHOWN = 12

/** What was understood and stored, as a person would read it, with Edit and Undo. */
export function recordLogged(
  view: RecordView,
  lookalike: { readonly record: Lookalike; readonly by: Member | null } | null,
  ear: Ear,
): Message {
  const { record } = view
  const title = say(ear.locale, { zh: `已记录 ${record.id}`, en: `Logged ${record.id}` })
  return {
    text: `${title}: ${escapeText(record.title)}`,
    blocks: [
      section(`:white_check_mark: *${title}*\n${recordInWords(view, ear)}`),
      ...(lookalike === null ? [] : [context(likeness(lookalike, ear.locale))]),
      actions(
        button(say(ear.locale, { zh: '修改', en: 'Edit' }), 'record.edit', record.id),
        button(say(ear.locale, { zh: '撤销', en: 'Undo' }), 'record.undo', record.id),
      ),
    ],
  }
}

export function recordEdited(view: RecordView, ear: Ear): Message {
  const { id, revision, title } = view.record
  const head = say(ear.locale, {
    zh: `已修改 ${id}（第 ${revision} 版）`,
    en: `Changed ${id} (revision ${revision})`,
  })
  return {
    text: `${head}: ${escapeText(title)}`,
    blocks: [
      section(`:pencil2: *${head}*\n${recordInWords(view, ear)}`),
      actions(button(say(ear.locale, { zh: '修改', en: 'Edit' }), 'record.edit', id)),
    ],
  }
}

export function recordUndone(record: LoggedRecord, locale: Locale): Message {
  return {
    text: say(locale, {
      zh: `已撤销 ${record.id}：${escapeText(record.title)}。它不再计入任何统计。`,
      en: `Undone: ${record.id}, ${escapeText(record.title)}. It counts nowhere any more.`,
    }),
  }
}

export function recordDeleted(record: LoggedRecord, reason: string, locale: Locale): Message {
  return {
    text: say(locale, {
      zh: `已删除 ${record.id}：${escapeText(record.title)}。原因：${escapeText(reason)}`,
      en: `Deleted ${record.id}, ${escapeText(record.title)}. Reason: ${escapeText(reason)}`,
    }),
  }
}

/** A page of records, newest first. */
export function recordList(
  page: { readonly records: readonly LoggedRecord[]; readonly total: number; readonly periodLabel: string },
  book: RecordWordsBook,
  ear: Ear,
): Message {
  const head = say(ear.locale, {
    zh: `${page.periodLabel}：共 ${page.total} 条记录${page.total > page.records.length ? `，最近 ${page.records.length} 条：` : '：'}`,
    en: `${page.periodLabel}: ${page.total} record(s)${page.total > page.records.length ? `, the latest ${page.records.length}:` : ':'}`,
  })
  const lines = page.records.map((record) => {
    const kind = kindOf(book, record.kindId)
    const name = ear.locale === 'zh' ? kind?.nameZh : kind?.nameEn
    return `• *${record.id}* ${record.startsOn} ${escapeText(name ?? record.kindId)} · ${escapeText(fit(record.title, 60))}`
  })
  return { text: head, blocks: [section([head, ...lines].join('\n'))] }
}

/** One record in full, with all its revisions. */
export function recordShown(
  view: RecordView,
  revisions: readonly {
    readonly revision: number
    readonly action: string
    readonly at: Date
    readonly by: Member | null
  }[],
  ear: Ear,
): Message {
  const { record } = view
  const gone = record.deletedAt === null ? '' : say(ear.locale, { zh: '（已删除）', en: ' (deleted)' })
  const history = revisions.map(({ revision, action, at, by }) => {
    const who = by === null ? say(ear.locale, { zh: '导入', en: 'import' }) : mention(by)
    return `${revision}. ${ACTIONS[action]?.[ear.locale] ?? action} · ${who} · ${at.toISOString().slice(0, 16).replace('T', ' ')} UTC`
  })
  return {
    text: `${record.id} ${escapeText(record.title)}`,
    blocks: [
      section(`*${record.id}*${gone}\n${recordInWords(view, ear)}`),
      context(history.join('\n')),
      ...(record.deletedAt === null
        ? [actions(button(say(ear.locale, { zh: '修改', en: 'Edit' }), 'record.edit', record.id))]
        : []),
    ],
  }
}

const ACTIONS: Readonly<Record<string, Readonly<Record<Locale, string>>>> = {
  logged: { zh: '记录', en: 'logged' },
  edited: { zh: '修改', en: 'edited' },
  undone: { zh: '撤销', en: 'undone' },
  deleted: { zh: '删除', en: 'deleted' },
  imported: { zh: '导入', en: 'imported' },
}

/** Kind, title, day and everything else that was given; nothing that was not. mrkdwn, people's text escaped. */
export function recordInWords(
  { record, book }: { readonly record: RecordDetails; readonly book: RecordWordsBook },
  ear: Ear,
): string {
  const { locale } = ear
  const kind = kindOf(book, record.kindId)
  const kindName = (locale === 'zh' ? kind?.nameZh : kind?.nameEn) ?? record.kindId
  const field = (said: { zh: string; en: string }, value: string | null): string[] =>
    value === null || value === '' ? [] : [`${say(locale, said)}${locale === 'zh' ? '：' : ': '}${value}`]
  return [
    `*${escapeText(record.title)}*`,
    ...field({ zh: '类别', en: 'Kind' }, escapeText(kindName)),
    ...field({ zh: '日期', en: 'Date' }, days(record, ear)),
    ...field(
      { zh: '时长', en: 'Duration' },
      record.durationMin === null ? null : durationInWords(record.durationMin, locale),
    ),
    ...field(
      { zh: '材料', en: 'Materials' },
      escapeText(record.materials.join(locale === 'zh' ? '、' : ', ')),
    ),
    ...field({ zh: '人员', en: 'People' }, people(record, book, locale)),
    ...field(
      { zh: '人数', en: 'Head count' },
      record.headCount === null ? null : `${record.headCount.value}${record.headCount.unit}`,
    ),
    ...field(
      { zh: '数量', en: 'Quantities' },
      escapeText(quantitiesInWords(book, record).join(locale === 'zh' ? '、' : ', ')),
    ),
    ...field({ zh: '地点', en: 'Place' }, escapeText(record.place ?? '')),
    ...field({ zh: '合作单位', en: 'Partner' }, escapeText(record.partner ?? '')),
    ...field({ zh: '备注', en: 'Note' }, escapeText(fit(record.note ?? '', 600))),
    ...field(
      { zh: '佐证', en: 'Evidence' },
      record.evidence
        .map(({ url, title }) =>
          /^https?:\/\/[^\s<>|]+$/.test(url)
            ? `<${url}|${escapeText(fit(title || url, 60))}>`
            : escapeText(title),
        )
        .join(' '),
    ),
  ].join('\n')
}

function days(record: Pick<RecordDetails, 'startsOn' | 'endsOn'>, ear: Ear): string {
  const startsOn = dateInWords(Temporal.PlainDate.from(record.startsOn), ear.locale, ear.today)
  if (record.endsOn === record.startsOn) return startsOn
  return `${startsOn} – ${dateInWords(Temporal.PlainDate.from(record.endsOn), ear.locale, ear.today)}`
}

function people(record: Pick<RecordDetails, 'people'>, book: RecordWordsBook, locale: Locale): string | null {
  if (record.people.length === 0) return null
  const members = record.people.map((id) => book.members.get(id)).filter((member) => member !== undefined)
  const inOrder = members.sort((one, other) => one.name.localeCompare(other.name, 'zh'))
  const named = inOrder.slice(0, NAMES_SHOWN).map(mention)
  const more = record.people.length - named.length
  const list = named.join(locale === 'zh' ? '、' : ', ')
  return more > 0
    ? say(locale, { zh: `${list} 等 ${record.people.length} 人`, en: `${list} and ${more} more` })
    : list
}

function likeness(
  { record, by }: { readonly record: Lookalike; readonly by: Member | null },
  locale: Locale,
): string {
  const who = by === null ? say(locale, { zh: '导入的', en: 'imported' }) : mention(by)
  return say(locale, {
    zh: `:eyes: 看起来和 ${record.id}（${who}）“${escapeText(record.title)}”是同一件事：不重复就保留；重复就点撤销。`,
    en: `:eyes: Looks like ${record.id} (${who}), “${escapeText(record.title)}”: keep both, or Undo this one if it is the same event.`,
  })
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
  return {
    text: say(locale, {
      zh: [
        `*/${family} 一行记一件事*，顺序随意：类别、日期（默认今天）、时长、人员、地点、材料、数量，其余是标题。`,
        examples.zh,
        `只打 \`/${family}\` 会打开表单。`,
        `\`/${family} list [时段]\` 列出；\`/${family} show 编号\` 看一条和它的修改历史；\`/${family} delete 编号 原因\` 删除；记下后 ${UNDO_MINUTES} 分钟内可撤销。`,
      ].join('\n'),
      en: [
        `*/${family} logs one event a line*, in any order: kind, date (today by default), duration, people, place, materials, quantities; the rest is the title.`,
        examples.en,
        `\`/${family}\` alone opens a form.`,
        `\`/${family} list [period]\` lists; \`/${family} show NUMBER\` shows one with its history; \`/${family} delete NUMBER reason\` deletes; Undo works for ${UNDO_MINUTES} minutes.`,
      ].join('\n'),
    }),
  }
}
