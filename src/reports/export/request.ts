import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import type { Period } from '../../time/period.ts'
import { assembleReport, type Report } from '../assemble/assemble-report.ts'
import { EXPORT_FORMATS, mustHoldText, type ExportFormat } from './export-files.ts'
import { audit } from '../../members/audit-store.ts'
import { leavingOf } from '../marks/eye-marks.ts'
import { insertExport } from '../assemble/export-store.ts'
import type { Outline } from '../outline/outline.ts'

/** The queue on which reports become files. */
export const EXPORTS = 'report-exports'

/** What became of asking: the files are being made, or a clean one was asked for of a report that is not settled. */
export type Requested = { readonly kind: 'requested' | 'asked'; readonly report: Report }

/**
 * Asks for a report as files: the row and its job in one transaction. Returns the report as it stands now; the files are
 * made from how it stands when they are made. Without marks (`isClean`) only what is settled leaves at once; else the
 * person is asked first, and `despite` says that they decide so, by name. Throws MemberFacingError without the ability,
 * or when nothing is written.
 */
export async function requestExport(
  ctx: Context,
  asked: {
    readonly outline: Outline
    readonly period: Period
    readonly formats: readonly ExportFormat[]
    readonly isClean?: boolean
    readonly despite?: boolean
    readonly channel: string | null
    readonly by: Member
    readonly requestId: string
  },
): Promise<Requested> {
  const { outline, period, formats, channel, by, isClean = false, despite = false } = asked
  requireAbility(by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const report = await assembleReport(ctx.db, { outline, period })
      mustHoldText(report)
      const settled = isSettled(report)
      if (isClean && !settled && !despite) return { kind: 'asked', report }
      const id = randomUUID()
      await insertExport(ctx.db, {
        id,
        byMember: by.id,
        askedAt: nowOf(ctx),
        channel,
        outlineId: outline.id,
        period: period.label,
        formats,
        isClean,
      })
      if (isClean && !settled) {
        const subject = `${outline.id} ${period.label}`
        await audit(ctx, {
          by: by.id,
          action: 'report.exported unmarked',
          subject,
          details: { exportId: id },
        })
      }
      await ctx.enqueue(EXPORTS, { exportId: id })
      return { kind: 'requested', report }
    },
    { once: asked.requestId },
  )
}

/** Whether every section is approved and may leave as right. Pure. */
export function isSettled({ sections }: Pick<Report, 'sections'>): boolean {
  return sections.every(({ text }) => text !== null && text.isApproved && leavingOf(text).isRight)
}

/** `docx`, `word`, `md`, `xlsx`, `依据`; nothing: the document and its evidence. Throws MemberFacingError. */
export function readFormats(words: readonly string[]): readonly ExportFormat[] {
  const formats = words.map((word) => {
    const format = NAMES[word.toLowerCase()]
    if (format !== undefined) return format
    throw new MemberFacingError({
      zh: `“${word.slice(0, 40)}”不是导出的格式。可写 ${EXPORT_FORMATS.join('、')}；不写就是 docx 和 xlsx。`,
      en: `"${word.slice(0, 40)}" is no format to export. Write ${EXPORT_FORMATS.join(', ')}; none means docx and xlsx.`,
    })
  })
  return formats.length === 0 ? ['docx', 'xlsx'] : [...new Set(formats)]
}

const NAMES: Readonly<Record<string, ExportFormat | undefined>> = {
  docx: 'docx',
  word: 'docx',
  md: 'md',
  markdown: 'md',
  xlsx: 'xlsx',
  excel: 'xlsx',
  evidence: 'xlsx',
  依据: 'xlsx',
}
