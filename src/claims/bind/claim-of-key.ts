import { decodeName } from '../sources/claim-key.ts'
import { partsOf } from '../read/names.ts'
import type { Claim, Formula, Scope } from './values.ts'

/** The claim that a canonical key names, see `keyOf`; null for a key that reads as none. */
export function claimOf(key: string): Claim | null {
  const formula = /^([a-z]+)\((.*)\)$/.exec(key)
  if (formula !== null) {
    const of = splitTop(formula[2] ?? '').map(claimOf)
    return of.includes(null) ? null : { op: formula[1] as Formula['op'], of: of.filter((one) => one !== null) }
  }
  const found = /^([^@;]+)(?:@(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d))?((?:;[a-z]+=[^;]*)*)$/.exec(key)
  if (found === null) return null
  const [, subject = '', from, to, narrowed = ''] = found
  const scope = Object.fromEntries(narrowed.split(';').slice(1).map((one) => [one.slice(0, one.indexOf('=')), decodeName(one.slice(one.indexOf('=') + 1))])) as Scope
  return { ...partsOf(decodeName(subject)), days: from === undefined || to === undefined ? null : { from, to }, scope }
}

/** a,b(c,d) → a and b(c,d). */
function splitTop(list: string): string[] {
  const parts = ['']
  let depth = 0
  for (const sign of list) {
    depth += sign === '(' ? 1 : sign === ')' ? -1 : 0
    if (sign === ',' && depth === 0) parts.push('')
    else parts[parts.length - 1] += sign
  }
  return parts
}
