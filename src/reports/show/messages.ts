import type { KnownBlock } from '@slack/types'
import { say, type Locale } from '../../locale.ts'
import { actions, button, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import { changeLines } from '../paragraphs/change-words.ts'
import type { DraftText } from '../draft/edit-draft.ts'
import { piecesOf } from '../paragraphs/inert-text.ts'
import { localMinute } from '../slack/local-minute.ts'
import { markLines } from '../corrections/messages.ts'
import type { DraftHistory, HistoryEntry } from './restore-version.ts'
import type { ShownDraft } from './show-draft.ts'
import { confirmedLine, confirmedOf, tracedOf } from '../verdict/messages.ts'

/** Characters of text in one block, and blocks of text in one message: Slack refuses messages past about 13,000. */
const BLOCK = 2800
const BLOCKS = 3
const VERSIONS_A_PAGE = 6
const CHANGES_SHOWN = 2
const CONFIRMED_SHOWN = 20

/** A version's text as it stands, page by page, with what can be done with it. */
export function draftShown(shown: ShownDraft, wanted: number, locale: Locale): Message {
  const { draft, version } = shown
  const pieces = piecesOf(version.text, BLOCK)
  const pages = Math.max(1, Math.ceil(pieces.length / BLOCKS))
  const page = Math.min(Math.max(0, wanted), pages - 1)
  const head = shownHead(shown, { page, pages }, locale)
  const at = (other: number): string => `${draft.id}:${version.version}:${other}`
  return {
    text: `${head}\n${fit(escapeText(version.text), 3000)}`,
    blocks: [
      section(head),
      ...pieces.slice(page * BLOCKS, (page + 1) * BLOCKS).map(asItStands),
      ...turns('report.show', { page, pages, at }, locale),
      ...markBlocks(shown, locale),
      ...confirmedBlocks(shown, locale),
      actions(...shownButtons(shown, locale)),
    ],
  }
}

/** What editors have confirmed, each with a button that takes it back. */
function confirmedBlocks({ draft, version }: ShownDraft, locale: Locale): KnownBlock[] {
  const revoke = say(locale, { zh: '撤回确认', en: 'Take back' })
  return version.verdict.spans
    .flatMap(({ text, confirmed }) =>
      confirmed === undefined
        ? []
        : [
            {
              ...section(confirmedLine(text, confirmed, locale)),
              accessory: button(revoke, 'report.confirm.revoke', `${draft.id}:${confirmed.number}`),
            },
          ],
    )
    .slice(0, CONFIRMED_SHOWN)
}

function markBlocks({ draft, version, mark }: ShownDraft, locale: Locale): KnownBlock[] {
  if (mark === null) return []
  const head = say(locale, {
    zh: ':warning: 此后记录有更正：',
    en: ':warning: Records were corrected since:',
  })
  const update = button(
    say(locale, { zh: '更新数字', en: 'Update the figures' }),
    'report.follow',
    `${draft.id}:${version.version}`,
    'primary',
  )
  return [
    section([head, ...markLines(mark, locale)].join('\n')),
    ...(draft.version === version.version ? [actions(update)] : []),
  ]
}

/** As plain text: nothing in it becomes bold, a link or a mention. */
function asItStands(text: string): KnownBlock {
  return { type: 'section', text: { type: 'plain_text', text: text === '' ? ' ' : text, emoji: false } }
}

function shownHead(
  { draft, version, basis, approval, by }: ShownDraft,
  { page, pages }: { readonly page: number; readonly pages: number },
  locale: Locale,
): string {
  const isNewest = draft.version === version.version
  const who = by === null ? escapeText(version.writtenBy) : mention(by)
  const traced = `${tracedOf(version.verdict)}/${version.verdict.summary.figures}`
  const byHand = confirmedOf(version.verdict)
  const notes = [
    ...(byHand === 0
      ? []
      : [say(locale, { zh: `编辑确认 ${byHand} 处`, en: `${byHand} confirmed by hand` })]),
    ...(isNewest
      ? []
      : [
          say(locale, {
            zh: `不是最新一版（第 ${draft.version} 版）`,
            en: `not the newest (version ${draft.version})`,
          }),
        ]),
    ...(approval?.version === version.version
      ? [say(locale, { zh: ':lock: 已定稿', en: ':lock: approved' })]
      : []),
    ...(pages > 1
      ? [say(locale, { zh: `第 ${page + 1} 页，共 ${pages} 页`, en: `page ${page + 1} of ${pages}` })]
      : []),
  ]
  const tail = notes.length === 0 ? '' : ` · ${notes.join(' · ')}`
  return say(locale, {
    zh: `*${draft.id} 第 ${version.version} 版* ${escapeText(basis.section.title)}（${basis.periodWords.zh}） · ${who} · 有据 ${traced}${tail}`,
    en: `*${draft.id}, version ${version.version}* ${escapeText(basis.section.title)} (${basis.periodWords.en}) · ${who} · ${traced} figures traced${tail}`,
  })
}

function shownButtons({ draft, version, approval }: ShownDraft, locale: Locale) {
  const at = `${draft.id}:${version.version}`
  const isNewest = draft.version === version.version
  return [
    button(say(locale, { zh: '查看依据', en: 'Sources' }), 'report.sources', `${at}:0`),
    button(say(locale, { zh: '历史', en: 'History' }), 'report.history', `${draft.id}:0`),
    ...(isNewest ? [button(say(locale, { zh: '修改', en: 'Edit' }), 'report.edit', draft.id)] : []),
    ...(isNewest && approval?.version !== version.version
      ? [button(say(locale, { zh: '定稿', en: 'Approve' }), 'report.approve', at)]
      : []),
    ...(isNewest
      ? []
      : [
          button(
            say(locale, { zh: '恢复这一版', en: 'Bring this back' }),
            'report.restore',
            `${at}:${draft.version}`,
          ),
        ]),
  ]
}

/** The versions of a draft, newest first: who, when, what changed. */
export function draftHistory(
  { draft, zone, entries }: DraftHistory,
  wanted: number,
  locale: Locale,
): Message {
  const pages = Math.max(1, Math.ceil(entries.length / VERSIONS_A_PAGE))
  const page = Math.min(Math.max(0, wanted), pages - 1)
  const head = say(locale, {
    zh: `*${draft.id} 的历史*，共 ${entries.length} 版${pages > 1 ? `（第 ${page + 1} 页，共 ${pages} 页）` : ''}`,
    en: `*History of ${draft.id}*, ${entries.length} version${entries.length === 1 ? '' : 's'}${pages > 1 ? ` (page ${page + 1} of ${pages})` : ''}`,
  })
  const shown = entries.slice(page * VERSIONS_A_PAGE, (page + 1) * VERSIONS_A_PAGE)
  const lines = shown.map((entry) => historyLines(entry, zone, locale))
  const at = (other: number): string => `${draft.id}:${other}`
  return {
    text: [head, ...lines].join('\n'),
    blocks: [
      section(head),
      ...shown.flatMap(({ version: { version } }, place) => [
        section(lines[place] ?? ''),
        actions(
          button(say(locale, { zh: '查看', en: 'Show' }), 'report.show', `${draft.id}:${version}:0`),
          ...(version === draft.version
            ? []
            : [
                button(
                  say(locale, { zh: '恢复这一版', en: 'Bring this back' }),
                  'report.restore',
                  `${draft.id}:${version}:${draft.version}`,
                ),
              ]),
        ),
      ]),
      ...turns('report.history', { page, pages, at }, locale),
    ],
  }
}

function historyLines(
  { version, by, changes, approvals }: HistoryEntry,
  zone: string,
  locale: Locale,
): string {
  const when = localMinute(version.at, zone)
  const who = by === null ? escapeText(version.writtenBy) : mention(by)
  const traced = `${tracedOf(version.verdict)}/${version.verdict.summary.figures}`
  const head = say(locale, {
    zh: `*第 ${version.version} 版* ${when} · ${who} · ${originWords(version, locale)} · 有据 ${traced}`,
    en: `*Version ${version.version}* ${when} · ${who} · ${originWords(version, locale)} · ${traced} figures traced`,
  })
  const marks = approvals.map(({ withdrawnAt }) =>
    withdrawnAt === null
      ? say(locale, { zh: ':lock: 曾定稿', en: ':lock: approved' })
      : say(locale, { zh: '定稿已撤回', en: 'approval taken back' }),
  )
  return [head, ...marks, ...changeLines(changes, locale, CHANGES_SHOWN)].join('\n')
}

function originWords({ origin, writtenBy }: HistoryEntry['version'], locale: Locale): string {
  switch (origin?.kind) {
    case 'restored':
      return say(locale, {
        zh: `恢复自第 ${origin.version} 版`,
        en: `brought back from version ${origin.version}`,
      })
    case 'records':
      return say(locale, { zh: '随记录更新数字', en: 'figures brought up to the records' })
    case 'redrafted':
      return say(locale, { zh: '重写了一段', en: 'one paragraph redrafted' })
    case 'imported':
      return say(locale, { zh: '从 Word 导入', en: 'brought back from Word' })
    case undefined:
      if (writtenBy === 'editor') return say(locale, { zh: '修改', en: 'edited' })
      if (writtenBy === 'composer')
        return say(locale, { zh: '内置撰写器起草', en: 'written by the composer' })
      return say(locale, { zh: `${escapeText(writtenBy)} 起草`, en: `written by ${escapeText(writtenBy)}` })
  }
}

/** To the person who brought a version back. */
export function versionRestored({ draft, version }: DraftText, from: number, locale: Locale): Message {
  return message(locale, {
    zh: `第 ${from} 版的文字现在是 ${draft.id} 第 ${version.version} 版。`,
    en: `The text of version ${from} is now ${draft.id}, version ${version.version}.`,
  })
}

function turns(
  action: string,
  of: { readonly page: number; readonly pages: number; readonly at: (page: number) => string },
  locale: Locale,
): KnownBlock[] {
  const { page, pages, at } = of
  const buttons = [
    ...(page > 0 ? [button(say(locale, { zh: '上一页', en: 'Back' }), `${action}.back`, at(page - 1))] : []),
    ...(page + 1 < pages
      ? [button(say(locale, { zh: '下一页', en: 'More' }), `${action}.more`, at(page + 1))]
      : []),
  ]
  return buttons.length === 0 ? [] : [actions(...buttons)]
}
