import {
  isAllowed,
  isFormula,
  isStem,
  operations,
  pers,
  type Claim,
  type Days,
  type Scope,
} from '../claim/claim.ts'

export type { Days } from '../claim/claim.ts'

/**
 * The key of a fact of a stretch of days: `study.count:党课@2022-01-01..2022-12-31`. It is the same in every version and
 * sheet, so that the claim can be evaluated again. Further scope follows the days: `…;member=M015`. Worked-out claims
 * wrap the keys of their parts: `share(a,b)`; a fact that compares wraps what it compares: `change(a)`. Names in keys have
 * `%@;=,()` percent-encoded, so that a key reads back one way.
 */
export function claimKey(factKey: string, days: Days): string {
  const compares = /^(before|change|percent):(.+)$/su.exec(factKey)
  if (compares !== null) return `${compares[1]}(${claimKey(compares[2]!, days)})`
  return `${encodeName(factKey)}@${days.from}..${days.to}`
}

/** The canonical key of a claim: `parseClaim` reads it back. */
export function keyOf(claim: Claim): string {
  if (isFormula(claim)) {
    const parts = [...claim.of.map(keyOf), ...(claim.per === undefined ? [] : [claim.per])]
    return `${claim.op}(${parts.join(',')})`
  }
  const { stem, name, days, scope } = canonical(claim)
  const at = days === null ? '' : `@${days.from}..${days.to}`
  const narrowed = SCOPES.flatMap((one) => {
    const value = scope[one]
    return value === undefined ? [] : [`;${one}=${encodeName(value)}`]
  })
  return `${stem}${name === null ? '' : `:${encodeName(name)}`}${at}${narrowed.join('')}`
}

/** Reads a canonical key. null: it is none, or says something that no record can prove. Pure. */
export function parseClaim(key: string): Claim | null {
  const claim = read(key)
  return claim !== null && isAllowed(claim) ? claim : null
}

const SCOPES = [
  'measure',
  'genre',
  'by',
  'member',
  'reviewer',
  'department',
  'place',
  'partner',
  'material',
] as const satisfies readonly (keyof Scope)[]

function read(key: string): Claim | null {
  const formula = /^([a-z]+)\((.*)\)$/su.exec(key)
  if (formula === null) return readPlain(key)
  const op = formula[1]!
  if (!isOperation(op)) return null
  const parts = topLevel(formula[2]!)
  const per = pers.find((one) => one === parts.at(-1))
  const of = (per === undefined ? parts : parts.slice(0, -1)).map(read)
  if (of.length === 0 || of.includes(null)) return null
  return { op, of: of as Claim[], ...(per === undefined ? {} : { per }) }
}

function readPlain(key: string): Claim | null {
  const [head = '', ...narrowed] = key.split(';')
  const [, stem = '', name, from, to] =
    /^([^:@]+)(?::([^@]*))?(?:@(\d{4}-\d\d-\d\d)\.\.(\d{4}-\d\d-\d\d))?$/su.exec(head) ?? []
  if (stem.startsWith('record.')) return readOfRecord(stem, name, narrowed)
  if (!isStem(stem)) return null
  const scope: Record<string, string> = {}
  for (const one of narrowed) {
    const [what = '', value] = one.split('=')
    if (!SCOPES.some((known) => known === what) || value === undefined) return null
    if (what === 'by' && value !== 'handed-in' && value !== 'decided') return null
    scope[what] = decodeName(value)
  }
  return canonical({
    stem,
    name: name === undefined || name === '' ? null : decodeName(name),
    days: from === undefined || to === undefined ? null : { from, to },
    scope,
  })
}

/** A figure of one record, which has its own days: those of the sheet may stand there. `record.发布新闻动态:A-3` is a quantity. */
function readOfRecord(stem: string, name: string | undefined, narrowed: readonly string[]): Claim | null {
  const measure = /^measure=(.+)$/su.exec(narrowed[0] ?? '')?.[1]
  if (name === undefined || narrowed.length > (measure === undefined ? 0 : 1)) return null
  if (stem === 'record.heads') return readOfRecord('record.people', name, narrowed)
  const [, id, quantity] = /^([A-Z]-\d+):(.+)$/su.exec(name) ?? []
  if (stem === 'record.measure' && id !== undefined && quantity !== undefined)
    return readOfRecord(`record.${quantity}`, id, narrowed)
  const of = { name: decodeName(name), days: null }
  if (stem === 'record.quantity' && measure !== undefined)
    return { ...of, stem, scope: { measure: decodeName(measure) } }
  if (isStem(stem))
    return measure === undefined && stem !== 'record.quantity' ? { ...of, stem, scope: {} } : null
  return { ...of, stem: 'record.quantity', scope: { measure: decodeName(stem.slice('record.'.length)) } }
}

/** One claim, one key: approved essays of a genre are `essay.kind`, writers of what was handed in have no set. */
function canonical<C extends Claim>(claim: C): C {
  if (isFormula(claim)) return claim
  const { stem, name, scope } = claim
  if (stem === 'essay.writers' && name === 'submitted') return { ...claim, name: null }
  if (stem !== 'essay.count' || name !== 'approved' || scope.genre === undefined) return claim
  const { genre, ...rest } = scope
  return { ...claim, stem: 'essay.kind', name: genre, scope: rest }
}

/** Parts between commas that stand in no brackets. */
function topLevel(text: string): string[] {
  const parts: string[] = []
  let depth = 0
  let start = 0
  for (let at = 0; at < text.length; at++) {
    const sign = text.charAt(at)
    if (sign === '(') depth++
    else if (sign === ')') depth--
    else if (sign === ',' && depth === 0) {
      parts.push(text.slice(start, at))
      start = at + 1
    }
  }
  return [...parts, text.slice(start)]
}

function isOperation(text: string): text is keyof typeof operations {
  return Object.hasOwn(operations, text)
}

export function encodeName(name: string): string {
  return name.replaceAll(/[%@;=,()]/g, (one) => `%${one.charCodeAt(0).toString(16).padStart(2, '0')}`)
}

export function decodeName(name: string): string {
  return name.replaceAll(/%([0-9a-f]{2})/g, (_, code: string) => String.fromCharCode(parseInt(code, 16)))
}
