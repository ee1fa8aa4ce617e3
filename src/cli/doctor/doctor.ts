import type { Config } from '../../config.ts'
import { inTransaction, type Context } from '../../context.ts'
import { pendingMigrations } from '../../db/migrate.ts'
import { listTeams } from '../../db/tenant.ts'
import type { OperatorError } from '../../errors.ts'
import type { Log } from '../../log.ts'
import { examineJobs, examineReminders } from './work.ts'
import type { Finding } from './finding.ts'
import type { Runtime } from '../../app/runtime.ts'
import { readWorkspace, type Workspace } from '../../members/workspace-store.ts'
import { createClients } from '../../slack/connection/clients.ts'
import { calendarKnows, calendarOf } from '../../time/working-days.ts'

/** The scopes that the manifest asks for; see slack-manifest.json. */
export const SCOPES = [
  'commands',
  'chat:write',
  'files:read',
  'files:write',
  'im:write',
  'im:history',
  'users:read',
  'users:read.email',
  'metadata.message:read',
  'usergroups:read',
] as const

/** How far the machine's clock may be from Slack's before reminders could come at a wrong minute. */
const CLOCK_TOLERANCE_S = 30

/** Looks at everything a running Wenshu needs: database, migrations, Slack, model, clock and holidays. */
export async function examine(runtime: Runtime, config: Config): Promise<Finding[]> {
  const teams = await listTeams(runtime.database.base)
  const findings = [
    ...(await examineDatabase(runtime, config)),
    ...(await examineSlack(config, runtime.contextFor('', null).log)),
    await examineModel(runtime),
    ...(await examineJobs(runtime)),
  ]
  for (const teamId of teams) {
    const ctx = runtime.contextFor(teamId, null)
    findings.push(...(await examineTeam(ctx)), ...(await examineReminders(ctx)))
  }
  if (teams.length === 0) {
    findings.push({
      check: 'workspace',
      state: 'warning',
      found: 'no workspace yet',
      advice: 'Start the bot, or import an office: wenshu import DIR',
    })
  }
  return findings
}

/** What can be said when the database cannot be opened: why, and whether the rest is well. */
export async function examineWithout(error: OperatorError, config: Config, log: Log): Promise<Finding[]> {
  const [found = '', ...advice] = error.message.split(/(?<=[.?]) /)
  return [
    { check: 'database', state: 'fault', found, advice: advice.length === 0 ? null : advice.join(' ') },
    ...(await examineSlack(config, log)),
  ]
}

async function examineDatabase(runtime: Runtime, config: Config): Promise<Finding[]> {
  const where =
    runtime.database.kind === 'postgres' ? 'PostgreSQL' : `embedded PGlite in ${config.dataFolder}`
  const pending = await pendingMigrations(runtime.database)
  return [
    { check: 'database', state: 'well', found: where, advice: null },
    pending.length === 0
      ? { check: 'migrations', state: 'well', found: 'up to date', advice: null }
      : {
          check: 'migrations',
          state: 'fault',
          found: `not applied: ${pending.join(', ')}`,
          advice: 'Run wenshu migrate',
        },
  ]
}

async function examineSlack(config: Config, log: Log): Promise<Finding[]> {
  if (config.slack.kind === 'playground') {
    return [
      {
        check: 'slack',
        state: 'warning',
        found: 'the playground: no Slack token is set',
        advice:
          'Set SLACK_BOT_TOKEN and SLACK_APP_TOKEN to work in a real workspace (README: Connect it to Slack)',
      },
    ]
  }
  const { interactive } = createClients(config.slack.botToken, config.slack.apiUrl, log)
  try {
    const auth = await interactive.auth.test()
    return [
      {
        check: 'slack',
        state: 'well',
        found: `${auth.team ?? ''} (${auth.team_id ?? ''}) as ${auth.user ?? ''}`,
        advice: null,
      },
      examineScopes(auth.response_metadata?.scopes),
      await examineClock(config.slack.apiUrl),
    ]
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error)
    return [
      {
        check: 'slack',
        state: 'fault',
        found,
        advice: 'Check SLACK_BOT_TOKEN (OAuth & Permissions in the app settings) and the network',
      },
    ]
  }
}

