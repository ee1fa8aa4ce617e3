import type { KnownBlock } from '@slack/types'
import { say, type Locale } from '../locale.ts'
import { actions, button, context, header, section } from '../slack/blocks.ts'
import { formatMoment } from '../time/clock.ts'
import type { Home } from './home.ts'

/** The button that says that the answers have been seen. Its value: the moment up to which they stood there. */
export const SEEN = 'home.seen'

/** The newest answers that are shown; what is older is said as a number. */
const SHOWN = 5

/** What the bot answered and Slack did not take, neither where it was asked nor in the DM. */
export function undeliveredBlocks(
  { undelivered, zone, today }: Pick<Home, 'undelivered' | 'zone' | 'today'>,
  locale: Locale,
): KnownBlock[] {
  const newest = undelivered.at(-1)
  if (newest === undefined) return []
  const left = undelivered.length - SHOWN
  return [
    header(say(locale, { zh: '没有送到的答复', en: 'Answers that did not reach you' })),
    ...undelivered
      .slice(-SHOWN)
      .flatMap(({ at, text }) => [section(text), context(formatMoment(instantOf(at), zone, locale, today))]),
    ...(left > 0 ? [context(say(locale, { zh: `更早的还有 ${left} 条`, en: `${left} earlier` }))] : []),
    actions(button(say(locale, { zh: '知道了', en: 'Seen' }), SEEN, newest.at.toISOString())),
  ]
}

function instantOf(at: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
}
