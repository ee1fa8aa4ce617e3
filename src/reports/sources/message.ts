import type { KnownBlock } from '@slack/types'
import { say, type Locale, translator } from '../../locale.ts'
import { actions, button, section, type Message } from '../../slack/blocks.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import type { EvidenceRecord } from './appendix-store.ts'
import { localMinute } from '../slack/local-minute.ts'
import type { FigureRecordsPage, SourcedFigure, SourcesPage } from './sources.ts'
import { confirmedLine } from '../verdict/messages.ts'
import { countInWords } from '../../claims/claim/unit-words.ts'
import type { ClaimValue } from '../../claims/evidence/evidence.ts'
import type { VerdictSpan } from '../../claims/verdict/verdict.ts'
import { contribution, incompleteness, partsInWords } from './figure-amounts.ts'

/** Links shown with a record where several stand in one block, and where it has its own. */
const LINKS = 2
const ALL_LINKS = 8

/** Each figure with its formula and its first records, page by page; a button opens all of them. */
export function sourcesShown(page: SourcesPage, locale: Locale): Message {
  const t = translator(locale)

  const { draftId, version, pages } = page
  const head = t(
    `*${draftId} 第 ${version} 版的依据*（第 ${page.page + 1} 页，共 ${pages} 页）`,
    `*Sources of ${draftId}, version ${version}* (page ${page.page + 1} of ${pages})`,
  )
  const none = t('正文里没有数字。', 'The text holds no figures.')
  const figures = page.figures.map((figure) => figureLines(figure, page.zone, locale))
  return {
    text: [head, ...figures].join('\n'),
    blocks: [
      section(head),
      ...(figures.length === 0
        ? [section(none)]
        : page.figures.map((figure, place) => figureBlock(figure, figures[place] ?? '', page, locale))),
      ...turns('report.sources', page, (other) => `${draftId}:${version}:${other}`, locale),
    ],
  }
}

function figureBlock(
  { span, records, total }: SourcedFigure,
  lines: string,
  { draftId, version }: SourcesPage,
  locale: Locale,
): KnownBlock {
  if (total <= records.length) return section(lines)
  const all = say(locale, { zh: `全部 ${total} 条`, en: `All ${total} records` })
  const value = `${draftId}:${version}:${span.start}:0`
  return { ...section(lines), accessory: button(all, 'report.records', value) }
}

const MARKS = {
  exact: ':white_check_mark:',
  approximate: ':white_check_mark:',
  derived: ':heavy_plus_sign:',
  proposed: ':large_orange_diamond:',
  unsupported: ':warning:',
  conflict: ':x:',
} as const

function figureLines(figure: SourcedFigure, zone: string, locale: Locale): string {
  const { records, total } = figure
  const rest =
    total <= records.length
      ? ''
      : say(locale, {
          zh: `\n另有 ${total - records.length} 条`,
          en: `\nand ${total - records.length} more`,
        })
  const lines = records.map(
    (record) => `\n• ${recordLine(record, { zone, links: LINKS, claim: figure.claim }, locale)}`,
  )
  return `${figureHead(figure, locale)}${lines.join('')}${rest}`
}

/** The figure as it stands, and the formula by which the records give it; what nothing bears out, with the reason. */
function figureHead({ span, fact, claim }: SourcedFigure, locale: Locale): string {
  if (span.confirmed !== undefined) return confirmedLine(span.text, span.confirmed, locale)
  const reason = escapeText(fit(span.reason, 300))
  const formula =
    fact === null
      ? reason
      : `${escapeText(fit(fact.label, 100))} = ${escapeText(fit(fact.formula, 200))} = ${fact.value}${escapeText(fact.unit)}`
  const conflict = span.state === 'conflict' && fact !== null ? `\n${reason}` : ''
  const doubt = span.doubt === undefined ? '' : `\n${doubtWords(span, locale)}`
  const now = claim === null ? '' : claimLines(span, claim, locale)
  const mark = span.doubt === undefined ? MARKS[span.state] : ':large_orange_diamond:'
  return `${mark} *${escapeText(fit(span.text, 40))}*  ${formula}${conflict}${doubt}${now}`
}

function doubtWords({ doubt, reason }: SourcedFigure['span'], locale: Locale): string {
  return doubt === 'reworded'
    ? say(locale, {
        zh: '所在的句子改过，是否仍然成立，还没有人说。',
        en: 'Its sentence was reworded; nobody has said yet whether it still holds.',
      })
    : escapeText(fit(reason, 300))
}

