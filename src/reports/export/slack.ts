import type { Caller } from '../../members/caller.ts'
import type { ActionCall, CommandCall, Listeners } from '../../slack/listener.ts'
import { today } from '../../time/clock.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import type { Period } from '../../time/period.ts'
import { cleanAsked, exportRequested } from './messages.ts'
import type { Outline } from '../outline/outline.ts'
import type { ReportVerb } from '../slack/verb.ts'
import { readFormats, requestExport } from './request.ts'
import { outlineFor, outlineNamed } from '../outline/workspace-outlines.ts'

/** `/report export 2022`, `/report export en 2022Q3 md clean`: the outline's language if it is another, the period, formats. */
export const exportVerbs: readonly ReportVerb[] = [
  {
    names: ['export', '导出'],
    carryOut: async (call, rest) => {
      const words = rest.split(/\s+/).filter((word) => word !== '')
      const outline = outlineNamed(call.caller.workspace, words[0] ?? '')
      const [first = '', ...formats] = outline === null ? words : words.slice(1)
      await start(call, outline ?? outlineFor(call.caller.workspace), first, formats)
    },
  },
]

export function registerExports(listeners: Listeners<Caller>): void {
  const again = (despite: boolean) => async (call: ActionCall<Caller>) => {
    const [outlineId = '', period = '', ...formats] = call.value.split(' ')
    await start(call, outlineFor(call.caller.workspace, outlineId), period, formats, despite)
  }
  listeners.action('report.export', again(false))
  listeners.action('report.export.clean', again(true))
}

async function start(
  {
    caller,
    channelId,
    reply,
  }: Pick<CommandCall<Caller>, 'caller' | 'reply'> & {
    readonly channelId: string | null
  },
  outline: Outline,
  periodWords: string,
  formatWords: readonly string[],
  despite = false,
): Promise<void> {
  const { ctx, member: by, workspace, requestId, locale } = caller
  const words = [periodWords, ...formatWords].filter((word) => !CLEAN.has(word.toLowerCase()))
  const isClean = words.length <= formatWords.length
  const { period, formats } = readAsked(words[0] ?? '', words.slice(1), today(ctx.clock, workspace.zone))
  const asked = { outline, period, formats, isClean, despite, channel: channelId, by, requestId }
  const { kind, report } = await requestExport(ctx, asked)
  await reply(
    kind === 'asked' ? cleanAsked(report, formats, locale) : exportRequested(report, formats, locale),
  )
}

/** A document without marks: `/report export 2022 clean`. */
const CLEAN = new Set(['clean', '净稿'])

/** Without a period it is the current year's, also when the first word is a format. */
function readAsked(first: string, more: readonly string[], day: Temporal.PlainDate) {
  const thisYear = () => parsePeriod(String(day.year), day)
  if (first === '') return { period: thisYear(), formats: readFormats(more) }
  let period: Period
  try {
    period = parsePeriod(first, day)
  } catch (error) {
    if (/\d/.test(first)) throw error
    return { period: thisYear(), formats: readFormats([first, ...more]) }
  }
  return { period, formats: readFormats(more) }
}
