import { readWorkspace } from '../../members/workspace-store.ts'
import type { Db } from '../../db/tenant.ts'
import type { Evidence } from '../../claims/evidence/evidence.ts'
import { loadDraftEvidence } from '../basis/draft-evidence.ts'
import { listCurrentVersions, listLastChanges, WORDS, type CurrentVersion } from '../marks/current-store.ts'

/**
 * Of the drafts that count, those whose text a change of the records can have reached: a figure's claim has another value
 * than the text, a record that the text rests on was changed since it was written, a name in it is nobody's any more, or
 * it is marked already. A fixed number of statements for each period and day up to which
 * its drafts count.
 */
export async function listTouchedDrafts(db: Db): Promise<string[]> {
  const versions = await listCurrentVersions(db)
  if (versions.length === 0) return []
  const { zone } = await readWorkspace(db)
  const first = new Date(Math.min(...versions.map(({ at }) => at.getTime())))
  const changes = await listLastChanges(db, first)
  const read = new Map<string, Evidence>()
  const touched = new Set<string>()
  for (const version of versions) {
    const { draftId, period, asOf, requestedAt } = version
    const known = `${period} ${asOf ?? requestedAt.toISOString().slice(0, 10)}`
    const basis = asOf === null ? null : { asOf }
    const evidence =
      read.get(known) ?? (await loadDraftEvidence(db, { period, basis, asked: requestedAt, zone }))
    read.set(known, evidence)
    if (isTouched(version, evidence, changes)) touched.add(draftId)
  }
  return [...touched]
}

/** S of S-42: study, an activity or an essay. */
function sortOf(id: string): string {
  return id.slice(0, id.indexOf('-'))
}

/** Dust of fractions, as in a share. */
const SAME = 1e-5

/** Whether a version may say something that the records no longer bear out. Pure. */
export function isTouched(
  { isMarked, verdict, at, text, members }: CurrentVersion,
  evidence: Evidence,
  changes: ReadonlyMap<string, Date>,
): boolean {
  if (isMarked) return true
  const isSince = (moment: Date | undefined) => (moment?.getTime() ?? -Infinity) > at.getTime()
  if (verdict.usedRecordIds.some((id) => isSince(changes.get(id)))) return true
  const names = new Set(evidence.rows.members.map(({ name }) => name))
  if (members.some((name) => !names.has(name) && text.includes(name))) return true
  return verdict.spans.some(({ kind, fact, claim, state, recordIds }) => {
    if (kind !== 'figure' || state === 'unsupported') return false
    const now = claim ? evidence.valueOf(claim.key) : null
    if (claim && now !== null) return Math.abs(now.value - claim.value) > SAME
    // A figure that no claim tells (its verdict is older than claims, or it is worked out for the writer) follows every
    // record of the sort that it came from, and the words that these stand under.
    if (!claim && fact === null) return false
    const sorts = new Set(recordIds.map(sortOf))
    return (
      sorts.size === 0 ||
      isSince(changes.get(WORDS)) ||
      [...changes].some(([id, when]) => sorts.has(sortOf(id)) && isSince(when))
    )
  })
}
