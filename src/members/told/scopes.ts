import { inTransaction, type Context } from '../../context.ts'
import { say } from '../../locale.ts'
import type { Telling } from '../../outbox/tell/tell-kind.ts'
import { tellAdmins } from './admins.ts'

/** Without it Slack does not let the bot hear what is written in its DM. */
const NEEDED = 'im:history'
const KIND = 'scope missing'

/** Has the admins told, once, when the token lacks the scope to hear DMs. `scopes` null: Slack did not say. All else goes on. */
export async function tellOfMissingScope(ctx: Context, scopes: readonly string[] | null): Promise<void> {
  if (scopes === null || scopes.includes(NEEDED)) return
  ctx.log.warn({ missing: NEEDED }, 'what is written to the bot in DMs is not heard')
  await inTransaction(ctx, async (ctx) => {
    await tellAdmins(ctx, KIND, NEEDED)
  })
}

export const scopeTelling: Telling = {
  kind: KIND,
  message: async (_ctx, _told, { locale }) =>
    await Promise.resolve({
      text: say(locale, {
        zh: `文书听不到大家在私信里写给它的话：令牌缺少权限 ${NEEDED}。请运维按 README 用 slack-manifest.json 更新应用并重新安装；其余功能照常。`,
        en: `Wenshu does not hear what people write to it in their DM: the token lacks the scope ${NEEDED}. Ask the operator to update the app from slack-manifest.json and to reinstall it (see README); all else works.`,
      }),
    }),
}
