import type { KnownBlock } from '@slack/types'
import { say, type Locale, translator } from '../../locale.ts'
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
      ...clickBlocks(shown, locale),
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

/** What people said of its figures by a click, each with a button that takes it back. */
function clickBlocks({ draft, version, approval, review }: ShownDraft, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  const isSettled = approval?.version === version.version || draft.version !== version.version
  return review.clicks.slice(0, CONFIRMED_SHOWN).map(({ number, figure, says, label, member }) => {
    const who = member === null ? t('有人', 'somebody') : mention(member)
    const [what, claim] = [escapeText(fit(figure, 40)), escapeText(fit(label, 100))]
    const line = section(
      says === 'source'
        ? t(
            `:point_right: *${what}* 以“${claim}”为据，${who} 点选`,
            `:point_right: *${what}* is ${claim}, said ${who}`,
          )
        : t(
            `:point_right: *${what}*（${claim}）仍然成立，${who} 点选`,
            `:point_right: *${what}* (${claim}) still holds, said ${who}`,
          ),
    )
    const revoke = button(t('撤回', 'Take back'), 'report.click.revoke', `${draft.id}:${number}`)
    return isSettled ? line : { ...line, accessory: revoke }
  })
}

function markBlocks({ draft, version, mark }: ShownDraft, locale: Locale): KnownBlock[] {
  const t = translator(locale)

  if (mark === null) return []
  const head = t(':warning: 此后记录有更正：', ':warning: Records were corrected since:')
  const update = button(
    t('更新数字', 'Update the figures'),
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
  const t = translator(locale)

  const isNewest = draft.version === version.version
  const who = by === null ? escapeText(version.writtenBy) : mention(by)
  const traced = `${tracedOf(version.verdict)}/${version.verdict.summary.figures}`
  const byHand = confirmedOf(version.verdict)
  const notes = [
    ...(byHand === 0 ? [] : [t(`编辑确认 ${byHand} 处`, `${byHand} confirmed by hand`)]),
    ...(isNewest
      ? []
      : [t(`不是最新一版（第 ${draft.version} 版）`, `not the newest (version ${draft.version})`)]),
    ...(approval?.version === version.version ? [t(':lock: 已定稿', ':lock: approved')] : []),
    ...(pages > 1 ? [t(`第 ${page + 1} 页，共 ${pages} 页`, `page ${page + 1} of ${pages}`)] : []),
  ]
  const tail = notes.length === 0 ? '' : ` · ${notes.join(' · ')}`
  return t(
    `*${draft.id} 第 ${version.version} 版* ${escapeText(basis.section.title)}（${basis.periodWords.zh}） · ${who} · 有据 ${traced}${tail}`,
    `*${draft.id}, version ${version.version}* ${escapeText(basis.section.title)} (${basis.periodWords.en}) · ${who} · ${traced} figures traced${tail}`,
  )
}

function shownButtons({ draft, version, approval }: ShownDraft, locale: Locale) {
  const t = translator(locale)

  const at = `${draft.id}:${version.version}`
  const isNewest = draft.version === version.version
  return [
    button(t('查看依据', 'Sources'), 'report.sources', `${at}:0`),
    button(t('历史', 'History'), 'report.history', `${draft.id}:0`),
    ...(isNewest ? [button(t('修改', 'Edit'), 'report.edit', draft.id)] : []),
    ...(isNewest && approval?.version !== version.version
      ? [button(t('定稿', 'Approve'), 'report.approve', at)]
      : []),
    ...(isNewest
      ? []
      : [button(t('恢复这一版', 'Bring this back'), 'report.restore', `${at}:${draft.version}`)]),
  ]
}

/** The versions of a draft, newest first: who, when, what changed. */
export function draftHistory(
  { draft, zone, entries }: DraftHistory,
  wanted: number,
  locale: Locale,
): Message {
  const t = translator(locale)

  const pages = Math.max(1, Math.ceil(entries.length / VERSIONS_A_PAGE))
  const page = Math.min(Math.max(0, wanted), pages - 1)
  const head = t(
    `*${draft.id} 的历史*，共 ${entries.length} 版${pages > 1 ? `（第 ${page + 1} 页，共 ${pages} 页）` : ''}`,
    `*History of ${draft.id}*, ${entries.length} version${entries.length === 1 ? '' : 's'}${pages > 1 ? ` (page ${page + 1} of ${pages})` : ''}`,
  )
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
          button(t('查看', 'Show'), 'report.show', `${draft.id}:${version}:0`),
          ...(version === draft.version
            ? []
            : [
                button(
                  t('恢复这一版', 'Bring this back'),
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
  const t = translator(locale)

  const when = localMinute(version.at, zone)
  const who = by === null ? escapeText(version.writtenBy) : mention(by)
  const traced = `${tracedOf(version.verdict)}/${version.verdict.summary.figures}`
  const head = t(
    `*第 ${version.version} 版* ${when} · ${who} · ${originWords(version, locale)} · 有据 ${traced}`,
    `*Version ${version.version}* ${when} · ${who} · ${originWords(version, locale)} · ${traced} figures traced`,
  )
  const marks = approvals.map(({ withdrawnAt }) =>
    withdrawnAt === null ? t(':lock: 曾定稿', ':lock: approved') : t('定稿已撤回', 'approval taken back'),
  )
  return [head, ...marks, ...changeLines(changes, locale, CHANGES_SHOWN)].join('\n')
}

function originWords({ origin, writtenBy }: HistoryEntry['version'], locale: Locale): string {
  const t = translator(locale)

  switch (origin?.kind) {
    case 'restored':
      return t(`恢复自第 ${origin.version} 版`, `brought back from version ${origin.version}`)
    case 'records':
      return t('随记录更新数字', 'figures brought up to the records')
    case 'redrafted':
      return t('重写了一段', 'one paragraph redrafted')
    case 'imported':
      return t('从 Word 导入', 'brought back from Word')
    case undefined:
      if (writtenBy === 'editor') return t('修改', 'edited')
      if (writtenBy === 'composer') return t('内置撰写器起草', 'written by the composer')
      return t(`${escapeText(writtenBy)} 起草`, `written by ${escapeText(writtenBy)}`)
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
  const t = translator(locale)

  const { page, pages, at } = of
  const buttons = [
    ...(page > 0 ? [button(t('上一页', 'Back'), `${action}.back`, at(page - 1))] : []),
    ...(page + 1 < pages ? [button(t('下一页', 'More'), `${action}.more`, at(page + 1))] : []),
  ]
  return buttons.length === 0 ? [] : [actions(...buttons)]
}
