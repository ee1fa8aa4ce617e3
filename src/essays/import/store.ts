import type { Db } from '../../db/tenant.ts'

/** An essay as a table names it. `month` is 2022-11; `seq` counts the member's essays of that month. */
export type ImportedEssay = {
  readonly memberId: string
  readonly month: string
  readonly seq: number
  readonly kind: string
  readonly title: string
  readonly submittedAt: Date
  readonly reviewerId: string | null
  readonly state: 'submitted' | 'returned' | 'approved'
  readonly excellent: boolean
  readonly anthologyIssue: number | null
  readonly contest: string | null
  /** What there is to read; null: the table does not say, and what is stored stays. */
  readonly words: { readonly body: string | null; readonly link: string | null } | null
}

type Stored = ImportedEssay & {
  readonly id: string
  readonly revision: number
  /** Its latest move was a person's, not an import. */
  readonly isMoved: boolean
}

export function placeKey(essay: Pick<ImportedEssay, 'memberId' | 'month' | 'seq'>): string {
  return `${essay.memberId} ${essay.month} ${essay.seq}`
}

/** Essays of some months, by member, month and place within it. */
export async function findEssaysByPlace(db: Db, months: readonly string[]): Promise<Map<string, Stored>> {
  if (months.length === 0) return new Map()
  const rows = await db
    .selectFrom('essays')
    .leftJoin('essay_moves', (join) =>
      join
        .onRef('essay_moves.essay_id', '=', 'essays.id')
        .onRef('essay_moves.revision', '=', 'essays.revision'),
    )
    .selectAll('essays')
    .select('essay_moves.move as latest_move')
    .where('month', 'in', months)
    .execute()
  return new Map(
    rows.map((row) => {
      const essay: Stored = {
        id: row.id,
        revision: row.revision,
        isMoved: row.latest_move !== 'import',
        memberId: row.member_id,
        month: row.month,
        seq: row.seq,
        kind: row.kind,
        title: row.title,
        submittedAt: row.submitted_at ?? new Date(0),
        reviewerId: row.reviewer_id,
        state: row.state === 'draft' || row.state === 'withdrawn' ? 'submitted' : row.state,
        excellent: row.excellent,
        anthologyIssue: row.anthology_issue,
        contest: row.contest,
        words: { body: row.body, link: row.link },
      }
      return [placeKey(essay), essay]
    }),
  )
}

export async function insertEssays(
  db: Db,
  essays: readonly (ImportedEssay & { readonly number: number })[],
  at: Date,
): Promise<void> {
  for (let from = 0; from < essays.length; from += 1000) {
    const chunk = essays.slice(from, from + 1000)
    await db
      .insertInto('essays')
      .values(
        chunk.map((essay) => ({
          id: `E-${essay.number}`,
          number: essay.number,
          member_id: essay.memberId,
          month: essay.month,
          seq: essay.seq,
          first_submitted_at: essay.submittedAt,
          ...columnsOf(essay, at),
        })),
      )
      .execute()
    await db
      .insertInto('essay_moves')
      .values(chunk.map((essay) => ({ essay_id: `E-${essay.number}`, revision: 1, move: 'import', at })))
      .execute()
  }
}

/** Takes over what a table says differently of an essay. Returns whether it did. */
export async function replaceImported(
  db: Db,
  before: Stored,
  essay: ImportedEssay,
  at: Date,
): Promise<boolean> {
  const same =
    before.kind === essay.kind &&
    before.title === essay.title &&
    before.submittedAt.getTime() === essay.submittedAt.getTime() &&
    before.reviewerId === essay.reviewerId &&
    before.state === essay.state &&
    before.excellent === essay.excellent &&
    before.anthologyIssue === essay.anthologyIssue &&
    before.contest === essay.contest &&
    (essay.words === null ||
      (before.words?.body === essay.words.body && before.words.link === essay.words.link))
  if (same) return false
  const revision = before.revision + 1
  await db
    .updateTable('essays')
    .set({ ...columnsOf(essay, at), revision })
    .where('id', '=', before.id)
    .execute()
  await db.insertInto('essay_moves').values({ essay_id: before.id, revision, move: 'import', at }).execute()
  return true
}

function columnsOf(essay: ImportedEssay, at: Date) {
  return {
    kind: essay.kind,
    title: essay.title,
    submitted_at: essay.submittedAt,
    reviewer_id: essay.reviewerId,
    state: essay.state,
    decided_by: essay.state === 'submitted' ? null : essay.reviewerId,
    decided_at: essay.state === 'submitted' ? null : at,
    excellent: essay.excellent,
    anthology_issue: essay.anthologyIssue,
    contest: essay.contest,
    ...essay.words,
  }
}
