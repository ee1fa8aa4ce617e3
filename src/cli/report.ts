import { plural } from '../locale.ts'
import { isUtf8 } from 'node:buffer'
import { existsSync, readFileSync, statSync } from 'node:fs'
import type { Command } from 'commander'
import { common } from './office.ts'
import { print, withTeam, WrongUsage, type CommonOptions } from './options.ts'
import { checkTexts, draftSection, listFacts } from '../reports/write/draft-section.ts'
import type { Verdict } from '../claims/bind/verify-text.ts'
import { parsePeriod } from '../time/parse-period.ts'

/** A whole report has some 50 kB; what is larger by far is no report, and would take minutes. */
const LARGEST = 4_000_000

type ReportOptions = CommonOptions & {
  readonly period: string
  readonly section?: string
  readonly model?: string
  readonly outline?: string
  readonly fail?: boolean
}

const OUTLINE = "zh or en, or an outline's id; none: that of the workspace's language"

/** `wenshu facts`, `draft` and `check`. */
export function addReportCommands(program: Command): void {
  common(program.command('facts'))
    .description('every figure that the records of a period support')
    .requiredOption('--period <period>', '2022, 2022H1, 2022Q3, 2022-11 or 2022-01-05..2022-03-31')
    .option('--section <id>', 'only those that feed this section')
    .option('--outline <id>', OUTLINE)
    .action(facts)
  common(program.command('draft'))
    .description(
      'draft a section, slots filled, and verify it; exit 1 where the model was to write it and did not',
    )
    .requiredOption(
      '--section <id>',
      'organisation, learning, communication, programmes or gaps; its number or title',
    )
    .requiredOption('--period <period>', 'as above')
    .option('--model <name>', 'composer: without the model that is configured')
    .option('--outline <id>', OUTLINE)
    .action(draft)
  common(program.command('check'))
    .description('verify texts against the records of a period; exit 1 where a figure is wrong or not traced')
    .argument('<file...>', 'the texts, UTF-8')
    .requiredOption('--period <period>', 'as above')
    .option('--section <id>', 'count only the records of this section as unused')
    .option('--outline <id>', OUTLINE)
    .option('--no-fail', 'exit 0 whatever is found')
    .action(check)
}

async function facts(options: ReportOptions): Promise<void> {
  const period = parsePeriod(options.period)
  await withTeam(options, async (ctx) => {
    const found = await listFacts(ctx, { period, ...placeOf(options) })
    const rows = found.map(({ id, label, aggregation, value, unit, recordIds }) => {
      return { id, label, aggregation, value, unit, records: recordIds.length }
    })
    const lines = rows.map(({ id, label, aggregation, value, unit, records }) => {
      return `${id.padEnd(5)}${label} = ${value}${unit}  (${aggregation}, ${plural(records, 'record')})`
    })
    print(options, rows, lines.join('\n'))
  })
}

async function draft(options: ReportOptions): Promise<void> {
  const period = parsePeriod(options.period)
  if (options.model !== undefined && options.model !== 'composer') {
    throw new WrongUsage(
      `--model ${options.model}: another model is chosen with WENSHU_MODEL; here only composer can be named`,
    )
  }
  await withTeam(options, async (ctx) => {
    const section = options.section ?? ''
    const written = await draftSection(ctx, {
      section,
      period,
      model: options.model === 'composer' ? 'composer' : 'configured',
      ...(options.outline === undefined ? {} : { outline: options.outline }),
    })
    const { text, verdict, writtenBy, modelFault } = written
    print(
      options,
      { section, period: period.label, text, writtenBy, modelFault, ...verdictJson(verdict) },
      `${text}\n\n${verdictLines(verdict)}`,
    )
    if (modelFault === null) return
    process.stderr.write(`The model did not write this; the built-in composer did. ${modelFault}\n`)
    process.exitCode = 1
  })
}

async function check(files: readonly string[], options: ReportOptions): Promise<void> {
  const texts = files.map(readText)
  const period = parsePeriod(options.period)
  await withTeam(options, async (ctx) => {
    const verdicts = await checkTexts(ctx, { texts, period, ...placeOf(options) })
    const checked = verdicts.map((verdict, i) => ({ file: files[i] ?? '', verdict }))
    const lines = checked.map(
      ({ file, verdict }) => `${files.length > 1 ? `${file}: ` : ''}${verdictLines(verdict)}`,
    )
    print(
      options,
      checked.map(({ file, verdict }) => ({ file, ...verdictJson(verdict) })),
      lines.join('\n\n'),
    )
    const isWrong = checked.some(({ verdict: { summary } }) => summary.conflict + summary.unsupported > 0)
    if (isWrong && options.fail !== false) process.exitCode = 1
  })
}

/** The file's text as it is: a byte-order mark is part of it, so that offsets count it. */
function readText(file: string): string {
  if (!existsSync(file)) throw new WrongUsage(`there is no file ${file}`)
  if (!statSync(file).isFile()) throw new WrongUsage(`${file} is no file that can be read`)
  const { size } = statSync(file)
  if (size > LARGEST) {
    throw new WrongUsage(
      `${file} has ${(size / 1e6).toFixed(1)} MB; check takes up to ${LARGEST / 1e6} MB, so split it`,
    )
  }
  const bytes = readFileSync(file)
  if (!isUtf8(bytes)) {
    throw new WrongUsage(
      `${file} is not UTF-8. Save it as UTF-8 (iconv -f GB18030 -t UTF-8 turns a GBK file into it)`,
    )
  }
  return new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes)
}

function placeOf({ section, outline }: ReportOptions): { section?: string; outline?: string } {
  return { ...(section === undefined ? {} : { section }), ...(outline === undefined ? {} : { outline }) }
}

/** What a program gets of a verdict: the same fields for each span, whatever its state. */
function verdictJson({ spans, summary, notes }: Verdict) {
  return {
    spans: spans.map(({ text, start, end, state, claim, candidates, reason }) => ({
      text,
      start,
      end,
      state,
      claim: claim ?? null,
      candidates: candidates ?? [],
      reason,
    })),
    summary,
    notes,
  }
}

function verdictLines({ spans, summary, notes, unusedRecordIds }: Verdict): string {
  const { figures, exact, approximate, derived, proposed, unsupported, conflict } = summary
  return [
    `${plural(figures, 'figure')}: ${exact} exact, ${approximate} approximate, ${derived} derived, ${proposed} proposed, ${unsupported} unsupported, ${conflict} in conflict; ${plural(unusedRecordIds.length, 'record')} not used`,
    ...spans
      .filter(({ state }) => state === 'unsupported' || state === 'conflict' || state === 'proposed')
      .map(({ state, text, start, reason }) => `${state} at ${start}: ${text}: ${reason}`),
    ...notes.map(({ text, start, reason }) => `note at ${start}: ${text}: ${reason}`),
  ].join('\n')
}
