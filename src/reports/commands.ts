import { MemberFacingError, atField } from '../errors.ts'
import { type Caller, dayOf } from '../members/caller.ts'
import { requireAbility } from '../members/member.ts'
import type { ActionCall, CommandCall, FormCall, Listeners, Reply } from '../slack/listener.ts'
import { readMemo } from '../slack/memo.ts'
import { parsePeriod } from '../time/parse-period.ts'
import type { Period } from '../time/period.ts'
import { afterDraftVerbs, registerAfterDraft } from './after-draft.ts'
import { registerCancel } from './write/cancel-slack.ts'
import { readDraft } from './draft/edit-draft.ts'
import { exportVerbs, registerExports } from './export/slack.ts'
import { DRAFT_FORM, draftForm, draftMemo, type DraftMemo } from './forms.ts'
import { draftRequested, reportHelp } from './messages.ts'
import { reportStatus } from './status/messages.ts'
import { findSection, type Outline, type Section } from './outline/outline.ts'
import { noteVerbs, registerNotes } from './notes/slack.ts'
import { outlineVerbs, registerOutlines } from './outline/slack.ts'
import type { ReportVerb } from './slack/verb.ts'
import { readReportStatus } from './status/report-status.ts'
import { requestDraft } from './write/request-draft.ts'
import { registerImport } from '../imports/slack.ts'
import { reportImports } from './import/report-imports.ts'
import { reportImportVerbs } from './import/slack.ts'
import { outlineFor, outlineNamed, outlinesOf } from './outline/workspace-outlines.ts'

/** What `/report` knows beside drafting and status, each in a file of its own. */
const VERBS: readonly ReportVerb[] = [
  ...afterDraftVerbs,
  ...outlineVerbs,
  ...noteVerbs,
  ...exportVerbs,
  ...reportImportVerbs,
]

/** Registers /report, its forms, and the buttons under a draft. */
export function registerReports(listeners: Listeners<Caller>): void {
  listeners.command('/report', carryOut)
  listeners.form(DRAFT_FORM, submitDraft)
  listeners.action('report.redraft', redraft)
  listeners.action('report.draft', openDraft)
  registerCancel(listeners)
  registerOutlines(listeners)
  registerNotes(listeners)
  registerAfterDraft(listeners)
  registerExports(listeners)
  registerImport(listeners, reportImports)
}

async function carryOut(call: CommandCall<Caller>): Promise<void> {
  const [word = '', ...rest] = call.text.split(/\s+/)
  switch (word.toLowerCase()) {
    case 'draft':
    case '起草':
      return await (rest.length === 0 ? openDraft(call) : draftLine(call, rest))
    case 'status':
    case '状态':
      return await status(call, rest.join(' '))
    case '':
    case 'help':
    case '帮助':
      return await call.reply(reportHelp(outlineFor(call.caller.workspace), call.caller.locale))
    default: {
      const verb = VERBS.find(({ names }) => names.includes(word.toLowerCase()))
      if (verb !== undefined) return await verb.carryOut(call, rest.join(' ').trim())
      throw new MemberFacingError({
        zh: `/report 没有“${word.slice(0, 40)}”这个用法。请看 /report help。`,
        en: `/report knows no "${word.slice(0, 40)}". See /report help.`,
      })
    }
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
  await openForm(draftForm(outlinesOf(caller.workspace), String(dayOf(caller).year), memo, caller.locale))
}

/** `/report draft en learning 2022`: the outline's language if it is another, the section, the rest is the period. */
async function draftLine(
  { caller, channelId, reply }: CommandCall<Caller>,
  words: readonly string[],
): Promise<void> {
  const chosen = words.length < 2 ? null : outlineNamed(caller.workspace, words[0] ?? '')
  const outline = chosen ?? outlineFor(caller.workspace)
  const [name = '', ...rest] = chosen === null ? words : words.slice(1)
  const section = findSection(outline, name)
  await start(caller, { outline, section }, periodOf(caller, rest.join(' ')), channelId, reply)
}

async function submitDraft({ caller, values, metadata, replyAt }: FormCall<Caller>): Promise<void> {
  const memo = readMemo(draftMemo, metadata)
  const chosen = (values['section']?.['value']?.selected_option?.value ?? '').split(':')
  const outline = outlineFor(caller.workspace, chosen.length > 1 ? chosen[0] : undefined)
  const section = findSection(outline, chosen.at(-1) ?? '')
  const period = await atField('period', () => periodOf(caller, values['period']?.['value']?.value ?? ''))
  await start(caller, { outline, section }, period, memo.channel, replyAt(memo.responseUrl))
}

async function start(
  caller: Caller,
  { outline, section }: { readonly outline: Outline; readonly section: Section },
  period: Period,
  channel: string | null,
  reply: Reply,
): Promise<void> {
  const { draft, joined } = await requestDraft(caller.ctx, {
    outline,
    section,
    period,
    by: caller.member,
    channel,
    requestId: caller.requestId,
  })
  await reply(draftRequested(draft, section.title, joined, caller.locale))
}

async function redraft({ caller, value, channelId, reply }: ActionCall<Caller>): Promise<void> {
  const { draft } = await readDraft(caller.ctx, value, caller.member)
  const outline = outlineFor(caller.workspace, draft.outlineId)
  const section = findSection(outline, draft.sectionId)
  await start(caller, { outline, section }, parsePeriod(draft.period), draft.channel ?? channelId, reply)
}

/** `/report status en 2022`: the outline's language if it is another, the period. */
async function status({ caller, reply }: CommandCall<Caller>, text: string): Promise<void> {
  const { ctx, workspace, member: by, locale } = caller
  const [first = '', ...rest] = text.split(/\s+/)
  const chosen = outlineNamed(workspace, first)
  const { label: period } = periodOf(caller, chosen === null ? text : rest.join(' '))
  const sections = await readReportStatus(ctx, { outline: chosen ?? outlineFor(workspace), period, by })
  await reply(reportStatus(period, sections, locale))
}

/** No text: the current year by the workspace's clock. */
function periodOf(caller: Caller, text: string): Period {
  const day = dayOf(caller)
  return parsePeriod(text.trim() === '' ? String(day.year) : text, day)
}
