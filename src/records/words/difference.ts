import { say } from '../../locale.ts'
import { escapeText, fit } from '../../slack/mrkdwn.ts'
import { ALL_PARTS, labelled, type RecordPart } from './field-words.ts'
import { detailsOf, type RecordDetails } from '../record/record.ts'
import { formatPart, type Audience } from './in-words.ts'
import type { Catalog } from './view.ts'

const KEYS: Readonly<Record<RecordPart, readonly (keyof RecordDetails)[]>> = {
  title: ['title'],
  kind: ['kindId'],
  date: ['startsOn', 'endsOn'],
  duration: ['durationMin'],
  materials: ['materials'],
  people: ['people'],
  headCount: ['headCount', 'expected', 'excused'],
  quantities: ['quantities'],
  place: ['place'],
  partner: ['partner'],
  note: ['note'],
  evidence: ['evidence'],
}

/** The parts in which two wordings of a record differ. The order of people does not count. */
export function changedParts(before: RecordDetails, after: RecordDetails): RecordPart[] {
  const [one, other] = [detailsOf(before), detailsOf(after)]
  return ALL_PARTS.filter((part) =>
    KEYS[part].some((key) => JSON.stringify(one[key]) !== JSON.stringify(other[key])),
  )
}

export type MergedEdit = {
  readonly details: RecordDetails
  /** Changed by the other only: their value is taken. */
  readonly taken: readonly RecordPart[]
  /** Changed by both, to different values: mine stays, for the person to decide. */
  readonly clashing: readonly RecordPart[]
}

/**
 * Puts two edits of one wording together, part by part: what only they changed is theirs, what only I changed is mine,
 * and what both changed is mine and named as clashing.
 */
export function mergeEdits(base: RecordDetails, theirs: RecordDetails, mine: RecordDetails): MergedEdit {
  const byMe = new Set(changedParts(base, mine))
  const apart = new Set(changedParts(theirs, mine))
  const byThem = changedParts(base, theirs)
  const taken = byThem.filter((part) => !byMe.has(part))
  const clashing = byThem.filter((part) => byMe.has(part) && apart.has(part))
  const fromThem = taken.flatMap((part) => KEYS[part]).map((key) => [key, theirs[key]] as const)
  const details = { ...mine, ...Object.fromEntries(fromThem) }
  return { details: detailsOf(details), taken, clashing }
}

/** One line a changed part: 标题：旧 → 新. mrkdwn, people's text escaped. */
export function formatDifferences(
  before: RecordDetails,
  after: RecordDetails,
  catalog: Catalog,
  audience: Audience,
): string[] {
  return changedParts(before, after).map((part) => formatDifference(part, before, after, catalog, audience))
}

/** Longest that one side of a difference is shown, in UTF-16 units. */
const SHOWN = 120

export function formatDifference(
  part: RecordPart,
  before: RecordDetails,
  after: RecordDetails,
  catalog: Catalog,
  audience: Audience,
): string {
  const sides = [before, after].map((details) => {
    const words = formatSide(part, details, catalog, audience)
    return words === '' ? say(audience.locale, { zh: '（无）', en: '(none)' }) : words
  })
  return labelled(part, sides.join(' → '), audience.locale)
}

function formatSide(part: RecordPart, details: RecordDetails, catalog: Catalog, audience: Audience): string {
  // Addresses can be of any length; a difference names the pieces only.
  if (part === 'evidence') return escapeText(fit(details.evidence.map(({ title }) => title).join(' '), SHOWN))
  const words = formatPart(part, details, catalog, audience).replaceAll('\n', ' ')
  // Mentions may not be cut in their middle; there are few of them.
  return part === 'people' ? words : fitEscaped(words)
}

/** Cuts escaped text, never inside an entity. */
function fitEscaped(words: string): string {
  return fit(words, SHOWN).replace(/&[a-z]{0,3}…$/, '…')
}