/** What is granted comes in a header of Slack's answer, which a proxy between may take out. */
function examineScopes(granted: readonly string[] | undefined): Finding {
  const check = 'scopes'
  if (granted === undefined || granted.length === 0) {
    return {
      check,
      state: 'warning',
      found: 'unknown: the answer does not say which are granted',
      advice: 'Compare OAuth & Permissions in the app’s settings with slack-manifest.json',
    }
  }
  const missing = SCOPES.filter((scope) => !granted.includes(scope))
  if (missing.length === 0) return { check, state: 'well', found: SCOPES.join(', '), advice: null }
  return {
    check,
    state: 'fault',
    found: `missing: ${missing.join(', ')}`,
    advice: 'Update the app from slack-manifest.json and reinstall it to the workspace',
  }
}

/** Slack's answers carry its time; a clock that is off sends reminders at the wrong minute. */
async function examineClock(apiUrl: string | null): Promise<Finding> {
  const answer = await fetch(new URL('api.test', apiUrl ?? 'https://slack.com/api/'), {
    signal: AbortSignal.timeout(10_000),
  })
  const theirs = Date.parse(answer.headers.get('date') ?? '')
  const off = Math.round(Math.abs(Date.now() - theirs) / 1000)
  if (Number.isNaN(theirs) || off <= CLOCK_TOLERANCE_S) {
    return { check: 'clock', state: 'well', found: new Date().toISOString(), advice: null }
  }
  return {
    check: 'clock',
    state: 'fault',
    found: `${off} s away from Slack's`,
    advice: 'Set the machine’s clock (NTP)',
  }
}

async function examineModel(runtime: Runtime): Promise<Finding> {
  const { model } = runtime.contextFor('', null)
  if (model === null) {
    return { check: 'model', state: 'well', found: 'the built-in composer', advice: null }
  }
  const reach = await model.reachable(AbortSignal.timeout(15_000))
  if (!reach.reachable) {
    return {
      check: 'model',
      state: 'fault',
      found: `${model.name}: ${reach.detail}`,
      advice:
        'Check OPENAI_BASE_URL, OPENAI_API_KEY and WENSHU_MODEL; until then the built-in composer drafts',
    }
  }
  const isUnknown = reach.knowsModel === false
  return {
    check: 'model',
    state: isUnknown ? 'warning' : 'well',
    found: `${model.name} answers in ${Math.round(reach.durationMs)} ms${isUnknown ? ', but its server does not list that name' : ''}`,
    advice: isUnknown ? 'Check WENSHU_MODEL' : null,
  }
}

async function examineTeam(ctx: Context): Promise<Finding[]> {
  const workspace = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
  const now = ctx.clock.now().toZonedDateTimeISO(workspace.zone)
  return [
    {
      check: `zone of ${workspace.teamId}`,
      state: 'well',
      found: `${workspace.zone}, now ${now.toPlainDateTime().toString({ smallestUnit: 'minute' })}`,
      advice: null,
    },
    examineHolidays(workspace, now.year),
  ]
}

function examineHolidays(workspace: Workspace, year: number): Finding {
  const check = `holidays of ${workspace.teamId}`
  if (workspace.region === 'none') {
    return { check, state: 'well', found: 'weekends only, as set', advice: null }
  }
  const calendar = calendarOf(workspace.region)
  const unknown = [year, year + 1].filter((candidate) => !calendarKnows(calendar, candidate))
  if (unknown.length === 0) {
    return { check, state: 'well', found: `${workspace.region} ${year} and ${year + 1} known`, advice: null }
  }
  return {
    check,
    state: 'warning',
    found: `${workspace.region} ${unknown.join(' and ')} not known in full: weekends and fixed feasts count as days off`,
    advice: 'Update Wenshu once the holidays are announced, or add local days off',
  }
}
