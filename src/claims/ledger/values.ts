import type { LocalizedText } from '../../locale.ts'
import { isFormula, type Claim, type Days, type PlainClaim } from '../claim/claim.ts'
import type { Evidence } from '../evidence/evidence.ts'
import type { Fact, Ledger } from '../facts/fact.ts'
import { keyOf } from '../sources/claim-key.ts'

/** A claim with its value, as it is shown and counted. */
export type Valued = {
  readonly claim: Claim
  readonly key: string
  readonly label: LocalizedText
  readonly value: number
  readonly unit: string
  readonly unitAliases: readonly string[]
  readonly recordIds: readonly string[]
  /** False: a lower bound only. */
  readonly isComplete: boolean
  /** The fact that it is, of the whole period. */
  readonly fact: Fact | null
}

/** What the judge asks of the records. null: they cannot prove it. */
export type Values = {
  valueOf(claim: Claim): Valued | null
  readonly days: Days
}

/** Values from what the records of the period prove. `ledger`: the facts that these figures are known by, and their units. */
export function valuesOf(evidence: Evidence, { facts }: Ledger): Values {
  const days = evidence.period
  const aliases = new Map(facts.map(({ unit, unitAliases }) => [unit, unitAliases]))
  const byKey = new Map(facts.map((fact) => [fact.key, fact]))
  const known = new Map<string, Valued | null>()
  return {
    days,
    valueOf: (claim) => {
      const key = keyOf(claim)
      const before = known.get(key)
      if (before !== undefined) return before
      const found = evidence.valueOf(claim)
      const fact = factOf(claim, days, byKey)
      const unit = fact?.unit ?? found?.unit ?? ''
      const unitAliases = [
        ...(aliases.get(unit) ?? []),
        ...(isOfMember(claim) ? ['次', ...(aliases.get('次') ?? [])] : []),
      ]
      const made: Valued | null =
        fact === null
          ? found && { ...found, claim, unitAliases, fact }
          : {
              claim,
              key,
              // What a draft was written from is what it says.
              value: fact.value,
              unit,
              unitAliases,
              recordIds: fact.recordIds,
              label: found?.label ?? { zh: fact.label, en: fact.label },
              isComplete: found?.isComplete ?? true,
              fact,
            }
      known.set(key, made)
      return made
    },
  }
}

/** 成员15参加学习60次: attendances of one person are times. */
function isOfMember(claim: Claim): boolean {
  if (isFormula(claim))
    return (
      claim.per === 'member' &&
      claim.of.every((one) => !isFormula(one) && /attendance|headcount/.test(one.stem))
    )
  return claim.scope.member !== undefined && /attendance|headcount/.test(claim.stem)
}

function factOf(claim: Claim, days: Days, facts: ReadonlyMap<string, Fact>): Fact | null {
  if (
    isFormula(claim) ||
    Object.keys(claim.scope).length > 0 ||
    claim.days?.from !== days.from ||
    claim.days.to !== days.to
  )
    return null
  return facts.get(keyOfFact(claim)) ?? null
}

function keyOfFact({ stem, name }: PlainClaim): string {
  return name === null ? stem : `${stem}:${name}`
}
