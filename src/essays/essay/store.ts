import { findRow, insertRows, rowOf, type RawRow, type Row } from '../../db/rows/rows.ts'
import type { EssayState } from '../../db/schema.ts'
import type { Db } from '../../db/tenant.ts'
import { MemberFacingError } from '../../errors.ts'
import type { Month } from '../../time/month.ts'
import type { EssayMove } from './moves.ts'
import type { Essay, EssayText } from './essay.ts'

/** One entry of an essay's history. `by` is null for an import. */
export type MoveMade = {
  readonly move: EssayMove
  readonly by: string
  readonly at: Date
  readonly comment: string | null
}

/** What else a move may change. */
export type MoveChange = {
  readonly to?: EssayState
  readonly text?: EssayText
  /** Only of a draft, which may be for another month. */
  readonly place?: Pick<Essay, 'month' | 'seq'>
  readonly reviewerId?: string
  readonly excellent?: boolean
  readonly contest?: string | null
}

/** With `lock`, other transactions that lock it wait until this one ends. */
export async function findEssay(
  db: Db,
  id: string,
  options: { readonly lock?: boolean } = {},
): Promise<Essay | null> {
  const row = await findRow(db, 'essays', { id }, options)
  return row === null ? null : essayOf(row)
}

/** The highest place among a member's essays of a month, whatever became of them; 0 without any. */
export async function findLastSeq(db: Db, memberId: string, month: Month): Promise<number> {
  const row = await db
    .selectFrom('essays')
    .select((eb) => eb.fn.max('seq').as('seq'))
    .where('member_id', '=', memberId)
    .where('month', '=', month)
    .executeTakeFirst()
  return row?.seq ?? 0
}

/** Stores a new essay, handed in or as a draft, with the first entry of its history. */
export async function insertEssay(
  db: Db,
  essay: Pick<Essay, 'id' | 'number' | 'memberId' | 'month' | 'seq'> & EssayText,
  first: { readonly move: 'submit' | 'save'; readonly at: Date },
): Promise<Essay> {
  const { at } = first
  const isDraft = first.move === 'save'
  const row = await db
    .insertInto('essays')
    .values({
      id: essay.id,
      number: essay.number,
      member_id: essay.memberId,
      month: essay.month,
      seq: essay.seq,
      ...textColumns(essay, null),
      state: isDraft ? 'draft' : 'submitted',
      first_submitted_at: isDraft ? null : at,
      submitted_at: isDraft ? null : at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertMove(
    db,
    { id: essay.id, revision: 1 },
    { move: first.move, by: essay.memberId, at, comment: null },
  )
  return essayOf(row)
}

/** Makes a move on an essay that is locked: what it changes, and the entry in its history. */
export async function moveEssay(
  db: Db,
  essay: Essay,
  move: MoveMade,
  change: MoveChange = {},
): Promise<Essay> {
  const revision = essay.revision + 1
  const isDecision = move.move === 'approve' || move.move === 'return'
  const isHandIn = move.move === 'submit' || move.move === 'resubmit'
  const row = await db
    .updateTable('essays')
    .set({
      revision,
      ...(change.to === undefined ? {} : { state: change.to }),
      ...(change.text === undefined ? {} : textColumns(change.text, essay)),
      ...(change.place === undefined ? {} : { month: change.place.month, seq: change.place.seq }),
      ...(change.reviewerId === undefined ? {} : { reviewer_id: change.reviewerId }),
      ...(change.excellent === undefined ? {} : { excellent: change.excellent }),
      ...(change.contest === undefined ? {} : { contest: change.contest }),
      ...(isHandIn ? { submitted_at: move.at } : {}),
      ...(move.move === 'submit' ? { first_submitted_at: move.at } : {}),
      ...(isDecision ? { decided_by: move.by, decided_at: move.at } : {}),
    })
    .where('id', '=', essay.id)
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertMove(db, { id: essay.id, revision }, move)
  return essayOf(row)
}

/** The comment of the latest return; null when it was never returned. */
export async function findReturnComment(db: Db, id: string): Promise<string | null> {
  const row = await db
    .selectFrom('essay_moves')
    .select('comment')
    .where('essay_id', '=', id)
    .where('move', '=', 'return')
    .orderBy('revision', 'desc')
    .executeTakeFirst()
  return row?.comment ?? null
}

/** An essay's whole history, oldest first. `by` is null for an import. */
export async function listMoves(
  db: Db,
  id: string,
): Promise<
  {
    readonly revision: number
    readonly move: string
    readonly by: string | null
    readonly at: Date
    readonly comment: string | null
  }[]
> {
  const rows = await db
    .selectFrom('essay_moves')
    .select(['revision', 'move', 'by_member as by', 'at', 'comment'])
    .where('essay_id', '=', id)
    .orderBy('revision')
    .execute()
  return rows
}

async function insertMove(
  db: Db,
  essay: { readonly id: string; readonly revision: number },
  { move, by: byMember, at, comment }: MoveMade,
): Promise<void> {
  const entry = { essayId: essay.id, revision: essay.revision, move, byMember, at, comment }
  await insertRows(db, 'essay_moves', entry)
}

/** A file that is the one before keeps what was read of it. */
function textColumns({ kind, title, body, link, file }: EssayText, before: Essay | null) {
  if (file !== null && file.id === before?.file?.id) return { kind, title, body, link }
  return {
    kind,
    title,
    body,
    link,
    file_id: file?.id ?? null,
    file_name: file?.name ?? null,
    file_url: null,
    file_text: null,
    file_state: file === null ? null : ('reading' as const),
  }
}

export function essayOf(row: RawRow<'essays'> | Row<'essays'>): Essay {
  const { fileId: id, fileName, fileUrl: url, fileText: text, fileState, ...essay } = rowOf<'essays'>(row)
  const file =
    id === null ? null : { id, name: fileName ?? id, url, state: fileState ?? ('unreadable' as const), text }
  return { ...essay, month: essay.month as Month, file }
}

/** The essay as it is now, locked until the transaction ends. Throws what to say when there is none. */
export async function essayNow(db: Db, id: string): Promise<Essay> {
  const essay = await findEssay(db, id, { lock: true })
  if (essay !== null) return essay
  throw new MemberFacingError(
    id === ''
      ? {
          zh: '请写习作的编号，像 E-12，见 /essay status。',
          en: 'Give the number of the essay, like E-12; see /essay status.',
        }
      : {
          zh: `没有编号为“${id}”的习作。编号像 E-12，见 /essay status。`,
          en: `There is no essay "${id}". Numbers look like E-12; see /essay status.`,
        },
  )
}
