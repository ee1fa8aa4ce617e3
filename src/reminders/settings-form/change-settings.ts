import { notStored } from '../../storage-words.ts'
import { createHash, randomUUID } from 'node:crypto'
import { inTransaction, nowOf, type Context } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import type { LocalizedText } from '../../locale.ts'
import { recordAudit } from '../../members/audit-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import {
  lockSettings,
  readWorkspace,
  updateOffice,
  updateSettings,
  type Workspace,
} from '../../members/workspace-store.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'
import { changedWorkspace, type SettingsChange } from './change.ts'
import { formatSettings } from './words.ts'

export type ChangeOfSettings = {
  /** What changes; or how that follows from what is set when it is this admin's turn. */
  readonly change: SettingsChange | ((workspace: Workspace) => SettingsChange)
  /** Local days set or removed, as the history tells them. */
  readonly days?: readonly LocalizedText[]
  readonly by: Member
  readonly requestId: string
  /** `fingerprintOf` the settings that the admin saw; left out when the change does not depend on the others. */
  readonly seen?: string
}

/**
 * Changes what an admin may set, and keeps who changed what from what. Admins take turns, and whoever decided on
 * settings that somebody has changed since is told so. Throws MemberFacingError.
 */
export async function changeSettings(
  ctx: Context,
  { change: wanted, days = [], by, requestId, seen }: ChangeOfSettings,
): Promise<{ readonly before: Workspace; readonly after: Workspace }> {
  requireAbility(by, 'administer')
  return await inTransaction(
    ctx,
    async (ctx) => {
      await lockSettings(ctx.db)
      const before = await readWorkspace(ctx.db)
      if (seen !== undefined && seen !== fingerprintOf(before)) throw new MemberFacingError(changedMeanwhile)
      const change = typeof wanted === 'function' ? wanted(before) : wanted
      const after = changedWorkspace(before, change, ctx.clock.now())
      await updateOffice(ctx.db, after)
      await updateSettings(ctx.db, 'reminders', after.settings['reminders'])
      const at = nowOf(ctx)
      const details = { before: wordsOf(before), after: wordsOf(after), days }
      const event = { id: randomUUID(), at, by: by.id, action: 'settings', subject: 'reminders', details }
      await recordAudit(ctx.db, event)
      return { before, after }
    },
    { once: requestId },
  )
}

/** Changes with the settings, and with nothing else of the workspace. */
export function fingerprintOf(workspace: Pick<Workspace, 'zone' | 'region' | 'locale' | 'settings'>): string {
  const { zone, region, locale, settings } = workspace
  const whole = JSON.stringify([zone, region, locale, settings['reminders'] ?? {}])
  return createHash('sha256').update(whole).digest('hex').slice(0, 16)
}

/** What the history shows: each setting as it reads, in both languages. */
function wordsOf(workspace: Workspace) {
  return formatSettings(workspace, reminderSettingsOf(workspace))
}

const changedMeanwhile = {
  zh: `设置刚刚被别人改过，${notStored.settings.zh}。请用 /wenshu settings 重新查看后再改。`,
  en: `Somebody changed the settings meanwhile, so ${notStored.settings.en}. Look again with /wenshu settings.`,
}
