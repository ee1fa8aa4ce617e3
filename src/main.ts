import { startApp } from './app/app.ts'
import { ConfigIssues, parseConfig, readEnv, type Config } from './config.ts'
import { FolderInUse } from './db/folder-lock.ts'

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
  const mendable = error instanceof ConfigIssues || error instanceof FolderInUse
  process.stderr.write(
    `${mendable ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(1)
}

async function run(config: Config): Promise<void> {
  await using app = await startApp(config)
  process.stdout.write(`${app.greeting}\n`)
  await untilSignal('SIGINT', 'SIGTERM')
}

try {
  await run(parseConfig(readEnv(process.env)))
} catch (error) {
  fail(error)
}
