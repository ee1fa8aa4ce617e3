import { z } from 'zod'
import type { Caller } from '../members/caller.ts'
import type { ActionCall, FormCall, Listeners } from '../slack/listener.ts'
import { readMemo } from '../slack/memo.ts'
import {
  CHOSEN_FIELD,
  NAMES_ACTION,
  NAMES_FORM,
  namesForm,
  namesReplaced,
  namesMemo,
} from './mentions-messages.ts'
import { listMentions, replaceNames } from './replace-names.ts'

/** Registers the button and the form with which an admin changes the name of an erased person in texts. */
export function registerNames(listeners: Listeners<Caller>): void {
  listeners.action(NAMES_ACTION, chooseTexts)
  listeners.form(NAMES_FORM, submitNames)
}

async function chooseTexts({ caller, value, responseUrl, openForm }: ActionCall<Caller>): Promise<void> {
  const memo = readMemo(namesMemo, value)
  const mentions = await listMentions(caller.ctx, { by: caller.member, names: memo.names })
  await openForm(namesForm(mentions, { ...memo, responseUrl }, caller.locale))
}

async function submitNames({ caller, values, metadata, replyAt }: FormCall<Caller>): Promise<void> {
  const { memberId, names, responseUrl } = readMemo(
    namesMemo.extend({ responseUrl: z.string().nullable() }),
    metadata,
  )
  const { ctx, member: by, requestId, locale } = caller
  const chosen = Object.entries(values)
    .filter(([name]) => name.startsWith(CHOSEN_FIELD))
    .flatMap(([, field]) => field['value']?.selected_options?.map((option) => option.value) ?? [])
  const done = await replaceNames(ctx, { memberId, names, chosen, by, requestId })
  await replyAt(responseUrl)(namesReplaced(done, { memberId, names }, locale))
}
