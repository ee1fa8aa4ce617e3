import type { Config } from '../config.ts'
import type { Context } from '../context.ts'
import { startEssayFiles } from '../essays/hand-in/read-file.ts'
import { startAnthologies } from '../essays/anthology/send.ts'
import { registerEssays } from '../essays/commands.ts'
import { greeting } from './greeting.ts'
import { registerHome } from '../home/slack.ts'
import { startRuntime } from './runtime.ts'
import { createLog, type Log } from '../log.ts'
import { identify, type Caller } from '../members/caller.ts'
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
import { startReminders } from '../reminders/tick/tick.ts'
import { registerReminders, reminderSubcommands } from '../reminders/commands.ts'
import { registerReports } from '../reports/commands.ts'
import { newsKind } from '../reports/news/news-kind.ts'
import { startDrafting } from '../reports/write/drafting-queue.ts'
import { startFollowingChanges } from '../reports/corrections/follow-changes.ts'
import { reportImports } from '../reports/import/report-imports.ts'
import { startExports } from '../reports/export/send.ts'
import { keepBackups } from './keep-backups.ts'
import { setUpWorkspace } from './set-up-workspace.ts'
import { createBoltApp, type BoltAddress, type BotIdentity } from '../slack/connection/bolt-app.ts'
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
  const playground = await playgroundFor(config, log, starting)
  const runtime = starting.use(
    await startRuntime({
      config,
      log,
      clock: playground?.clock ?? systemClock,
      withJobs: true,
      ...(options.template === undefined ? {} : { template: options.template }),
    }),
  )
  const address = addressFor(config, playground)
  const slack = createClients(address.botToken, address.apiUrl, log)
  const { teamId, teamName, bot } = await whoWeAre(slack)
  // The token is for one workspace; another one in the same database is served by a process with its own.
  const contextFor = (id: string): Context => runtime.contextFor(id, id === teamId ? slack : null)
  const context = contextFor(teamId)

  if (playground === null) await setUpWorkspace(context, teamName)
  else await (await import('./playground-mode.ts')).importSampleOffice(context)

  // Before anybody can ask for something: what a command queues must be worked.
  starting.use(await startWork(context, contextFor, playground, config))
  const stopListening = await listen({ address, bot }, contextFor, config, log)
  starting.defer(stopListening)

  const running = starting.move()
  return {
    greeting: greeting(config, { pageUrl: playground?.url ?? null, team: teamName }),
    context,
    playground,
    [Symbol.asyncDispose]: async () => await running.disposeAsync(),
  }
}

async function playgroundFor(
  config: Config,
  log: Log,
  starting: AsyncDisposableStack,
): Promise<Playground | null> {
  const { slack } = config
  if (slack.kind !== 'playground') return null
  const { openPlayground } = await import('./playground-mode.ts')
  return starting.use(await openPlayground({ ...config, slack }, log, { persistent: true }))
}

function addressFor({ slack }: Config, playground: Playground | null): BoltAddress {
  if (slack.kind !== 'playground') return slack
  if (playground === null) throw new Error('the playground is not started')
  const { botToken, appToken, apiUrl } = playground
  return { kind: 'socket', botToken, appToken, apiUrl }
}

async function whoWeAre({ interactive }: SlackClients): Promise<WhoWeAre> {
  const auth = await interactive.auth.test()
  const { team_id: teamId, user_id: botUserId, bot_id: botId } = auth
  if (teamId === undefined || botUserId === undefined || botId === undefined) {
    throw new Error(
      'Slack does not say which workspace and which bot the token is for: is it a bot token (xoxb-…)?',
    )
  }
  return { teamId, teamName: auth.team ?? teamId, bot: { botId, botUserId } }
}

type WhoWeAre = { readonly teamId: string; readonly teamName: string; readonly bot: BotIdentity }

/** Registers every slice's commands, buttons and forms, and starts to listen. Returns how to stop. */
async function listen(
  { address, bot }: { readonly address: BoltAddress; readonly bot: BotIdentity },
  contextFor: (teamId: string) => Context,
  config: Config,
  log: Log,
): Promise<() => Promise<void>> {
  const bolt = createBoltApp(address, bot, log)
  const listeners = createListeners<Caller>(bolt, {
    identify: async (asking) => await identify(contextFor(asking.teamId), asking),
    localeOf: ({ locale }) => locale,
    defaultLocale: config.locale,
    log,
  })
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
  const home = registerHome(listeners)
  registerEssays(listeners, { refreshHome: home.refresh, logDiscussion })
  await bolt.start()
  return async () => {
    await bolt.stop()
    await home[Symbol.asyncDispose]()
  }
}

/** The work that nobody asks for: queues, ticks, backups, and catching up with Slack's accounts. */
async function startWork(
  context: Context,
  contextFor: (teamId: string) => Context,
  playground: Playground | null,
  config: Config,
): Promise<AsyncDisposable> {
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
  starting.use(keepRetention(context, contextFor))
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
  return starting.move()
}