/** Of what a figure is worked out, whether it is a lower bound only, and what it comes to where the records have changed. */
function claimLines(span: VerdictSpan, claim: ClaimValue, locale: Locale): string {
  const t = translator(locale)
  const then = span.claim?.value ?? span.fact?.value
  const lacking = incompleteness(claim)
  const words = countInWords(claim.value, claim.unitWords, locale)
  const lines = [
    partsInWords(claim, locale),
    lacking === null ? '' : say(locale, lacking),
    then === undefined || Math.abs(then - claim.value) < 1e-5
      ? ''
      : t(`记录有更正，现为 ${words}`, `The records have changed since: now ${words}`),
  ]
  return lines
    .filter((line) => line !== '')
    .map((line) => `\n_${escapeText(fit(line, 300))}_`)
    .join('')
}

/** Every record behind one figure, page by page, with who logged it and what stands as evidence. */
export function figureRecordsShown(page: FigureRecordsPage, locale: Locale): Message {
  const { draftId, version, figure, first, zone } = page
  const { span, records, total } = figure
  const head = say(locale, {
    zh: `${figureHead(figure, 'zh')}\n${draftId} 第 ${version} 版，依据记录 ${total} 条（第 ${page.page + 1} 页，共 ${page.pages} 页）`,
    en: `${figureHead(figure, 'en')}\n${draftId}, version ${version}: ${total} records (page ${page.page + 1} of ${page.pages})`,
  })
  const lines = records.map(
    (record, place) =>
      `${first + place + 1}. ${recordLine(record, { zone, links: ALL_LINKS, claim: figure.claim }, locale)}`,
  )
  const at = (other: number): string => `${draftId}:${version}:${span.start}:${other}`
  return {
    text: [head, ...lines].join('\n'),
    blocks: [
      section(head),
      ...lines.map((line) => section(line)),
      ...turns('report.records', page, at, locale),
    ],
  }
}

function recordLine(
  record: EvidenceRecord,
  of: { readonly zone: string; readonly links: number; readonly claim: ClaimValue | null },
  locale: Locale,
): string {
  const t = translator(locale)

  const { id, day, title, loggedBy, loggedAt, isDeleted, evidence } = record
  const when = loggedAt === null ? '' : localMinute(loggedAt, of.zone).slice(0, 10)
  const who =
    loggedBy === null
      ? t(`导入 ${when}`, `imported ${when}`)
      : t(`${escapeText(loggedBy)} ${when} 记`, `logged by ${escapeText(loggedBy)} ${when}`)
  const gone = isDeleted ? t(' · *已删除*', ' · *deleted*') : ''
  const links = evidence.slice(0, of.links).map(evidenceLink)
  const more = evidence.length > of.links ? ` +${evidence.length - of.links}` : ''
  const proofs = links.length === 0 ? '' : ` · ${links.join(' ')}${more}`
  const amount = of.claim === null ? '' : contribution(of.claim, id, locale)
  const shown = amount === '' ? '' : ` · *${escapeText(amount)}*`
  return `${id} ${day} ${escapeText(fit(title, 60))}${shown} · ${who.trim()}${gone}${proofs}`
}

/** A link that can be opened; what is no web address, or too long for a line, is named only. Nothing in it can end it early. */
function evidenceLink({ title, url }: EvidenceRecord['evidence'][number]): string {
  const name = escapeText(fit(title.replaceAll(/[\s|]+/g, ' ').trim() || url, 40))
  if (!/^https?:\/\/[^\s]+$/i.test(url) || url.length > 300) return name
  const signs: Readonly<Record<string, string>> = { '|': '%7C', '<': '%3C', '>': '%3E', '&': '&amp;' }
  return `<${url.replaceAll(/[|<>&]/g, (sign) => signs[sign] ?? '')}|${name}>`
}

function turns(
  action: string,
  { page, pages }: { readonly page: number; readonly pages: number },
  at: (page: number) => string,
  locale: Locale,
): KnownBlock[] {
  const t = translator(locale)

  const buttons = [
    ...(page > 0 ? [button(t('上一页', 'Back'), `${action}.back`, at(page - 1))] : []),
    ...(page + 1 < pages ? [button(t('下一页', 'More'), `${action}.more`, at(page + 1))] : []),
  ]
  return buttons.length === 0 ? [] : [actions(...buttons)]
}
