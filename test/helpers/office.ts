import { fileURLToPath } from 'node:url'
import { parseConfig, type Config } from '../../src/config.ts'
import type { Context } from '../../src/context.ts'
import type { Database } from '../../src/db/database.ts'
import { importOffice } from '../../src/app/import-office.ts'
import { createLog } from '../../src/log.ts'
import { setUpWorkspace } from '../../src/app/set-up-workspace.ts'
import { fixedClock, type Clock } from '../../src/time/clock.ts'

/** The sample office's five tables. */
export const SAMPLE_OFFICE = fileURLToPath(new URL('../../src/playground/sample-office/', import.meta.url))

/** Friday 18 November 2022, 09:00 in Shanghai: when the sample office lives. */
export const SAMPLE_NOW = '2022-11-18T09:00:00+08:00'

/** A workspace on a database, without Slack and queue. */
export async function officeOn(
  database: Database,
  options: {
    readonly teamId?: string
    readonly clock?: Clock
    readonly config?: Config
    readonly sample?: boolean
  } = {},
): Promise<Context> {
  const ctx: Context = {
    teamId: options.teamId ?? 'TOFFICE',
    database,
    jobs: null,
    slack: null,
    model: null,
    clock: options.clock ?? fixedClock(SAMPLE_NOW),
    config: options.config ?? parseConfig({}),
    log: createLog('silent'),
  }
  await setUpWorkspace(ctx, 'The office')
  if (options.sample === true) await importOffice(ctx, SAMPLE_OFFICE)
  return ctx
}
