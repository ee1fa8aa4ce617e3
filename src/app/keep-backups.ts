import type { Config } from '../config.ts'
import { backUp, backupIsDue } from './backup.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { everyHours } from '../ticking.ts'

/** Looks every hour, and shortly after the start, whether the newest backup is a day old, and writes one if so. */
export function keepBackups(database: Database, config: Config, log: Log): AsyncDisposable {
  let running: Promise<void> = Promise.resolve()
  const look = async () => {
    if (!backupIsDue(config.dataFolder, new Date())) return
    try {
      const file = await backUp(database, config.dataFolder, new Date(), config.backupsKept)
      log.info({ file }, 'backup written')
    } catch (error) {
      log.error({ err: error }, 'backup failed')
    }
  }
  const lookOnce = async () => {
    running = running.then(look)
    await running
  }
  const hourly = everyHours(1, lookOnce)
  // Not at once: the first minute belongs to whoever just started it.
  const soon = setTimeout(() => void lookOnce(), 60_000)
  return {
    [Symbol.asyncDispose]: async () => {
      clearTimeout(soon)
      await hourly[Symbol.asyncDispose]()
      await running
    },
  }
}
