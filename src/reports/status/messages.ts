import { say, type Locale, translator } from '../../locale.ts'
import { actions, button, section, type Message } from '../../slack/blocks.ts'
import { escapeText, mention } from '../../slack/mrkdwn.ts'
import type { CorrectionFlag } from '../marks/changed-figures.ts'
import type { DraftVersion } from '../draft/drafts-store.ts'
import { differingLines, exportButton } from '../export/messages.ts'
import type { SectionStatus } from './report-status.ts'
import { mayLeave } from '../review/may-leave.ts'
import { confirmedOf, tracedOf } from '../verdict/messages.ts'

/** Every section with its newest draft and its approved text; each draft can be opened. */
export function reportStatus(period: string, sections: readonly SectionStatus[], locale: Locale): Message {
  const t = translator(locale)

  const head = t(`*${period} 报告各部分*`, `*Sections of the ${period} report*`)
  const lines = sections.map((status) => sectionLine(status, locale))
  const differing = differingLines(textsOf(sections), locale)
  return {
    text: [head, ...lines, ...differing].join('\n'),
    blocks: [
      section(head),
      ...lines.map((line, place) => {
        const newest = sections[place]?.newest
        if (newest === null || newest === undefined || newest.version === null) return section(line)
        const { draft, version } = newest
        const show = t('查看', 'Show')
        return {
          ...section(line),
          accessory: button(show, 'report.show', `${draft.id}:${version.version}:0`),
        }
      }),
      ...(differing.length === 0 ? [] : [section(differing.join('\n'))]),
      ...sections
        .flatMap(({ newest }) => (newest?.version ? [newest.draft.outlineId] : []))
        .slice(0, 1)
        .map((outlineId) => actions(exportButton(outlineId, period, locale))),
    ],
  }
}

/** The text of each section that would go into the report. */
function textsOf(sections: readonly SectionStatus[]) {
  return sections.flatMap(({ section: { title }, newest, approved }) => {
    const version = approved?.version ?? newest?.version
    return version ? [{ title, spans: version.verdict.spans }] : []
  })
}

function sectionLine({ section: { id, title }, newest, approved }: SectionStatus, locale: Locale): string {
  const t = translator(locale)

  const head = `*${escapeText(title)}* (\`${id}\`)`
  if (newest === null) return `${head}\n${t('还没有草稿', 'no draft yet')}`
  const { draft, version } = newest
  const at = version === null ? '' : versionWords(version, newest.mark !== null, locale)
  const state = STATES[draft.state][locale]
  const name = t(
    version === null ? draft.id : `${draft.id} 第 ${version.version} 版`,
    version === null ? draft.id : `${draft.id}, version ${version.version}`,
  )
  const parts = [
    `${name} · ${state}${at}`,
    markWords(newest.mark, '', locale),
    approvalWords({ newest, approved }, locale),
    approved?.draft.id === draft.id && approved.version.version === version?.version
      ? ''
      : markWords(approved?.mark ?? null, t('定稿：', 'Approved text: '), locale),
  ]
  return [head, ...parts.filter((part) => part !== '')].join('\n')
}

function versionWords(version: DraftVersion, isStale: boolean, locale: Locale): string {
  const { text, verdict } = version
  const { places } = mayLeave(version, { isStale })
  const unsettled =
    places === 0 ? { zh: '', en: '' } : { zh: `，*${places} 处不能作准*`, en: `, *${places} not settled*` }
  const length =
    locale === 'zh'
      ? `${text.replaceAll(/\s/g, '').length} 字`
      : `${text.split(/\s+/).filter((word) => word !== '').length} words`
  const byHand = confirmedOf(verdict)
  const { figures } = verdict.summary
  return say(locale, {
    zh: ` · ${length} · 有据 ${tracedOf(verdict)}/${figures}${byHand === 0 ? '' : `，编辑确认 ${byHand}`}${unsettled.zh}`,
    en: ` · ${length} · ${tracedOf(verdict)} of ${figures} figures traced${byHand === 0 ? '' : `, ${byHand} confirmed by hand`}${unsettled.en}`,
  })
}

/** Whether the newest text is the approved one; if not, which text is. */
function approvalWords(
  { newest, approved }: Pick<SectionStatus, 'newest' | 'approved'>,
  locale: Locale,
): string {
  const t = translator(locale)

  if (approved === null) return newest?.version === null ? '' : t('未定稿', 'not approved')
  const { draft, version, by } = approved
  const who = by === null ? '' : mention(by)
  const isNewest = newest?.draft.id === draft.id && newest.version?.version === version.version
  return isNewest
    ? t(`:lock: 已定稿（${who}）`, `:lock: approved (${who})`)
    : t(
        `此稿未定稿；:lock: 定稿是 ${draft.id} 第 ${version.version} 版（${who}）`,
        `not approved; :lock: the approved text is ${draft.id}, version ${version.version} (${who})`,
      )
}

function markWords(mark: CorrectionFlag | null, lead: string, locale: Locale): string {
  if (mark === null) return ''
  const count = mark.changes.length + mark.lost.length
  return say(locale, {
    zh: `:warning: ${lead}此后记录有更正，${count} 处与记录不再一致`,
    en: `:warning: ${lead}records were corrected since; ${count} ${count === 1 ? 'place no longer agrees' : 'places no longer agree'}`,
  })
}

const STATES = {
  waiting: { zh: '等待起草', en: 'waiting' },
  writing: { zh: '正在起草', en: 'being written' },
  ready: { zh: '已起草', en: 'drafted' },
  failed: { zh: '没有写成', en: 'failed' },
  cancelled: { zh: '已取消', en: 'cancelled' },
} as const
