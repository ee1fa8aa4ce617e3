import type { LocalizedText } from '../../locale.ts'
import { monthsOf, periodOfDays } from '../../time/period.ts'
import { claimPairs, type Days, type Per, type PlainClaim } from '../claim/claim.ts'
import { genreWords } from '../claim/essay-words.ts'
import type { EvidenceRows } from './rows.ts'

/** What each part of a cut is called. */
export const perWords: Readonly<Record<Per, LocalizedText>> = {
  month: { zh: '月', en: 'month' },
  quarter: { zh: '季度', en: 'quarter' },
  kind: { zh: '类', en: 'kind' },
  material: { zh: '项内容', en: 'material' },
  member: { zh: '人', en: 'person' },
  department: { zh: '部门', en: 'department' },
  record: { zh: '次', en: 'occasion' },
}

/** One part of a claim that is cut, and what that part is called. */
export type Cut = { readonly claim: PlainClaim; readonly at: LocalizedText }

/** A claim cut into its months, kinds, people … null: it cannot be cut that way. Pure. */
export function cutsOf(claim: PlainClaim, per: Per, rows: EvidenceRows): readonly Cut[] | null {
  const { days } = claim
  if (days === null) return null
  switch (per) {
    case 'month':
      return stretches(days, 1).map((one) =>
        within(claim, one, { zh: `${Number(one.from.slice(5, 7))}月`, en: one.from.slice(0, 7) }),
      )
    case 'quarter':
      return stretches(days, 3).map((one) => within(claim, one, quarterName(one)))
    case 'kind':
      return byKind(claim, rows)
    case 'material':
      return scoped(claim, 'material', [
        ...new Set(
          rows.records
            .filter(({ day }) => day >= days.from && day <= days.to)
            .flatMap(({ materials }) => materials),
        ),
      ])
    case 'department':
      return scoped(claim, 'department', [
        ...new Set(rows.members.flatMap(({ department }) => department ?? [])),
      ])
    case 'member':
      return rows.members.map(({ id, name }) => ({
        claim: { ...claim, scope: { ...claim.scope, member: id } },
        at: { zh: name, en: name },
      }))
    case 'record':
      return null
  }
}

/** The months, or the quarters of the calendar, that the days touch, cut to the days. */
function stretches({ from, to }: Days, months: 1 | 3): Days[] {
  const all = monthsOf(periodOfDays(from, to))
  const groups = Map.groupBy(all, (month) =>
    months === 1 ? month : `${month.slice(0, 4)} ${Math.ceil(Number(month.slice(5)) / 3)}`,
  )
  return [...groups.values()].map((group) => {
    const [first, last] = [`${group[0]!}-01`, `${group.at(-1)!}-01`]
    const end = Temporal.PlainDate.from(last)
    const closing = end.with({ day: end.daysInMonth }).toString()
    return { from: first < from ? from : first, to: closing > to ? to : closing }
  })
}

function quarterName({ from }: Days): LocalizedText {
  const quarter = Math.ceil(Number(from.slice(5, 7)) / 3)
  return { zh: `第${'一二三四'[quarter - 1]}季度`, en: `Q${quarter}` }
}

function within(claim: PlainClaim, days: Days, at: LocalizedText): Cut {
  return { claim: { ...claim, days }, at }
}

const OF_A_KIND: Readonly<Record<string, PlainClaim['stem']>> = {
  'study.sessions': 'study.count',
  'activity.records': 'activity.count',
  'activity.attendance': 'activity.headcount',
}

/** Study and activities by kind; essays by genre. */
function byKind(claim: PlainClaim, rows: EvidenceRows): readonly Cut[] | null {
  const { of } = claimPairs[claim.stem]
  if (of === 'essays') {
    const genres = [...new Set(rows.essays.map(({ genre }) => genre))]
    return scoped(claim, 'genre', genres)
  }
  if ((of !== 'study' && of !== 'activity') || claim.name !== null) return null
  return rows.kinds
    .filter(({ family }) => family === of)
    .map(({ zh, en }) => ({
      claim: { ...claim, stem: OF_A_KIND[claim.stem] ?? claim.stem, name: zh },
      at: { zh, en },
    }))
}

function scoped(
  claim: PlainClaim,
  scope: 'material' | 'department' | 'genre',
  names: readonly string[],
): readonly Cut[] | null {
  if (!claimPairs[claim.stem].scopes.some((one) => one === scope)) return null
  return names.map((name) => ({
    claim: { ...claim, scope: { ...claim.scope, [scope]: name } },
    at: { zh: name, en: scope === 'genre' ? genreWords(name).many : name },
  }))
}
