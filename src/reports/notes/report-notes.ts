import { inTransaction, nowOf, type Context } from '../../context.ts'
import { nextNumber } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { insertNote, listNotes, removeNote, type ReportNote } from './notes-store.ts'

/** A report's notes. */
export type ReportNotes = {
  readonly outlineId: string
  readonly period: string
  readonly notes: readonly ReportNote[]
}

const LONGEST = 800
const MOST = 20

/**
 * Keeps what an editor wants said about gaps or next steps in a period's report: the section that reports gaps holds it
 * word for word from its next draft on. Throws MemberFacingError.
 */
export async function addNote(
  ctx: Context,
  note: {
    readonly outlineId: string
    readonly period: string
    readonly text: string
    readonly by: Member
    readonly requestId: string
  },
): Promise<ReportNotes> {
  requireAbility(note.by, 'write reports')
  const text = note.text.replaceAll(/\s+/g, ' ').trim()
  if (text.length > LONGEST) {
    throw new MemberFacingError({
      zh: `这一条有 ${text.length} 字，最多 ${LONGEST} 字。请分成几条。`,
      en: `This note has ${text.length} characters; at most ${LONGEST}. Make several of it.`,
    })
  }
  return await inTransaction(
    ctx,
    async (ctx) => {
      const before = await listNotes(ctx.db, note)
      if (before.length >= MOST) {
        throw new MemberFacingError({
          zh: `这份报告已有 ${MOST} 条补充，不能再加。请先删去几条。`,
          en: `This report has ${MOST} notes already. Take some out first.`,
        })
      }
      const number = await nextNumber(ctx.db, 'note')
      const at = nowOf(ctx)
      await insertNote(ctx.db, note, { id: `N-${number}`, number, text, by: note.by.id, at })
      return { outlineId: note.outlineId, period: note.period, notes: await listNotes(ctx.db, note) }
    },
    { once: note.requestId },
  )
}

export async function readNotes(
  ctx: Context,
  of: { readonly outlineId: string; readonly period: string; readonly by: Member },
): Promise<ReportNotes> {
  requireAbility(of.by, 'write reports')
  const notes = await inTransaction(ctx, async ({ db }) => await listNotes(db, of))
  return { outlineId: of.outlineId, period: of.period, notes }
}

/** Takes a note out. Twice changes nothing more. Throws MemberFacingError when there is no such note. */
export async function dropNote(
  ctx: Context,
  wanted: { readonly id: string; readonly by: Member },
): Promise<ReportNotes> {
  requireAbility(wanted.by, 'write reports')
  return await inTransaction(
    ctx,
    async (ctx) => {
      const of = await removeNote(ctx.db, wanted.id, { member: wanted.by.id, at: nowOf(ctx) })
      if (of === null) {
        throw new MemberFacingError({
          zh:
            wanted.id === '' ? '请写补充的编号，像 N-1，见 /report notes。' : `没有“${wanted.id}”这条补充。`,
          en:
            wanted.id === ''
              ? 'Give the number of the note, like N-1; see /report notes.'
              : `There is no note "${wanted.id}".`,
        })
      }
      return { ...of, notes: await listNotes(ctx.db, of) }
    },
    { isRequest: true },
  )
}
