import type { NotableRecord } from '../basis/draft-basis.ts'
import type { RecordRow } from '../../claims/facts/period-records.ts'
import { headsOf, isEvent } from './record-words.ts'

/** As many of one sort are all offered; of more only the most telling, so that more records make the sheet shorter. */
const ALL = 6
const TELLING = 1
/** Records of a section at most. */
export const MOST_NOTABLE = 40
/** A record with more people than this names a meeting, not persons. */
const FEW_PEOPLE = 3

/**
 * Records worth citing, by day: of every kind all events and all entries where they are few, else the most telling (a
 * partner, heads, a note, evidence; and the newest value of a stock). `most`: those of each kind in turn until so many
 * are chosen. Pure; bounded by the kinds, not by the records.
 */
export function chooseNotable(
  rows: readonly RecordRow[],
  kinds: ReadonlySet<string>,
  most: number,
): RecordRow[] {
  const sorts = [...kinds].flatMap((kind) => {
    const own = rows.filter((row) => row.kind === kind)
    return [telling(own.filter(isEvent)), telling(own.filter((row) => !isEvent(row)))]
  })
  const byTurns = Array.from({ length: ALL + 1 }, (_, turn) =>
    sorts.flatMap((own) => own.slice(turn, turn + 1)),
  )
  const chosen = new Set(byTurns.flat().slice(0, most))
  return rows.filter((row) => chosen.has(row))
}

/** The most telling of one sort: all of a few, else those about different things. */
function telling(rows: readonly RecordRow[]): RecordRow[] {
  const sorted = [...rows].sort((a, b) => worthOf(b) - worthOf(a))
  if (rows.length <= ALL) return sorted
  const about = new Set<string>()
  const different = sorted.filter((row) => {
    const subject = row.materials[0] ?? row.title
    return about.has(subject) ? false : about.add(subject) !== undefined
  })
  const stock = rows.findLast(({ quantities }) => quantities.some(({ aggregation }) => aggregation !== 'sum'))
  return [...new Set([...(stock === undefined ? [] : [stock]), ...different.slice(0, TELLING)])]
}

function worthOf(row: RecordRow): number {
  return (
    (row.partner === null ? 0 : 3) +
    (row.head_count === null ? 0 : 2) +
    (row.quantities.length > 0 ? 1 : 0) +
    (row.evidence.length > 0 ? 1 : 0) +
    (row.note === null ? 0 : 1) +
    // Of two that tell as much, the one that more came to.
    headsOf(row) / 1e6
  )
}

/** A record as it is offered to a writer. */
export function notable(row: RecordRow): NotableRecord {
  return {
    recordId: row.id,
    day: row.starts_on,
    kind: row.kind,
    title: row.title,
    materials: row.materials.slice(0, 3),
    place: row.place,
    partner: row.partner,
    people: row.people.length <= FEW_PEOPLE ? row.people : [],
    isEvent: isEvent(row),
    measures: row.quantities.map(({ name }) => name),
  }
}
