import { say, type Locale } from '../locale.ts'
import { actions, button, section, type Message } from '../slack/blocks.ts'
import { escapeText, fit } from '../slack/mrkdwn.ts'
import type { Source, SourcedFigure, SourcesPage } from './sources.ts'

/** Ids named after the records shown, before only their number is told. */
const IDS_NAMED = 40

/** Each figure with its formula and its records, page by page. */
export function sourcesShown(page: SourcesPage, locale: Locale): Message {
  const { draftId, version, pages } = page
  const head = say(locale, {
    zh: `*${draftId} 第 ${version} 版的依据*（第 ${page.page + 1} 页，共 ${pages} 页）`,
    en: `*Sources of ${draftId}, version ${version}* (page ${page.page + 1} of ${pages})`,
  })
  const none = say(locale, { zh: '正文里没有数字。', en: 'The text holds no figures.' })
  const figures = page.figures.map((figure) => figureLines(figure, page.zone, locale))
  const turns = [
    ...(page.page > 0
      ? [
          button(
            say(locale, { zh: '上一页', en: 'Back' }),
            'report.sources.back',
            `${draftId}:${version}:${page.page - 1}`,
          ),
        ]
      : []),
    ...(page.page + 1 < pages
      ? [
          button(
            say(locale, { zh: '下一页', en: 'More' }),
            'report.sources.more',
            `${draftId}:${version}:${page.page + 1}`,
          ),
        ]
      : []),
  ]
  return {
    text: [head, ...figures].join('\n'),
    blocks: [
      section(head),
      ...(figures.length === 0 ? [section(none)] : figures.map((lines) => section(lines))),
      ...(turns.length === 0 ? [] : [actions(...turns)]),
    ],
  }
}

const MARKS = {
  exact: ':white_check_mark:',
  approximate: ':white_check_mark:',
  derived: ':heavy_plus_sign:',
  unsupported: ':warning:',
  conflict: ':x:',
} as const

function figureLines({ span, fact, records, more }: SourcedFigure, zone: string, locale: Locale): string {
  const formula =
    fact === null
      ? escapeText(fit(span.reason, 300))
      : `${escapeText(fact.label)} = ${escapeText(fact.formula)} = ${fact.value}${escapeText(fact.unit)}`
  const conflict = span.state === 'conflict' ? `\n${escapeText(fit(span.reason, 300))}` : ''
  const rest =
    more.length === 0
      ? ''
      : say(locale, {
          zh: `\n另有 ${more.length} 条：${more.slice(0, IDS_NAMED).join('、')}${more.length > IDS_NAMED ? '……' : ''}`,
          en: `\nand ${more.length} more: ${more.slice(0, IDS_NAMED).join(', ')}${more.length > IDS_NAMED ? ' …' : ''}`,
        })
  const lines = records.map((record) => `\n• ${sourceLine(record, zone, locale)}`)
  return `${MARKS[span.state]} *${escapeText(fit(span.text, 40))}*  ${formula}${conflict}${lines.join('')}${rest}`
}

function sourceLine({ id, day, title, by, at, evidence }: Source, zone: string, locale: Locale): string {
  const logged = at === null ? '' : at.toTemporalInstant().toZonedDateTimeISO(zone).toPlainDate().toString()
  const who =
    by === null
      ? say(locale, { zh: `导入 ${logged}`, en: `imported ${logged}` })
      : say(locale, { zh: `${escapeText(by)} ${logged} 记`, en: `logged by ${escapeText(by)} ${logged}` })
  const proofs = evidence.length === 0 ? '' : ` · ${escapeText(fit(evidence.join(' '), 80))}`
  return `${id} ${day} ${escapeText(fit(title, 60))} · ${who.trim()}${proofs}`
}
