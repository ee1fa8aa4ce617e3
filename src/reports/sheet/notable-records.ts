import type { NotableRecord, Topics } from '../basis/draft-basis.ts'
import type { RecordRow } from '../../claims/facts/period-records.ts'

/** Words kept of one kind. */
const TOPICS = 8
/** Kinds of which a record is offered, and records offered beyond one a kind: so a prompt grows with the kinds alone. */
const KINDS = 32
const BEYOND = 4
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
 * Records worth citing: one of every kind and four beyond, each of a kind about something else, those first that tell
 * more (a partner, a count of heads, a note, evidence). Pure; ten times the records make it four longer at most.
 */
export function chooseNotable(rows: readonly RecordRow[], kinds: ReadonlySet<string>): NotableRecord[] {
  const byKind = [...kinds].slice(0, KINDS).map((kind) => ofKind(rows, kind))
  const first = byKind.flatMap((own) => own.slice(0, 1))
  const beyond = byKind.flatMap((own) => own.slice(1)).sort((a, b) => worthOf(b) - worthOf(a))
  return [...first, ...beyond.slice(0, BEYOND)]
    .map(notable)
    .sort((a, b) => (a.day < b.day ? -1 : a.day > b.day ? 1 : 0))
}

/** Records of a kind, each about something else, the most telling first. */
function ofKind(rows: readonly RecordRow[], kind: string): RecordRow[] {
  const about = new Set<string>()
  return rows
    .filter((row) => row.kind === kind)
    .sort((a, b) => worthOf(b) - worthOf(a))
    .filter((row) => {
      const subject = row.materials[0] ?? row.title
      if (about.has(subject)) return false
      about.add(subject)
      return true
    })
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
