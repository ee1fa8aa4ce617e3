import { type Locale, translator } from '../../locale.ts'
import type { Member } from '../../members/member.ts'
import { actions, button, section, type Message } from '../../slack/blocks.ts'
import { mention } from '../../slack/mrkdwn.ts'
import type { Approving } from './approve-section.ts'
import type { Approval } from '../draft/approvals-store.ts'
import { askLine, leavingLines } from '../verdict/messages.ts'
import type { Draft } from '../draft/drafts-store.ts'

/** Figures told before the rest becomes a number. */
const TOLD = 10

type Given = { readonly draft: Draft; readonly approval: Approval; readonly by: Member | null }

/** In the thread: this version is the section's text now. */
export function approvalGiven({ draft, approval, by }: Given, locale: Locale): Message {
  const t = translator(locale)

  const who = by === null ? t('有人', 'Somebody') : mention(by)
  const text = t(
    `:lock: ${who} 将 ${draft.id} 第 ${approval.version} 版定稿。此后的修改另存为新版本，不改变定稿，重新定稿后才生效。`,
    `:lock: ${who} approved ${draft.id}, version ${approval.version}. Later changes become new versions; the approved text stays until another one is approved.`,
  )
  return { text, blocks: [section(text)] }
}

/** In the thread: nothing is approved any more. */
export function approvalWithdrawn({ draft, approval, by }: Given, locale: Locale): Message {
  const t = translator(locale)

  const who = by === null ? t('有人', 'Somebody') : mention(by)
  const text = t(
    `:unlock: ${who} 撤回了 ${draft.id} 第 ${approval.version} 版的定稿。`,
    `:unlock: ${who} took back the approval of ${draft.id}, version ${approval.version}.`,
  )
  return { text, blocks: [section(text)] }
}

/** To the person: approved, approved before, or what they should have seen first. */
export function approvalAnswer({ kind, draft, version, leaving }: Approving, locale: Locale): Message {
  const t = translator(locale)

  const { id } = draft
  if (kind !== 'asked') {
    const text =
      kind === 'approved'
        ? t(
            `${id} 第 ${version.version} 版已定稿。要撤回：\`/report unapprove ${id}\``,
            `${id}, version ${version.version}, is approved. To take it back: \`/report unapprove ${id}\``,
          )
        : t(
            `${id} 第 ${version.version} 版此前已经定稿。`,
            `${id}, version ${version.version}, was approved before.`,
          )
    return { text, blocks: [section(text)] }
  }
  const text = t(
    `${id} 第 ${version.version} 版有 ${leaving.places} 处还不能作准：`,
    `${id}, version ${version.version}, has ${leaving.places} ${leaving.places === 1 ? 'place that is' : 'places that are'} not settled:`,
  )
  const lines = [
    ...leavingLines(leaving, locale),
    ...leaving.asks.slice(0, TOLD).map((span) => `• ${askLine(span, locale)}`),
  ]
  const hint = t(
    '可以先修改、点选，或由编辑写明来源予以确认。仍然定稿的话，导出时会标明这些地方。',
    'Change them, answer for them with a click, or have an editor confirm them with their source. If you approve all the same, they are marked in the export.',
  )
  return {
    text: [text, ...lines].join('\n'),
    blocks: [
      section([text, ...lines, hint].join('\n')),
      actions(
        button(
          t('仍然定稿', 'Approve all the same'),
          'report.approve.despite',
          `${id}:${version.version}`,
          'danger',
        ),
      ),
    ],
  }
}
