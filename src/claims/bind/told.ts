import { claimPairs, type Days, type PlainClaim, type Scope, type Stem } from '../claim/claim.ts'
import { sortOf, type Meaning } from '../read/names.ts'

const told: Readonly<Record<string, readonly Stem[]>> = {
  study: ['study.count', 'study.attendance', 'study.people', 'study.hours', 'study.months'],
  activity: ['activity.count', 'activity.headcount', 'activity.people', 'activity.hours', 'activity.months'],
}

export const toldOfAll: Readonly<Record<string, readonly Stem[]>> = {
  study: ['study.sessions', 'study.attendance', 'study.people', 'study.hours', 'study.months'],
  activity: [
    'activity.records',
    'activity.attendance',
    'activity.people',
    'activity.hours',
    'activity.months',
  ],
}

/** All that is told of what a name means, as far as the scope may be asked. Members and departments only take part. */
export function expand(
  name: { readonly means: readonly Meaning[] },
  days: Days,
  scope: Scope,
  sets: readonly string[] = [],
): PlainClaim[] {
  const claims = name.means.flatMap(({ stem, name, narrow }): PlainClaim[] => {
    // Of a genre approved and handed in are told, and any set that is named with it.
    if (stem === 'essay.kind' && name !== null)
      return [
        { stem, name, days, scope },
        ...['submitted', ...sets].map((set): PlainClaim => ({
          stem: 'essay.count',
          name: set,
          days,
          scope: { ...scope, genre: name },
        })),
      ]
    const stems = narrow ? [stem] : ((name === null ? toldOfAll : told)[sortOf(stem)] ?? [stem])
    const own = stems.filter((one) =>
      Object.keys(scope).every((what) => (claimPairs[one].scopes as readonly string[]).includes(what)),
    )
    return own.map((one) => ({ stem: one, name, days, scope }))
  })
  return claims.filter(
    (one, i) =>
      claims.findIndex(
        (other) =>
          other.stem === one.stem && other.name === one.name && other.scope.genre === one.scope.genre,
      ) === i,
  )
}

/** What of claims may be added or divided: attendances with attendances, essays with essays. */
export function kindOf({ stem }: PlainClaim): string {
  const [sort = '', tells = ''] = stem.split('.')
  if (sort === 'essay') return tells === 'writers' || tells === 'issues' ? stem : 'essay'
  if (sort === 'measure' || sort === 'title') return `${stem} ${tells}`
  return /count|sessions|records/.test(tells)
    ? 'times'
    : /attendance|headcount/.test(tells)
      ? 'attendances'
      : tells
}

export const wholeOf = (days: Days): readonly PlainClaim[] =>
  (
    [
      { stem: 'study.attendance', name: null },
      { stem: 'study.sessions', name: null },
      { stem: 'essay.count', name: 'submitted' },
      { stem: 'essay.count', name: 'approved' },
      { stem: 'activity.records', name: null },
      { stem: 'activity.attendance', name: null },
    ] as const
  ).map((one) => ({ ...one, days, scope: {} }))
