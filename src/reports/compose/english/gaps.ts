import { emptyMonths } from '../matter/times.ts'
import { plural } from './words.ts'
import { capital, slot, type Material } from '../matter/material.ts'
import { monthList } from '../matter/times.ts'
import { quartersOf, thinQuarter } from '../matter/times.ts'
import { either, listed } from '../matter/sayable.ts'
import type { DraftBasis } from '../../basis/draft-basis.ts'
import type { Fact } from '../../../claims/facts/fact.ts'

/** Kinds named in one sentence. */
const NAMED = 8

const FAMILIES = { study: 'study', activity: 'activities', essays: 'essays' } as const

/** What the records show missing, a paragraph each. */
export function englishGaps(basis: DraftBasis, { gaps, details }: Material): string[] {
  const get = (key: string) => gaps.get(key)
  const quarters = quartersOf('study', details)
  const thin = thinQuarter(quarters)
  return [
    ['Essays owed.', owed(get('gap.essays-missing'), get('gap.short-people'))],
    ['Essays in progress.', inProgress(get)],
    ['Months without records.', monthGap(basis, get)],
    [
      'Uneven study.',
      thin === null
        ? ''
        : `By quarter, ${listed(quarters.map(({ count }) => slot(count)))} study sessions were held; ${thin.words.en} had only ${slot(thin.count)}.`,
    ],
    ...kindGaps(basis),
  ].flatMap(([heading = '', told = '']) => (told === '' ? [] : [`${heading} ${told}`]))
}

function owed(missing: Fact | undefined, people: Fact | undefined): string {
  const first =
    missing === undefined
      ? ''
      : `In months that have ended, ${slot(missing)} ${plural(missing, 'essay that was', 'essays that were')} owed ${plural(missing, 'was', 'were')} not handed in.`
  const second =
    people === undefined
      ? ''
      : `Counted by member and month, ${slot(people)} ${plural(people, 'quota was', 'quotas were')} not met.`
  return [first, second].filter((sentence) => sentence !== '').join(' ')
}

function inProgress(get: (key: string) => Fact | undefined): string {
  const [late, returned, waiting] = ['late', 'returned', 'waiting'].map((set) => get(`essay.count:${set}`))
  const essays = (fact: Fact) => `${slot(fact)} ${plural(fact, 'essay', 'essays')}`
  const open = [
    returned === undefined
      ? ''
      : `${essays(returned)} ${plural(returned, 'was', 'were')} returned for changes and ${plural(returned, 'is', 'are')} still open`,
    waiting === undefined ? '' : `${essays(waiting)} ${plural(waiting, 'is', 'are')} waiting for review`,
  ].filter((clause) => clause !== '')
  return [
    open.length === 0 ? '' : `Of those handed in, ${listed(open)}.`,
    late === undefined
      ? ''
      : `${capital(essays(late))} came only after the month ${plural(late, 'it was', 'they were')} for.`,
  ]
    .filter((sentence) => sentence !== '')
    .join(' ')
}

function monthGap(basis: DraftBasis, get: (key: string) => Fact | undefined): string {
  if (basis.digest !== undefined) {
    const said = emptyMonths(basis).map(
      ({ months, families }) =>
        `no ${either(families.map((family) => FAMILIES[family]))} on record for ${monthList(months).en}`,
    )
    return said.length === 0
      ? ''
      : `There are ${listed(said)}; whether nothing was held or nothing was logged has to be checked.`
  }
  const counted = [
    ['a study record', get('gap.study-months')],
    ['an activity record', get('gap.activity-months')],
  ] as const
  const said = counted.flatMap(([words, fact]) =>
    fact === undefined ? [] : [`${slot(fact)} ${plural(fact, 'month has', 'months have')} not ${words}`],
  )
  return said.length === 0 ? '' : `Of the months that have ended, ${listed(said)}.`
}

function kindGaps({ droppedKinds, missingKinds, kindNames }: DraftBasis): [string, string][] {
  const dropped = droppedKinds.slice(0, NAMED).map(({ en }) => en)
  const unlogged = missingKinds
    .filter((kind) => !droppedKinds.some(({ zh }) => zh === kind))
    .slice(0, NAMED)
    .map((kind) => kindNames[kind] ?? kind)
  return [
    [
      'Work not continued.',
      dropped.length === 0 ? '' : `Logged before and not in this period: ${listed(dropped)}.`,
    ],
    [
      'Work without records.',
      unlogged.length === 0
        ? ''
        : `Nothing was logged as ${either(unlogged)}, so the report can say nothing of it.`,
    ],
  ]
}

/** Next steps as a skeleton: each tied to a gap, none decided. */
export function englishSteps(basis: DraftBasis, { gaps, details }: Material): string[] {
  const has = (...keys: readonly string[]) => keys.some((key) => gaps.has(key))
  const months = [...new Set(emptyMonths(basis).flatMap((one) => one.months))].sort()
  const kinds = [
    ...new Set([
      ...basis.droppedKinds.map(({ en }) => en),
      ...basis.missingKinds.map((kind) => basis.kindNames[kind] ?? kind),
    ]),
  ].slice(0, NAMED)
  const steps = [
    has('gap.essays-missing', 'gap.short-people')
      ? 'hand in the essays that are owed [to be added: by when]'
      : '',
    has('essay.count:returned', 'essay.count:waiting')
      ? 'finish the essays returned for changes and review those waiting [to be added: by when]'
      : '',
    months.length === 0
      ? ''
      : `check ${monthList(months).en}, which have no records, and log what was held [to be added: who]`,
    thinQuarter(quartersOf('study', details)) === null
      ? ''
      : 'spread study evenly over the quarters [to be added: how]',
    kinds.length === 0 ? '' : `arrange what has no record: ${listed(kinds)} [to be added: when]`,
  ].filter((step) => step !== '')
  return steps.length === 0
    ? ['Next steps: [to be added: what is planned, for the editor to write].']
    : [`Next steps, proposed for the editor to decide: ${steps.join('; ')}.`]
}
