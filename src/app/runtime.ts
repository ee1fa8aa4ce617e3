import { join } from 'node:path'
import type { Config } from '../config.ts'
import type { Context } from '../context.ts'
import { openDatabase, type Database, type DatabaseAddress } from '../db/database.ts'
import { explainDatabase } from '../db/failures.ts'
import { migrate } from '../db/migrate.ts'
import { startJobs, type JobQueues } from '../jobs/queue.ts'
import type { LanguageModel } from '../llm/language-model.ts'
import type { Log } from '../log.ts'
import { guardedModel } from '../model-use/guarded-model.ts'
import type { SlackClients } from '../slack/connection/clients.ts'
import type { Clock } from '../time/clock.ts'

/** The open parts that the bot and the command line share: database, schema up to date, queue, model. */
export type Runtime = {
  readonly database: Database
  readonly jobs: JobQueues | null
  /** What migrations were applied at this start. */
  readonly migrated: readonly string[]
  readonly contextFor: (teamId: string, slack: SlackClients | null) => Context
} & AsyncDisposable

export type RuntimeOptions = {
  readonly config: Config
  readonly log: Log
  /** Asked with the open database before anything in it is changed; it throws when this one must not be touched. */
  readonly clock: (database: Database) => Promise<Clock>
  /** The command line does without the queue, unless it sends. */
  readonly withJobs: boolean
  /** A migrated database to start from, for tests. */
  readonly template?: Blob
}

/**
 * Opens the database, brings its schema up to date and starts the queue. Throws OperatorError for what an operator can
 * mend: the folder is taken (FolderInUse), the server does not answer, refuses the password, lacks database or role.
 */
export async function startRuntime(options: RuntimeOptions): Promise<Runtime> {
  try {
    return await openRuntime(options)
  } catch (error) {
    const { databaseUrl } = options.config
    throw (databaseUrl === null ? null : explainDatabase(error, databaseUrl)) ?? error
  }
}

async function openRuntime(options: RuntimeOptions): Promise<Runtime> {
  await using opening = new AsyncDisposableStack()
  const database = opening.use(await openDatabase(addressOf(options)))
  const clock = await options.clock(database)
  const migrated = await migrate(database)
  const jobs = options.withJobs ? opening.use(await startJobs(database, options.log)) : null
  const model = await modelOf(options.config)
  const opened = opening.move()
  return {
    database,
    jobs,
    migrated,
    contextFor: (teamId, slack) => ({
      teamId,
      database,
      jobs: jobs?.of(teamId) ?? null,
      slack,
      model: model === null ? null : guardedModel(model, { teamId, database, clock }),
      clock,
      config: options.config,
      log: options.log,
    }),
    [Symbol.asyncDispose]: async () => await opened.disposeAsync(),
  }
}

export function addressOf({
  config,
  template,
}: Pick<RuntimeOptions, 'config' | 'template'>): DatabaseAddress {
  if (config.databaseUrl !== null) return { kind: 'postgres', url: config.databaseUrl }
  return {
    kind: 'pglite',
    folder: join(config.dataFolder),
    ...(template === undefined ? {} : { template }),
  }
}

async function modelOf({ model }: Config): Promise<LanguageModel | null> {
  if (model === null) return null
  const { openAiModel } = await import('../llm/openai-model.ts')
  return openAiModel({ name: model.name, apiKey: model.apiKey, baseUrl: model.baseUrl, api: model.api })
}
