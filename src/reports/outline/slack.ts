import { inTransaction } from '../../context.ts'
import type { Caller } from '../../members/caller.ts'
import { may, requireAbility } from '../../members/member.ts'
import { listMembers } from '../../members/members-store.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import type { Message } from '../../slack/blocks.ts'
import type { ActionCall, FormCall, Listeners } from '../../slack/listener.ts'
import { readMemo, readStamp } from '../../slack/memo.ts'
import { addSection, changeSection, changeStyle, removeSection } from './change-outline.ts'
import {
  changeOutline,
  readOutline,
  readOutlineHistory,
  resetOutline,
  restoreOutline,
  type OutlineState,
} from './edit-outline.ts'
import { listKindNames, listMeasureNames } from '../../claims/facts/period-records.ts'
import { readSectionForm, SECTION_FORM, sectionForm, outlineMemo, type OutlineMemo } from './form.ts'
import { readStyleForm, STYLE_FORM, styleForm } from './style-form.ts'
import { outlineHistory, outlineShown } from './messages.ts'
import type { ReportVerb } from '../slack/verb.ts'
import { noSuchOutline, outlineNamed, plainOutlines } from './workspace-outlines.ts'

/** `/report outline [en]`: what a report consists of. */
export const outlineVerbs: readonly ReportVerb[] = [
  {
    names: ['outline', '提纲'],
    carryOut: async ({ caller, reply }, rest) => {
      const named = rest === '' ? null : outlineNamed(caller.workspace, rest)
      if (rest !== '' && named === null) throw noSuchOutline(rest, plainOutlines(caller.workspace))
      await reply(await shown(caller, await readOutline(caller.ctx, { id: named?.id, by: caller.member })))
    },
  },
]

/** Registers the buttons and forms under an outline. Values: zh-annual:3:learning, zh-annual:3, zh-annual. */
export function registerOutlines(listeners: Listeners<Caller>): void {
  listeners.action(/^report\.outline\.show\./, async ({ caller, value, reply }) => {
    const state = await readOutline(caller.ctx, { id: value, by: caller.member })
    await reply(await shown(caller, state), { replace: true })
  })
  listeners.action('report.outline.change', openSection)
  listeners.action('report.outline.add', openSection)
  listeners.action('report.outline.style', async (call) => {
    const { caller, openForm } = call
    requireAbility(caller.member, 'administer')
    const memo = memoOf(call)
    const state = await readOutline(caller.ctx, { id: memo.id, by: caller.member })
    await openForm(styleForm(state, { ...memo, revision: state.revision }, caller.locale))
  })
  listeners.form(SECTION_FORM, submitSection)
  listeners.form(STYLE_FORM, submitStyle)
  listeners.action('report.outline.history', async ({ caller, value, reply }) => {
    await reply(await history(caller, value), { replace: true })
  })
  listeners.action('report.outline.restore', async ({ caller, value, reply }) => {
    const [id, revision = 0] = readStamp(value)
    const by = { by: caller.member, requestId: caller.requestId }
    await reply(await shown(caller, await restoreOutline(caller.ctx, { id, revision, ...by })), {
      replace: true,
    })
  })
  listeners.action('report.outline.reset', async ({ caller, value, reply }) => {
    const by = { by: caller.member, requestId: caller.requestId }
    await reply(await shown(caller, await resetOutline(caller.ctx, { id: value, ...by })), { replace: true })
  })
}

async function shown(caller: Caller, state: OutlineState): Promise<Message> {
  const { all, kindNames } = await inTransaction(caller.ctx, async ({ db }) => ({
    all: plainOutlines(await readWorkspace(db)),
    kindNames: Object.fromEntries(
      [...(await listKindNames(db)), ...(await listMeasureNames(db))].map(({ zh, en }) => [zh, en]),
    ),
  }))
  return outlineShown({ state, all, kindNames, mayChange: may(caller.member, 'administer') }, caller.locale)
}

function memoOf({ value, responseUrl }: ActionCall<Caller>): OutlineMemo {
  const [id = '', revision = '0', sectionId = null] = value.split(':')
  return { id, revision: Number(revision), sectionId, responseUrl }
}

async function openSection(call: ActionCall<Caller>): Promise<void> {
  const { caller, openForm } = call
  requireAbility(caller.member, 'administer')
  const memo = memoOf(call)
  const state = await readOutline(caller.ctx, { id: memo.id, by: caller.member })
  const choices = await inTransaction(caller.ctx, async ({ db }) => ({
    kinds: await listKindNames(db),
    measures: await listMeasureNames(db),
  }))
  await openForm(sectionForm(state, { ...memo, revision: state.revision }, choices, caller.locale))
}

async function submitSection(call: FormCall<Caller>): Promise<void> {
  const { caller, values, metadata } = call
  const memo = readMemo(outlineMemo, metadata)
  const { remove, place, wish } = readSectionForm(values)
  const { sectionId } = memo
  const state = await changeOutline(caller.ctx, {
    id: memo.id,
    baseRevision: memo.revision,
    action: sectionId === null ? 'add' : remove ? 'remove' : 'change',
    sectionId,
    change: (outline, revision) => {
      if (sectionId === null) return addSection(outline, `section-${revision}`, wish, place)
      return remove ? removeSection(outline, sectionId) : changeSection(outline, sectionId, wish, place)
    },
    by: caller.member,
    requestId: caller.requestId,
  })
  showAfter(call, memo, state)
}

async function submitStyle(call: FormCall<Caller>): Promise<void> {
  const { caller, values, metadata } = call
  const memo = readMemo(outlineMemo, metadata)
  const { name, style } = readStyleForm(values)
  const state = await changeOutline(caller.ctx, {
    id: memo.id,
    baseRevision: memo.revision,
    action: 'style',
    sectionId: null,
    change: (outline) => changeStyle(outline, name, style),
    by: caller.member,
    requestId: caller.requestId,
  })
  showAfter(call, memo, state)
}

/** Brings the outline that was shown up to date; a new message where that is no longer possible. */
function showAfter(
  { caller, replyAt, afterwards }: FormCall<Caller>,
  { responseUrl }: OutlineMemo,
  state: OutlineState,
): void {
  afterwards(async () => {
    await replyAt(responseUrl)(await shown(caller, state), { replace: true })
  })
}

async function history(caller: Caller, id: string): Promise<Message> {
  const { outline } = await readOutline(caller.ctx, { id, by: caller.member })
  const revisions = await readOutlineHistory(caller.ctx, { id, by: caller.member })
  const members = await inTransaction(caller.ctx, async ({ db }) => await listMembers(db))
  const mayChange = may(caller.member, 'administer')
  return outlineHistory(
    { outline, revisions, members, zone: caller.workspace.zone, mayChange },
    caller.locale,
  )
}
