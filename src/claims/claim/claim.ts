/** Days of a claim, both ends included, ISO dates. */
export type Days = { readonly from: string; readonly to: string }

/** What narrows a claim, each by the name or id that stands in the records. Several narrow together. */
export type Scope = {
  /** Id of a member: who attended, or wrote. */
  readonly member?: string
  /** Id of the member who decided on the essays. */
  readonly reviewer?: string
  readonly department?: string
  readonly place?: string
  readonly partner?: string
  readonly material?: string
  /** The kind of an essay: 理论文章. */
  readonly genre?: string
  /** Of one record's quantities, the measure's name. */
  readonly measure?: string
  /** Essays by the day they were first handed in or decided on; without it: by the month they are written for. */
  readonly by?: 'handed-in' | 'decided'
}

/** One thing the records can prove: subject and aggregate (the stem), the subject's name, its days, its scope. */
export type PlainClaim = {
  readonly stem: Stem
  /** The kind, measure, title, set or record; null where the stem says all. */
  readonly name: string | null
  /** null only of one record, which has its own. */
  readonly days: Days | null
  readonly scope: Scope
}

/**
 * How claims make a claim. `before`, `change`, `percent`: of the period before (see `comparedDays`). `average`: the first
 * divided by the second. `each`: what all of them have alike. With `per`: of one claim, cut into its months, quarters …
 */
export type Formula = {
  readonly op: Operation
  readonly of: readonly Claim[]
  readonly per?: Per
}

export type Claim = PlainClaim | Formula

export const operations = {
  sum: 'many',
  difference: 'two',
  share: 'two',
  average: 'two',
  before: 'one',
  change: 'one',
  percent: 'one',
  largest: 'per',
  smallest: 'per',
  each: 'many or per',
} as const
export type Operation = keyof typeof operations

export const pers = ['month', 'quarter', 'kind', 'material', 'member', 'department', 'record'] as const
export type Per = (typeof pers)[number]

export function isFormula(claim: Claim): claim is Formula {
  return 'op' in claim
}

/** Whether the table of pairs has this claim: what it has not is nothing that records can prove. Pure. */
export function isAllowed(claim: Claim): boolean {
  if (isFormula(claim)) return fits(claim) && claim.of.every(isAllowed)
  // A key kept from elsewhere may name a subject that this version does not know.
  const pair = (claimPairs as Partial<Record<string, ClaimPair>>)[claim.stem]
  if (pair === undefined) return false
  const { name, days, scope } = claim
  const narrowed = Object.keys(scope)
  return (
    (name === null ? pair.named !== 'always' : pair.named !== 'never') &&
    (days === null) === (pair.of === 'record') &&
    (days === null || days.from <= days.to) &&
    narrowed.every((one) => pair.scopes.some((allowed) => allowed === one))
  )
}

function fits({ op, of, per }: Formula): boolean {
  const shape = operations[op]
  const isPer = per !== undefined && of.length === 1
  if (isPer) return shape.endsWith('per') && !isFormula(of[0]!)
  if (per !== undefined) return false
  if (shape === 'one') return of.length === 1
  return shape === 'two' ? of.length === 2 : shape.startsWith('many') && of.length >= 2
}

/** What is told of a subject. `value`: a measure's own aggregation. */
export type Aggregate =
  | 'count'
  | 'attendances'
  | 'people'
  | 'hours'
  | 'months'
  | 'months without'
  | 'materials'
  | 'value'
  | 'issues'
  | 'missing'
  | 'shortfalls'
  | 'minutes'
  | 'day'

export type SubjectSort = 'study' | 'activity' | 'measure' | 'series' | 'essays' | 'owed' | 'record'

/** One allowed pair of subject and aggregate, with the scopes that it may be asked in beside its days. */
export type ClaimPair = {
  readonly of: SubjectSort
  readonly tells: Aggregate
  readonly named: 'never' | 'always' | 'may be'
  /** '' where the measure or the record's quantity has its own. */
  readonly unit: string
  readonly scopes: readonly (keyof Scope)[]
}

