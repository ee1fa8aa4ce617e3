import { parseConfig, readEnv, type Config } from '../config.ts'
import { inTransaction, type Context } from '../context.ts'
import { listTeams } from '../db/tenant.ts'
import { MemberFacingError, OperatorError } from '../errors.ts'
import { startRuntime, type Runtime } from '../app/runtime.ts'
import { createLog, readable, type Log } from '../log.ts'
import { readWorkspace, type Workspace } from '../members/workspace-store.ts'
import { setUpWorkspace } from '../app/set-up-workspace.ts'
import { systemClock } from '../time/clock.ts'

/** What every command takes. */
export type CommonOptions = { readonly data?: string; readonly team?: string; readonly json?: boolean }

/** A workspace that no Slack has named: where an office begins on the command line. */
const LOCAL_TEAM = 'T0LOCAL'

/** Said to the operator; exit code 2. */
export class WrongUsage extends Error {
  override readonly name = 'WrongUsage'
}

/** The environment's configuration, with `--data DIR` above DATABASE_URL and WENSHU_DATA. */
export function configFor(options: CommonOptions): Config {
  const config = parseConfig(readEnv(process.env))
  return options.data === undefined ? config : { ...config, databaseUrl: null, dataFolder: options.data }
}

/** Everything a command works with; closed when `work` ends. */
export async function withHouse<T>(
  options: CommonOptions & { readonly withJobs?: boolean },
  work: (runtime: Runtime, config: Config, log: Log) => Promise<T>,
): Promise<T> {
  const config = configFor(options)
  const log = createLog(config.logLevel === 'info' ? 'warn' : config.logLevel, readable)
  await using runtime = await startRuntime({
    config,
    log,
    clock: async () => await Promise.resolve(systemClock),
    withJobs: options.withJobs ?? false,
  })
  return await work(runtime, config, log)
}

/** The context of the workspace that a command is for; a single workspace is the default, and the first is made. */
export async function withTeam<T>(
  options: CommonOptions & { readonly withJobs?: boolean },
  work: (ctx: Context, workspace: Workspace) => Promise<T>,
): Promise<T> {
  return await withHouse(options, async (runtime) => {
    const ctx = runtime.contextFor(await teamFor(runtime, options.team), null)
    await setUpWorkspace(ctx, 'Wenshu')
    return await work(ctx, await inTransaction(ctx, async ({ db }) => await readWorkspace(db)))
  })
}

async function teamFor(runtime: Runtime, asked: string | undefined): Promise<string> {
  const teams = await listTeams(runtime.database.base)
  if (asked !== undefined) {
    if (!/^[A-Z][A-Z0-9]{1,30}$/.test(asked))
      throw new WrongUsage(`--team ${asked} is not a Slack team id like T0123ABCD`)
    return asked
  }
  if (teams.length > 1) {
    throw new WrongUsage(`there are ${teams.length} workspaces; say which with --team: ${teams.join(', ')}`)
  }
  return teams[0] ?? LOCAL_TEAM
}

/** Ends the process with what went wrong on stderr: 1 refused, 2 wrong usage. */
export function exitFor(error: unknown): never {
  const mendable = error instanceof MemberFacingError || error instanceof OperatorError
  if (error instanceof WrongUsage) {
    process.stderr.write(`wenshu: ${error.message}\n`)
    process.exit(2)
  }
  process.stderr.write(
    `wenshu: ${mendable ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  )
  process.exit(1)
}

/** Prints for a program or for a person. */
export function print(options: CommonOptions, value: unknown, text: string): void {
  process.stdout.write(options.json === true ? `${JSON.stringify(value, null, 2)}\n` : `${text}\n`)
}
