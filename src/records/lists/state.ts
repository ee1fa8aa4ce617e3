import { z } from 'zod'
import { readMemo } from '../../slack/memo.ts'
import { parsePeriod } from '../../time/parse-period.ts'
import type { Cursor, Selection } from './list.ts'

/** A page of a list: which records, how many stand before it, and where it begins. */
export type ListState = {
  readonly selection: Selection
  /** Records before this page. */
  readonly from: number
  /** null: the first page. */
  readonly turn: { readonly to: 'older' | 'newer'; readonly cursor: Cursor } | null
}

const stateSchema = z.object({
  f: z.enum(['study', 'activity']),
  p: z.string().nullable(),
  k: z.array(z.string()),
  m: z.array(z.string()),
  w: z.array(z.string()),
  n: z.number().int().min(0),
  t: z.tuple([z.enum(['older', 'newer']), z.iso.date(), z.number().int()]).nullable(),
})

/** The state as a button carries it: at most 2,000 UTF-16 units, for any selection that was parsed. */
export function packState({ selection, from, turn }: ListState): string {
  const state: z.infer<typeof stateSchema> = {
    f: selection.family,
    p: selection.period?.label ?? null,
    k: [...selection.kindIds],
    m: [...selection.memberIds],
    w: [...selection.words],
    n: from,
    t: turn === null ? null : [turn.to, turn.cursor.startsOn, turn.cursor.number],
  }
  return JSON.stringify(state)
}

/** The opposite of packState. Throws what to say for what packState never wrote. */
export function unpackState(value: string): ListState {
  const { f, p, k, m, w, n, t } = readMemo(stateSchema, value)
  return {
    selection: {
      family: f,
      period: p === null ? null : parsePeriod(p),
      kindIds: k,
      memberIds: m,
      words: w,
    },
    from: n,
    turn: t === null ? null : { to: t[0], cursor: { startsOn: t[1], number: t[2] } },
  }
}
