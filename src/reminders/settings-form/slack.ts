import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import { may, requireAbility } from '../../members/member.ts'
import { readWorkspace, type Workspace } from '../../members/workspace-store.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { ActionCall, CommandCall, FormCall, FormValues, Listeners } from '../../slack/listener.ts'
import { readMemo } from '../../slack/memo.ts'
import { unescapeText } from '../../slack/mrkdwn.ts'
import { changeSettings, fingerprintOf } from './change-settings.ts'
import { outlookOf } from './outlook.ts'
import { readSettings, readSettingsLine } from './read-settings.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { changedWorkspace, settingsChange, type SettingsChange } from './change.ts'
import { loadHistory } from './history.ts'
import { historyMessage, settingsHelp } from './help.ts'
import {
  formatChanges,
  nothingChanged,
  OPEN_SETTINGS,
  SAVE_SETTINGS,
  SETTINGS_CONFIRM,
  SETTINGS_FORM,
  settingsConfirm,
  settingsForm,
  settingsMessage,
  settingsProposed,
  settingsSaved,
} from './messages.ts'
import { settingOrder, formatSettings, type SettingName } from './words.ts'

/** /wenshu settings: the form, one setting in a line, the settings in words, and who changed them. */
export const settingsSubcommands: readonly Subcommand[] = [{ names: ['settings', '设置'], carryOut: answer }]

/** Registers the form, its confirmation, and the buttons. */
export function registerSettings(listeners: Listeners<Caller>): void {
  listeners.action(OPEN_SETTINGS, async ({ caller, openForm, responseUrl }) => {
    await open(caller, openForm, responseUrl)
  })
  listeners.form(SETTINGS_FORM, propose)
  listeners.form(SETTINGS_CONFIRM, confirm)
  listeners.action(SAVE_SETTINGS, saveProposed)
}

async function answer(call: CommandCall<Caller>, rest: string): Promise<void> {
  const { caller, reply, openForm, responseUrl } = call
  const { locale, member, workspace, ctx } = caller
  const isAdmin = may(member, 'administer')
  switch (rest.toLowerCase()) {
    case 'help':
    case '帮助':
      return await reply(settingsHelp(locale))
    case 'history':
    case '历史':
      requireAbility(member, 'administer')
      await reply(historyMessage(await loadHistory(ctx), workspace.zone, locale))
      return
    case 'show':
    case '查看':
      return await reply(
        settingsMessage(inWords(workspace), outlookOf(workspace, ctx.clock.now()), isAdmin, locale),
      )
    case '':
      if (isAdmin) await open(caller, openForm, responseUrl)
      else
        await reply(settingsMessage(inWords(workspace), outlookOf(workspace, ctx.clock.now()), false, locale))
      return
    default:
      requireAbility(member, 'administer')
      await proposeLine(call, unescapeText(rest))
  }
}

async function open(
  { member, workspace, locale }: Caller,
  openForm: CommandCall<Caller>['openForm'],
  responseUrl: string | null,
): Promise<void> {
  requireAbility(member, 'administer')
  const memo: FormMemo = { seen: fingerprintOf(workspace), responseUrl }
  await openForm(settingsForm(inWords(workspace), JSON.stringify(memo), locale))
}

const formMemo = z.object({ seen: z.string(), responseUrl: z.string().nullable() })
type FormMemo = z.infer<typeof formMemo>
const proposal = z.object({ seen: z.string(), change: settingsChange })
const confirmMemo = formMemo.extend(proposal.shape)

function inWords(workspace: Workspace) {
  return formatSettings(workspace, reminderSettingsOf(workspace))
}

/** What a change would make of the settings as they stand now. */
async function proposalOf({ ctx }: Caller, change: SettingsChange) {
  const before = await inTransaction(ctx, async ({ db }) => await readWorkspace(db))
  const now = ctx.clock.now()
  const after = changedWorkspace(before, change, now)
  return { before: inWords(before), after: inWords(after), outlook: outlookOf(after, now) }
}

async function proposeLine({ caller, reply }: CommandCall<Caller>, text: string): Promise<void> {
  const { workspace, locale } = caller
  const change = readSettingsLine(text, reminderSettingsOf(workspace))
  const proposed = await proposalOf(caller, change)
  if (formatChanges(proposed, locale).length === 0) return await reply(nothingChanged(locale))
  const value: z.infer<typeof proposal> = { seen: fingerprintOf(workspace), change }
  await reply(settingsProposed(proposed, JSON.stringify(value), locale))
}

async function saveProposed({ caller, value, reply }: ActionCall<Caller>): Promise<void> {
  const { seen, change } = readMemo(proposal, value)
  await reply(await save(caller, change, seen), { replace: true })
}

async function propose({ caller, values, metadata }: FormCall<Caller>): Promise<ModalView> {
  requireAbility(caller.member, 'administer')
  const memo = readMemo(formMemo, metadata)
  const change = readSettings(textsOf(values), reminderSettingsOf(caller.workspace))
  const proposed = await proposalOf(caller, change)
  const next: z.infer<typeof confirmMemo> = { ...memo, change }
  return settingsConfirm(proposed, JSON.stringify(next), caller.locale)
}

function textsOf(values: FormValues): Partial<Record<SettingName, string>> {
  return Object.fromEntries(
    settingOrder.map((name) => {
      const field = values[name]?.['value']
      return [name, field?.selected_option?.value ?? field?.value ?? '']
    }),
  )
}

async function confirm({ caller, metadata, replyAt }: FormCall<Caller>): Promise<void> {
  const { change, seen, responseUrl } = readMemo(confirmMemo, metadata)
  await replyAt(responseUrl)(await save(caller, change, seen))
}

async function save({ ctx, member, requestId, locale }: Caller, change: SettingsChange, seen: string) {
  const { before, after } = await changeSettings(ctx, { change, by: member, requestId, seen })
  return settingsSaved(formatChanges({ before: inWords(before), after: inWords(after) }, locale), locale)
}
