import { say, type Locale, type LocalizedText, translator } from '../../locale.ts'
import { actions, button, section, type Message, message } from '../../slack/blocks.ts'
import { escapeText } from '../../slack/mrkdwn.ts'
import type { Report, ReportSection } from '../assemble/assemble-report.ts'
import type { ReportExport } from '../assemble/export-store.ts'
import type { ExportFormat } from './export-files.ts'
import { disagreements } from '../marks/disagreements.ts'
import { leavingOf } from '../marks/eye-marks.ts'

/** To the person who asked: the files are being made. */
export function exportRequested(report: Report, formats: readonly ExportFormat[], locale: Locale): Message {
  const title = escapeText(report.title)
  const kinds = formats.map((format) => FORMATS[format][locale]).join(say(locale, { zh: '、', en: ', ' }))
  return message(locale, {
    zh: `正在导出《${title}》（${kinds}）。能在这个频道发文件就发在这里，否则发到您与我的私信里。`,
    en: `Exporting "${title}" (${kinds}): here if I may post files in this channel, else to your direct messages with me.`,
  })
}

/** A clean document was asked for, and something in it is not settled: only a person by name lets it go so. */
export function cleanAsked(report: Report, formats: readonly ExportFormat[], locale: Locale): Message {
  const { outline, period, sections } = report
  const text = [
    say(locale, {
      zh: `《${escapeText(report.title)}》还不能不加批注就发出：`,
      en: `"${escapeText(report.title)}" is not settled, so it does not leave without marks:`,
    }),
    ...sections.map((one) => sectionLine(one, locale)),
    say(locale, {
      zh: '可以照常导出，这些地方会有批注；也可以由您决定不加批注，您的名字会记下来。',
      en: 'Export it as usual, with these places marked; or decide to leave the marks out, and your name is kept.',
    }),
  ].join('\n')
  const value = [outline.id, period.label, ...formats]
  return {
    text,
    blocks: [
      section(text),
      actions(
        button(
          say(locale, { zh: '照常导出', en: 'Export with marks' }),
          'report.export',
          value.join(' '),
          'primary',
        ),
        button(
          say(locale, { zh: '由我决定，不加批注', en: 'Leave the marks out' }),
          'report.export.clean',
          [...value, 'clean'].join(' '),
          'danger',
        ),
      ),
    ],
  }
}

/** The files could not be made or sent; the button asks for the same ones again. */
export function exportNotSent(
  { outlineId, period, formats }: Pick<ReportExport, 'outlineId' | 'period' | 'formats'>,
  reason: LocalizedText | null,
  locale: Locale,
): Message {
  const why = escapeText(
    say(locale, reason ?? { zh: 'Slack 没有收下文件。', en: 'Slack did not take the files.' }),
  )
  const text = say(locale, {
    zh: `${period} 的报告没能导出：${why}`,
    en: `The report of ${period} could not be exported: ${why}`,
  })
  const again = button(
    say(locale, { zh: '再试一次', en: 'Try again' }),
    'report.export',
    [outlineId, period, ...formats].join(' '),
    'primary',
  )
  return { text, blocks: [section(text), actions(again)] }
}

const FORMATS: Readonly<Record<ExportFormat, { readonly zh: string; readonly en: string }>> = {
  docx: { zh: 'Word 文档', en: 'Word document' },
  md: { zh: 'Markdown', en: 'Markdown' },
  xlsx: { zh: '数字依据表', en: 'evidence of the figures' },
}

/** Stands above the files: which text each section has, what is missing, and what is not verified. */
export function exportSent(
  report: Report,
  userId: string,
  { isClean }: { readonly isClean?: boolean } = {},
): string {
  const { locale } = report.outline
  const t = translator(locale)

  const head = t(`<@${userId}> *${escapeText(report.title)}*`, `<@${userId}> *${escapeText(report.title)}*`)
  const clean = isClean
    ? [t(`净稿，不加批注，由 <@${userId}> 决定。`, `Without marks, as <@${userId}> decided.`)]
    : []
  const hint = t(
    '没有记录为据的数字在 Word 里有批注。在 Word 里改过以后，用 /report import 导回来，会核对并先给您看改动。',
    'Figures that no record bears out carry a comment in Word. After editing there, bring it back with /report import: it is checked, and you see the changes first.',
  )
  const lines = report.sections.map((one) => sectionLine(one, locale))
  const texts = report.sections.flatMap(({ section: { title }, text }) =>
    text === null ? [] : [{ title, spans: text.version.verdict.spans }],
  )
  return [head, ...clean, ...lines, ...differingLines(texts, locale), hint].join('\n')
}

/** Claims told before the rest becomes a number. */
const DIFFERING_TOLD = 8

/** Where the report says one thing in two ways. */
export function differingLines(texts: Parameters<typeof disagreements>[0], locale: Locale): string[] {
  const t = translator(locale)

  const found = disagreements(texts)
  const lines = found.slice(0, DIFFERING_TOLD).map(({ label, isOfNumber, places }) => {
    const said = places.map(({ section: title, text }) =>
      t(`“${escapeText(text)}”（${escapeText(title)}）`, `"${escapeText(text)}" (${escapeText(title)})`),
    )
    const name = escapeText(label)
    return isOfNumber
      ? t(`:warning: ${name}前后不一：${said.join('、')}`, `:warning: ${name} differs: ${said.join(', ')}`)
      : t(`${name}写法不一：${said.join('、')}`, `${name} is rounded in one place only: ${said.join(', ')}`)
  })
  const rest = found.length - lines.length
  return rest > 0 ? [...lines, t(`……另有 ${rest} 项。`, `… and ${rest} more.`)] : lines
}

function sectionLine({ section, text, newer }: ReportSection, locale: Locale): string {
  const t = translator(locale)

  const title = escapeText(section.title)
  if (text === null) {
    return t(`• ${title}：*待补，还没有草稿*`, `• ${title}: *missing, no draft yet*`)
  }
  const { spans } = text.version.verdict
  const { places } = leavingOf(text)
  const confirmed = spans.filter((span) => span.confirmed !== undefined).length
  const version = t(
    `${text.draftId} 第 ${text.version.version} 版`,
    `${text.draftId}, version ${text.version.version}`,
  )
  const state = text.isApproved ? t('已定稿', 'approved') : t('未定稿', 'not approved')
  const byHand =
    confirmed === 0 ? '' : t(`，${confirmed} 处由编辑确认`, `, ${confirmed} confirmed by an editor`)
  const unverified =
    places === 0
      ? ''
      : t(`，*${places} 处不能作准*`, `, *${places} ${places === 1 ? 'place' : 'places'} not settled*`)
  const left =
    newer === null
      ? ''
      : t(
          `；更新的 ${newer.draftId} 第 ${newer.version} 版未定稿，没有收入`,
          `; the newer ${newer.draftId}, version ${newer.version} is not approved and stays out`,
        )
  return t(
    `• ${title}：${version}，${state}${byHand}${unverified}${left}`,
    `• ${title}: ${version}, ${state}${byHand}${unverified}${left}`,
  )
}

/** The button that exports a period's report. Value: the outline and the period. */
export function exportButton(outlineId: string, period: string, locale: Locale) {
  const words = say(locale, { zh: '导出 Word', en: 'Export to Word' })
  return button(words, 'report.export', `${outlineId} ${period}`)
}
