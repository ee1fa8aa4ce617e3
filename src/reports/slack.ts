import { inTransaction } from '../context.ts'
import { FieldFaults, MemberFacingError } from '../errors.ts'
import type { Caller } from '../members/caller.ts'
import { requireAbility } from '../members/member.ts'
import type { ActionCall, CommandCall, FormCall, Listeners, Reply } from '../slack/listener.ts'
import { replyTo } from '../slack/replies.ts'
import { today } from '../time/clock.ts'
import { parsePeriod } from '../time/parse-period.ts'
import type { Period } from '../time/period.ts'
import { outlineFor } from './draft-section.ts'
import { findVersion, listNewestDrafts } from './drafts-store.ts'
import { editDraft, readDraft } from './edit-draft.ts'
import {
  DRAFT_FORM,
  draftForm,
  EDIT_FORM,
  editForm,
  readEditForm,
  type DraftMemo,
  type EditMemo,
} from './forms.ts'
import { draftRequested, draftVerdict, reportHelp, reportStatus } from './messages.ts'
import { findSection, type Section } from './outline.ts'
import { requestDraft } from './request-draft.ts'
import { readSources } from './sources.ts'
import { sourcesShown } from './sources-message.ts'

/** Registers /report, its forms, and the buttons under a draft. */
export function registerReports(listeners: Listeners<Caller>): void {
  listeners.command('/report', carryOut)
  listeners.form(DRAFT_FORM, submitDraft)
  listeners.form(EDIT_FORM, submitEdit)
  listeners.action('report.edit', openEdit)
  listeners.action('report.sources', async (call) => {
    await showSources(call, false)
  })
  listeners.action(/^report\.sources\.(?:back|more)$/, async (call) => {
    await showSources(call, true)
  })
  listeners.action('report.redraft', redraft)
  listeners.action('report.draft', openDraft)
}

async function carryOut(call: CommandCall<Caller>): Promise<void> {
  const [word = '', ...rest] = call.text.split(/\s+/)
  switch (word.toLowerCase()) {
    case 'draft':
    case '起草':
      await (rest.length === 0 ? openDraft(call) : draftLine(call, rest))
      return
    case 'status':
    case '状态':
      await status(call, rest.join(' '))
      return
    case '':
    case 'help':
    case '帮助':
      await call.reply(reportHelp(outlineFor(call.caller.workspace), call.caller.locale))
      return
    default:
      throw new MemberFacingError({
        zh: `/report 没有“${word.slice(0, 40)}”这个用法。请看 /report help。`,
        en: `/report knows no "${word.slice(0, 40)}". See /report help.`,
      })
  }
}

async function openDraft({
  caller,
  channelId,
  responseUrl,
  openForm,
}: Pick<ActionCall<Caller>, 'caller' | 'channelId' | 'responseUrl' | 'openForm'>): Promise<void> {
  requireAbility(caller.member, 'write reports')
  const memo: DraftMemo = { channel: channelId, responseUrl }
  await openForm(draftForm(outlineFor(caller.workspace), String(dayOf(caller).year), memo, caller.locale))
}

/** `/report draft learning 2022`: the first word is the section, the rest the period. */
async function draftLine(
  { caller, channelId, reply }: CommandCall<Caller>,
  words: readonly string[],
): Promise<void> {
  const [name = '', ...rest] = words
  const section = findSection(outlineFor(caller.workspace), name)
  await start(caller, section, periodOf(caller, rest.join(' ')), channelId, reply)
}

async function submitDraft({ caller, values, metadata, reply: dm }: FormCall<Caller>): Promise<void> {
  const memo = JSON.parse(metadata) as DraftMemo
  const section = findSection(
    outlineFor(caller.workspace),
    values['section']?.['value']?.selected_option?.value ?? '',
  )
  const period = atField('period', () => periodOf(caller, values['period']?.['value']?.value ?? ''))
  const reply = memo.responseUrl === null ? dm : replyTo(memo.responseUrl)
  await start(caller, section, period, memo.channel, async (message) => {
    // The draft is on its way whatever becomes of this answer.
    await reply(message).catch(async () => {
      await dm(message)
    })
  })
}

async function start(
  caller: Caller,
  section: Section,
  period: Period,
  channel: string | null,
  reply: Reply,
): Promise<void> {
  const { draft, joined } = await requestDraft(caller.ctx, {
    outline: outlineFor(caller.workspace),
    section,
    period,
    by: caller.member,
    channel,
    requestId: caller.requestId,
  })
  await reply(draftRequested(draft, section.title, joined, caller.locale))
}

async function openEdit({ caller, value, openForm }: ActionCall<Caller>): Promise<void> {
  await openForm(editForm(await readDraft(caller.ctx, value, caller.member), caller.locale))
}

async function submitEdit({ caller, values, metadata, client }: FormCall<Caller>): Promise<void> {
  const memo = JSON.parse(metadata) as EditMemo
  const text = readEditForm(values, memo)
  if (text === '') {
    const said = { zh: '正文不能全部清空。', en: 'The text cannot be emptied altogether.' }
    throw new FieldFaults({ p0: said })
  }
  const edited = await editDraft(caller.ctx, {
    ...memo,
    text,
    by: caller.member,
    requestId: caller.requestId,
  })
  const { draft, version, changes } = edited
  if (changes.length === 0 || draft.basis === null || draft.channel === null || draft.threadTs === null)
    return
  const message = draftVerdict({ draft, version, basis: draft.basis, change: { by: caller.member, changes } })
  await client.chat.postMessage({ channel: draft.channel, thread_ts: draft.threadTs, ...message })
}

async function showSources({ caller, value, reply }: ActionCall<Caller>, replace: boolean): Promise<void> {
  const [id = '', version = '', page = ''] = value.split(':')
  const wanted = { id, version: Number(version), page: Number(page), by: caller.member }
  const sources = await readSources(caller.ctx, wanted)
  if (sources === null) {
    throw new MemberFacingError({
      zh: `没有草稿“${id}”的第 ${version} 版。`,
      en: `There is no version ${version} of a draft "${id}".`,
    })
  }
  await reply(sourcesShown(sources, caller.locale), { replace })
}

async function redraft({ caller, value, channelId, reply }: ActionCall<Caller>): Promise<void> {
  const { draft } = await readDraft(caller.ctx, value, caller.member)
  const section = findSection(outlineFor(caller.workspace), draft.sectionId)
  await start(caller, section, parsePeriod(draft.period), draft.channel ?? channelId, reply)
}

async function status({ caller, reply }: CommandCall<Caller>, text: string): Promise<void> {
  requireAbility(caller.member, 'write reports')
  const outline = outlineFor(caller.workspace)
  const period = periodOf(caller, text)
  const drafts = await inTransaction(caller.ctx, async ({ db }) => {
    const newest = await listNewestDrafts(db, outline.id, period.label)
    const found = []
    for (const draft of newest) found.push({ draft, version: await findVersion(db, draft.id, draft.version) })
    return found
  })
  await reply(reportStatus(outline, period.label, drafts, caller.locale))
}

/** No text: the current year by the workspace's clock. */
function periodOf(caller: Caller, text: string): Period {
  const day = dayOf(caller)
  return parsePeriod(text.trim() === '' ? String(day.year) : text, day)
}

function dayOf({ ctx, workspace }: Caller): Temporal.PlainDate {
  return today(ctx.clock, workspace.zone)
}

function atField<T>(field: string, read: () => T): T {
  try {
    return read()
  } catch (error) {
    if (error instanceof MemberFacingError) throw new FieldFaults({ [field]: error.said })
    throw error
  }
}
