import { nextNumber, type Db } from '../../db/tenant.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { lexiconOf } from '../outline/settings.ts'

/** A name that holds a numeral and is no figure, as an editor added it. */
export type LexiconTerm = {
  readonly number: number
  readonly term: string
  readonly draftId: string | null
  readonly addedBy: string
  readonly addedAt: Date
  readonly removedBy: string | null
  readonly removedAt: Date | null
}

/** Every term ever added, newest first, those removed included. */
export async function listTerms(db: Db): Promise<LexiconTerm[]> {
  const rows = await db.selectFrom('lexicon_terms').selectAll().orderBy('number', 'desc').execute()
  return rows.map((row) => ({
    number: row.number,
    term: row.term,
    draftId: row.draft_id,
    addedBy: row.added_by,
    addedAt: row.added_at,
    removedBy: row.removed_by,
    removedAt: row.removed_at,
  }))
}

/** Adds a term unless it stands. Returns whether it was new. */
export async function insertTerm(
  db: Db,
  { term, draftId, addedBy, addedAt }: Pick<LexiconTerm, 'term' | 'draftId' | 'addedBy' | 'addedAt'>,
): Promise<boolean> {
  const number = await nextNumber(db, 'lexicon')
  const { numInsertedOrUpdatedRows } = await db
    .insertInto('lexicon_terms')
    .values({ number, term, draft_id: draftId, added_by: addedBy, added_at: addedAt })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow()
  return numInsertedOrUpdatedRows === 1n
}

export async function removeTerm(
  db: Db,
  number: number,
  by: { readonly member: string; readonly at: Date },
): Promise<void> {
  await db
    .updateTable('lexicon_terms')
    .set({ removed_by: by.member, removed_at: by.at })
    .where('number', '=', number)
    .where('removed_at', 'is', null)
    .execute()
}

/** Names that are no figures in this workspace, beyond those that ship: what is set and what editors have added. */
export async function currentLexicon(db: Db): Promise<string[]> {
  const { settings } = await readWorkspace(db)
  const terms = await listTerms(db)
  const standing = terms.filter(({ removedAt }) => removedAt === null).map(({ term }) => term)
  return [...new Set([...lexiconOf(settings), ...standing])]
}
