import type { ModalView } from '@slack/types'
import { z } from 'zod'
import { inTransaction } from '../context.ts'
import { FieldIssues, MemberFacingError } from '../errors.ts'
import { type Caller, dayOf } from '../members/caller.ts'
import { requireAbility, type Member } from '../members/member.ts'
import { findMemberByAnyName, findMemberBySlackId } from '../members/members-store.ts'
import type { Subcommand } from '../members/roster/slack.ts'
import type { CommandCall, FormCall, Listeners } from '../slack/listener.ts'
import { sendFileToPerson } from '../slack/files/send-file.ts'
import { readMemo } from '../slack/memo.ts'
import { readMentions, unescapeText } from '../slack/mrkdwn.ts'
import { eraseMember, findErasable } from './erase-member.ts'
import { exportMine } from './export-me.ts'
import {
  callName,
  CONFIRM_FIELD,
  erased,
  ERASE_FORM,
  eraseForm,
  exported,
  exportedFile,
  retentionSaid,
} from './messages.ts'
import { registerNames } from './names-slack.ts'
import { readRetention, retentionOf, setRetention } from './retention.ts'

/** /wenshu export me, erase and retention. */
export const privacySubcommands: readonly Subcommand[] = [
  { names: ['export me', '导出我', '导出 我'], carryOut: sendMyData },
  { names: ['erase', '删除成员'], carryOut: askToErase },
  { names: ['retention', '保留'], carryOut: answerRetention },
]

/** Registers the form that confirms an erasure, and what changes names in texts afterwards. */
export function registerPrivacy(listeners: Listeners<Caller>): void {
  listeners.form(ERASE_FORM, submitErasure)
  registerNames(listeners)
}

async function sendMyData({ caller, reply, client, userId }: CommandCall<Caller>): Promise<void> {
  const { ctx, member, locale, requestId } = caller
  const { fileName, json, entries } = await exportMine(ctx, { memberId: member.id, requestId })
  await sendFileToPerson(client, userId, { name: fileName, bytes: Buffer.from(json) }, exportedFile(locale))
  await reply(exported(entries, locale))
}

async function askToErase(
  { caller, openForm, responseUrl }: CommandCall<Caller>,
  rest: string,
): Promise<void> {
  requireAbility(caller.member, 'administer')
  const erasable = await inTransaction(caller.ctx, async ({ db }) => {
    const [slackUserId] = readMentions(rest)
    const name = unescapeText(rest).trim()
    const member =
      slackUserId === undefined
        ? await findMemberByAnyName(db, name)
        : await findMemberBySlackId(db, slackUserId)
    if (member === null) throw noSuchMember(name)
    return await findErasable(db, member.id, dayOf(caller))
  })
  const memo: EraseMemo = { memberId: erasable.member.id, responseUrl }
  const { database, config } = caller.ctx
  const backupDays = database.kind === 'pglite' ? config.backupsKept : null
  await openForm(eraseForm(erasable, memo, backupDays, caller.locale))
}

const eraseMemo = z.object({ memberId: z.string(), responseUrl: z.string() })
type EraseMemo = z.infer<typeof eraseMemo>

async function submitErasure(call: FormCall<Caller>): Promise<ModalView | void> {
  const { caller, values, metadata } = call
  const { memberId, responseUrl } = readMemo(eraseMemo, metadata)
  const day = dayOf(caller)
  const { member } = await inTransaction(caller.ctx, async ({ db }) => await findErasable(db, memberId, day))
  requireConfirmed(Object.values(values[CONFIRM_FIELD] ?? {})[0]?.value ?? '', member)
  const { requestId } = caller
  const outcome = await eraseMember(caller.ctx, { memberId, by: caller.member, today: day, requestId })
  const said = erased(outcome, caller.locale)
  await call.replyAt(responseUrl)(said)
}

function requireConfirmed(typed: string, member: Member): void {
  const name = callName(member)
  if (typed.trim() === name) return
  throw new FieldIssues({
    [CONFIRM_FIELD]: {
      zh: `“${typed.trim()}”不是“${name}”。要删除就照样写，否则请取消。`,
      en: `"${typed.trim()}" is not "${name}". Type it exactly to erase, or cancel.`,
    },
  })
}

async function answerRetention({ caller, reply }: CommandCall<Caller>, rest: string): Promise<void> {
  const { ctx, member, workspace, locale } = caller
  const retention =
    rest === ''
      ? retentionOf(workspace.settings)
      : await setRetention(ctx, { set: readRetention(rest), by: member })
  await reply(retentionSaid(retention, locale))
}

function noSuchMember(name: string): MemberFacingError {
  return new MemberFacingError({
    zh: `${name === '' ? '' : `没有“${name}”这个成员。`}请写 /wenshu erase 编号 或 @某人；编号见 /wenshu members。`,
    en: `${name === '' ? '' : `There is no member "${name}". `}Write /wenshu erase NUMBER or @someone; see the numbers with /wenshu members.`,
  })
}
