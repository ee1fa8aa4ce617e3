import type { Block, DocumentDescription, HeadingLevel, Remark } from '../../documents/description.ts'
import { say, type Locale } from '../../locale.ts'
import type { Report, ReportSection } from './assemble-report.ts'
import { manifestOf, MANIFEST } from './manifest.ts'
import { partsOf, placedParagraphs } from '../paragraphs/paragraph-parts.ts'
import { eyeMarks } from '../marks/eye-marks.ts'

/** Who makes the remarks in the margin. */
const REMARKER = '文书 Wenshu'

/**
 * The report as a document: an official one in Chinese, a plain one in English. What keeps a section from leaving as right
 * is marked, with a remark that says why, unless it is to be `isClean`. Pure.
 */
export function reportDocument(
  report: Report,
  now: Temporal.Instant,
  { isClean = false }: { readonly isClean?: boolean } = {},
): DocumentDescription {
  const { outline, title, organ, zone } = report
  return {
    style: outline.locale === 'zh' ? 'gb9704' : 'plain',
    locale: outline.locale,
    title,
    body: report.sections.flatMap((one) => sectionBlocks(one, outline.locale, isClean)),
    signOff: { organ, day: now.toZonedDateTimeISO(zone).toPlainDate() },
    madeAt: new Date(now.epochMilliseconds),
    properties: { [MANIFEST]: JSON.stringify(manifestOf(report)) },
  }
}

function sectionBlocks({ section, text }: ReportSection, locale: Locale, isClean: boolean): Block[] {
  const remark = (why: string): Remark => ({ author: REMARKER, text: why })
  const why = sectionRemark(text, locale)
  const title = { text: section.title, ...(why === null || isClean ? {} : { remark: remark(why) }) }
  const heading: Block = { kind: 'heading', level: 1, parts: [title] }
  if (text === null) return [heading, { kind: 'paragraph', parts: [{ text: missingText(locale) }] }]
  const marks = isClean ? [] : eyeMarks(text, locale)
  const paragraphs = placedParagraphs(text.version.text).map((paragraph): Block => {
    const level = locale === 'zh' ? headingLevelOf(paragraph.text) : null
    const parts = partsOf(paragraph, marks, remark)
    return level === null ? { kind: 'paragraph', parts } : { kind: 'heading', level, parts }
  })
  return [heading, ...paragraphs]
}

/** Why a section as a whole is not settled; null: it is. */
function sectionRemark(text: ReportSection['text'], locale: Locale): string | null {
  if (text === null) return say(locale, { zh: '本部分还没有草稿。', en: 'This section has no draft yet.' })
  const draft = `${text.draftId} v${text.version.version}`
  return text.isApproved
    ? null
    : say(locale, { zh: `本部分（${draft}）未定稿。`, en: `This section (${draft}) is not approved.` })
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
