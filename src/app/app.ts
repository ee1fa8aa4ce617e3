import type { Config } from '../config.ts'
import type { Context } from '../context.ts'
import type { Database } from '../db/database.ts'
import { OperatorError } from '../errors.ts'
import { startEssayFiles } from '../essays/hand-in/read-file.ts'
import { registerAsk } from '../ask/slack.ts'
import { startAnthologies } from '../essays/anthology/send.ts'
import { registerEssays } from '../essays/commands.ts'
import { editButton } from './edit-button.ts'
import { greeting } from './greeting.ts'
import { registerHome } from '../home/slack.ts'
import { startRuntime, type Runtime } from './runtime.ts'
import { createLog, type Log } from '../log.ts'
import { memberHandler } from '../members/answers/handler.ts'
import { tellOfMissingScope } from '../members/told/scopes.ts'
import { followAllUsers } from '../members/roster/follow-slack.ts'
import { keepGroupQuotas } from '../members/quotas/keep-group-quotas.ts'
import { registerWenshu } from '../members/roster/slack.ts'
import { modelSubcommands, registerModelUse } from '../model-use/slack.ts'
import type { Playground } from '../playground/server/playground.ts'
import { keepRetention } from '../privacy/keep-retention.ts'
import { privacySubcommands, registerPrivacy } from '../privacy/slack.ts'
import { wordSubcommands } from '../records/kinds/slack.ts'
import { importSubcommands } from '../records/import/slack.ts'
import { logDiscussion } from '../records/change/log-discussion.ts'
import { startImport } from '../imports/import-jobs.ts'
import { recordImports } from '../records/import/record-imports.ts'
import { registerRecords } from '../records/slack/commands.ts'
import { startReminders, type Reminders } from '../reminders/tick/tick.ts'
import { registerReminders, reminderSubcommands } from '../reminders/commands.ts'
import { registerReports } from '../reports/commands.ts'
import { newsKind } from '../reports/news/news-kind.ts'
import { startDrafting } from '../reports/write/drafting-queue.ts'
import { startFollowingChanges } from '../reports/corrections/follow-changes.ts'
import { reportImports } from '../reports/import/report-imports.ts'
import { startExports } from '../reports/export/send.ts'
import { keepBackups } from './keep-backups.ts'
import { keepProcessRun } from './process-run.ts'
import { readinessOf, serveWatch, watchHandlers, type Watched } from './watch.ts'
import { setUpWorkspace } from './set-up-workspace.ts'
import {
  createBoltApp,
  type BoltAddress,
  type BotIdentity,
  type ConnectionState,
  type WatchHandler,
} from '../slack/connection/bolt-app.ts'
import { createClients, type SlackClients } from '../slack/connection/clients.ts'
import { createListeners } from '../slack/listener.ts'
import { systemClock } from '../time/clock.ts'

export type App = {
  /** What a newcomer is told at the start. */
  readonly greeting: string
  /** The workspace it serves. */
  readonly context: Context
  /** The local Slack, when no other is set. */
  readonly playground: Playground | null
} & AsyncDisposable

export type AppOptions = {
  readonly log?: Log
  /** A migrated embedded database to start from, for tests. */
  readonly template?: Blob
}

/** Starts everything in its order; what was started is stopped in the opposite one, also when a later part fails. */
export async function startApp(config: Config, options: AppOptions = {}): Promise<App> {
  const log = options.log ?? createLog(config.logLevel)
  await using starting = new AsyncDisposableStack()
  const watched: Watched = {}
  const watch = watchHandlers(readinessOf(watched))
  if (config.opsPort !== null) starting.use(await serveWatch(config.opsPort, watch, log))
  const { runtime, playground } = await openAll(config, options.template, log, starting)
  const address = addressFor(config, playground, watch)
  const slack = createClients(address.botToken, address.apiUrl, log)
  Object.assign(watched, { database: runtime.database, jobs: runtime.jobs, slack })
  const { teamId, teamName, bot, scopes } = await whoWeAre(slack)
  // The token is for one workspace; another one in the same database is served by a process with its own.
  const contextFor = (id: string): Context => runtime.contextFor(id, id === teamId ? slack : null)
  const context = contextFor(teamId)

  if (playground === null) await setUpWorkspace(context, teamName)
  else await (await import('./import-sample-office.ts')).importSampleOffice(context)

  starting.use(await keepProcessRun(context))
  // Before anybody can ask for something: what a command queues must be worked.
  const { work, reminders } = await startWork(context, contextFor, playground, config)
  starting.use(work)
  watched.lastTick = reminders.lastTick
  await tellOfMissingScope(context, scopes)
  const listening = await listen({ address, bot }, contextFor, config, log)
  watched.connection = listening.connection
  starting.defer(listening.stop)

  const running = starting.move()
  return {
    greeting: greeting(config, { pageUrl: playground?.url ?? null, team: teamName }),
    context,
    playground,
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  }
}

