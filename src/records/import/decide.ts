import type { Addition, Choice, ChoiceGroup, Decision, ImportCounts, ImportPlan } from './plan.ts'
import { decisionsOf } from './plan.ts'

/** Which rows a decision is for: one by its place among the choices, or every one of a group. */
export type Chosen = { readonly nth: number } | { readonly group: ChoiceGroup }

/** The plan with a decision made. What cannot be decided so, as to change a record that is gone, stays as it is. */
export function decide(plan: ImportPlan, chosen: Chosen, decision: Decision): ImportPlan {
  const isMeant = (choice: Choice, nth: number) =>
    'nth' in chosen ? chosen.nth === nth : chosen.group === choice.group
  return {
    ...plan,
    choices: plan.choices.map((choice, nth) =>
      isMeant(choice, nth) && decisionsOf(choice).includes(decision) ? { ...choice, decision } : choice,
    ),
  }
}

/** What the plan stores as it is decided now. */
export function additionsOf({ added, choices }: ImportPlan): Addition[] {
  const both = choices.filter(({ decision }) => decision === 'both')
  return [...added, ...both.map(({ family, key, details }) => ({ family, key, details }))]
}

/** A choice by which a record is changed. */
export type Change = Choice & { readonly id: string }

export function changesOf({ choices }: ImportPlan): Change[] {
  return choices.filter((choice): choice is Change => choice.decision === 'take' && choice.id !== null)
}

/** Rows of each sort, as they are decided now. `open`: nobody has chosen yet; they are left out. */
export type Tally = {
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  readonly refused: number
  readonly open: number
}

export function tally(plan: ImportPlan, { unchanged, refused }: ImportCounts): Tally {
  const decided = (wanted: Decision | null) =>
    plan.choices.filter(({ decision }) => decision === wanted).length
  return {
    added: additionsOf(plan).length,
    changed: changesOf(plan).length,
    unchanged: unchanged + decided('keep'),
    refused,
    open: decided(null),
  }
}
