import { readFileSync } from 'node:fs'
import type { Command } from 'commander'
import type { Locale } from '../locale.ts'
import { readLines, type ReadLine } from '../records/understand/read-lines.ts'
import { today } from '../time/clock.ts'
import { common, memberNamed } from './office.ts'
import { print, withTeam, WrongUsage, type CommonOptions } from './options.ts'

type ReadOptions = CommonOptions & {
  readonly at?: string
  readonly as?: string
  readonly file?: string
  readonly locale?: string
}

/** `wenshu read`: what lines would be understood as. */
export function addReadCommand(program: Command): void {
  common(program.command('read'))
    .description('what a line would be understood as; stores nothing')
    .argument('[line]', "as typed in Slack: '/study party lecture yesterday 2h 20 people'")
    .option(
      '--file <lines>',
      'a UTF-8 file of lines instead; gives a list in its order, null for an empty line',
    )
    .option('--at <time>', "when it is typed, by the office's clock, like 2022-11-18T09:00; none: now")
    .option('--as <member>', "who types it: the office's number, e-mail or Slack user id")
    .option('--locale <language>', "zh or en, the language of names; none: the office's")
    .action(read)
}

async function read(line: string | undefined, options: ReadOptions): Promise<void> {
  if ((line === undefined) === (options.file === undefined))
    throw new WrongUsage('give one line in quotes, or --file with many')
  const lines = options.file === undefined ? [line ?? ''] : linesOf(options.file)
  const day = options.at === undefined ? null : dayOfTime(options.at)
  const locale = localeOf(options.locale)
  await withTeam(options, async (ctx, workspace) => {
    const author = options.as === undefined ? null : await memberNamed(ctx, options.as)
    const reading = { workspace, locale, author, today: day ?? today(ctx.clock, workspace.zone) }
    const found = await readLines(ctx, lines, reading)
    const value = options.file === undefined ? (found[0] ?? null) : found
    print(options, value, found.map((one, at) => inWords(lines[at] ?? '', one)).join('\n'))
  })
}

function linesOf(file: string): string[] {
  try {
    const text = readFileSync(file, 'utf8').replace(/^\uFEFF/, '')
    return text.replace(/\r?\n$/, '').split(/\r?\n/)
  } catch (error) {
    throw new WrongUsage(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function dayOfTime(text: string): Temporal.PlainDate {
  try {
    return Temporal.PlainDateTime.from(text.replace(' ', 'T')).toPlainDate()
  } catch {
    throw new WrongUsage(`--at ${text} is no time like 2022-11-18T09:00`)
  }
}

function localeOf(text: string | undefined): Locale | null {
  if (text === undefined || text === 'zh' || text === 'en') return text ?? null
  throw new WrongUsage(`--locale ${text} is neither zh nor en`)
}

function inWords(line: string, read: ReadLine | null): string {
  if (read === null) return line
  const { stored, fields, questions } = read
  const known = Object.entries(fields).filter(
    ([, value]) => value !== null && (typeof value !== 'object' || Object.keys(value).length > 0),
  )
  const said = known.map(
    ([name, value]) => `  ${name}: ${typeof value === 'object' ? JSON.stringify(value) : String(value)}`,
  )
  const end = stored ? '  would be stored' : '  would open the form'
  return [line, ...said, ...questions.map((question) => `  ? ${question}`), end].join('\n')
}
