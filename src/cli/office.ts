import type { Command } from 'commander'
import { print, withTeam, WrongUsage, type CommonOptions } from './options.ts'
import { importOffice } from '../app/import-office.ts'
import { inTransaction, type Context } from '../context.ts'
import { MemberFacingError } from '../errors.ts'
import type { Member, Role } from '../members/member.ts'
import { findMemberByAnyName } from '../members/members-store.ts'
import { linkMember } from '../members/roster/link-member.ts'
import { setLeft } from '../members/appoint/set-left.ts'
import { setRole } from '../members/appoint/set-role.ts'
import { isoDate } from '../tables/rows.ts'

/** `--data`, `--team` and `--json`, on every command that works in a workspace. */
export function common(command: Command): Command {
  return command
    .option('--data <dir>', 'folder of the embedded database (instead of DATABASE_URL or WENSHU_DATA)')
    .option('--team <id>', 'workspace, where there is more than one')
    .option('--json', 'print JSON')
}

const ROLES = ['member', 'reviewer', 'editor', 'admin'] as const satisfies readonly Role[]

export async function memberNamed(ctx: Context, name: string): Promise<Member> {
  const member = await inTransaction(ctx, async ({ db }) => await findMemberByAnyName(db, name))
  if (member !== null) return member
  throw new MemberFacingError({ zh: `没有“${name}”这个成员。`, en: `There is no member "${name}".` })
}

/** `wenshu import`, `wenshu role`, `wenshu left` and `wenshu link`. */
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
  common(program.command('role'))
    .description('give a member a role, also where no admin is left to do it in Slack')
    .argument('<member>', "the office's number, e-mail or Slack user id")
    .argument('<role>', ROLES.join(', '))
    .action(async (name: string, word: string, options: CommonOptions) => {
      const role = ROLES.find((known) => known === word)
      if (role === undefined) throw new WrongUsage(`${word} is no role; there are ${ROLES.join(', ')}`)
      await withTeam(options, async (ctx) => {
        const member = await memberNamed(ctx, name)
        await setRole(ctx, { memberId: member.id, role, by: null })
        print(options, { member: name, role }, `${member.name} is now ${role}`)
      })
    })
  common(program.command('left'))
    .description('mark a member as having left the office, or as back')
    .argument('<member>', "the office's number, e-mail or Slack user id")
    .argument('<day>', 'the first day on which they no longer belong to it, like 2026-11-30; or back')
    .action(async (name: string, word: string, options: CommonOptions) => {
      const leftOn = word === 'back' ? null : isoDate(word)
      await withTeam(options, async (ctx) => {
        const member = await memberNamed(ctx, name)
        await setLeft(ctx, { memberId: member.id, leftOn, by: null })
        const said =
          leftOn === null ? 'belongs to the office' : `no longer belongs to the office from ${leftOn} on`
        print(options, { member: name, leftOn }, `${member.name} ${said}`)
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
