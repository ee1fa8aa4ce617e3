import { plural } from '../locale.ts'
import type { Command } from 'commander'
import { common } from './office.ts'
import { configFor, print, withTeam, type CommonOptions } from './options.ts'
import type { Context } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import { dueForCli, readMoment, type DueForCli } from '../reminders/due/due-reminders.ts'
import { sendNow } from '../reminders/tick/send-now.ts'
import { createClients } from '../slack/connection/clients.ts'
import { fixedClock } from '../time/clock.ts'

type ReminderOptions = CommonOptions & { readonly at?: string; readonly send?: boolean }

/** `wenshu reminders`. */
export function addReminderCommands(program: Command): void {
  common(program.command('reminders'))
    .description('who would get what at a moment and why, and who would not and why')
    .option('--at <moment>', "2022-11-21T09:30 by the workspace's clock, or with an offset; default now")
    .option('--send', 'send them, each once, as the bot would at that moment')
    .action(reminders)
}

async function reminders(options: ReminderOptions): Promise<void> {
  const isSending = options.send === true
  const { slack } = configFor(options)
  if (isSending && slack.kind === 'playground') {
    throw new MemberFacingError({
      zh: '--send 需要 SLACK_BOT_TOKEN。',
      en: '--send needs SLACK_BOT_TOKEN: without a Slack there is nobody to send to. See .env.example.',
    })
  }
  await withTeam({ ...options, withJobs: isSending }, async (ctx) => {
    const at = options.at === undefined ? ctx.clock.now() : await readMoment(ctx, options.at)
    const due = await dueForCli(ctx, at)
    if (!isSending || slack.kind === 'playground') {
      print(options, due, lines(due))
      return
    }
    const clients = createClients(slack.botToken, slack.apiUrl, ctx.log)
    const sending: Context = { ...ctx, clock: fixedClock(at), slack: clients }
    const sent = await sendNow(sending)
    print(
      options,
      { ...due, sent },
      `${lines(due)}\n${sent.sent} sent, ${sent.failed} failed, ${sent.waiting} under way`,
    )
    if (sent.failed > 0) process.exitCode = 1
  })
}

function lines({ planned, skipped, calendarFallbackYears: unknown }: DueForCli): string {
  return [
    plural(planned.length, 'reminder'),
    ...planned.map(
      ({ member, month, owed, step, text }) =>
        `  ${member}  ${month} ${step}, owes ${owed}: ${text.replaceAll('\n', ' ')}`,
    ),
    `${plural(skipped.length, 'member')} get none`,
    ...skipped.map(({ member, reason }) => `  ${member}  ${reason}`),
    ...(unknown.length === 0
      ? []
      : [
          `holidays of ${unknown.join(', ')} are not known in full: weekends and fixed feasts count as days off`,
        ]),
  ].join('\n')
}
