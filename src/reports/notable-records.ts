import type { NotableRecord, Topics } from './draft-basis.ts'
import type { RecordRow } from './ledger-store.ts'

/** Words kept of one kind. */
const TOPICS = 8
/** Records offered of one kind, and in all: so a prompt grows with the kinds. */
const PER_KIND = 3
const IN_ALL = 36
/** A record with more people than this names a meeting, not persons. */
const FEW_PEOPLE = 3

/** What the records of each kind were about, the most frequent words first. Pure. */
export function topicsByKind(rows: readonly RecordRow[], kinds: ReadonlySet<string>): Record<string, Topics> {
  const topics: Record<string, Topics> = {}
  for (const kind of kinds) {
    const own = rows.filter((row) => row.kind === kind)
    topics[kind] = {
      materials: frequent(own.flatMap(({ materials }) => materials)),
      titles: frequent(own.map(({ title }) => title)),
      partners: frequent(own.flatMap(({ partner }) => (partner === null ? [] : [partner]))),
    }
  }
  return topics
}

function frequent(words: readonly string[]): string[] {
  const times = new Map<string, number>()
  for (const word of words) {
    const plain = word.trim()
    if (plain !== '') times.set(plain, (times.get(plain) ?? 0) + 1)
  }
  return [...times]
    .sort((a, b) => b[1] - a[1])
    .slice(0, TOPICS)
    .map(([word]) => word)
}

/**
 * Records worth citing: of every kind a few, each about something else, those first that tell more (a partner, a
 * count of heads, a note, evidence). Pure; at most 36 whatever the number of records.
 */
export function chooseNotable(rows: readonly RecordRow[], kinds: ReadonlySet<string>): NotableRecord[] {
  const perKind = Math.max(1, Math.min(PER_KIND, Math.floor(IN_ALL / Math.max(1, kinds.size))))
  const chosen = [...kinds].flatMap((kind) => {
    const about = new Set<string>()
    return rows
      .filter((row) => row.kind === kind)
      .map((row) => ({ row, worth: worthOf(row) }))
      .sort((a, b) => b.worth - a.worth)
      .filter(({ row }) => {
        const subject = row.materials[0] ?? row.title
        if (about.has(subject)) return false
        about.add(subject)
        return true
      })
      .slice(0, perKind)
  })
  return chosen
    .slice(0, IN_ALL)
    .map(({ row }) => notable(row))
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

function worthOf(row: RecordRow): number {
  return (
    (row.partner === null ? 0 : 3) +
    (row.head_count === null ? 0 : 2) +
    (row.quantities.length > 0 ? 1 : 0) +
    (row.evidence.length > 0 ? 1 : 0) +
    (row.note === null ? 0 : 1)
  )
}

function notable(row: RecordRow): NotableRecord {
  return {
    recordId: row.id,
    day: row.starts_on,
    kind: row.kind,
    title: row.title,
    materials: row.materials.slice(0, 3),
    place: row.place,
    partner: row.partner,
    people: row.people.length <= FEW_PEOPLE ? row.people : [],
  }
}
