import type { Block, DocumentDescription, HeadingLevel } from '../../documents/description.ts'
import { say, type Locale } from '../../locale.ts'
import type { Report, ReportSection } from './assemble-report.ts'
import { manifestOf, MANIFEST } from './manifest.ts'
import { formatFault, partsOf, placedParagraphs } from '../paragraphs/paragraph-parts.ts'

/** Who makes the remarks in the margin. */
const REMARKER = '文书 Wenshu'

/** The report as a document: an official one in Chinese, a plain one in English. Pure. */
export function reportDocument(report: Report, now: Temporal.Instant): DocumentDescription {
  const { outline, title, organ, zone } = report
  return {
    style: outline.locale === 'zh' ? 'gb9704' : 'plain',
    locale: outline.locale,
    title,
    body: report.sections.flatMap((one) => sectionBlocks(one, outline.locale)),
    signOff: { organ, day: now.toZonedDateTimeISO(zone).toPlainDate() },
    madeAt: new Date(now.epochMilliseconds),
    properties: { [MANIFEST]: JSON.stringify(manifestOf(report)) },
  }
}

function sectionBlocks({ section, text }: ReportSection, locale: Locale): Block[] {
  const heading: Block = { kind: 'heading', level: 1, parts: [{ text: section.title }] }
  if (text === null) return [heading, { kind: 'paragraph', parts: [{ text: missingText(locale) }] }]
  const paragraphs = placedParagraphs(text.version.text).map((paragraph): Block => {
    const level = locale === 'zh' ? headingLevelOf(paragraph.text) : null
    const parts = partsOf(paragraph, text.version.verdict, (span) => ({
      author: REMARKER,
      text: formatFault(span, locale),
    }))
    return level === null ? { kind: 'paragraph', parts } : { kind: 'heading', level, parts }
  })
  return [heading, ...paragraphs]
}

/** Stands where a section has no text yet. */
export function missingText(locale: Locale): string {
  return say(locale, {
    zh: '【待补：本部分还没有草稿】',
    en: '[To be added: this section has no draft yet]',
  })
}

const LONGEST_HEADING = 40

/** （一） 2, 1. 3, （1） 4, as a line of its own without a full stop; null: running text. Source: GB/T 9704-2012, 7.3.3. */
export function headingLevelOf(text: string): HeadingLevel | null {
  if (text.length > LONGEST_HEADING || /[\n。；;！!？?]/u.test(text)) return null
  if (/^（[一二三四五六七八九十]{1,3}）/u.test(text)) return 2
  if (/^\d{1,2}[.．](?!\d)/u.test(text)) return 3
  return /^（\d{1,2}）/u.test(text) ? 4 : null
}
