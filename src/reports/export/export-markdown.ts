import { formatDay } from '../../documents/description.ts'
import type { Report } from '../assemble/assemble-report.ts'
import { eyeMarks } from '../marks/eye-marks.ts'
import { headingLevelOf, missingText } from '../assemble/export-document.ts'
import { partsOf, placedParagraphs } from '../paragraphs/paragraph-parts.ts'

/** The report as Markdown (CommonMark with footnotes); what keeps it from leaving as right has a footnote that says why, unless it is to be clean. Pure. */
export function reportMarkdown(
  report: Report,
  now: Temporal.Instant,
  { isClean = false }: { readonly isClean?: boolean } = {},
): string {
  const { outline, title, organ, zone } = report
  const { locale } = outline
  const notes: string[] = []
  const lines = [`# ${inert(title)}`]
  for (const { section, text } of report.sections) {
    lines.push(`## ${inert(section.title)}`)
    if (text === null) lines.push(inert(missingText(locale)))
    const marks = text === null || isClean ? [] : eyeMarks(text, locale)
    for (const paragraph of text === null ? [] : placedParagraphs(text.version.text)) {
      const level = locale === 'zh' ? headingLevelOf(paragraph.text) : null
      const parts = partsOf(paragraph, marks, (why) => ({ author: '', text: why }))
      const words = parts.map(({ text: words, remark }) => {
        if (remark === undefined) return inert(words)
        notes.push(`[^${notes.length + 1}]: ${inert(remark.text).replaceAll('\n', ' ')}`)
        return `${inert(words)}[^${notes.length}]`
      })
      lines.push(`${level === null ? '' : `${'#'.repeat(level + 1)} `}${words.join('')}`)
    }
  }
  const day = formatDay(now.toZonedDateTimeISO(zone).toPlainDate(), locale)
  return `${[...lines, `${inert(organ)}  \n${day}`, ...notes].join('\n\n')}\n`
}

/** Words of people, so that none of them is taken for Markdown or HTML. Source: CommonMark 0.31, 2.4. */
function inert(text: string): string {
  return text
    .replaceAll(/[\\`*_[\]<>&|~$]/g, String.raw`\$&`)
    .replaceAll(/^(\s*)([#+=-])/gm, String.raw`$1\$2`)
    .replaceAll(/^(\s*\d{1,9})([.)])/gm, String.raw`$1\$2`)
}
