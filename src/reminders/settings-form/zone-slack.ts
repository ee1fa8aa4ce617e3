import { randomUUID } from 'node:crypto'
import { inTransaction, nowOf } from '../../context.ts'
import { MemberFacingError } from '../../errors.ts'
import { type Locale, translator } from '../../locale.ts'
import { recordAudit } from '../../members/audit-store.ts'
import type { Caller } from '../../members/caller.ts'
import { updateMember } from '../../members/members-store.ts'
import type { Subcommand } from '../../members/roster/slack.ts'
import type { Message } from '../../slack/blocks.ts'
import type { CommandCall } from '../../slack/listener.ts'
import { escapeText, unescapeText } from '../../slack/mrkdwn.ts'
import { isZone } from '../../time/clock.ts'
import { reminderSettingsOf } from '../../deadlines/settings/reminder-settings.ts'

/** /wenshu zone: whether a member is reminded by their own clock or by the office's. */
export const zoneSubcommands: readonly Subcommand[] = [{ names: ['zone', '时区'], carryOut: answer }]

const OWN = new Set(['own', 'mine', '自己', '我的', '本人'])
const OFFICE = new Set(['office', '单位', '办公室'])

async function answer(call: CommandCall<Caller>, text: string): Promise<void> {
  const rest = unescapeText(text)
  const { reply } = call
  const caller = await withZone(call)
  const word = rest.trim().toLowerCase()
  if (word === '') return await reply(zoneSaid(caller, caller.member.ownZone, false))
  if (!OWN.has(word) && !OFFICE.has(word)) {
    throw new MemberFacingError({
      zh: `“${rest}”请写成 own（按自己的时区）或 office（按单位的时区）。`,
      en: `"${rest}" should be own (your zone in Slack) or office (the office’s).`,
    })
  }
  const ownZone = OWN.has(word)
  if (ownZone && !hasZone(caller)) throw new MemberFacingError(noZone)
  await choose(caller, ownZone)
  await reply(zoneSaid(caller, ownZone, true))
}

/** The caller with the zone of their Slack profile, which is asked for when it is not known yet. */
async function withZone({ caller, client, userId }: CommandCall<Caller>): Promise<Caller> {
  if (hasZone(caller)) return caller
  const { user } = await client.users.info({ user: userId })
  return { ...caller, member: { ...caller.member, zone: user?.tz ?? null } }
}

async function choose({ ctx, member, requestId }: Caller, ownZone: boolean): Promise<void> {
  await inTransaction(
    ctx,
    async (ctx) => {
      await updateMember(ctx.db, member.id, { ownZone, zone: member.zone })
      const details = { from: member.ownZone, to: ownZone }
      const event = { id: randomUUID(), at: nowOf(ctx), by: member.id, action: 'own zone' }
      await recordAudit(ctx.db, { ...event, subject: member.id, details })
    },
    { once: requestId },
  )
}

function hasZone({ member }: Caller): boolean {
  return member.zone !== null && isZone(member.zone)
}

function zoneSaid(caller: Caller, ownZone: boolean, isNew: boolean): Message {
  const { workspace, locale, member } = caller
  const { hour } = reminderSettingsOf(workspace)
  const zone = ownZone && hasZone(caller) ? (member.zone ?? workspace.zone) : workspace.zone
  return { text: wordsFor({ zone: escapeText(zone), hour, isOwn: ownZone, isNew }, locale) }
}

function wordsFor(
  { zone, hour, isOwn, isNew }: { zone: string; hour: string; isOwn: boolean; isNew: boolean },
  locale: Locale,
): string {
  const t = translator(locale)

  if (isOwn) {
    return t(
      `${isNew ? '好的，今后' : '您选择了'}按自己的时区（${zone}，随 Slack 资料变化）提醒，${hour} 起。截止时间仍以单位的为准。改回：/wenshu zone office`,
      `${isNew ? 'All right: you' : 'You'} are reminded by your own clock (${zone}, as in your Slack profile) from ${hour} on. Deadlines stay the office’s. Back again: /wenshu zone office`,
    )
  }
  return t(
    `${isNew ? '好的，今后' : '目前'}按单位的时区（${zone}）提醒，${hour} 起。想按自己的时区：/wenshu zone own`,
    `${isNew ? 'All right: you' : 'You'} are reminded by the office’s clock (${zone}) from ${hour} on. By your own: /wenshu zone own`,
  )
}

const noZone = {
  zh: 'Slack 没有告诉文书您的时区，或这个时区不认识，所以没有改动。请先在 Slack 的个人资料里选好时区。',
  en: 'Slack does not tell your time zone, or it is unknown here, so nothing changed. Choose one in your Slack profile first.',
}
