import { notStored } from '../../storage-words.ts'
import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText, fit, mention } from '../../slack/mrkdwn.ts'
import type { FigureChange, CorrectionFlag, RecordChange } from '../marks/changed-figures.ts'
import type { Followed } from './corrected-records.ts'
import type { Draft, DraftVersion } from '../draft/drafts-store.ts'
import { plainFigure } from '../../text/numbers/write-number.ts'

/** Changes told before the rest becomes a number, and records named. */
const TOLD = 12
const NAMED = 6

/** In the thread: the records that this version rests on have changed, and what that changes in it. */
export function recordsChanged(
  of: {
    readonly draft: Draft
    readonly version: DraftVersion
    /** null: the records agree with the text again. */
    readonly mark: CorrectionFlag | null
    readonly isApproved: boolean
    readonly asker: Member | null
    /** By their ids, for who changed what. */
    readonly members: ReadonlyMap<string, Member>
  },
  locale: Locale,
): Message {
  const t = translator(locale)

  const { draft, version, mark, isApproved, asker, members } = of
  const name = versionName(draft, version.version, locale)
  if (mark === null) {
    const text = t(
      `:white_check_mark: 记录与${name}的数字又一致了，不必更新。`,
      `:white_check_mark: The records agree with the figures of ${name} again; there is nothing to update.`,
    )
    return { text, blocks: [section(text)] }
  }
  const isNewest = draft.version === version.version
  if (!isNewest && !isApproved) {
    const text = t(
      `记录更正后，${draft.id} 已有第 ${draft.version} 版，请看下文。`,
      `Since the records were corrected, ${draft.id} has got version ${draft.version}: see below.`,
    )
    return { text, blocks: [section(text)] }
  }
  const who = asker === null ? '' : `${mention(asker)} `
  const records = mark.recordIds.length === 0 ? '' : recordList(mark, members, locale)
  const head = t(
    `:warning: ${who}${name}写成之后，记录有更正${records}：`,
    `:warning: ${who}Records were corrected after ${name} was written${records}:`,
  )
  const lines = markLines(mark, locale)
  const approved = isApproved ? [approvedLine(draft, version, isNewest, locale)] : []
  const text = [head, ...lines, ...approved].join('\n')
  return { text, blocks: [section(text), ...(isNewest ? [updateButtons(draft, version, locale)] : [])] }
}

/** Figures with their old and new values, and words that nothing bears out any more. */
export function markLines({ changes, lost }: CorrectionFlag, locale: Locale): string[] {
  const lines = [
    ...changes.map((change) => changeLine(change, locale)),
    ...lost.map(({ text, reason }) => `• *${escapeText(fit(text, 40))}* ${escapeText(fit(reason, 160))}`),
  ]
  const rest = lines.length - TOLD
  return [
    ...lines.slice(0, TOLD),
    ...(rest > 0 ? [say(locale, { zh: `……另有 ${rest} 处。`, en: `… and ${rest} more.` })] : []),
  ]
}

function changeLine(change: FigureChange, locale: Locale): string {
  const t = translator(locale)

  const { label, unit, before, after, text, rewritten } = change
  const what = `${escapeText(fit(label, 60))} *${plainFigure(before)} → ${after === null ? t('无', 'none') : plainFigure(after)}*${escapeText(after === null ? '' : unit)}`
  const stands = escapeText(fit(text, 40))
  return rewritten === null
    ? t(
        `• ${what}（文中“${stands}”，需要人来改）`,
        `• ${what} (the text says "${stands}"; that takes a person)`,
      )
    : t(
        `• ${what}（文中“${stands}”改为“${escapeText(rewritten)}”）`,
        `• ${what} ("${stands}" becomes "${escapeText(rewritten)}")`,
      )
}

function approvedLine(draft: Draft, version: DraftVersion, isNewest: boolean, locale: Locale): string {
  const t = translator(locale)

  if (!isNewest)
    return t(
      `:lock: 这是定稿，不会自动改变；最新的是第 ${draft.version} 版。`,
      `:lock: This is the approved text and stays as it is; the newest one is version ${draft.version}.`,
    )
  return t(
    `:lock: 第 ${version.version} 版已定稿，不会自动改变。更新会另存为未定稿的新版本，要重新定稿才生效。`,
    `:lock: Version ${version.version} is approved and stays as it is. An update becomes a new version that is not approved.`,
  )
}

function updateButtons(draft: Draft, version: DraftVersion, locale: Locale) {
  const t = translator(locale)

  const at = `${draft.id}:${version.version}`
  return actions(
    button(t('更新数字', 'Update the figures'), 'report.follow', at, 'primary'),
    button(t('修改', 'Edit'), 'report.edit', draft.id),
  )
}

const DONE: Readonly<Record<RecordChange['action'], LocalizedText>> = {
  logged: { zh: '新记', en: 'logged' },
  edited: { zh: '更正', en: 'corrected' },
  undone: { zh: '撤销', en: 'undone' },
  deleted: { zh: '删除', en: 'deleted' },
  imported: { zh: '导入', en: 'imported' },
  moved: { zh: '有变动', en: 'changed' },
}

/** S-103 deleted by @…, S-42 corrected by @…: as many as are read, in brackets. */
function recordList(
  { recordIds, done = [] }: CorrectionFlag,
  members: ReadonlyMap<string, Member>,
  locale: Locale,
): string {
  const t = translator(locale)
  const changes = new Map(done.map((change) => [change.id, change]))
  const named = recordIds.slice(0, NAMED).map((id) => {
    const change = changes.get(id)
    if (change === undefined) return id
    const by = members.get(change.by ?? '')
    const what = say(locale, DONE[change.action])
    if (by === undefined) return `${id} ${what}`
    return t(`${id} 由 ${mention(by)} ${what}`, `${id} ${what} by ${mention(by)}`)
  })
  const shown = named.join(t('、', ', '))
  const rest = recordIds.length - named.length
  return rest > 0
    ? t(`（${shown}，另有 ${rest} 条）`, ` (${shown} and ${rest} more)`)
    : t(`（${shown}）`, ` (${shown})`)
}

function versionName({ id }: Draft, version: number, locale: Locale): string {
  return say(locale, { zh: ` ${id} 第 ${version} 版`, en: `version ${version} of ${id}` })
}

/** To the person who clicked Update. */
export function recordsFollowed({ draft, version, changed, left }: Followed, locale: Locale): Message {
  if (changed + left === 0)
    return message(locale, {
      zh: `${draft.id} 第 ${version.version} 版的数字与记录一致，${notStored.updated.zh}。`,
      en: `The figures of ${draft.id}, version ${version.version}, agree with the records; ${notStored.updated.en}.`,
    })
  const rest =
    left === 0
      ? ''
      : say(locale, {
          zh: `另有 ${left} 处要由人来改，已在核对结果中标出。`,
          en: ` ${left} more take a person; the verdict shows them.`,
        })
  return message(locale, {
    zh: `${changed} 处数字已按记录更新，存为 ${draft.id} 第 ${version.version} 版。${rest}`,
    en: `${changed} figures were brought up to the records in ${draft.id}, version ${version.version}.${rest}`,
  })
}
