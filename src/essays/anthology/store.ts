import { sql } from 'kysely'
import { findRow, insertRows, listRows, updateRows } from '../../db/rows/rows.ts'
import type { Db } from '../../db/tenant.ts'
import type { Essay } from '../essay/essay.ts'
import { essayOf } from '../essay/store.ts'

/** An issue of the anthology. `compiledBy` null: imported, or erased. */
export type Anthology = {
  readonly issue: number
  readonly title: string
  readonly compiledBy: string | null
  readonly compiledAt: Date
}

/** The same in a list. `compiledAt` null: known only by essays that a table says stand in it. */
export type AnthologyListed = {
  readonly issue: number
  readonly title: string | null
  readonly compiledAt: Date | null
  readonly essays: number
}

/** The number after the highest issue there is, imported ones too. The caller holds the counter. */
export async function nextIssue(db: Db): Promise<number> {
  const { rows } = await sql<{ issue: number }>`
    select 1 + greatest(
      (select coalesce(max(issue), 0) from anthologies),
      (select coalesce(max(anthology_issue), 0) from essays)) as issue`.execute(db)
  return rows[0]!.issue
}

/** Keeps an issue with its list, in this order. */
export async function insertAnthology(
  db: Db,
  anthology: Anthology,
  essayIds: readonly string[],
): Promise<void> {
  const { issue } = anthology
  await insertRows(db, 'anthologies', anthology)
  const entries = essayIds.map((essayId, index) => ({ issue, position: index + 1, essayId }))
  await insertRows(db, 'anthology_essays', entries)
}

/** Marks locked essays as compiled into an issue, each with an entry in its history. */
export async function markCompiled(
  db: Db,
  essayIds: readonly string[],
  compiled: { readonly issue: number; readonly by: string; readonly at: Date },
): Promise<void> {
  const { issue, by, at } = compiled
  await sql`
    with moved as (
      update essays set anthology_issue = ${issue}, revision = revision + 1
      where id = any(${[...essayIds]}::text[])
      returning id, revision
    )
    insert into essay_moves (essay_id, revision, move, by_member, at, comment)
    select id, revision, 'compile', ${by}, ${at}::timestamptz, ${String(issue)} from moved`.execute(db)
}

/** Every issue, the newest first: those compiled here, and those that only imported essays name. */
export async function listAnthologies(db: Db): Promise<AnthologyListed[]> {
  const { rows } = await sql<AnthologyListed>`
    select issue, title, compiled_at as "compiledAt", essays from (
      select issue, title, compiled_at,
        (select count(*)::int from anthology_essays where anthology_essays.issue = anthologies.issue) as essays
      from anthologies
      union all
      select anthology_issue, null, null, count(*)::int from essays
      where anthology_issue is not null and anthology_issue not in (select issue from anthologies)
      group by anthology_issue
    ) as issues order by issue desc`.execute(db)
  return rows
}

export async function findAnthology(db: Db, issue: number): Promise<Anthology | null> {
  return await findRow(db, 'anthologies', { issue })
}

/** An issue's essays in its order. */
export async function listCompiled(db: Db, issue: number): Promise<Essay[]> {
  const rows = await db
    .selectFrom('anthology_essays')
    .innerJoin('essays', 'essays.id', 'anthology_essays.essay_id')
    .selectAll('essays')
    .where('anthology_essays.issue', '=', issue)
    .orderBy('anthology_essays.position')
    .execute()
  return rows.map(essayOf)
}

/** Which of these essays have nothing to read: neither text nor file nor link. */
export async function listEmpty(db: Db, ids: readonly string[]): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from essays
    where id = any(${[...ids]}::text[]) and coalesce(trim(body), '') = '' and file_id is null and link is null
    order by number`.execute(db)
  return rows.map(({ id }) => id)
}

/** Essays of which a table says that they stand in an issue, by month and number. */
export async function listImportedInto(db: Db, issue: number): Promise<Essay[]> {
  return (await listRows(db, 'essays', { anthologyIssue: issue }, ['month', 'number'])).map(essayOf)
}

/** An issue on its way to who asked for it. `fileId`: Slack's, once it is uploaded. */
export type Sending = {
  readonly id: string
  readonly issue: number
  readonly byMember: string
  readonly state: 'waiting' | 'sent'
  readonly fileId: string | null
}

export async function insertSending(
  db: Db,
  sending: Pick<Sending, 'id' | 'issue' | 'byMember'> & { readonly askedAt: Date },
): Promise<void> {
  await insertRows(db, 'anthology_sendings', { ...sending, state: 'waiting' })
}

export async function findSending(db: Db, id: string): Promise<Sending | null> {
  return await findRow(db, 'anthology_sendings', { id })
}

export async function updateSending(
  db: Db,
  id: string,
  change: { readonly state?: Sending['state']; readonly fileId?: string },
): Promise<void> {
  await updateRows(db, 'anthology_sendings', { id }, change)
}
