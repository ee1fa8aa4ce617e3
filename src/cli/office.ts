import type { Command } from 'commander'
import { print, withTeam, WrongUsage, type CommonOptions } from './options.ts'
import { importOffice } from '../app/import-office.ts'
import { linkMember } from '../members/roster/link-member.ts'

/** `--data`, `--team` and `--json`, on every command that works in a workspace. */
export function common(command: Command): Command {
  return command
    .option('--data <dir>', 'folder of the embedded database (instead of DATABASE_URL or WENSHU_DATA)')
    .option('--team <id>', 'workspace, where there is more than one')
    .option('--json', 'print JSON')
}

/** `wenshu import` and `wenshu link`. */
export function addOfficeCommands(program: Command): void {
  common(program.command('import'))
    .description(
      'import members.csv, measures.csv, study.csv, activities.csv and essays.csv of a folder, as many as there are',
    )
    .argument('<dir>', 'the folder')
    .action(async (folder: string, options: CommonOptions) => {
      await withTeam(options, async (ctx) => {
        const done = await importOffice(ctx, folder)
        const lines = done.flatMap(({ file, count, notes }) => [
          `${file}: ${count.added} added, ${count.changed} changed, ${count.unchanged} unchanged`,
          ...notes.map(({ en }) => `  please check: ${en}`),
        ])
        const imported = done.map(({ file, count, notes }) => ({
          file,
          ...count,
          ...(notes.length === 0 ? {} : { notes: notes.map(({ en }) => en) }),
        }))
        print(options, { imported }, lines.join('\n'))
      })
    })
  common(program.command('link'))
    .description("link a member to a Slack account, by the office's number or e-mail and the Slack user id")
    .argument('<member>', "the office's number or e-mail")
    .argument('<slackUser>', 'Slack user id, U…')
    .option('--replace', 'even if the member is linked to another account already')
    .action(async (member: string, slackUserId: string, options: CommonOptions & { replace?: boolean }) => {
      await withTeam(options, async (ctx) => {
        if (!/^[UW][A-Z0-9]+$/.test(slackUserId)) {
          throw new WrongUsage(`${slackUserId} is not a Slack user id like U0123ABCD`)
        }
        const link = { member, slackUserId, replace: options.replace ?? false, by: null }
        const { member: linked, before } = await linkMember(ctx, link)
        const instead = before === null ? '' : `, no longer ${before}`
        print(
          options,
          { member: linked.externalId, slackUserId, before },
          `${linked.name} is now ${slackUserId}${instead}`,
        )
      })
    })
}
