import { insertNew, listRows, updateRows } from '../../db/rows/rows.ts'
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
  return await listRows(db, 'lexicon_terms', {}, ['number desc'])
}

/** Adds a term unless it stands. Returns whether it was new. */
export async function insertTerm(
  db: Db,
  term: Pick<LexiconTerm, 'term' | 'draftId' | 'addedBy' | 'addedAt'>,
): Promise<boolean> {
  return await insertNew(db, 'lexicon_terms', { number: await nextNumber(db, 'lexicon'), ...term })
}

export async function removeTerm(
  db: Db,
  number: number,
  by: { readonly member: string; readonly at: Date },
): Promise<void> {
  const removed = { removedBy: by.member, removedAt: by.at }
  await updateRows(db, 'lexicon_terms', { number, removedAt: null }, removed)
}

/** Names that are no figures in this workspace, beyond those that ship: what is set and what editors have added. */
export async function currentLexicon(db: Db): Promise<string[]> {
  const { settings } = await readWorkspace(db)
  const terms = await listTerms(db)
  const standing = terms.filter(({ removedAt }) => removedAt === null).map(({ term }) => term)
  return [...new Set([...lexiconOf(settings), ...standing])]
}
