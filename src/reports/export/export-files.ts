import { officialDocumentApart } from '../../documents/document-apart.ts'
import { MemberFacingError } from '../../errors.ts'
import { say } from '../../locale.ts'
import type { NamedFile } from '../../slack/files/upload-file.ts'
import { xlsxFile } from '../../tables/write-table.ts'
import { appendixSheets } from './appendix.ts'
import type { FigureClaims } from './contributions.ts'
import type { EvidenceRecord } from '../sources/appendix-store.ts'
import type { Report } from '../assemble/assemble-report.ts'
import { reportDocument } from '../assemble/export-document.ts'
import { reportMarkdown } from './export-markdown.ts'

/** `xlsx` is the evidence appendix. */
export const EXPORT_FORMATS = ['docx', 'md', 'xlsx'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** A report in one format, with marks where it is not settled unless it is to be clean. The same report at the same moment gives the same document. */
export async function exportFile(
  {
    report,
    evidence,
    claims,
  }: {
    readonly report: Report
    readonly evidence: readonly EvidenceRecord[]
    readonly claims: FigureClaims
  },
  format: ExportFormat,
  now: Temporal.Instant,
  how: { readonly isClean?: boolean } = {},
): Promise<NamedFile> {
  const name = fileName(report, format)
  switch (format) {
    case 'docx':
      return { name, bytes: await officialDocumentApart(reportDocument(report, now, how)) }
    case 'md':
      return { name, bytes: new TextEncoder().encode(reportMarkdown(report, now, how)) }
    case 'xlsx':
      return { name, bytes: await xlsxFile(appendixSheets(report, evidence, claims)) }
  }
}

/** The title without what file systems refuse. */
function fileName({ title, outline }: Report, format: ExportFormat): string {
  const bare = title.replaceAll(/[\\/:*?"<>|\p{Cc}]/gu, '-').slice(0, 100)
  const part = format === 'xlsx' ? say(outline.locale, { zh: '（依据）', en: ' (evidence)' }) : ''
  return `${bare}${part}.${format}`
}

/** Throws MemberFacingError when nothing of the report is written. */
export function mustHoldText({ sections, period }: Report): void {
  if (sections.some(({ text }) => text !== null)) return
  throw new MemberFacingError({
    zh: `${period.label} 的报告还没有一个部分起草过，没有可导出的内容。请先用 /report draft 起草。`,
    en: `No section of the ${period.label} report has been drafted, so there is nothing to export. Start with /report draft.`,
  })
}
