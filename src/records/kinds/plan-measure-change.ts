import { MemberFacingError } from '../../errors.ts'
import type { Measure } from '../vocabulary/kinds-store.ts'
import { foldName } from '../../text/names.ts'
import { checkName, findCalled, newId, requireFree, type Called, type CalledWhat } from './names.ts'
import type { MeasureState } from '../vocabulary/words-store.ts'

export type Aggregation = Measure['aggregation']

/** What an admin asks to be done to the measures. Names are as typed. */
export type MeasureChange =
  | {
      readonly verb: 'add'
      readonly name: string
      readonly unit: string
      readonly aggregation: Aggregation
    }
  | { readonly verb: 'rename'; readonly name: string; readonly to: string }
  | { readonly verb: 'alias' | 'unalias'; readonly name: string; readonly aliases: readonly string[] }
  | { readonly verb: 'unit'; readonly name: string; readonly unit: string }
  | { readonly verb: 'aggregation'; readonly name: string; readonly aggregation: Aggregation }
  | { readonly verb: 'retire' | 'restore'; readonly name: string }

/** A measure before (null: it is new) and after a change, and how many records hold a quantity of it. */
export type MeasureChanged = {
  readonly before: MeasureState | null
  readonly after: MeasureState
  readonly uses: number
}

const WHAT: CalledWhat = { zh: '指标', en: 'measure', list: '/wenshu measures' }

type Plan = { readonly before: MeasureState | null; readonly after: MeasureState }

/** What the measure becomes. Pure. Throws what to say. */
export function planMeasureChange(measures: readonly MeasureState[], change: MeasureChange): Plan {
  if (change.verb === 'add') return planAdd(measures, change)
  const before =
    change.verb === 'restore'
      ? measureByName(
          measures.filter(({ retired }) => retired),
          change.name,
        )
      : measureInUse(measures, change.name)
  switch (change.verb) {
    case 'rename':
      return { before, after: renamed(measures, before, change.to) }
    case 'alias':
    case 'unalias':
      return { before, after: withAliases(measures, before, change) }
    case 'unit':
      return { before, after: { ...before, unit: checkUnit(change.unit) } }
    case 'aggregation':
      return { before, after: { ...before, aggregation: change.aggregation } }
    case 'retire':
    case 'restore':
      return { before, after: { ...before, retired: change.verb === 'retire' } }
    default:
      return change satisfies never
  }
}

function planAdd(measures: readonly MeasureState[], change: MeasureChange & { verb: 'add' }): Plan {
  const name = checkName(change.name)
  requireFree(measures.map(called), name, [], WHAT)
  const { aggregation } = change
  const taken = measures.map(({ id }) => id)
  const id = newId(name, 'measure', taken)
  return {
    before: null,
    after: { id, name, unit: checkUnit(change.unit), aggregation, aliases: [], retired: false },
  }
}

function renamed(measures: readonly MeasureState[], before: MeasureState, to: string): MeasureState {
  const name = checkName(to)
  requireFree(measures.map(called), name, [before.id], WHAT)
  // What it was called goes on leading to it.
  const aliases = [...before.aliases.filter((alias) => !sameName(alias, before.name)), before.name]
  return { ...before, name, aliases: aliases.filter((alias) => !sameName(alias, name)) }
}

function withAliases(
  measures: readonly MeasureState[],
  before: MeasureState,
  change: MeasureChange & { verb: 'alias' | 'unalias' },
): MeasureState {
  if (change.verb === 'alias') {
    const aliases = [...before.aliases]
    for (const alias of change.aliases.map(checkName)) {
      requireFree(measures.map(called), alias, [before.id], WHAT)
      if (![before.name, ...aliases].some((known) => sameName(known, alias))) aliases.push(alias)
    }
    return { ...before, aliases }
  }
  for (const alias of change.aliases) {
    if (before.aliases.some((known) => sameName(known, alias))) continue
    throw new MemberFacingError({
      zh: `“${alias}”不是“${before.name}”的别名。它的别名有：${before.aliases.join('、') || '（无）'}`,
      en: `"${alias}" is no alias of "${before.name}". Its aliases: ${before.aliases.join(', ') || '(none)'}`,
    })
  }
  const left = before.aliases.filter((known) => !change.aliases.some((alias) => sameName(known, alias)))
  return { ...before, aliases: left }
}

/** 条, 人次, %, km: short, and without the digits that would run into the number before it. */
function checkUnit(text: string): string {
  const unit = text.trim()
  if (unit !== '' && unit.length <= 8 && !/[\d\s<>=＝,，、;；\p{Cc}]/u.test(unit)) return unit
  throw new MemberFacingError({
    zh: `“${text}”不能作单位。单位是 1 到 8 个字，不含数字和空格，例如 条、人次、%。`,
    en: `"${text}" cannot be a unit. A unit has 1 to 8 characters, without digits and spaces, like 条, hours or %.`,
  })
}

/** By any of its names, in use or not. */
export function measureByName(measures: readonly MeasureState[], name: string): MeasureState {
  return findCalled(measures.map(called), name, WHAT).measure
}

function measureInUse(measures: readonly MeasureState[], name: string): MeasureState {
  const measure = measureByName(measures, name)
  if (!measure.retired) return measure
  throw new MemberFacingError({
    zh: `指标“${measure.name}”已停用。先用 /wenshu measure restore ${measure.name} 恢复。`,
    en: `The measure "${measure.name}" is retired. Bring it back first: /wenshu measure restore ${measure.name}`,
  })
}

function called(measure: MeasureState): Called & { readonly measure: MeasureState } {
  return { id: measure.id, names: [measure.name, ...measure.aliases], inUse: !measure.retired, measure }
}

function sameName(one: string, other: string): boolean {
  return foldName(one) === foldName(other)
}
