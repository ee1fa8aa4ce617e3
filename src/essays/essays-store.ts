import type { Selectable } from 'kysely'
import type { EssayState, Schema } from '../db/schema.ts'
import type { Db } from '../db/tenant.ts'
import type { Month } from '../time/month.ts'
import type { Essay, EssayText } from './essay.ts'
import type { EssayMove } from './essay-moves.ts'

/** One entry of an essay's history. `by` is null for an import. */
export type MoveMade = {
  readonly move: 'submit' | EssayMove
  readonly by: string
  readonly at: Date
  readonly comment: string | null
}

/** With `lock`, other transactions that lock it wait until this one ends. */
export async function findEssay(
  db: Db,
  id: string,
  { lock = false }: { readonly lock?: boolean } = {},
): Promise<Essay | null> {
  const row = await db
    .selectFrom('essays')
    .selectAll()
    .where('id', '=', id)
    .$if(lock, (query) => query.forUpdate())
    .executeTakeFirst()
  return row === undefined ? null : essayOf(row)
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

/** Stores a new essay with the first entry of its history. */
export async function insertEssay(
  db: Db,
  essay: Pick<Essay, 'id' | 'number' | 'memberId' | 'month' | 'seq'> & EssayText,
  at: Date,
): Promise<Essay> {
  const row = await db
    .insertInto('essays')
    .values({
      id: essay.id,
      number: essay.number,
      member_id: essay.memberId,
      month: essay.month,
      seq: essay.seq,
      ...textColumns(essay),
      state: 'submitted',
      first_submitted_at: at,
      submitted_at: at,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  await insertMove(
    db,
    { id: essay.id, revision: 1 },
    { move: 'submit', by: essay.memberId, at, comment: null },
  )
  return essayOf(row)
}

/** Makes a move on an essay that is locked: its new state, what else changes, and the entry in its history. */
export async function moveEssay(
  db: Db,
  essay: Essay,
  move: MoveMade & { readonly to: EssayState; readonly text?: EssayText },
): Promise<Essay> {
  const revision = essay.revision + 1
  const isDecision = move.move === 'approve' || move.move === 'return'
  const row = await db
    .updateTable('essays')
    .set({
      state: move.to,
      revision,
      ...(move.text === undefined ? {} : textColumns(move.text)),
      ...(move.move === 'resubmit' ? { submitted_at: move.at } : {}),
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

/** A member's essays of some months that were not withdrawn, in order. */
export async function listEssaysOf(db: Db, memberId: string, months: readonly Month[]): Promise<Essay[]> {
  if (months.length === 0) return []
  const rows = await db
    .selectFrom('essays')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('month', 'in', months)
    .where('state', '!=', 'withdrawn')
    .orderBy('month')
    .orderBy('seq')
    .execute()
  return rows.map(essayOf)
}

/** A member's essays that were returned and wait for them, whatever the month. */
export async function listReturnedTo(db: Db, memberId: string): Promise<Essay[]> {
  const rows = await db
    .selectFrom('essays')
    .selectAll()
    .where('member_id', '=', memberId)
    .where('state', '=', 'returned')
    .orderBy('number')
    .execute()
  return rows.map(essayOf)
}

/** Essays that wait for a review which this member may give: not their own, the longest waiting first. */
export async function listReviewQueue(
  db: Db,
  reviewerId: string,
  limit: number,
): Promise<{ readonly essays: readonly Essay[]; readonly total: number }> {
  const waiting = db
    .selectFrom('essays')
    .where('state', '=', 'submitted')
    .where('member_id', '!=', reviewerId)
  const rows = await waiting.selectAll().orderBy('submitted_at').orderBy('number').limit(limit).execute()
  const { total } = await waiting
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirstOrThrow()
  return { essays: rows.map(essayOf), total }
}

async function insertMove(
  db: Db,
  essay: { readonly id: string; readonly revision: number },
  { move, by, at, comment }: MoveMade,
): Promise<void> {
  await db
    .insertInto('essay_moves')
    .values({ essay_id: essay.id, revision: essay.revision, move, by_member: by, at, comment })
    .execute()
}

function textColumns({ kind, title, body, link }: EssayText) {
  return { kind, title, body, link }
}

function essayOf(row: Selectable<Schema['essays']>): Essay {
  return {
    id: row.id,
    number: row.number,
    memberId: row.member_id,
    month: row.month as Month,
    seq: row.seq,
    kind: row.kind,
    title: row.title,
    body: row.body,
    link: row.link,
    state: row.state,
    firstSubmittedAt: row.first_submitted_at,
    submittedAt: row.submitted_at,
    decidedBy: row.decided_by,
    decidedAt: row.decided_at,
    excellent: row.excellent,
    revision: row.revision,
  }
}
