import { sql } from 'kysely'
import type { Config } from '../config.ts'
import type { Database } from '../db/database.ts'
import { listTeams } from '../db/tenant.ts'
import { OperatorError } from '../errors.ts'

/**
 * Throws OperatorError unless the database is empty or holds the playground's own workspace alone. A token that got lost
 * would otherwise open the playground on an office's data: sample people among its own, and a clock that can be set.
 */
export async function mustBeThePlaygrounds(
  { base }: Pick<Database, 'base'>,
  config: Config,
  playgroundTeam: string,
): Promise<void> {
  const { rows } = await sql<{
    there: boolean
  }>`select to_regclass('public.teams') is not null as there`.execute(base)
  if (rows[0]?.there !== true) return
  const others = (await listTeams(base)).filter((team) => team !== playgroundTeam)
  if (others.length === 0) return
  const where =
    config.databaseUrl === null ? `the data folder ${config.dataFolder}` : 'the database of DATABASE_URL'
  const elsewhere =
    config.databaseUrl === null
      ? 'another folder with WENSHU_DATA'
      : 'DATABASE_URL away, so that it has a folder of its own'
  throw new OperatorError(
    [
      `SLACK_BOT_TOKEN is not set, and ${where} holds the data of ${others.join(', ')}: the playground is not opened on it. Nothing was changed.`,
      'For the real Slack, set SLACK_BOT_TOKEN and SLACK_APP_TOKEN (or SLACK_SIGNING_SECRET).',
      `For the playground, set ${elsewhere}. See .env.example.`,
    ].join('\n'),
  )
}
