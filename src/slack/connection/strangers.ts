import type { slackLogger } from './clients.ts'

type Logger = ReturnType<typeof slackLogger>

/** How often strangers who find the port may write into the log, in milliseconds. */
const EVERY = 60_000
/** What Bolt's receiver says of requests that anybody can send: without a signature, without sense, to another path. */
const OF_STRANGERS =
  /^(Failed to (parse and )?verify|Failed to parse|Malformed request|Unhandled HTTP request)/

/** A logger that says what anybody can cause once a minute only, with how many there were. */
export function sparingly(logger: Logger): Logger {
  let count = 0
  let last = -EVERY
  const spared =
    (say: (...messages: unknown[]) => void) =>
    (...messages: unknown[]) => {
      if (!OF_STRANGERS.test(String(messages[0]))) {
        say(...messages)
        return
      }
      count += 1
      if (performance.now() - last < EVERY) return
      say(...messages, `(${count} such since the last of these lines)`)
      last = performance.now()
      count = 0
    }
  return { ...logger, warn: spared(logger.warn), error: spared(logger.error) }
}
