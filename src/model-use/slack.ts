import { z } from 'zod'
import { inTransaction } from '../context.ts'
import { audit } from '../members/audit-store.ts'
import type { Caller } from '../members/caller.ts'
import { may, requireAbility } from '../members/member.ts'
import type { Subcommand } from '../members/roster/slack.ts'
import { lockSettings, readWorkspace, updateSettings } from '../members/workspace-store.ts'
import type { Message } from '../slack/blocks.ts'
import type { FormCall, Listeners } from '../slack/listener.ts'
import { readMemo } from '../slack/memo.ts'
import { today } from '../time/clock.ts'
import { monthOf } from '../time/month.ts'
import { modelChanged, MODEL_FORM, modelForm, modelShown } from './messages.ts'
import { MODEL_SETTINGS, modelSettings } from './model-settings.ts'
import { pseudonymsOf } from './names.ts'
import { readModelForm } from './read-form.ts'
import { sumUses } from './uses-store.ts'

/** /wenshu model: what the model took this month, and within which bounds. */
export const modelSubcommands: readonly Subcommand[] = [
  {
    names: ['model', '模型'],
    carryOut: async ({ caller, reply }) => await reply(await shownFor(caller)),
  },
]

/** Registers the form in which an admin sets the bounds. */
export function registerModelUse(listeners: Listeners<Caller>): void {
  listeners.action('model.change', async ({ caller, responseUrl, openForm }) => {
    requireAbility(caller.member, 'administer')
    await openForm(modelForm(modelSettings(caller.workspace.settings), responseUrl, caller.locale))
  })
  listeners.form(MODEL_FORM, submit)
}

async function shownFor(caller: Caller): Promise<Message> {
  requireAbility(caller.member, 'see the whole office')
  const { ctx, locale, member } = caller
  return await inTransaction(ctx, async ({ db, clock }) => {
    const workspace = await readWorkspace(db)
    const settings = modelSettings(workspace.settings)
    const month = monthOf(today(clock, workspace.zone))
    const used = await sumUses(db, month, settings.currency)
    const mayChange = may(member, 'administer')
    const { words } = await pseudonymsOf(db, '')
    const shown = { model: ctx.model?.name ?? null, month, used, settings, mayChange, words }
    return modelShown(shown, locale)
  })
}

async function submit({ caller, values, metadata, replyAt, afterwards }: FormCall<Caller>): Promise<void> {
  requireAbility(caller.member, 'administer')
  const settings = readModelForm(values)
  await inTransaction(
    caller.ctx,
    async (ctx) => {
      await lockSettings(ctx.db)
      const before = modelSettings((await readWorkspace(ctx.db)).settings)
      await updateSettings(ctx.db, MODEL_SETTINGS, settings)
      await audit(ctx, {
        by: caller.member.id,
        action: 'model settings',
        subject: 'model',
        details: { before, after: settings },
      })
    },
    { once: caller.requestId },
  )
  const { responseUrl } = readMemo(z.object({ responseUrl: z.string().nullable() }), metadata)
  afterwards(async () => {
    const shown = await shownFor(caller)
    const message = { ...shown, text: `${modelChanged(caller.locale)}\n${shown.text}` }
    await replyAt(responseUrl)(message, { replace: true })
  })
}
