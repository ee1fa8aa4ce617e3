import { sql } from 'kysely'
import type { Db } from '../../db/tenant.ts'

type Spot = { readonly start: number; readonly end?: number }

/**
 * A draft's text grows or shrinks where a name is replaced, and its verdict, its sources and its mark count by places in
 * it (UTF-16 offsets): moves them along. Changes `after.verdict` and `after.sources`; the mark is stored.
 */
export async function keepOffsets(
  db: Db,
  row: { readonly place_key: string; readonly values: Readonly<Record<string, unknown>> },
  after: Record<string, unknown>,
  replaced: { readonly pattern: RegExp; readonly newName: string },
): Promise<void> {
  const text = String(row.values['text'])
  const move = moverOf(text, replaced)
  after['verdict'] = moved(after['verdict'], ['spans', 'notes'], move)
  const { sources } = after
  if (Array.isArray(sources)) after['sources'] = sources.map((source: Spot) => movedSpot(source, move))
  const [draftId, version] = JSON.parse(row.place_key) as [string, number]
  const of = sql`draft_id = ${draftId} and version = ${version}`
  const { rows } = await sql<{ mark: unknown }>`select mark from draft_marks where ${of} for update`.execute(
    db,
  )
  for (const { mark } of rows) {
    const value = JSON.stringify(moved(mark, ['changes', 'lost'], move))
    await sql`update draft_marks set mark = ${value}::jsonb where ${of}`.execute(db)
  }
}

/** Where an offset of the text stands after the replacement; one within a name goes to its end. */
function moverOf(
  text: string,
  { pattern, newName }: { readonly pattern: RegExp; readonly newName: string },
): (offset: number) => number {
  const hits = [...text.matchAll(pattern)].map((hit) => ({ start: hit.index, length: hit[0].length }))
  return (offset) => {
    let shift = 0
    for (const { start, length } of hits) {
      if (start >= offset) break
      const within = start + length > offset
      shift += newName.length - (within ? offset - start : length)
    }
    return offset + shift
  }
}

function moved(value: unknown, lists: readonly string[], move: (offset: number) => number): unknown {
  if (value === null || typeof value !== 'object') return value
  const entries = Object.entries(value).map(([key, one]: [string, unknown]) => {
    if (!lists.includes(key) || !Array.isArray(one)) return [key, one]
    return [key, one.map((spot: Spot) => movedSpot(spot, move))]
  })
  return Object.fromEntries(entries)
}

function movedSpot(spot: Spot, move: (offset: number) => number): Spot {
  const start = move(spot.start)
  return spot.end === undefined ? { ...spot, start } : { ...spot, start, end: move(spot.end) }
}
