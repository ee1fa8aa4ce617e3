import { writeFileSync } from 'node:fs'
import type { Command } from 'commander'
import { common } from './office.ts'
import { print, withTeam, WrongUsage, type CommonOptions } from './options.ts'
import { EXPORT_FORMATS, exportFile } from '../reports/export/export-files.ts'
import { readForExport } from '../reports/export/send.ts'
import { parsePeriod } from '../time/parse-period.ts'

type ExportOptions = CommonOptions & {
  readonly period: string
  readonly format: string
  readonly out: string
  readonly outline?: string
}

/** `wenshu export`. */
export function addExportCommand(program: Command): void {
  common(program.command('export'))
    .description('write the report of a period to a file: approved texts, else the newest drafts')
    .requiredOption('--period <period>', '2022, 2022H1, 2022Q3, 2022-11 or 2022-01-05..2022-03-31')
    .requiredOption(
      '--format <format>',
      `${EXPORT_FORMATS.join(', ')}; xlsx holds the evidence of the figures`,
    )
    .option('--outline <id>', "zh or en, or an outline's id; none: that of the workspace's language")
    .requiredOption('--out <file>', 'where to write it; an existing file is overwritten')
    .action(exportReport)
}

async function exportReport(options: ExportOptions): Promise<void> {
  const format = EXPORT_FORMATS.find((one) => one === options.format)
  if (format === undefined) {
    throw new WrongUsage(`--format ${options.format} is not one of ${EXPORT_FORMATS.join(', ')}`)
  }
  const period = parsePeriod(options.period)
  await withTeam(options, async (ctx) => {
    const made = await readForExport(ctx, {
      period: period.label,
      ...(options.outline === undefined ? {} : { outlineId: options.outline }),
    })
    const { bytes } = await exportFile(made, format, ctx.clock.now())
    writeFileSync(options.out, bytes)
    const sections = made.report.sections.map(({ section, text }) => ({
      section: section.id,
      draft: text?.draftId ?? null,
      version: text?.version.version ?? null,
      approved: text?.isApproved ?? false,
    }))
    const missing = sections.filter(({ draft }) => draft === null).map(({ section }) => section)
    const said = missing.length === 0 ? '' : `; missing: ${missing.join(', ')}`
    const result = { file: options.out, title: made.report.title, bytes: bytes.length, sections }
    print(options, result, `${options.out}: ${made.report.title}, ${bytes.length} bytes${said}`)
  })
}
