import { startApp } from './app/app.ts'
import { parseConfig, readEnv, type Config } from './config.ts'
import { OperatorError } from './errors.ts'
import { createLog, type Log } from './log.ts'

/** Resolves at the first of the signals. A second one ends the process at once. */
async function untilSignal(...signals: NodeJS.Signals[]): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of signals) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(130))
        resolve()
      })
    }
  })
}

function fail(error: unknown): never {
  // What the operator can mend is said without a stack.
  const isMendable = error instanceof OperatorError
  process.stderr.write(
    `${isMendable ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(1)
}

/** A promise of a library that fails while nobody waits for it has left nothing half done here: it must not end the bot. */
function outliveForgottenPromises(log: Log): void {
  process.on('unhandledRejection', (error) => {
    log.error({ err: error }, 'something failed that nobody waited for')
  })
}

async function run(config: Config): Promise<void> {
  const log = createLog(config.logLevel)
  await using app = await startApp(config, { log })
  outliveForgottenPromises(log)
  process.stdout.write(`${app.greeting}\n`)
  await untilSignal('SIGINT', 'SIGTERM')
}

// What the bot writes down is the office's: no file of it is for other accounts of this machine.
process.umask(0o077)
try {
  await run(parseConfig(readEnv(process.env)))
} catch (error) {
  fail(error)
}
