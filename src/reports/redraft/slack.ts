import { atField } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import type { ActionCall, FormCall, Listeners } from '../../slack/listener.ts'
import { readMemo, readStamp } from '../../slack/memo.ts'
import { readDraft } from '../draft/edit-draft.ts'
import { REDRAFT_FORM, redraftForm, redraftRequested, redraftMemo } from './messages.ts'
import { cancelRedraft, requestRedraft } from './redraft-paragraph.ts'

/** The button Redraft a paragraph, its form, and the button that stops it. */
export function registerRedrafting(listeners: Listeners<Caller>): void {
  listeners.action('report.paragraph', async ({ caller, value, openForm }: ActionCall<Caller>) => {
    const draft = await readDraft(caller.ctx, value, caller.member)
    await openForm(redraftForm(draft, caller.ctx.model !== null, caller.locale))
  })
  listeners.form(REDRAFT_FORM, submit)
  listeners.action('report.paragraph.cancel', async ({ caller, value }: ActionCall<Caller>) => {
    const [id, number = 0] = readStamp(value)
    await cancelRedraft(caller.ctx, { id, number, by: caller.member })
  })
}

async function submit({ caller, values, metadata, reply }: FormCall<Caller>): Promise<void> {
  const { id, seen } = readMemo(redraftMemo, metadata)
  const place = Number(values['paragraph']?.['value']?.selected_option?.value ?? '-1')
  const instruction = values['instruction']?.['value']?.value ?? ''
  const { ctx, member: by, requestId, locale } = caller
  const asked = { id, seen, place, instruction, by, requestId }
  const requested = await atField('instruction', async () => await requestRedraft(ctx, asked))
  await reply(redraftRequested(requested, locale))
}