const where = ['place', 'partner', 'material'] as const
const who = ['member', 'department'] as const

/**
 * Every pair that records can prove, by the stem of its key. Nothing else exists: a department has no sessions of its own
 * (every one "has" the office's 63), so departments and members narrow only attendances, people, hours and essays.
 */
export const claimPairs = {
  'study.sessions': pair('study', 'count', 'never', '次', where),
  'study.count': pair('study', 'count', 'always', '次', where),
  'study.attendance': pair('study', 'attendances', 'may be', '人次', [...where, ...who]),
  'study.people': pair('study', 'people', 'may be', '人', [...where, 'department']),
  'study.hours': pair('study', 'hours', 'may be', '小时', [...where, 'member']),
  'study.months': pair('study', 'months', 'may be', '个月', where),
  'study.materials': pair('study', 'materials', 'may be', '个', ['place', 'partner']),
  'gap.study-months': pair('study', 'months without', 'may be', '个月', []),
  'activity.records': pair('activity', 'count', 'never', '次', where),
  'activity.count': pair('activity', 'count', 'always', '次', where),
  'activity.attendance': pair('activity', 'attendances', 'never', '人次', [...where, ...who]),
  'activity.headcount': pair('activity', 'attendances', 'always', '人次', [...where, ...who]),
  'activity.people': pair('activity', 'people', 'may be', '人', [...where, 'department']),
  'activity.hours': pair('activity', 'hours', 'may be', '小时', [...where, 'member']),
  'activity.months': pair('activity', 'months', 'may be', '个月', where),
  'activity.materials': pair('activity', 'materials', 'may be', '个', ['place', 'partner']),
  'gap.activity-months': pair('activity', 'months without', 'may be', '个月', []),
  'measure.sum': pair('measure', 'value', 'always', '', ['place', 'partner']),
  'measure.latest': pair('measure', 'value', 'always', '', []),
  'measure.ratio': pair('measure', 'value', 'always', '', []),
  'title.issues': pair('series', 'issues', 'always', '期', []),
  'essay.count': pair('essays', 'count', 'always', '篇', [...who, 'reviewer', 'genre', 'by']),
  'essay.kind': pair('essays', 'count', 'always', '篇', [...who, 'reviewer', 'by']),
  'essay.writers': pair('essays', 'people', 'may be', '人', ['department', 'genre', 'by']),
  'essay.months': pair('essays', 'months', 'may be', '个月', ['genre']),
  'essay.issues': pair('essays', 'issues', 'never', '期', []),
  'gap.essays-missing': pair('owed', 'missing', 'never', '篇', [...who]),
  'gap.short-people': pair('owed', 'shortfalls', 'never', '人次', ['department']),
  'gap.short-months': pair('owed', 'months', 'never', '个月', [...who]),
  'record.people': pair('record', 'people', 'always', '人', []),
  'record.minutes': pair('record', 'minutes', 'always', '分钟', []),
  'record.hours': pair('record', 'hours', 'always', '小时', []),
  'record.day': pair('record', 'day', 'always', '日', []),
  'record.quantity': pair('record', 'value', 'always', '', ['measure']),
} satisfies Readonly<Record<string, ClaimPair>>

export type Stem = keyof typeof claimPairs

export function isStem(text: string): text is Stem {
  return Object.hasOwn(claimPairs, text)
}

/** The stem that tells this of that subject; null: no such pair. */
export function stemFor(of: SubjectSort, tells: Aggregate, isNamed: boolean): Stem | null {
  const found = Object.entries<ClaimPair>(claimPairs).find(
    ([, pair]) => pair.of === of && pair.tells === tells && pair.named !== (isNamed ? 'never' : 'always'),
  )
  return found === undefined ? null : (found[0] as Stem)
}

function pair(
  of: SubjectSort,
  tells: Aggregate,
  named: ClaimPair['named'],
  unit: string,
  scopes: readonly (keyof Scope)[],
): ClaimPair {
  return { of, tells, named, unit, scopes }
}
