import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import type { Log } from '../log.ts'
import { mustBeThePlaygrounds } from './own-data.ts'
import { cannotListen } from '../slack/connection/bolt-app.ts'
import { sampleOffice, SAMPLE_BOT } from '../playground/sample-office/sample-office.ts'
import { startPlayground, type Playground } from '../playground/server/playground.ts'

/**
 * Starts the small local Slack with the sample office's people, on the loopback only. Throws OperatorError when the port is
 * taken, or the database holds anything but the playground's own.
 */
export async function openPlayground(
  config: Config & { readonly slack: { readonly kind: 'playground'; readonly port: number } },
  database: Database,
  log: Log,
  options: { readonly persistent: boolean },
): Promise<Playground> {
  const office = sampleOffice()
  const { port } = config.slack
  await mustBeThePlaygrounds(database, config, office.team.id)
  return await startPlayground({
    port,
    ...(options.persistent ? { dataDir: join(config.dataFolder, 'playground') } : {}),
    team: office.team,
    users: office.users,
    channels: office.channels,
    userGroups: office.userGroups,
    botUser: SAMPLE_BOT,
    zone: office.zone,
    startsAt: office.startsAt,
    delivery: { kind: 'socket' },
    log: (event, details) => {
      log.debug({ ...details, from: 'playground' }, event)
    },
  }).catch((error: unknown) => {
    // The playground wraps what the system says.
    const cause = error instanceof Error && error.cause !== undefined ? error.cause : error
    throw cannotListen(cause, { port, host: '127.0.0.1', name: 'PORT' })
  })
}
