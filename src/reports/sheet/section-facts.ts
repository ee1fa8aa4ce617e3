import { sectionsFedBy, type Outline } from '../outline/outline.ts'
import type { RawFact } from '../../claims/facts/raw-fact.ts'
import type { RecordRow } from '../../claims/facts/period-records.ts'
import type { Make } from './detail-maker.ts'
import { headsOf, isEvent } from './record-words.ts'

/**
 * How many events of a section there were, and who came to them, where the section names kinds and they are of several:
 * a section of a whole family has the family's totals. Pure.
 */
export function sectionFacts(rows: readonly RecordRow[], outline: Outline, make: Make): RawFact[] {
  return outline.sections.flatMap((section) => {
    const events = rows.filter(
      (row) =>
        isEvent(row) &&
        headsOf(row) > 0 &&
        sectionsFedBy(outline, { ...OF_KIND, family: row.family, kinds: [row.kind] }).includes(section.id),
    )
    const kinds = [...new Set(events.map(({ kind }) => kind))]
    if (section.feeds.families.length > 0 || kinds.length < 2) return []
    const about = { family: events[0]?.family ?? null, kinds }
    const recordIds = events.map(({ id }) => id)
    return [
      make({
        key: `section.events:${section.id}`,
        label: { zh: `${section.title}：活动次数`, en: `${section.title}: events` },
        aggregation: 'count',
        value: events.length,
        unit: '次',
        recordIds,
        about,
      }),
      make({
        key: `section.heads:${section.id}`,
        label: { zh: `${section.title}：参加人次`, en: `${section.title}: attendances` },
        aggregation: 'sum',
        value: events.reduce((sum, row) => sum + headsOf(row), 0),
        unit: '人次',
        recordIds,
        about,
      }),
    ]
  })
}

const OF_KIND = { measure: null, essays: false, gap: false } as const