/** Opens the database, and before anything in it is changed the playground, whose clock then holds. */
async function openAll(
  config: Config,
  template: Blob | undefined,
  log: Log,
  starting: AsyncDisposableStack,
): Promise<{ readonly runtime: Runtime; readonly playground: Playground | null }> {
  const opened: { playground: Playground | null } = { playground: null }
  const clock = async (database: Database) => {
    opened.playground = await playgroundFor(config, database, log, starting)
    return opened.playground?.clock ?? systemClock
  }
  const runtime = await startRuntime({
    config,
    log,
    clock,
    withJobs: true,
    ...(template === undefined ? {} : { template }),
  })
  return { runtime: starting.use(runtime), playground: opened.playground }
}

async function playgroundFor(
  config: Config,
  database: Database,
  log: Log,
  starting: AsyncDisposableStack,
): Promise<Playground | null> {
  const { slack } = config
  if (slack.kind !== 'playground') return null
  const { openPlayground } = await import('./playground-mode.ts')
  return starting.use(await openPlayground({ ...config, slack }, database, log, { persistent: true }))
}

function addressFor(
  { slack }: Config,
  playground: Playground | null,
  watch: Readonly<Record<string, WatchHandler>>,
): BoltAddress {
  if (slack.kind === 'http') return { ...slack, watch }
  if (slack.kind !== 'playground') return slack
  if (playground === null) throw new Error('the playground is not started')
  const { botToken, appToken, apiUrl } = playground
  return { kind: 'socket', botToken, appToken, apiUrl }
}

async function whoWeAre({ interactive }: SlackClients): Promise<WhoWeAre> {
  const auth = await interactive.auth.test().catch((error: unknown) => {
    const why = error instanceof Error ? error.message : String(error)
    throw new OperatorError(
      `Slack does not say whose the token is: ${why}. Check SLACK_BOT_TOKEN (OAuth & Permissions in the app's settings) and the network.`,
      { cause: error },
    )
  })
  const { team_id: teamId, user_id: botUserId, bot_id: botId } = auth
  if (teamId === undefined || botUserId === undefined || botId === undefined) {
    throw new OperatorError(
      'Slack does not say which workspace and which bot the token is for: is it a bot token (xoxb-…)?',
    )
  }
  const scopes = auth.response_metadata?.scopes ?? null
  return { teamId, teamName: auth.team ?? teamId, bot: { botId, botUserId }, scopes }
}

type WhoWeAre = {
  readonly teamId: string
  readonly teamName: string
  readonly bot: BotIdentity
  readonly scopes: readonly string[] | null
}

/** Registers every slice's commands, buttons and forms, and starts to listen. Returns how to stop. */
async function listen(
  { address, bot }: { readonly address: BoltAddress; readonly bot: BotIdentity },
  contextFor: (teamId: string) => Context,
  config: Config,
  log: Log,
): Promise<{ readonly connection: () => ConnectionState; readonly stop: () => Promise<void> }> {
  const { app: bolt, connection, start } = createBoltApp(address, bot, log)
  const listeners = createListeners(
    bolt,
    memberHandler(contextFor, { locale: config.locale, log, editButton }),
  )
  registerWenshu(listeners, contextFor, [
    ...wordSubcommands,
    ...importSubcommands(),
    ...privacySubcommands,
    ...modelSubcommands,
    ...reminderSubcommands,
  ])
  registerRecords(listeners)
  registerReminders(listeners)
  registerReports(listeners)
  registerPrivacy(listeners)
  registerModelUse(listeners)
  registerAsk(listeners)
  const home = registerHome(listeners)
  registerEssays(listeners, { refreshHome: home.refresh, logDiscussion })
  await start()
  return {
    connection,
    stop: async () => {
      await bolt.stop()
      await home[Symbol.asyncDispose]()
    },
  }
}

/** The work that nobody asks for: queues, ticks, backups, and catching up with Slack's accounts. */
async function startWork(
  context: Context,
  contextFor: (teamId: string) => Context,
  playground: Playground | null,
  config: Config,
): Promise<{ readonly work: AsyncDisposable; readonly reminders: Reminders }> {
  await using starting = new AsyncDisposableStack()
  // First of all: what others queue for it is posted by it.
  const reminders = starting.use(await startReminders(context, contextFor, { others: [newsKind] }))
  await startDrafting(context.jobs, contextFor)
  if (context.jobs !== null) starting.use(await startFollowingChanges(context, contextFor, context.jobs))
  await startExports(context.jobs, contextFor)
  await startImport(reportImports, context.jobs, contextFor)
  await startImport(recordImports, context.jobs, contextFor)
  await startEssayFiles(context.jobs, contextFor)
  await startAnthologies(context.jobs, contextFor)
  if (playground !== null) starting.defer(playground.clock.onMoved(() => void reminders.tick()))
  // By the host's clock only; the playground's can be set to any year.
  if (playground === null) starting.use(keepRetention(context, contextFor))
  starting.use(keepGroupQuotas(context))
  if (context.database.kind === 'pglite') starting.use(keepBackups(context.database, config, context.log))
  if (playground === null) {
    followAllUsers(context).catch((error: unknown) => {
      context.log.warn(
        { err: error },
        'Slack accounts could not be read; they are followed by events until the next start',
      )
    })
  }
  return { work: starting.move(), reminders }
}
