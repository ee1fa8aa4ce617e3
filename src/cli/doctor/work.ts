import { inTransaction, type Context } from '../../context.ts'
import type { Finding } from './finding.ts'
import { listQueueTroubles } from '../../jobs/stuck-jobs.ts'
import { findReminderTrouble } from '../../reminders/tick/trouble-store.ts'
import type { Runtime } from '../../app/runtime.ts'

/** A job that waits longer, though its time has come, is worked by nobody. */
const OVERDUE_S = 3600

/** Jobs that nobody works, and those that were given up. */
export async function examineJobs(runtime: Pick<Runtime, 'database'>): Promise<Finding[]> {
  const troubles = await listQueueTroubles(runtime.database.base, OVERDUE_S)
  if (troubles.length === 0) {
    return [{ check: 'jobs', state: 'well', found: 'none stuck, none given up today', advice: null }]
  }
  return troubles.map(({ queue, waiting, failed, lastFault }) => ({
    check: `jobs of ${queue}`,
    state: waiting > 0 ? 'fault' : 'warning',
    found: [
      ...(waiting > 0 ? [`${waiting} waiting for more than an hour`] : []),
      ...(failed > 0
        ? [`${failed} given up in the last day${lastFault === null ? '' : `: ${lastFault}`}`]
        : []),
    ].join('; '),
    advice:
      waiting > 0
        ? 'Nobody works them: is the bot running, on this database?'
        : 'See the log for "job failed" of this queue',
  }))
}

/** Reminders of a workspace that hang, and why. */
export async function examineReminders(ctx: Context): Promise<Finding[]> {
  const trouble = await inTransaction(ctx, async ({ db }) => await findReminderTrouble(db))
  const check = `reminders of ${ctx.teamId}`
  const findings: Finding[] = trouble.barred.map(({ error, count }) => ({
    check,
    state: 'fault',
    found: `${count} waiting, since Slack answers ${error}`,
    advice:
      ADVICE_ON[error] ??
      'Check the app in Slack (OAuth & Permissions); they go when it is mended, if still due',
  }))
  if (trouble.unknown > 0) {
    findings.push({
      check,
      state: 'fault',
      found: `of ${trouble.unknown} it is unknown for more than an hour whether they stand in Slack`,
      advice:
        'Nothing is sent before the DM can be read: the scopes im:history and metadata.message:read are needed',
    })
  }
  if (trouble.stuck > 0) {
    findings.push({
      check,
      state: 'warning',
      found: `${trouble.stuck} not heard of for more than an hour`,
      advice: 'Is the bot running, with the token of this workspace?',
    })
  }
  if (findings.length > 0) return findings
  return [{ check, state: 'well', found: 'none hangs', advice: null }]
}

const TOKEN =
  'Set SLACK_BOT_TOKEN to the token of this workspace (OAuth & Permissions), and start the bot again'
const ADVICE_ON: Readonly<Record<string, string>> = {
  invalid_auth: TOKEN,
  not_authed: TOKEN,
  token_revoked: 'Reinstall the app to the workspace and set the new SLACK_BOT_TOKEN',
  token_expired: 'Reinstall the app to the workspace and set the new SLACK_BOT_TOKEN',
  account_inactive: 'The bot’s account or the workspace is deactivated: reinstall the app',
  missing_scope: 'Update the app from slack-manifest.json and reinstall it to the workspace',
}
