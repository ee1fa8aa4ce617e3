import { inTransaction, type Context } from '../../context.ts'
import { listMembers } from '../../members/members-store.ts'
import { requireAbility, type Member } from '../../members/member.ts'
import { readWorkspace } from '../../members/workspace-store.ts'
import { listTerms, type LexiconTerm } from './lexicon-store.ts'

/** A name with who added it and, if so, who removed it. */
export type NamedTerm = LexiconTerm & { readonly adder: Member | null; readonly remover: Member | null }

export type Lexicon = { readonly zone: string; readonly terms: readonly NamedTerm[] }

/** Every name that was ever added, newest first. */
export async function readLexicon(ctx: Context, by: Member): Promise<Lexicon> {
  requireAbility(by, 'write reports')
  return await inTransaction(ctx, async ({ db }) => {
    const members = new Map((await listMembers(db)).map((member) => [member.id, member]))
    const terms = (await listTerms(db)).map((term) => ({
      ...term,
      adder: members.get(term.addedBy) ?? null,
      remover: members.get(term.removedBy ?? '') ?? null,
    }))
    return { zone: (await readWorkspace(db)).zone, terms }
  })
}
