import { inTransaction } from '../../context.ts'
import type { Db } from '../../db/tenant.ts'
import type { Caller } from '../../members/caller.ts'
import type { Vocabulary } from '../line/words/reading.ts'
import type { FormerWords, Catalog } from './view.ts'
import { listAllKinds, listAllMeasures } from '../vocabulary/words-store.ts'

/** A workspace's kinds and measures that can be chosen, the same for the parser, and those that once could be. */
export type Words = Pick<Catalog, 'kinds' | 'measures'> & {
  readonly vocabulary: Vocabulary
  readonly former: FormerWords
}

/** Hands out a workspace's words. They are read once a revision of the workspace, since every command needs them. */
export function keepWords(): (caller: Pick<Caller, 'ctx' | 'workspace'>) => Promise<Words> {
  const kept = new Map<string, { readonly revision: number; readonly words: Promise<Words> }>()
  return async (caller) => {
    const { teamId, revision } = caller.workspace
    const known = kept.get(teamId)
    if (known?.revision === revision) return await known.words
    const words = inTransaction(caller.ctx, async ({ db }) => await readWords(db))
    kept.set(teamId, { revision, words })
    // What could not be read is not kept.
    words.catch(() => kept.delete(teamId))
    return await words
  }
}

/** A workspace's words as they stand. */
export async function readWords(db: Db): Promise<Words> {
  const all = { kinds: await listAllKinds(db), measures: await listAllMeasures(db) }
  const isFormer = (kind: (typeof all.kinds)[number]) => kind.retired || kind.mergedInto !== null
  const kinds = all.kinds.filter((kind) => !isFormer(kind))
  const measures = all.measures.filter(({ retired }) => !retired)
  const former = {
    kinds: all.kinds.filter(isFormer),
    measures: all.measures.filter(({ retired }) => retired),
  }
  return { kinds, measures, former, vocabulary: vocabularyOf({ kinds, measures }) }
}

/** What the parser needs to know of the workspace's kinds and measures. */
export function vocabularyOf({ kinds, measures }: Pick<Catalog, 'kinds' | 'measures'>): Vocabulary {
  return {
    kinds: kinds.map(({ id, family, nameZh, nameEn, aliases }) => ({
      id,
      family,
      names: [nameZh, nameEn, ...aliases],
    })),
    measures,
  }
}
