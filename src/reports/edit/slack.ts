import type { View } from '@slack/types'
import { FieldIssues, MemberFacingError } from '../../errors.ts'
import type { Caller } from '../../members/caller.ts'
import type { ActionCall, CommandCall, FormCall, FormValues, Listeners } from '../../slack/listener.ts'
import { readMemo, readNumber } from '../../slack/memo.ts'
import { changedParagraphs, paragraphsOf } from '../paragraphs/changed-paragraphs.ts'
import { editDraft, readDraft, StaleVersion } from '../draft/edit-draft.ts'
import {
  ADD_PARAGRAPH,
  changedForm,
  contentOf,
  EDIT_FORM,
  editForm,
  readEditForm,
  REMOVE_PARAGRAPH,
  editMemo,
  type EditMemo,
} from './form.ts'
import { editHelp, staleNotices } from './messages.ts'
import { mergeParagraphs } from '../paragraphs/merge-paragraphs.ts'
import { readDraftName, type ReportVerb } from '../slack/verb.ts'

/** `/report edit D-3`, `/report edit D-3 90`: from paragraph 90 on. */
export const editVerbs: readonly ReportVerb[] = [{ names: ['edit', '修改'], carryOut: editLine }]

/** The button Edit, the form it opens, and the menus in that form. */
export function registerEditing(listeners: Listeners<Caller>): void {
  listeners.action('report.edit', async (call) => await openEdit(call, call.value, 0))
  listeners.form(EDIT_FORM, submitEdit)
  listeners.action(ADD_PARAGRAPH, async (call) => await changeForm(call, 'add'))
  listeners.action(REMOVE_PARAGRAPH, async (call) => await changeForm(call, 'remove'))
}

async function editLine(call: CommandCall<Caller>, rest: string): Promise<void> {
  const [, name = '', number] = /^(\S*)(?:\s+(\d{1,4}))?$/.exec(rest.trim()) ?? []
  if (name === '') throw new MemberFacingError(editHelp())
  await openEdit(call, readDraftName(name).id, number === undefined ? 0 : Number(number) - 1)
}

async function openEdit(
  { caller, openForm }: Pick<ActionCall<Caller>, 'caller' | 'openForm'>,
  id: string,
  from: number,
): Promise<void> {
  const { version } = await readDraft(caller.ctx, id, caller.member)
  const { text } = version
  const content = contentOf({ id, base: version.version, text, from })
  await openForm(editForm(content, paragraphsOf(text).length, caller.locale))
}

async function submitEdit({ caller, values, metadata, reply }: FormCall<Caller>) {
  const memo = readMemo(editMemo, metadata)
  const { ctx, member: by, requestId } = caller
  const { version: base } = await readDraft(ctx, memo.id, by, memo.base)
  const text = readEditForm(values, memo, base.text)
  if (text === '') {
    const said = { zh: '正文不能全部清空。', en: 'The text cannot be emptied altogether.' }
    throw new FieldIssues({ more: said })
  }
  try {
    await editDraft(ctx, { id: memo.id, baseVersion: memo.base, text, by, requestId })
    return
  } catch (error) {
    if (!(error instanceof StaleVersion)) throw error
    return await formOnNewest(caller, { memo, mine: text, base: base.text, stale: error, reply })
  }
}

/**
 * Somebody saved a version while the form was open. It opens anew upon that version: the other's changes are in it, and so
 * are this person's, and what both changed is told. Nothing is saved until it is sent again.
 */
async function formOnNewest(
  caller: Caller,
  of: {
    readonly memo: EditMemo
    readonly mine: string
    readonly base: string
    readonly stale: StaleVersion
    readonly reply: FormCall<Caller>['reply']
  },
) {
  const { memo, mine, base, stale } = of
  const { version: newest } = await readDraft(caller.ctx, memo.id, caller.member)
  const merged = mergeParagraphs(base, mine, newest.text)
  const text = merged.paragraphs.join('\n\n')
  const content = contentOf({ id: memo.id, base: newest.version, text, from: 0 })
  if (content.to < merged.paragraphs.length) {
    // More than one form holds: the person's words go into their DM, and the error tells what changed.
    const own = changedParagraphs(base, mine).map(({ after }) => after)
    for (const paragraph of own.filter((words) => words !== '').slice(0, 20))
      await of.reply({ text: paragraph.slice(0, 3000), blocks: [plainSection(paragraph)] })
    throw stale
  }
  const notices = staleNotices(newest, stale.changes, merged.clashes, caller.locale)
  const whole = { ...content, to: paragraphsOf(newest.text).length, firstKey: memo.next, notices }
  return editForm(whole, whole.to, caller.locale)
}

function plainSection(text: string) {
  return {
    type: 'section' as const,
    text: { type: 'plain_text' as const, text: text.slice(0, 3000), emoji: false },
  }
}

/** Slack tells what was typed so far with every choice made in a form. */
type OpenForm = View & {
  readonly id: string
  readonly hash: string
  readonly state: { readonly values: FormValues }
}

async function changeForm({ caller, value, view, client }: ActionCall<Caller>, kind: 'add' | 'remove') {
  if (view === null) return
  const { id, hash, state, private_metadata: metadata } = view as OpenForm
  const memo = readMemo(editMemo, metadata ?? '')
  const changed = changedForm(state.values, memo, { kind, place: readNumber(value) }, caller.locale)
  await client.views.update({ view_id: id, hash, view: changed })
}
